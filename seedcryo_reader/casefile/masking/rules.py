"""What an attribute's value must be to be written: a number in a range, or words out of a closed list.

A value that breaks its rule is left out, never passed on.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from seedcryo_reader.casefile.masking import encode
from seedcryo_reader.casefile.masking.spelling import decimal_string, rounded
from seedcryo_reader.imaging.files.elements import Elements

_BINARY: Final = {"FD": "d", "US": "H", "UL": "I"}


class Rule(Protocol):
    """Turns a source's attribute into an element, or into nothing."""

    def element(self, data: Elements, tag: int) -> bytes | None:
        """Encoded element; None where the source has no value that may be written."""
        ...


@dataclass(frozen=True, slots=True)
class Number:
    """`least` to `most` finite numbers between `low` and `high`, both included.

    `exact` values keep every bit (geometry, rescaling); others are rounded to 6 digits. IS, US and UL are whole.
    """

    vr: str
    low: float
    high: float
    least: int = 1
    most: int = 1
    exact: bool = False

    def element(self, data: Elements, tag: int) -> bytes | None:
        """See `Rule`."""
        values = data.numbers(tag, self.vr)
        if values is None or not self.least <= len(values) <= self.most:
            return None
        if min(values) < self.low or max(values) > self.high:
            return None
        if not self.exact:
            values = tuple(rounded(value) for value in values)
        return self.encoded(tag, values)

    def encoded(self, tag: int, values: tuple[float, ...]) -> bytes | None:
        """Element of numbers in range; None where whole ones are asked for and these are not."""
        if self.vr == "DS":
            return encode.text(tag, "DS", "\\".join(map(decimal_string, values)))
        if self.vr == "FD":
            return encode.element(tag, "FD", struct.pack(f"<{len(values)}d", *values))
        whole = [int(value) for value in values]
        if any(a != b for a, b in zip(whole, values, strict=True)):
            return None
        if self.vr == "IS":
            return encode.text(tag, "IS", "\\".join(map(str, whole)))
        return encode.element(tag, self.vr, struct.pack(f"<{len(whole)}{_BINARY[self.vr]}", *whole))


@dataclass(frozen=True, slots=True)
class Words:
    """Up to `most` code strings, those that are in the list."""

    known: frozenset[str]
    most: int = 1
    vr: str = "CS"

    def element(self, data: Elements, tag: int) -> bytes | None:
        """See `Rule`."""
        said = data.text(tag)
        if not said:
            return None
        words = [word for one in said.split("\\") if (word := one.strip().upper()) in self.known]
        return encode.text(tag, self.vr, "\\".join(words[: self.most])) if words else None


def written(data: Elements, rules: Mapping[int, Rule]) -> dict[int, bytes]:
    """Elements of all rules that `data` satisfies."""
    return {tag: made for tag, rule in rules.items() if (made := rule.element(data, tag)) is not None}
