"""Strict reading of JSON fields that notes every problem instead of stopping at the first."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, TypeVar

from seedcryo_reader.domain.canonical import LARGEST_INTEGER, Json
from seedcryo_reader.domain.finding import Finding

Value = TypeVar("Value")

STUDY_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
PROTOCOL_ID: Final = re.compile(r"(?=.{1,100}\Z)[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
STUDY_ID_RULE: Final = "1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first"
PROTOCOL_ID_RULE: Final = "words of letters, digits, dots, dashes or underscores, parted by slashes"

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day(text: str) -> date | None:
    """The day of ``YYYY-MM-DD``; None for anything else."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


class Fields:
    """Reads fields of one file. A problem becomes a finding and the value a stand-in, so that reading goes on.

    Nothing that was read may be used while `findings` is not empty.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._missing: set[str] = set()
        self.findings: list[Finding] = []

    def problem(self, where: str, text: str, code: str = "bad-field") -> None:
        """Note a problem of the field `where`; `text` goes on from its name. A missing field is noted once."""
        if where not in self._missing:
            self.findings.append(Finding(code, f"{where} {text}.", (self._file,)))

    def record(self, value: Json, where: str, keys: Sequence[str]) -> dict[str, Json]:
        """An object with exactly these keys; what is missing is None. The file itself is the object without a name."""
        if not isinstance(value, dict):
            self.problem(where, "must be an object")
            self._missing.update(_inside(where, key) for key in keys)
            return dict.fromkeys(keys)
        for key in value:
            if key not in keys:
                self.problem(_inside(where, printable(key)), "is not known to this version", "unknown-field")
        for key in keys:
            if key not in value:
                self.problem(_inside(where, key), "is missing", "missing-field")
                self._missing.add(_inside(where, key))
        return {key: value.get(key) for key in keys}

    def each(self, value: Json, where: str, most: int, least: int = 0) -> list[tuple[str, Json]]:
        """Names and values of a list's entries."""
        if not isinstance(value, list):
            self.problem(where, "must be a list")
            return []
        if not least <= len(value) <= most:
            self.problem(where, f"must have {least} to {most} entries; it has {len(value)}")
            return []
        return [(f"{where}[{index}]", one) for index, one in enumerate(value)]

    def text(self, value: Json, where: str, pattern: re.Pattern[str], rule: str) -> str:
        """A string of a certain form."""
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self.problem(where, f"must be {rule}")
        return ""

    def integer(self, value: Json, where: str, least: int, most: int = LARGEST_INTEGER) -> int:
        """A whole number within bounds."""
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.problem(where, f"must be a whole number from {least} to {most}")
        return least

    def hexadecimal(self, value: Json, where: str, size: int | None = None) -> bytes:
        """Bytes as lower-case hex digits: `size` of them, or any number when it is None."""
        if isinstance(value, str) and re.fullmatch("(?:[0-9a-f]{2})+", value) and size in {None, len(value) // 2}:
            return bytes.fromhex(value)
        self.problem(where, "must be lower-case hex digits" if size is None else f"must be {2 * size} hex digits")
        return b""

    def day(self, value: Json, where: str) -> date:
        """A day as ``YYYY-MM-DD``."""
        found = day(value) if isinstance(value, str) else None
        if found is None:
            self.problem(where, "must be a day written YYYY-MM-DD")
            return date.min
        return found

    def parsed(self, value: Json, where: str, parse: Callable[[str], Value | None], rule: str) -> Value | None:
        """A string that `parse` understands (None when it does not)."""
        found = parse(value) if isinstance(value, str) else None
        if found is None:
            self.problem(where, f"must be {rule}")
        return found

    def once(self, values: Iterable[str], where: str, what: str) -> None:
        """Note every value that is there more than once. Empty ones are stand-ins and were noted before."""
        seen: set[str] = set()
        for value in values:
            if value and value in seen:
                self.problem(where, f"names the {what} {value} twice", "duplicate")
            seen.add(value)


def _inside(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def printable(text: str) -> str:
    """A key of a file as it may be shown: short, and without what could confuse a terminal."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in text[:40])
    return shown if len(text) <= 40 else shown + "…"
