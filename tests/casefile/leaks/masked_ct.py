"""A masked CT image made byte by byte for these tests, by neither the writer nor pydicom; tests change it."""

import struct
from collections.abc import Iterable, Mapping, Sequence

Tag = int
Value = bytes | Sequence["Elements"]
Elements = Mapping[Tag, tuple[str, Value]]

LONG = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"}
CT_CLASS = b"1.2.840.10008.5.1.4.1.1.2"
MR_CLASS = b"1.2.840.10008.5.1.4.1.1.4"
EXPLICIT = b"1.2.840.10008.1.2.1"
ROWS, COLUMNS = 4, 6


def uid(number: int) -> bytes:
    """A UID as the writer makes them: 2.25 and 39 digits."""
    return b"2.25.1%038d" % number


def us(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}H", *numbers)


def even(value: bytes, vr: str) -> bytes:
    return value + (b"\0" if vr in {"UI", "OB", "UN"} else b" ") * (len(value) % 2)


def element(tag: Tag, vr: str, value: Value, *, undefined: bool = False) -> bytes:
    if not isinstance(value, bytes):
        value = items(value, undefined=undefined)
    value = even(value, vr)
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF)
    length = 0xFFFFFFFF if undefined and vr == "SQ" else len(value)
    if vr in LONG:
        return head + vr.encode() + struct.pack("<HI", 0, length) + value
    return head + vr.encode() + struct.pack("<H", length) + value


def items(contents: Iterable[Elements], *, undefined: bool) -> bytes:
    out = b""
    for one in contents:
        body = elements(one, undefined=undefined)
        if undefined:
            out += b"\xfe\xff\x00\xe0\xff\xff\xff\xff" + body + b"\xfe\xff\x0d\xe0\0\0\0\0"
        else:
            out += b"\xfe\xff\x00\xe0" + struct.pack("<I", len(body)) + body
    return out + (b"\xfe\xff\xdd\xe0\0\0\0\0" if undefined else b"")


def elements(contents: Elements, *, undefined: bool = False) -> bytes:
    return b"".join(element(tag, *contents[tag], undefined=undefined) for tag in sorted(contents))


def implicit(contents: Elements) -> bytes:
    """The same elements without their VRs."""
    out = b""
    for tag, (vr, value) in sorted(contents.items()):
        plain = value if isinstance(value, bytes) else b"".join(map(_item, map(implicit, value)))
        out += struct.pack("<HHI", tag >> 16, tag & 0xFFFF, len(even(plain, vr))) + even(plain, vr)
    return out


def _item(body: bytes) -> bytes:
    return b"\xfe\xff\x00\xe0" + struct.pack("<I", len(body)) + body


