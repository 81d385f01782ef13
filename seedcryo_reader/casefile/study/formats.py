"""Which of the program's own JSON files some bytes are, and reading a file within bounds."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding

Value = TypeVar("Value")

STUDY: Final = "seedcryo-study"
KEYS: Final = "seedcryo-keys"
LEAVE: Final = "seedcryo-leave"
ACCOUNT: Final = "seedcryo-account"
CENTRE: Final = "seedcryo-centre"
VERSION: Final = 1

LARGEST_FILE: Final = 1 << 20
"""Bytes of a study, key or recipients file; a study file of a thousand keys is a fifth of it."""

_WHAT: Final = {
    STUDY: "study file",
    KEYS: "key file",
    LEAVE: "leave",
    ACCOUNT: "enrolment",
    CENTRE: "address of the centre",
}
_FORMAT: Final = re.compile(r"([a-z][a-z-]{0,40})/([1-9][0-9]{0,8})", re.ASCII)


def name(kind: str) -> str:
    """What stands in the field ``format``, and what signatures over such a file are bound to."""
    return f"{kind}/{VERSION}"


def read_bounded(path: Path) -> bytes:
    """All bytes of a small file.

    Raises
    ------
    EnvironmentFailure
        It is not there or cannot be read.
    Refused
        It is larger than `LARGEST_FILE`.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such name can be"
        msg = f"{path} cannot be read: {reason}."
        raise EnvironmentFailure(msg) from error
    if len(data) > LARGEST_FILE:
        raise refusal("too-large", f"It is larger than {LARGEST_FILE // 1024} KiB; no such file is.", path)
    return data


def refusal(code: str, text: str, *files: Path | str) -> Refused:
    """A refusal for one reason."""
    return Refused([Finding(code, text, tuple(map(str, files)))])


def each_or_all_findings(read: Callable[[str], Value], texts: Iterable[str]) -> list[Value]:
    """Read each of the texts; where some are refused, refuse them all with the findings of each."""
    found: list[Value] = []
    refusals: list[Refused] = []
    for text in texts:
        try:
            found.append(read(text))
        except Refused as refused:
            refusals.append(refused)
    if refusals:
        raise Refused(finding for refused in refusals for finding in refused.findings)
    return found


def decoded(data: bytes, kind: str, file: str) -> dict[str, Json]:
    """The JSON object of a file of this kind and of a version this program knows.

    Raises
    ------
    Refused
        It is another kind of file, a newer version, or was changed on its way.
    """
    what = _WHAT[kind]
    try:
        value = canonical.decode(data)
    except NotCanonical as error:
        text = f"It is no {what}, or it was changed after it was written: {error}. Get it again from where it came."
        raise refusal("not-canonical", text, file) from error
    stated = value.get("format") if isinstance(value, dict) else None
    known = _FORMAT.fullmatch(stated) if isinstance(stated, str) else None
    if not isinstance(value, dict) or known is None or known[1] not in _WHAT:
        raise refusal("wrong-format", f"It is no {what}.", file)
    if known[1] != kind:
        raise refusal("wrong-format", f"It is {_one(_WHAT[known[1]])}; {_one(what)} is needed here.", file)
    if int(known[2]) != VERSION:
        said = f"It is {_one(what)} of version {known[2]}; this program knows version {VERSION}."
        raise refusal("newer-format", f"{said} Install a newer program.", file)
    return value


def _one(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
