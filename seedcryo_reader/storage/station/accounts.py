"""Accounts of a station: who they are, and the public halves of their keys. Secrets are in their vaults."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role

NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
NAME_RULE: Final = "1 to 32 small letters, digits or dashes, a letter first"
LONGEST_PRINTED_NAME: Final = 100

_DEVICES: Final = frozenset(
    {"con", "nul", "aux", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)

ROTATED: Final = "rotated"
LOST: Final = "lost"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public halves of a new account's keys: of the signing key (32 bytes), and its age recipient."""

    public: bytes
    recipient: str


@dataclass(frozen=True, slots=True)
class AccountKey:
    """A signing key of an account.

    Attributes
    ----------
    public : bytes
        Its public half, 32 bytes.
    added : str
        When it was enrolled, UTC.
    retired : str or None
        When another took its place, UTC; None for the one that holds.
    why : str or None
        ``rotated``, or ``lost`` with its password.
    """

    public: bytes
    added: str
    retired: str | None = None
    why: str | None = None

    @property
    def key_id(self) -> str:
        """Short name of the key, made from the key itself."""
        return signing.key_id(self.public)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the log tells it; `keys` in the order they were enrolled, the last one holds."""

    name: str
    role: Role
    printed_name: str
    recipient: str
    keys: tuple[AccountKey, ...]

    @property
    def key(self) -> AccountKey:
        """The signing key that holds."""
        return self.keys[-1]

    def public_keys(self) -> Mapping[str, bytes]:
        """Every signing key the account ever had: key id → public half (32 bytes)."""
        return {one.key_id: one.public for one in self.keys}

    def with_key(self, public: bytes, utc: str, why: str) -> "Account":
        """The account after another key took the place of the one that holds."""
        retired = replace(self.key, retired=utc, why=why)
        return replace(self, keys=(*self.keys[:-1], retired, AccountKey(public, utc)))


def account_problems(name: str, printed_name: str, keys: PublicKeys | None) -> Iterator[Finding]:
    """What speaks against such an account, all of it; `keys` is None before they are made."""
    if name in _DEVICES:
        yield Finding("bad-account-name", f"{name} is the name of a device on Windows and cannot be that of a file.")
    if NAME.fullmatch(name) is None:
        yield Finding("bad-account-name", f"The name of an account must be {NAME_RULE}.")
    if not is_printed_name(printed_name):
        text = f"The printed name must have 1 to {LONGEST_PRINTED_NAME} printable characters, no space around them."
        yield Finding("bad-printed-name", text)
    if keys is None:
        return
    if len(keys.public) != signing.PUBLIC_BYTES:
        yield Finding("bad-key", "The public key must have 32 bytes.")
    if age_keys.recipient(keys.recipient) is None:
        yield Finding("bad-recipient", "The recipient must be an age recipient (age1…).")


def is_printed_name(text: str) -> bool:
    """Whether a name can stand under a signature: one line, nothing hidden in it."""
    return (
        1 <= len(text) <= LONGEST_PRINTED_NAME
        and text.isprintable()
        and text == text.strip()
        and text == unicodedata.normalize("NFC", text)
    )
