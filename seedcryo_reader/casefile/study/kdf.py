"""From a password to a key: Argon2id, with bounds on what a file may ask for."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from seedcryo_reader.casefile.study.fields import Fields
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import EnvironmentFailure

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1000

_NAME: Final = "argon2id"
_ARGON2_VERSION: Final = 19
_MOST_MEMORY_KIB: Final = 1 << 20
_MOST_PASSES: Final = 10
_MOST_LANES: Final = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at the password costs: memory in KiB, passes over it, lanes side by side."""

    memory_kib: int
    passes: int
    lanes: int


USUAL_COST: Final = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
"""The second recommended option of RFC 9106 section 4; the first one takes 2 GiB, which a station may not have."""


def check_new_password(password: str) -> None:
    """Refuse a new password that is too short to protect anything, or too long to be one.

    Raises
    ------
    Refused
        With the code ``bad-password``.
    """
    if not SHORTEST_PASSWORD <= len(unicodedata.normalize("NFC", password)) <= LONGEST_PASSWORD:
        text = f"A password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; four or five words are good."
        raise refusal("bad-password", text)


def derive(password: str, salt: bytes, cost: Cost) -> bytes:
    """The key (32 bytes) that belongs to a password.

    The password is normalised (NFC, as RFC 8265 section 4.2.2 asks): the same word typed on another system may come in
    other code points.

    Raises
    ------
    EnvironmentFailure
        There is not enough memory for it.
    """
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID, _ARGON2_VERSION
        )
    except HashingError as error:
        mebibytes = cost.memory_kib // 1024
        msg = f"The key file needs {mebibytes} MiB of memory to be opened. Close other programs and try again."
        raise EnvironmentFailure(msg) from error


def as_json(salt: bytes, cost: Cost) -> Json:
    """Salt and cost as a key file states them."""
    return {
        "name": _NAME,
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": salt.hex(),
    }


def read(fields: Fields, value: Json, where: str) -> tuple[bytes, Cost]:
    """Salt and cost that a key file states; a cost beyond a gibibyte and ten passes is a problem of the file."""
    body = fields.record(value, where, ("name", "memory_kib", "passes", "lanes", "salt"))
    if body["name"] != _NAME:
        fields.problem(f"{where}.name", f"must be {_NAME}")
    lanes = fields.integer(body["lanes"], f"{where}.lanes", 1, _MOST_LANES)
    # RFC 9106 section 3.1: at least eight blocks of one KiB per lane.
    memory = fields.integer(body["memory_kib"], f"{where}.memory_kib", 8 * lanes, _MOST_MEMORY_KIB)
    passes = fields.integer(body["passes"], f"{where}.passes", 1, _MOST_PASSES)
    return fields.hexadecimal(body["salt"], f"{where}.salt", SALT_BYTES), Cost(memory, passes, lanes)
