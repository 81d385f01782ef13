"""A small strict reader of DICOM data sets: every element of every nested sequence, as places in the bytes.

DICOM PS3.5: section 7.1 (explicit and implicit VR), 7.5 (sequences, items, delimiters), A.4 (encapsulated pixel data).
What it cannot follow exactly it refuses: an element that a strict reader cannot place may hold anything.
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from seedcryo_reader.casefile.leaks.dictionary import entry
from seedcryo_reader.casefile.leaks.notes import Broken, Notes

UNDEFINED: Final = 0xFFFFFFFF
PIXEL_DATA: Final = 0x7FE00010
MOST_NESTING: Final = 16
MOST_ELEMENTS: Final = 1_000_000

_ITEM: Final = 0xFFFEE000
_ITEM_END: Final = 0xFFFEE00D
_SEQUENCE_END: Final = 0xFFFEE0DD
_SHORT: Final = frozenset(b"AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US".split())
_LONG: Final = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_HEAD: Final = 8

Place = tuple[tuple[int, int], ...]
"""The sequences around an element, outermost first: tag and item number (from 1)."""

Span = tuple[int, int]
"""First byte and number of bytes."""


class Element(NamedTuple):
    """One element. `length` of a sequence is only right in being zero or not; `fragments` of encapsulated data."""

    tag: int
    vr: bytes
    start: int
    length: int
    place: Place
    fragments: tuple[Span, ...] = ()


class Reader:
    """Walks a data set and notes what is not as the standard wants it.

    Parameters
    ----------
    data : memoryview
        Bytes of the whole file, or of the inflated data set.
    notes : Notes
        Told of what can be followed but is wrong: order, odd lengths, filled reserved bytes.
    little : bool
        Byte order.
    """

    def __init__(self, data: memoryview, notes: Notes, *, little: bool = True) -> None:
        order = "<" if little else ">"
        self._data = data
        self._notes = notes
        self._explicit_head = struct.Struct(order + "HH2sH")
        self._tag_and_length = struct.Struct(order + "HHI")
        self._long = struct.Struct(order + "I")
        self._count = 0
        self.at = 0

    def elements(self, at: int, end: int, *, explicit: bool) -> Iterator[Element]:
        """All elements from `at` up to exactly `end`, each sequence before what it holds.

        Raises
        ------
        Broken
            The bytes are no data set that ends at `end`, or nest or number more than anything real.
        """
        return self._data_set(at, end, (), explicit=explicit, delimited=False)

    def _data_set(self, at: int, end: int, place: Place, *, explicit: bool, delimited: bool) -> Iterator[Element]:
        before = -1
        while at < end:
            if end - at < _HEAD:
                raise Broken("unreadable", f"ends inside the head of an element{inside(place)}")
            group, number, vr, length = self._explicit_head.unpack_from(self._data, at)
            tag = group << 16 | number
            if group == 0xFFFE:
                if tag != _ITEM_END or not delimited or self._length(at + 4):
                    raise Broken("unreadable", f"has an item mark where an element should be{inside(place)}")
                self.at = at + _HEAD
                return
            if tag <= before:
                self._note(place, "has elements out of order or twice")
            before = tag
            self._count += 1
            if self._count > MOST_ELEMENTS:
                raise Broken("limit", f"has more than {MOST_ELEMENTS} elements")
            if explicit and vr in _SHORT:
                value = at + _HEAD
            elif explicit:
                value, length = self._long_head(at, vr, end, place)
            else:
                value, vr, length = at + _HEAD, _implied_vr(tag), self._length(at + 4)
            yield from self._element(Element(tag, vr, value, length, place), end, explicit=explicit)
            at = self.at
        if delimited:
            raise Broken("unreadable", f"has an item without an end{inside(place)}")
        self.at = at

    def _length(self, at: int) -> int:
        length: int = self._long.unpack_from(self._data, at)[0]
        return length

    def _long_head(self, at: int, vr: bytes, end: int, place: Place) -> Span:
        """First byte and length of the value where the length has four bytes."""
        if vr not in _LONG:
            raise Broken("unreadable", f"has an element with an unknown value representation{inside(place)}")
        if end - at < 12:
            raise Broken("unreadable", f"ends inside the head of an element{inside(place)}")
        if self._data[at + 6] or self._data[at + 7]:
            self._note(place, "has something in the reserved bytes of an element's head")
        return at + 12, self._length(at + 8)

    def _element(self, element: Element, end: int, *, explicit: bool) -> Iterator[Element]:
        tag, vr, start, length, place, _ = element
        if length == UNDEFINED and tag == PIXEL_DATA and vr != b"SQ":
            fragments = self._fragments(start, end)
            yield element._replace(fragments=fragments)
        elif vr == b"SQ" or length == UNDEFINED:
            if vr not in {b"SQ", b"UN"}:
                raise Broken("unreadable", f"has an element without a length that is no sequence{inside(place)}")
            # Whatever lies in a UN sequence is implicit little endian (PS3.5 6.2.2 note 2).
            yield from self._sequence(element, end, explicit=explicit and vr == b"SQ")
        else:
            if length > end - start:
                raise Broken("unreadable", f"has an element that is longer than what holds it{inside(place)}")
            if length % 2:
                self._note(place, "has an element of odd length")
            self.at = start + length
            yield element

    def _sequence(self, element: Element, end: int, *, explicit: bool) -> Iterator[Element]:
        tag, _, at, length, place, _ = element
        if len(place) >= MOST_NESTING:
            raise Broken("limit", f"nests sequences deeper than {MOST_NESTING}")
        if length != UNDEFINED and length > end - at:
            raise Broken("unreadable", f"has a sequence that is longer than what holds it{inside(place)}")
        stop = end if length == UNDEFINED else at + length
        yield element._replace(length=0 if self._is_empty(at, length, stop) else 1)
        number = 0
        while length == UNDEFINED or at < stop:
            mark, size = self._mark(at, stop, place)
            at += _HEAD
            if mark == _SEQUENCE_END and length == UNDEFINED and size == 0:
                break
            if mark != _ITEM:
                raise Broken("unreadable", f"has something else than an item in a sequence{inside(place)}")
            number += 1
            self._count += 1
            delimited = size == UNDEFINED
            if not delimited and size > stop - at:
                raise Broken("unreadable", f"has an item that is longer than its sequence{inside(place)}")
            limit = stop if delimited else at + size
            yield from self._data_set(at, limit, (*place, (tag, number)), explicit=explicit, delimited=delimited)
            at = self.at
        self.at = at

    def _is_empty(self, at: int, length: int, stop: int) -> bool:
        return length == 0 or (length == UNDEFINED and self._mark(at, stop, ())[0] == _SEQUENCE_END)

    def _mark(self, at: int, stop: int, place: Place) -> Span:
        if stop - at < _HEAD:
            raise Broken("unreadable", f"ends inside a sequence{inside(place)}")
        group, number, size = self._tag_and_length.unpack_from(self._data, at)
        return group << 16 | number, size

    def _fragments(self, at: int, end: int) -> tuple[Span, ...]:
        """Spans of the offset table and the fragments behind it; leaves `at` behind the delimiter."""
        spans: list[Span] = []
        while True:
            mark, size = self._mark(at, end, ())
            at += _HEAD
            if mark == _SEQUENCE_END:
                if size:
                    self._note((), "has pixel data whose last mark has a length")
                self.at = at
                return tuple(spans)
            if mark != _ITEM or size > end - at:
                raise Broken("unreadable", "has compressed pixel data whose fragments do not follow one another")
            if size % 2:
                self._note((), "has a fragment of odd length")
            spans.append((at, size))
            at += size
            self._count += 1
            if self._count > MOST_ELEMENTS:
                raise Broken("limit", f"has more than {MOST_ELEMENTS} elements and fragments")

    def _note(self, place: Place, text: str) -> None:
        self._notes.add("structure", f"The file {text}{inside(place)}.")


def inside(place: Place) -> str:
    """Words for the sequences around something, such as `` in (0040,0275)[1]``; empty at the top."""
    return " in " + trail(place) if place else ""


def trail(place: Place) -> str:
    """The sequences around something, such as ``(0040,0275)[1] > (0040,0008)[2]``."""
    return " > ".join(f"({tag >> 16:04X},{tag & 0xFFFF:04X})[{number}]" for tag, number in place)


def _implied_vr(tag: int) -> bytes:
    """VR of an element that does not say it (PS3.5 A.1); of a choice the one that holds any bytes or any number."""
    vrs = entry(tag).vrs
    for vr in (b"OW", b"US"):
        if vr in vrs:
            return vr
    return next(iter(vrs), b"UN")
