"""A data set's elements without pydicom's conversions.

Raw bytes are parsed here: several times quicker than converted values, silent about harmless deviations (padding,
blanks, odd decimals such as ``001.367188E+00``), and None where a value is absent or no number.
"""

import math
import re
import struct
from collections.abc import Sequence
from typing import Any, Final

from pydicom.dataset import Dataset

LONGEST_TEXT: Final = 128
"""Characters kept of a text value; none that is read here needs more, and a hostile file may hold gigabytes."""

_BINARY: Final = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FD": "d", "FL": "f"}


class Elements:
    """Reads values of one data set by their tag."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        # A plain dictionary: looking a tag up in a pydicom data set costs more than parsing its value.
        self._by_tag = {int(element.tag): element for element in data.elements()}

    def text(self, tag: int) -> str:
        """Value as text without padding; empty when absent. Several values stay joined by a backslash."""
        value = self._value(tag)
        if value is None:
            return ""
        if isinstance(value, bytes):
            return value[:LONGEST_TEXT].decode("latin-1").strip(" \0\t\r\n")
        if isinstance(value, Sequence) and not isinstance(value, str):
            return "\\".join(str(one) for one in value)[:LONGEST_TEXT]
        return str(value)[:LONGEST_TEXT].strip(" \0\t\r\n")

    def uid(self, tag: int) -> str:
        """Value as a UID; empty when it is none (PS3.5 9.1), so that nothing else passes for one."""
        return as_uid(self.text(tag))

    def code(self, tag: int) -> str:
        """Values as code strings (PS3.5 6.2, CS) joined by a backslash; other letters become question marks."""
        return "\\".join(re.sub(r"[^A-Z0-9 _]", "?", one.upper())[:16].strip() for one in self.text(tag).split("\\"))

    def numbers(self, tag: int, kind: str) -> tuple[float, ...] | None:
        """All values of a number element; None when absent or any is not a finite number.

        Parameters
        ----------
        kind : str
            The VR to read raw bytes as: ``"DS"``, ``"IS"`` or a binary one. A file's own VR is not trusted.
        """
        value = self._value(tag)
        if value in (None, b"", ""):
            return None
        try:
            values = _parse(value, kind, little=getattr(self._by_tag[tag], "is_little_endian", True))
        except (ValueError, TypeError, struct.error):
            return None
        return values if values and all(map(math.isfinite, values)) else None

    def vector(self, tag: int, kind: str, length: int) -> tuple[float, ...] | None:
        """Exactly `length` finite numbers, else None."""
        values = self.numbers(tag, kind)
        return values if values is not None and len(values) == length else None

    def number(self, tag: int, kind: str) -> float | None:
        """First value of a number element, None when absent or not a number."""
        values = self.numbers(tag, kind)
        return values[0] if values else None

    def whole(self, tag: int, kind: str) -> int | None:
        """First value as a whole number, None when absent or not whole."""
        value = self.number(tag, kind)
        return int(value) if value is not None and value == int(value) else None

    def raw(self, tag: int) -> bytes:
        """Value's bytes; empty when absent."""
        value = self._value(tag)
        return value if isinstance(value, bytes) else b""

    def items(self, tag: int) -> list["Elements"]:
        """Items of a sequence element; empty when absent or not a sequence."""
        if tag not in self._by_tag:
            return []
        value = self._data[tag].value
        if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
            return []
        return [Elements(item) for item in value if isinstance(item, Dataset)]

    def first_item(self, tag: int) -> "Elements":
        """First item of a sequence element; without elements when there is none."""
        return next(iter(self.items(tag)), NOTHING)

    def __bool__(self) -> bool:
        return bool(self._by_tag)

    def _value(self, tag: int) -> Any:
        element = self._by_tag.get(tag)
        return None if element is None else element.value


NOTHING: Final = Elements(Dataset())
"""No elements: every value is absent."""


def as_uid(value: str) -> str:
    """The value if it is a UID, else nothing."""
    return value if re.fullmatch(r"[0-9.]{1,64}", value) else ""


def _parse(value: Any, kind: str, *, little: bool) -> tuple[float, ...]:
    if not isinstance(value, bytes):
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return tuple(float(one) for one in many)
    if kind in ("DS", "IS"):
        return tuple(float(part) for part in value.decode("ascii").strip(" \0").split("\\"))
    code = _BINARY[kind]
    count, rest = divmod(len(value), struct.calcsize(code))
    if rest:
        raise ValueError
    return struct.unpack(f"{'<' if little else '>'}{count}{code}", value)
