"""JPEG 2000 codestreams rebuilt from an allow-list of marker segments (ISO/IEC 15444-1 Annex A, 15444-15 for HTJ2K).

The boxes of a JP2 file, comments, pointer tables and all that lies behind the end are left behind. A stream with
anything unusual is not rebuilt: its pixels are written uncompressed instead, where nothing can hide.
"""

import struct
from typing import Final

from seedcryo_reader.casefile.masking.jpeg import WRITTEN

_SOC_SIZ: Final = b"\xff\x4f\xff\x51"
_EOC: Final = b"\xff\xd9"
_SIZ, _CAP, _COD, _QCD = 0xFF51, 0xFF50, 0xFF52, 0xFF5C
_SOT, _SOD, _COM = 0xFF90, 0xFF93, 0xFF64
_TLM, _PLM, _PLT, _CRG, _CPF = 0xFF55, 0xFF57, 0xFF58, 0xFF63, 0xFF59
_LEFT_OUT: Final = frozenset({_COM, _TLM, _PLM, _PLT, _CRG, _CPF})
_REACH: Final = 1024
_MOST_TILE_PARTS: Final = 4
"""Each tile part's end is tried in the decoder; a stream of more is written uncompressed."""


class _Unusual(Exception):
    """The stream has something that is not understood to the last byte."""


def rebuilt(stream: bytes) -> bytes | None:
    """The same image as a bare codestream that holds nothing else; None where that cannot be vouched for."""
    try:
        return _assembled(*_parsed(stream))
    except (_Unusual, struct.error):
        return None


def shortened(stream: bytes) -> list[bytes]:
    """A rebuilt stream several times, each time without the last byte of another tile part.

    If one of them decodes to the same image, something lay behind that tile part's last pixel.
    """
    main, parts = _parsed(stream)
    return [
        _assembled(main, [*parts[:n], (head, body[:-1]), *parts[n + 1 :]])
        for n, (head, body) in enumerate(parts)
        if body
    ]


Part = tuple[bytes, bytes]
"""A tile part: index, part number and number of parts as in SOT; its data."""


def _parsed(stream: bytes) -> tuple[bytes, list[Part]]:
    """Clean main header, from SOC on, and the tile parts."""
    start = stream.find(_SOC_SIZ, 0, _REACH)
    if start < 0:
        raise _Unusual
    at, kept = start + 2, {}
    while True:
        marker, length = struct.unpack(">HH", stream[at : at + 4])
        if marker == _SOT:
            break
        body = stream[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise _Unusual
        at += 2 + length
        if marker in (_SIZ, _CAP, _COD, _QCD) and marker not in kept:
            kept[marker] = body
        elif marker not in _LEFT_OUT:
            raise _Unusual
    _check_lengths(kept)
    kept[_SIZ] = _plain_size(kept[_SIZ], high_throughput=_CAP in kept)
    main = b"".join(struct.pack(">HH", marker, len(body) + 2) + body for marker, body in kept.items())
    return b"\xff\x4f" + main, _tile_parts(stream, at)


def _check_lengths(kept: dict[int, bytes]) -> None:
    """Refuse segments that are longer than what they describe: the rest could be anything."""
    if not {_SIZ, _COD, _QCD} <= kept.keys() or len(kept[_SIZ]) != 39:  # one component
        raise _Unusual
    coding, steps = kept[_COD], kept[_QCD]
    if len(coding) < 10:
        raise _Unusual
    levels = coding[5]
    if len(coding) != 10 + (levels + 1 if coding[0] & 1 else 0):
        raise _Unusual
    subbands = 3 * levels + 1
    if not steps or len(steps) != 1 + {0: subbands, 1: 2, 2: 2 * subbands}.get(steps[0] & 0x1F, -1):
        raise _Unusual
    if WRITTEN.search(steps[1:]):
        raise _Unusual
    if _CAP in kept and len(kept[_CAP]) != 4 + 2 * int.from_bytes(kept[_CAP][:4], "big").bit_count():
        raise _Unusual


def _plain_size(size: bytes, *, high_throughput: bool) -> bytes:
    """SIZ (A.5.1) with no more in it than the image needs: no offsets, no tile larger than the image, no profile."""
    width, height, left, top, tile_width, tile_height, tile_left, tile_top = struct.unpack(">8I", size[2:34])
    if left or top or tile_left or tile_top:
        raise _Unusual
    grid = (width, height, 0, 0, min(tile_width, width), min(tile_height, height), 0, 0)
    return struct.pack(">H8I", 0x4000 if high_throughput else 0, *grid) + size[34:]


def _tile_parts(stream: bytes, at: int) -> list[Part]:
    parts: list[Part] = []
    while stream[at : at + 2] != _EOC:
        marker, length, tile, size, part, count = struct.unpack(">HHHIBB", stream[at : at + 12])
        if marker != _SOT or length != 10 or len(parts) == _MOST_TILE_PARTS:
            raise _Unusual
        end = at + size if size else stream.rfind(_EOC)
        if not at + 14 <= end <= len(stream):
            raise _Unusual
        parts.append((struct.pack(">HBB", tile, part, count), stream[_data_start(stream, at + 12) : end]))
        at = end
    if not parts:
        raise _Unusual
    return parts


def _data_start(stream: bytes, at: int) -> int:
    """Where a tile part's data starts, behind a header in which nothing but what is left out may be."""
    while True:
        marker, length = struct.unpack(">HH", stream[at : at + 4])
        if marker == _SOD:
            return at + 2
        if marker not in _LEFT_OUT or length < 2:
            raise _Unusual
        at += 2 + length


def _assembled(main: bytes, parts: list[Part]) -> bytes:
    pieces = [main]
    for head, body in parts:
        tile, rest = head[:2], head[2:]
        pieces += [struct.pack(">HH", _SOT, 10), tile, struct.pack(">I", len(body) + 14), rest, b"\xff\x93", body]
    return b"".join((*pieces, _EOC))
