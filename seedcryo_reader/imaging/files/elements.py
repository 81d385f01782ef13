"""Reading single elements out of a pydicom data set without its conversions.

Raw bytes are parsed here: ten times quicker than converted values, silent about harmless deviations (padding, blanks,
odd decimals such as ``001.367188E+00``), and None where a value is absent or no number.
"""

import math
import struct
from collections.abc import Sequence
from typing import Any, Final

from pydicom.dataset import Dataset

LONGEST_TEXT: Final = 1024
"""Characters kept of a text value; none that is read here needs more, and a hostile file may hold gigabytes."""

_BINARY = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FD": "d", "FL": "f"}


def text(data: Dataset, tag: int) -> str:
    """Value as text without padding; empty when absent. Several values stay joined by a backslash."""
    value = _value(data, tag)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value[:LONGEST_TEXT].decode("latin-1").strip(" \0\t\r\n")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\\".join(str(one) for one in value)[:LONGEST_TEXT]
    return str(value)[:LONGEST_TEXT].strip(" \0\t\r\n")


def numbers(data: Dataset, tag: int, kind: str) -> tuple[float, ...] | None:
    """All values of a number element; None when absent or any is not a finite number.

    Parameters
    ----------
    kind : str
        The VR to read raw bytes as: ``"DS"``, ``"IS"`` or a binary one. A file's own VR is not trusted.
    """
    value = _value(data, tag)
    if value in (None, b"", ""):
        return None
    try:
        values = _parse(value, kind, little=getattr(data.get_item(tag), "is_little_endian", True))
    except (ValueError, TypeError, struct.error):
        return None
    return values if values and all(math.isfinite(value) for value in values) else None


def raw(data: Dataset, tag: int) -> bytes:
    """Value's bytes; empty when absent or already converted."""
    value = _value(data, tag)
    return value if isinstance(value, bytes) else b""


def _value(data: Dataset, tag: int) -> Any:
    """Value as pydicom holds it, raw bytes as a rule; None when absent."""
    element = data.get_item(tag) if tag in data else None
    return None if element is None else element.value


def _parse(value: Any, kind: str, *, little: bool) -> tuple[float, ...]:
    if not isinstance(value, bytes):
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return tuple(float(one) for one in many)
    if kind in ("DS", "IS"):
        return tuple(float(part) for part in value.decode("ascii").strip(" \0").split("\\"))
    order = "<" if little else ">"
    code = _BINARY[kind]
    count, rest = divmod(len(value), struct.calcsize(code))
    if rest:
        raise ValueError
    return tuple(float(one) for one in struct.unpack(f"{order}{count}{code}", value))


def number(data: Dataset, tag: int, kind: str) -> float | None:
    """First value of a number element, None when absent or not a number."""
    values = numbers(data, tag, kind)
    return values[0] if values else None


def whole(data: Dataset, tag: int, kind: str) -> int | None:
    """First value as a whole number, None when absent or not whole."""
    value = number(data, tag, kind)
    return int(value) if value is not None and value == int(value) else None


def items(data: Dataset | None, tag: int) -> Sequence[Dataset]:
    """Items of a sequence element; empty when absent or not a sequence."""
    if data is None or tag not in data:
        return ()
    value = data[tag].value
    return value if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) else ()


def first_item(data: Dataset | None, tag: int) -> Dataset | None:
    """First item of a sequence element, None when there is none."""
    found = items(data, tag)
    return found[0] if found else None
