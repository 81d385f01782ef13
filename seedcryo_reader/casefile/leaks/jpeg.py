"""What a JPEG or JPEG-LS stream holds besides an image, marker by marker.

ITU-T T.81 Annex B (marker segments), T.87 Annex C (JPEG-LS). Nothing is decoded.
"""

import re
import struct
from typing import Final

from seedcryo_reader.casefile.leaks.notes import Say
from seedcryo_reader.casefile.leaks.samples import Layout

_SOI: Final = 0xD8
_EOI: Final = 0xD9
_SOS: Final = 0xDA
_DHT: Final = 0xC4
_DQT: Final = 0xDB
_DRI: Final = 0xDD
_LSE: Final = 0xF8
_COM: Final = 0xFE
_JPEG_LS_FRAME: Final = 0xF7
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, _JPEG_LS_FRAME})
# In a JPEG scan FF 00 is a stuffed byte and FF D0 … D7 a restart; in JPEG-LS any byte after FF below 80 is data.
_SCAN_END: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
_SCAN_END_LS: Final = re.compile(rb"\xff[\x80-\xcf\xd8-\xff]", re.DOTALL)


def check_jpeg(stream: bytes, layout: Layout, say: Say) -> None:
    """Walk the markers from SOI to EOI.

    Parameters
    ----------
    stream : bytes
        All fragments of one frame.
    layout : Layout
        Of the data set; a stream with more rows or bits holds something that no reader sees.
    say : callable
        Told the code and the end of a sentence that starts with the stream.
    """
    if stream[:2] != b"\xff\xd8":
        say("stream", "does not start as a JPEG stream")
        return
    at, frames, scans, lossless, scan_end = 2, 0, 0, False, _SCAN_END
    tables = _Tables()
    while True:
        if at + 2 > len(stream) or stream[at] != 0xFF:
            say("stream", "has something between its markers, or no end")
            return
        if stream[at + 1 : at + 3] == b"\xff\xd9":
            at += 1  # the one fill byte that makes the length even (PS3.5 A.4)
        marker = stream[at + 1]
        if marker == _EOI:
            if tables.spare:
                say("stream", "has a table that no scan uses")
            _end(stream, at + 2, frames, scans, say)
            return
        length = int.from_bytes(stream[at + 2 : at + 4], "big")
        if marker == 0xFF or length < 2 or at + 2 + length > len(stream):
            say("stream", "has fill bytes, or a segment that is cut off")
            return
        segment = stream[at + 4 : at + 2 + length]
        lossless = lossless or marker in {0xC3, 0xC7, 0xCB}
        if _segment(marker, segment, say, lossless=lossless):
            tables.take(marker, segment)
        if marker in _FRAMES:
            frames += 1
            _frame(segment, layout, say)
        scan_end = _SCAN_END_LS if marker == _JPEG_LS_FRAME else scan_end
        at += 2 + length
        if marker == _SOS:
            scans += 1
            found = scan_end.search(stream, at)
            at = found.start() if found else len(stream)


class _Tables:
    """Whether each table that a stream defines is used before it is defined again, and before the end."""

    def __init__(self) -> None:
        self._waiting: set[tuple[int, int]] = set()
        self._quantisation: set[tuple[int, int]] = set()
        self._again = False

    @property
    def spare(self) -> bool:
        """Whether there is one that no scan uses."""
        return self._again or bool(self._waiting)

    def take(self, marker: int, segment: bytes) -> None:
        """Note a segment of the right length."""
        if marker in _FRAMES:
            self._quantisation = {(_DQT, number) for number in segment[8::3]}
        elif marker == _SOS:
            used = {(_DHT, one) for both in segment[2:-3:2] for one in (both >> 4, 0x10 | both & 0x0F)}
            self._waiting -= used | self._quantisation
        elif marker in {_DHT, _DQT}:
            found = [(marker, number) for number in _numbers(marker, segment)]
            self._again |= len(set(found)) < len(found) or not self._waiting.isdisjoint(found)
            self._waiting.update(found)


def _numbers(marker: int, segment: bytes) -> list[int]:
    """Class and number of each table in a segment that is as long as its content."""
    at, found = 0, []
    while at < len(segment):
        if marker == _DHT:
            found.append(segment[at])
            at += 17 + sum(segment[at + 1 : at + 17])
        else:
            found.append(segment[at] & 0x0F)
            at += 1 + 64 * ((segment[at] >> 4) + 1)
    return found


def _frame(segment: bytes, layout: Layout, say: Say) -> None:
    if segment[1:6] != struct.pack(">HHB", layout.rows, layout.columns, 1):
        say("stream", "is of another size than its data set says")
    if segment[:1] and segment[0] > layout.stored:
        say("hidden-bits", "has more bits a sample than its data set says")


def _end(stream: bytes, at: int, frames: int, scans: int, say: Say) -> None:
    if stream[at:] not in {b"", b"\0"}:
        say("stream-comment", "has bytes behind its end")
    if frames != 1 or scans == 0:
        say("stream", "does not hold exactly one image")


def _segment(marker: int, segment: bytes, say: Say, *, lossless: bool) -> bool:
    """Judge a segment; whether it is part of an image."""
    if marker == _COM or 0xE0 <= marker <= 0xEF:
        say("stream-comment", "has a comment or an application segment")
        return False
    if not _is_exact(marker, segment, lossless=lossless):
        say("stream", "has a segment that is unknown or not as long as its content")
        return False
    return True


def _is_exact(marker: int, segment: bytes, *, lossless: bool) -> bool:
    """Whether a segment is known and has exactly the length its own fields ask for."""
    if marker in _FRAMES:
        return len(segment) > 6 and len(segment) == 6 + 3 * segment[5] and segment[5] <= 4
    if marker == _SOS:
        return bool(segment) and len(segment) == 4 + 2 * segment[0]
    if marker == _DRI:
        return len(segment) == 2
    if marker == _LSE:
        return _is_preset(segment)
    if marker == _DHT:
        return _are_huffman_tables(segment, lossless=lossless)
    return marker == _DQT and _are_quantisation_tables(segment)


def _is_preset(segment: bytes) -> bool:
    """T.87 C.2.4.1.1: preset parameters, their thresholds in order. Mapping tables are palettes and no grey image's."""
    if len(segment) != 11 or segment[0] != 1:
        return False
    largest, *thresholds, _ = struct.unpack(">5H", segment[1:])
    given = [one for one in (*thresholds, largest) if one]
    return given == sorted(given)


def _are_huffman_tables(segment: bytes, *, lossless: bool) -> bool:
    """T.81 B.2.4.2; symbols of the DC and lossless class are 0 … 16, and no table has a symbol twice."""
    at = 0
    while at < len(segment):
        kind, count = segment[at] >> 4, sum(segment[at + 1 : at + 17])
        symbols = segment[at + 17 : at + 17 + count]
        if kind > 1 or len(symbols) != count or len(set(symbols)) != count:
            return False
        if (kind == 0 and max(symbols, default=0) > 16) or (lossless and kind == 1):
            return False
        at += 17 + count
    return bool(segment)


def _are_quantisation_tables(segment: bytes) -> bool:
    at = 0
    while at < len(segment):
        precision = segment[at] >> 4
        if precision > 1:
            return False
        at += 1 + 64 * (precision + 1)
    return at == len(segment) > 0
