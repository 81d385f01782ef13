"""Explicit VR Little Endian, as much of it as masked images need (DICOM PS3.5 7.1.2, 7.5, PS3.10 7.1).

Every byte of a masked image is made here or is a sample: no preamble, padding or length is taken from a source.
"""

import struct
from collections.abc import Iterable, Mapping
from typing import Final

Fields = Mapping[int, bytes]
"""Tag → encoded element."""

_LONG_HEAD: Final = frozenset({"OB", "OW", "SQ"})
_PADDING: Final = {"UI": b"\0", "OB": b"\0", "OW": b"\0"}
_SHORT: Final = struct.Struct("<HH2sH")
_LONG: Final = struct.Struct("<HH2s2xI")
_ITEM: Final = struct.Struct("<HHI")


def element(tag: int, vr: str, value: bytes) -> bytes:
    """One element, its value padded to even length."""
    if len(value) % 2:
        value += _PADDING.get(vr, b" ")
    if vr in _LONG_HEAD:
        return _LONG.pack(tag >> 16, tag & 0xFFFF, vr.encode(), len(value)) + value
    return _SHORT.pack(tag >> 16, tag & 0xFFFF, vr.encode(), len(value)) + value


def text(tag: int, vr: str, value: str) -> bytes:
    """One element of ASCII text."""
    return element(tag, vr, value.encode("ascii"))


def number(tag: int, vr: str, *values: int) -> bytes:
    """One element of whole numbers; `vr` is US, SS, UL or AT (a tag, group first)."""
    if vr == "AT":
        return element(tag, vr, b"".join(struct.pack("<HH", one >> 16, one & 0xFFFF) for one in values))
    return element(tag, vr, struct.pack(f"<{len(values)}{ {'US': 'H', 'SS': 'h', 'UL': 'I'}[vr] }", *values))


def sequence(tag: int, items: Iterable[Fields]) -> bytes:
    """One sequence with explicit lengths, its items' elements in order of their tags."""
    return element(tag, "SQ", b"".join(item(joined(one)) for one in items))


def item(body: bytes) -> bytes:
    """One item: of a sequence, or a fragment of compressed pixel data; an odd body gets a zero byte."""
    body += b"\0" * (len(body) % 2)
    return _ITEM.pack(0xFFFE, 0xE000, len(body)) + body


def joined(fields: Fields) -> bytes:
    """Elements in order of their tags."""
    return b"".join(fields[tag] for tag in sorted(fields))


def native_pixels(vr: str, length: int) -> bytes:
    """Head of an uncompressed Pixel Data element; `length` is even."""
    return _LONG.pack(0x7FE0, 0x0010, vr.encode(), length)


def encapsulated_pixels(frames: Iterable[bytes]) -> bytes:
    """Compressed Pixel Data: a basic offset table and one fragment per frame (PS3.5 A.4)."""
    items = [item(one) for one in frames]
    offsets, at = [], 0
    for one in items:
        offsets.append(at)
        at += len(one)
    table = item(struct.pack(f"<{len(offsets)}I", *offsets))
    head = _LONG.pack(0x7FE0, 0x0010, b"OB", 0xFFFFFFFF)
    return b"".join((head, table, *items, _ITEM.pack(0xFFFE, 0xE0DD, 0)))


_IMPLEMENTATION_UID: Final = "2.25.207713469308214577836124968051437219068"
_IMPLEMENTATION_NAME: Final = "SEEDCRYO_1"


def preamble_and_meta(sop_class: str, sop_instance: str, syntax: str) -> bytes:
    """Preamble of zeros and file meta information, the same for all images but for the three UIDs (PS3.10 7.1)."""
    group = b"".join((
        element(0x00020001, "OB", b"\0\1"),
        text(0x00020002, "UI", sop_class),
        text(0x00020003, "UI", sop_instance),
        text(0x00020010, "UI", syntax),
        text(0x00020012, "UI", _IMPLEMENTATION_UID),
        text(0x00020013, "SH", _IMPLEMENTATION_NAME),
    ))  # fmt: skip
    return b"\0" * 128 + b"DICM" + number(0x00020000, "UL", len(group)) + group
