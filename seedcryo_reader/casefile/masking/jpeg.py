"""JPEG and JPEG-LS streams rebuilt from an allow-list of marker segments (ITU-T T.81 Annex B, T.87 Annex C).

Comments, application segments, fill bytes, tables that no scan uses and all that lies behind the end are left behind.
A stream that is in any way unusual (several scans, restarts, odd lengths) is not rebuilt: its pixels are written
uncompressed instead, where nothing can hide.
"""

import re
import struct
from typing import Final, NamedTuple

_SOI: Final = b"\xff\xd8"
_EOI: Final = b"\xff\xd9"
_DHT, _DQT, _SOS, _LSE = 0xC4, 0xDB, 0xDA, 0xF8
_BASELINE, _EXTENDED, _LOSSLESS, _LS = 0xC0, 0xC1, 0xC3, 0xF7
_FRAMES: Final = frozenset({_BASELINE, _EXTENDED, _LOSSLESS, _LS})
_LEFT_OUT: Final = frozenset({*range(0xE0, 0xF0), 0xFE})
"""APPn and COM: dropped without a second look."""

_MARKER_IN_JPEG: Final = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_MARKER_IN_LS: Final = re.compile(rb"\xff+[\x80-\xfe]", re.DOTALL)
"""Ends of entropy-coded data: a stuffed zero byte follows FF there in JPEG, a stuffed zero bit in JPEG-LS."""


WRITTEN: Final = re.compile(rb"[A-Za-z0-9 ^=._-]{6}")
"""Signs that a name or a date is written with. A table of coarse steps may look like one; that costs nothing but size,
and a fine one, as medical images have, does not: its steps are small numbers."""


class _Unusual(Exception):
    """The stream has something that is not understood to the last byte."""


def rebuilt(stream: bytes) -> bytes | None:
    """The same image as a stream that holds nothing else; None where that cannot be vouched for."""
    try:
        return _Rebuild(stream).run()
    except (_Unusual, struct.error, IndexError):
        return None


def shortened(stream: bytes) -> bytes:
    """A rebuilt stream without the last two bytes of its entropy-coded data.

    If it decodes to the same image whatever follows, something lay behind the last pixel.
    """
    return stream[:-4]


class _Segment(NamedTuple):
    marker: int
    body: bytes

    def encoded(self) -> bytes:
        return struct.pack(">BBH", 0xFF, self.marker, len(self.body) + 2) + self.body


class _Rebuild:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._tables: dict[tuple[int, int], bytes] = {}
        self._frame: _Segment | None = None
        self._presets = b""

    def run(self) -> bytes:
        if not self._stream.startswith(_SOI):
            raise _Unusual
        at = 2
        while True:
            at, segment = self._next(at)
            if segment.marker == _SOS:
                return self._with_scan(segment, at)
            self._take(segment)

    def _next(self, at: int) -> tuple[int, _Segment]:
        while self._stream[at : at + 2] == b"\xff\xff":  # fill bytes, T.81 B.1.1.2
            at += 1
        mark, marker, length = struct.unpack(">BBH", self._stream[at : at + 4])
        body = self._stream[at + 4 : at + 2 + length]
        if mark != 0xFF or length < 2 or len(body) != length - 2:
            raise _Unusual
        return at + 2 + length, _Segment(marker, body)

    def _take(self, segment: _Segment) -> None:
        marker, body = segment
        if marker in _LEFT_OUT:
            return
        if marker in _FRAMES and self._frame is None and len(body) == 9 and body[5] == 1:
            self._frame = segment
        elif marker == _DQT:
            self._take_quantization(body)
        elif marker == _DHT:
            self._take_huffman(body)
        elif marker == _LSE and len(body) == 11 and body[0] == 1:
            self._presets = segment.encoded()
        elif marker == 0xDD and body == b"\0\0":
            return
        else:
            raise _Unusual

    def _take_quantization(self, body: bytes) -> None:
        while body:
            size = 129 if body[0] >> 4 else 65
            if len(body) < size:
                raise _Unusual
            self._tables[_DQT, body[0] & 0x0F] = body[:size]
            body = body[size:]

    def _take_huffman(self, body: bytes) -> None:
        while body:
            size = 17 + sum(body[1:17])
            symbols = body[17:size]
            if len(body) < size or len(set(symbols)) != len(symbols):
                raise _Unusual
            self._tables[_DHT, body[0]] = body[:size]
            body = body[size:]

    def _with_scan(self, scan: _Segment, at: int) -> bytes:
        """Write the frame, the tables it uses, its only scan, and the end."""
        frame = self._frame
        if frame is None or len(scan.body) != 6 or scan.body[0] != 1 or scan.body[1] != frame.body[6]:
            raise _Unusual
        pattern = _MARKER_IN_LS if frame.marker == _LS else _MARKER_IN_JPEG
        end = pattern.search(self._stream, at)
        if end is None or end[0][-1:] != _EOI[1:]:
            raise _Unusual
        entropy = self._stream[at : end.start()]
        return b"".join((_SOI, *self._used(frame, scan), frame.encoded(), scan.encoded(), entropy, _EOI))

    def _used(self, frame: _Segment, scan: _Segment) -> list[bytes]:
        """Segments of the tables that the frame and its scan name."""
        if frame.marker == _LS:
            return [self._presets] if self._presets else []
        used = [(_DHT, scan.body[2] >> 4)]
        if frame.marker != _LOSSLESS:
            used += [(_DQT, frame.body[8]), (_DHT, 0x10 | scan.body[2] & 0x0F)]
        if any(one not in self._tables for one in used):
            raise _Unusual
        for kind, number in used:
            table = self._tables[kind, number]
            if WRITTEN.search(table[1:]) if kind == _DQT else not _possible(table, frame):
                raise _Unusual
        return [_Segment(one[0], self._tables[one]).encoded() for one in used]


def _possible(table: bytes, frame: _Segment) -> bool:
    """Whether a Huffman table codes nothing but what a stream of this precision can have (T.81 F.1.2, H.1.2.2)."""
    symbols = table[17:]
    if frame.marker == _LOSSLESS:
        return all(one <= 16 for one in symbols)
    largest = 10 if frame.body[0] == 8 else 14  # bits of a coefficient; a difference may have one more
    if not table[0] >> 4:
        return all(one <= largest + 1 for one in symbols)
    return all(one in (0x00, 0xF0) or 0 < one & 0x0F <= largest for one in symbols)
