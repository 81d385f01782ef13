"""Preamble and file meta information of a Part 10 file (DICOM PS3.10 section 7.1), held to what a reader's copy has."""

import struct
import zlib
from typing import Final, NamedTuple

from seedcryo_reader.casefile.leaks.judge import Judge
from seedcryo_reader.casefile.leaks.notes import Broken, Notes
from seedcryo_reader.casefile.leaks.parser import Element, Reader
from seedcryo_reader.casefile.leaks.rules import Rules
from seedcryo_reader.casefile.leaks.streams import FAMILIES

IMPLICIT_LITTLE: Final = "1.2.840.10008.1.2"
EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG: Final = "1.2.840.10008.1.2.2"
NATIVE: Final = frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED, EXPLICIT_BIG})

PREAMBLE: Final = 128
MOST_INFLATED: Final = 512 * 1024**2
_START: Final = PREAMBLE + 4
_GROUP_LENGTH: Final = 12
_CLASS: Final = 0x00020002
_INSTANCE: Final = 0x00020003
_SYNTAX: Final = 0x00020010
_KEPT: Final = frozenset({0x00020000, 0x00020001, _CLASS, _INSTANCE, _SYNTAX, 0x00020012, 0x00020013})


class Head(NamedTuple):
    """What the file meta information says: UIDs (without padding), and where the data set starts."""

    sop_class: bytes
    instance: bytes
    syntax: str
    start: int

    @property
    def explicit(self) -> bool:
        """Whether elements say their VR."""
        return self.syntax != IMPLICIT_LITTLE

    @property
    def little(self) -> bool:
        """Byte order of the data set."""
        return self.syntax != EXPLICIT_BIG


def is_part_10(start: bytes | memoryview) -> bool:
    """Whether the first bytes of a file are those of a DICOM Part 10 file."""
    return bytes(start[PREAMBLE:_START]) == b"DICM"


def read_head(data: memoryview, rules: Rules, notes: Notes) -> Head:
    """Read and judge what comes before the data set.

    Raises
    ------
    Broken
        No Part 10 file, or a transfer syntax that cannot be looked into.
    """
    if not is_part_10(data):
        raise Broken("unreadable", "is no DICOM Part 10 file")
    if any(data[:PREAMBLE]):
        notes.add("preamble", "The preamble before the DICOM mark is not empty.")
    start = _START + _GROUP_LENGTH + _meta_length(data)
    if start > len(data):
        raise Broken("unreadable", "ends inside its file meta information")
    judge = Judge(data, rules, notes)
    found: dict[int, bytes] = {}
    for element in Reader(data, notes).elements(_START, start, explicit=True):
        if element.tag >> 16 != 2 and not element.place:
            raise Broken("unreadable", "has a wrong length of its file meta information")
        _meta_element(element, data, judge, notes)
        found[element.tag] = bytes(data[element.start : element.start + min(element.length, 65)]).rstrip(b"\0")
    syntax = found.get(_SYNTAX, b"").decode("ascii", errors="replace")
    if syntax not in NATIVE and syntax not in FAMILIES:
        raise Broken("unreadable", "has a transfer syntax that cannot be looked into")
    return Head(found.get(_CLASS, b""), found.get(_INSTANCE, b""), syntax, start)


def _meta_length(data: memoryview) -> int:
    group, number, vr, size, length = struct.unpack_from("<HH2sHI", bytes(data[_START : _START + 12]).ljust(12, b"\0"))
    if (group, number, vr, size) != (2, 0, b"UL", 4):
        raise Broken("unreadable", "does not say how long its file meta information is")
    return int(length)


def _meta_element(element: Element, data: memoryview, judge: Judge, notes: Notes) -> None:
    if element.tag not in _KEPT:
        notes.add(
            "file-meta", f"(0002,{element.tag & 0xFFFF:04X}) has no place in the file meta information of a copy."
        )
    if element.tag == 0x00020001 and bytes(data[element.start : element.start + element.length]) != b"\0\1":
        notes.add("file-meta", "(0002,0001) FileMetaInformationVersion is not version 1.")
    judge.element(element)


def data_set(data: memoryview, head: Head, notes: Notes) -> tuple[memoryview, int]:
    """Bytes the data set lies in and where it starts there; a deflated one is inflated (PS3.5 A.5).

    Raises
    ------
    Broken
        A deflated data set that does not inflate, or to more than `MOST_INFLATED` bytes.
    """
    if head.syntax != DEFLATED:
        return data, head.start
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = inflater.decompress(data[head.start :], MOST_INFLATED)
    except zlib.error as error:
        raise Broken("unreadable", "has a deflated data set that does not inflate") from error
    if inflater.unconsumed_tail:
        raise Broken("limit", f"inflates to more than {MOST_INFLATED} bytes")
    if not inflater.eof:
        raise Broken("unreadable", "has a deflated data set that is cut off")
    if inflater.unused_data not in {b"", b"\0"}:
        notes.add("structure", "The file has bytes behind its deflated data set.")
    return memoryview(plain), 0
