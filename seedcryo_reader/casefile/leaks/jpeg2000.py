"""What a JPEG 2000 or HTJ2K codestream holds besides an image, marker by marker.

ISO/IEC 15444-1 Annex A (markers, tile-parts), 15444-15 (CAP, CPF). Nothing is decoded.
"""

import re
import struct
from typing import Final

from seedcryo_reader.casefile.leaks.notes import Say
from seedcryo_reader.casefile.leaks.samples import Layout

_SOC: Final = b"\xff\x4f"
_SIZ: Final = b"\xff\x51"
_SOT: Final = 0x90
_SOD: Final = 0x93
_COM: Final = 0x64
_SIZE: Final = 0x51
_COD: Final = 0x52
_QCD: Final = 0x5C
_STEPS: Final = frozenset({_QCD, 0x5D})
_SPELLED: Final = re.compile(rb"[A-Za-z0-9 ^=._-]{8}")
"""A name or a date where step sizes stand (A.6.4, A.6.5)."""

_MOST_LEVELS: Final = 32
_EOC: Final = b"\xff\xd9"
_MAIN: Final = frozenset({0x50, 0x51, 0x52, 0x53, 0x59, 0x5C, 0x5D, 0x5E, 0x5F})
_TILE: Final = frozenset({0x52, 0x53, 0x5C, 0x5D, 0x5E, 0x5F})
_POINTERS: Final = frozenset({0x55, 0x57, 0x58, 0x60, 0x61, 0x63})
"""Lengths of tile-parts and packets, packed headers, offsets of components: no image needs them, and any bytes fit."""
_LONGEST: Final = {0x50: 20, 0x53: 43, 0x59: 20, 0x5D: 196, 0x5E: 3, 0x5F: 7}
"""Bytes of CAP, COC, CPF, QCC, RGN, and of POC with one change, of a stream with one component."""
_MOST_TILE_PARTS: Final = 65_535
_LARGEST_PLACE: Final = 1 << 20
"""Sides of tiles and offsets are not larger; what is written in letters is."""


def check_jpeg2000(stream: bytes, layout: Layout, say: Say) -> None:
    """Walk the main header and every tile-part up to the end of the codestream.

    Parameters
    ----------
    stream : bytes
        All fragments of one frame.
    layout : Layout
        Of the data set; a stream with more rows or bits holds something that no reader sees.
    say : callable
        Told the code and the end of a sentence that starts with the stream.
    """
    if stream[:2] != _SOC:
        boxed = stream[4:8] == b"jP  "
        say("stream-comment" if boxed else "stream", "is wrapped in boxes" if boxed else "is no JPEG 2000 stream")
        return
    if stream[2:4] != _SIZ:
        say("stream", "has no image size where it belongs")
        return
    width, height, left, top, *tiles = struct.unpack(">8I", stream[8:40].ljust(32, b"\0"))
    if max(left, top, *tiles) > _LARGEST_PLACE:
        say("stream", "has places of its tiles that no image has")
    if (height - top, width - left) != (layout.rows, layout.columns) or stream[40:42] != b"\0\1":
        say("stream", "is of another size than its data set says")
    if stream[42:43] and (stream[42] & 0x7F) + 1 > layout.stored:
        say("hidden-bits", "has more bits a sample than its data set says")
    at = _segments(stream, 2, _MAIN, _SOT, say)
    for _ in range(_MOST_TILE_PARTS):
        if at is None:
            return
        if stream[at : at + 2] == _EOC:
            if stream[at + 2 :] not in {b"", b"\0"}:
                say("stream-comment", "has bytes behind its end")
            return
        at = _tile_part(stream, at, say)
    say("stream", "has too many tile-parts")


def _tile_part(stream: bytes, at: int, say: Say) -> int | None:
    """Where the next tile-part starts, or None when this one is wrong."""
    if stream[at : at + 4] != b"\xff\x90\x00\x0a" or at + 12 > len(stream):
        say("stream", "has something else than a tile-part or its end")
        return None
    length = int.from_bytes(stream[at + 6 : at + 10], "big")
    behind = _segments(stream, at + 12, _TILE, _SOD, say)
    if behind is None:
        return None
    if length == 0:
        # The last tile-part may leave its length out; then its end is the end mark, behind which one zero may be.
        end = len(stream) - 2 - stream.endswith(_EOC + b"\0")
    else:
        end = at + length
    if not behind + 2 <= end <= len(stream):
        say("stream", "has a tile-part of a wrong length")
        return None
    return end


def _segments(stream: bytes, at: int, known: frozenset[int], last: int, say: Say) -> int | None:
    """Walk marker segments up to the marker `last`; returns where that is."""
    while True:
        if at + 2 > len(stream) or stream[at] != 0xFF:
            say("stream", "has a header that is cut off")
            return None
        marker = stream[at + 1]
        if marker == last:
            return at
        size = int.from_bytes(stream[at + 2 : at + 4], "big")
        if size < 2 or at + 2 + size > len(stream):
            say("stream", "has a header that is cut off")
            return None
        if marker == _COM:
            say("stream-comment", "has a comment")
        elif marker in _POINTERS:
            say("stream-comment", "has a table of lengths or packed headers, which may hold anything")
        elif marker not in known or not _is_exact(marker, stream[at + 4 : at + 2 + size]):
            say("stream", "has a segment that is unknown or not as long as its content")
        elif marker in _STEPS and _SPELLED.search(stream[at + 4 : at + 2 + size]):
            say("stream-comment", "has step sizes that spell a word")
        at += 2 + size


def _is_exact(marker: int, segment: bytes) -> bool:
    """Whether a segment that every stream has is as long as its own fields say (A.5.1, A.6.1, A.6.4)."""
    if marker == _SIZE:
        return len(segment) >= 36 and len(segment) == 36 + 3 * int.from_bytes(segment[34:36], "big")
    if marker == _COD:
        return len(segment) >= 10 and len(segment) == 10 + (1 + segment[5]) * (segment[0] & 1)
    if marker == _QCD:
        style = segment[0] & 31 if segment else -1
        bands = {0: len(segment) - 1, 2: (len(segment) - 1) / 2}.get(
            style, 1 if len(segment) == 3 and style == 1 else -1
        )
        return (bands - 1) % 3 == 0 and 0 < bands <= 1 + 3 * _MOST_LEVELS
    return len(segment) <= _LONGEST[marker]
