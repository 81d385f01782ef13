"""Where the pixel data of each frame lies in a file, checked against the file's end, without reading a pixel.

Encapsulation: DICOM PS3.5 A.4 (items, Basic Offset Table, Sequence Delimitation Item), PS3.3 C.7.6.3.1.8 (extended
offset table). A file that ends early is named here, before a decoder could show it as a whole image.
"""

import struct
from itertools import pairwise
from typing import BinaryIO, Final, NamedTuple

from seedcryo_reader.imaging.files.facts import Piece
from seedcryo_reader.imaging.files.trouble import FileTrouble

UNDEFINED: Final = 0xFFFFFFFF
MOST_FRAGMENTS: Final = 262_144
_ITEM: Final = 0xFFFEE000
_DELIMITER: Final = 0xFFFEE0DD
_LONG_VR: Final = frozenset({b"OB", b"OW", b"UN", b"OF", b"OD", b"OL", b"OV"})


class PixelElement(NamedTuple):
    """The Pixel Data element: its VR (empty when implicit), and where its value lies; `length` may be `UNDEFINED`."""

    vr: str
    offset: int
    length: int


def pixel_element(stream: BinaryIO, *, little: bool) -> PixelElement:
    """Read the head of the element at the stream's position.

    Whether the VR is explicit is seen in the bytes: no even length starts with a letter of these VRs.

    Raises
    ------
    FileTrouble
        The file ends here, or its pixels are floating point numbers (7FE0,0008 and 0009).
    """
    head = stream.read(8)
    if len(head) < 8:
        raise FileTrouble("truncated", "ends before its pixel data")
    order = "<" if little else ">"
    if struct.unpack(order + "HH", head[:4]) != (0x7FE0, 0x0010):
        raise FileTrouble("unsupported-syntax", "stores floating point pixels, which are not read")
    if head[4:6] in _LONG_VR:
        length = struct.unpack(order + "I", stream.read(4).ljust(4, b"\0"))[0]
        return PixelElement(head[4:6].decode("ascii"), stream.tell(), length)
    return PixelElement("", stream.tell(), struct.unpack(order + "I", head[4:])[0])


def native_frames(element: PixelElement, size: int, frame_bytes: int) -> tuple[Piece, ...]:
    """Byte range of each uncompressed frame that lies wholly inside the file and its element.

    Raises
    ------
    FileTrouble
        The element has no length: it holds fragments of a compressed stream, not samples.
    """
    if element.length == UNDEFINED:
        raise FileTrouble("corrupt-pixel-data", "says that it is not compressed, and holds compressed fragments")
    present = max(0, min(size - element.offset, element.length))
    return tuple((element.offset + index * frame_bytes, frame_bytes) for index in range(present // frame_bytes))


def fragments(stream: BinaryIO, offset: int, size: int) -> tuple[bytes, list[Piece], bool]:
    """Walk encapsulated pixel data.

    Returns
    -------
    table : bytes
        The Basic Offset Table's bytes.
    found : list of (offset, length)
        Byte range of each fragment's data.
    closed : bool
        Whether the Sequence Delimitation Item was there.
    """
    found: list[Piece] = []
    at = offset
    while True:
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            return _split(stream, found), found[1:], False
        group, element, length = struct.unpack("<HHI", head)
        tag = group << 16 | element
        if tag == _DELIMITER:
            return _split(stream, found), found[1:], True
        if tag != _ITEM:
            raise FileTrouble(
                "corrupt-pixel-data", "has compressed pixel data whose fragments do not follow one another"
            )
        if at + 8 + length > size:
            raise FileTrouble(
                "truncated-pixel-data",
                f"is cut off: a fragment of {length} bytes starts {size - at - 8} bytes before its end",
            )
        if len(found) > MOST_FRAGMENTS:
            raise FileTrouble("limit-output", f"has more than {MOST_FRAGMENTS} fragments of pixel data")
        found.append((at + 8, length))
        at += 8 + length


def _split(stream: BinaryIO, found: list[Piece]) -> bytes:
    if not found:
        raise FileTrouble("truncated-pixel-data", "has no compressed pixel data")
    stream.seek(found[0][0])
    return stream.read(found[0][1])


def encapsulated_frames(
    stream: BinaryIO, offset: int, size: int, frames: int, extended_table: bytes
) -> tuple[tuple[Piece, ...], ...]:
    """Fragments of each frame.

    Raises
    ------
    FileTrouble
        Cut off, broken, without fragments, or the fragments cannot be shared out among the frames.
    """
    table, found, closed = fragments(stream, offset, size)
    if not found or (not closed and len(found) < frames):
        raise FileTrouble("truncated-pixel-data", f"is cut off: {len(found)} fragments for {frames} frames")
    if frames == 1:
        if len(table) > 4 and len(_starts(table, b"", found)) > 1:
            raise FileTrouble("corrupt-pixel-data", "has several compressed frames where its header says one")
        return (tuple(found),)
    if len(found) == frames:
        return tuple((piece,) for piece in found)
    starts = _starts(table, extended_table, found)
    if len(starts) != frames:
        starts = _starts_by_end_marker(stream, found)
    if len(starts) != frames:
        raise FileTrouble(
            "corrupt-pixel-data",
            f"has {len(found)} compressed fragments and no table that shares them out to {frames} frames",
        )
    return tuple(tuple(found[a:b]) for a, b in pairwise([*starts, len(found)]))


def _starts_by_end_marker(stream: BinaryIO, found: list[Piece]) -> list[int]:
    """Index of each frame's first fragment where frames end with FFD9, as those of the JPEG family do."""
    starts = [0]
    for index, (offset, length) in enumerate(found[:-1]):
        stream.seek(offset + max(0, length - 4))
        if stream.read(min(length, 4)).rstrip(b"\0").endswith(b"\xff\xd9"):
            starts.append(index + 1)
    return starts


def _starts(table: bytes, extended_table: bytes, found: list[Piece]) -> list[int]:
    """Index of each frame's first fragment, from the extended or the basic offset table; empty when neither fits."""
    origin = found[0][0] - 8
    index_of = {piece[0] - 8 - origin: index for index, piece in enumerate(found)}
    width, raw = ("Q", extended_table) if extended_table else ("I", table)
    count = len(raw) // struct.calcsize(width)
    offsets = struct.unpack(f"<{count}{width}", raw[: count * struct.calcsize(width)])
    starts = [index_of[at] for at in offsets if at in index_of]
    return starts if starts == sorted(set(starts)) and starts[:1] == [0] and len(starts) == count else []