def big_endian(contents: Elements) -> bytes:
    """The same elements in the retired byte order."""
    out = b""
    for tag, (vr, value) in sorted(contents.items()):
        if not isinstance(value, bytes):
            bodies = [big_endian(one) for one in value]
            plain = b"".join(struct.pack(">HHI", 0xFFFE, 0xE000, len(body)) + body for body in bodies)
        elif vr in {"US", "OW"}:
            plain = b"".join(value[at : at + 2][::-1] for at in range(0, len(value), 2))
        else:
            plain = even(value, vr)
        head = struct.pack(">HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
        out += head + (struct.pack(">HI", 0, len(plain)) if vr in LONG else struct.pack(">H", len(plain))) + plain
    return out


def meta(**changes: bytes) -> dict[Tag, tuple[str, Value]]:
    return {
        0x00020001: ("OB", b"\0\1"),
        0x00020002: ("UI", changes.get("sop_class", CT_CLASS)),
        0x00020003: ("UI", changes.get("instance", uid(1))),
        0x00020010: ("UI", changes.get("syntax", EXPLICIT)),
        0x00020012: ("UI", uid(99)),
        0x00020013: ("SH", b"SEEDCRYO_1"),
    }


def method() -> list[Elements]:
    return [
        {
            0x00080100: ("SH", b"113100"),
            0x00080102: ("SH", b"DCM"),
            0x00080104: ("LO", b"Basic Application Confidentiality Profile"),
        }
    ]


def data_set() -> dict[Tag, tuple[str, Value]]:
    """Elements of the clean image."""
    return {
        0x00080005: ("CS", b"ISO_IR 192"),
        0x00080008: ("CS", b"ORIGINAL\\PRIMARY\\AXIAL"),
        0x00080016: ("UI", CT_CLASS),
        0x00080018: ("UI", uid(1)),
        0x00080020: ("DA", b""),
        0x00080030: ("TM", b""),
        0x00080050: ("SH", b""),
        0x00080060: ("CS", b"CT"),
        0x00080070: ("LO", b""),
        0x00080090: ("PN", b""),
        0x00100010: ("PN", b"C-0042"),
        0x00100020: ("LO", b"C-0042"),
        0x00100030: ("DA", b""),
        0x00100040: ("CS", b""),
        0x00120040: ("LO", b"C-0042"),
        0x00120042: ("LO", b"C-0042"),
        0x00120050: ("LO", b"TP1"),
        0x00120062: ("CS", b"YES"),
        0x00120064: ("SQ", method()),
        0x00180010: ("LO", b"YES"),
        0x00180050: ("DS", b"2.5"),
        0x00180060: ("DS", b"120"),
        0x00181210: ("SH", b"SOFT_TISSUE"),
        0x00185100: ("CS", b"HFS"),
        0x0020000D: ("UI", uid(2)),
        0x0020000E: ("UI", uid(3)),
        0x00200010: ("SH", b""),
        0x00200011: ("IS", b"3"),
        0x00200013: ("IS", b"12"),
        0x00200032: ("DS", b"-10.5\\-20\\1.25e2"),
        0x00200037: ("DS", b"1\\0\\0\\0\\1\\0"),
        0x00200052: ("UI", uid(4)),
        0x00280002: ("US", us(1)),
        0x00280004: ("CS", b"MONOCHROME2"),
        0x00280010: ("US", us(ROWS)),
        0x00280011: ("US", us(COLUMNS)),
        0x00280030: ("DS", b"0.8\\0.8"),
        0x00280100: ("US", us(16)),
        0x00280101: ("US", us(12)),
        0x00280102: ("US", us(11)),
        0x00280103: ("US", us(0)),
        0x00280301: ("CS", b"NO"),
        0x00280303: ("CS", b"REMOVED"),
        0x00281052: ("DS", b"-1024"),
        0x00281053: ("DS", b"1"),
        0x00281054: ("LO", b"HU"),
        0x7FE00010: ("OW", us(*range(ROWS * COLUMNS))),
    }


def part_10(body: bytes, head: dict[Tag, tuple[str, Value]] | None = None) -> bytes:
    told = elements(meta() if head is None else head)
    return b"\0" * 128 + b"DICM" + element(0x00020000, "UL", struct.pack("<I", len(told))) + told + body


def image(
    changes: Mapping[Tag, tuple[str, Value] | None] | None = None,
    head: dict[Tag, tuple[str, Value]] | None = None,
    *,
    undefined: bool = False,
) -> bytes:
    """The clean image with some elements changed, added, or (None) left out."""
    contents = {**data_set(), **(changes or {})}
    kept = {tag: one for tag, one in contents.items() if one is not None}
    return part_10(elements(kept, undefined=undefined), head)


def compressed(syntax: str, *streams: bytes, table: bytes = b"", frames: int | None = None, stored: int = 16) -> bytes:
    """The clean image with encapsulated pixel data, a fragment for each stream."""
    contents: dict[Tag, tuple[str, Value]] = data_set()
    del contents[0x7FE00010]
    contents |= {0x00280101: ("US", us(stored)), 0x00280102: ("US", us(stored - 1))}
    if frames is not None:
        contents[0x00280008] = ("IS", str(frames).encode())
    body = elements(contents) + struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, 0xFFFFFFFF)
    for piece in (table, *streams):
        body += b"\xfe\xff\x00\xe0" + struct.pack("<I", len(piece) + len(piece) % 2) + even(piece, "OB")
    return part_10(body + b"\xfe\xff\xdd\xe0\0\0\0\0", meta(syntax=syntax.encode()))
