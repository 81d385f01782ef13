"""Where the pixel data of each frame lies in a file, checked against the file's end, without reading a pixel.

Encapsulation: DICOM PS3.5 A.4 (items, Basic Offset Table, Sequence Delimitation Item), PS3.3 C.7.6.3.1.8 (extended
offset table). A file that ends early is named here, before a decoder could show it as a whole image.
"""

import struct
from itertools import pairwise
from typing import BinaryIO, Final

from seedcryo_reader.imaging.files.facts import Piece
from seedcryo_reader.imaging.files.trouble import FileTrouble

UNDEFINED: Final = 0xFFFFFFFF
MOST_FRAGMENTS: Final = 262_144
_ITEM: Final = 0xFFFEE000
_DELIMITER: Final = 0xFFFEE0DD
_LONG_VR: Final = frozenset({b"OB", b"OW", b"UN", b"OF", b"OD", b"OL", b"OV"})


def value_range(stream: BinaryIO, *, little: bool) -> Piece:
    """Offset and length of the value of the element at the stream's position; length may be `UNDEFINED`.

    Whether the VR is explicit is seen in the bytes: no even length starts with a letter of these VRs.
    """
    head = stream.read(8)
    if len(head) < 8:
        raise FileTrouble("truncated", "ends before its pixel data")
    order = "<" if little else ">"
    if head[4:6] in _LONG_VR:
        return stream.tell() + 4, struct.unpack(order + "I", stream.read(4).ljust(4, b"\0"))[0]
    return stream.tell(), struct.unpack(order + "I", head[4:])[0]


def native_frames(value: Piece, size: int, frame_bytes: int, frames: int) -> tuple[Piece, ...]:
    """Byte range of each uncompressed frame.

    Raises
    ------
    FileTrouble
        The file or the element is shorter than the header's rows × columns × frames.
    """
    offset, length = value
    present = min(size - offset, size if length == UNDEFINED else length)
    needed = frame_bytes * frames
    if present < needed:
        raise FileTrouble(
            "truncated-pixel-data",
            f"has {max(present, 0)} bytes of pixel data where its header asks for {needed}",
        )
    return tuple((offset + index * frame_bytes, frame_bytes) for index in range(frames))


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
        Cut off, broken, or the fragments cannot be shared out among the frames.
    """
    table, found, closed = fragments(stream, offset, size)
    if not closed and len(found) < frames:
        raise FileTrouble("truncated-pixel-data", f"is cut off: {len(found)} fragments for {frames} frames")
    if frames == 1:
        return (tuple(found),)
    if len(found) == frames:
        return tuple((piece,) for piece in found)
    starts = _starts(table, extended_table, found)
    if len(starts) != frames:
        raise FileTrouble(
            "corrupt-pixel-data",
            f"has {len(found)} compressed fragments and no table that shares them out to {frames} frames",
        )
    bounds = [*starts, len(found)]
    return tuple(tuple(found[a:b]) for a, b in pairwise(bounds))


def _starts(table: bytes, extended_table: bytes, found: list[Piece]) -> list[int]:
    """Index of each frame's first fragment, from the extended or the basic offset table; empty when neither fits."""
    origin = found[0][0] - 8 if found else 0
    index_of = {piece[0] - 8 - origin: index for index, piece in enumerate(found)}
    width, raw = ("Q", extended_table) if extended_table else ("I", table)
    count = len(raw) // struct.calcsize(width)
    offsets = struct.unpack(f"<{count}{width}", raw[: count * struct.calcsize(width)])
    starts = [index_of[at] for at in offsets if at in index_of]
    return starts if starts == sorted(set(starts)) and starts[:1] == [0] and len(starts) == count else []
