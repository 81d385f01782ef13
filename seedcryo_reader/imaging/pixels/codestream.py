"""What a compressed frame says of itself, read before a decoder touches it.

JPEG and JPEG-LS: ITU-T T.81 B.2.2, T.87 C.2.2 (frame header). JPEG 2000: ISO/IEC 15444-1 A.5.1 (SIZ).
"""

import struct
from typing import Final, NamedTuple

from seedcryo_reader.imaging.files.facts import PixelFormat
from seedcryo_reader.imaging.files.trouble import FileTrouble

_START_OF_FRAME: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xF7})
_SIZ: Final = b"\xff\x4f\xff\x51"


class FrameHeader(NamedTuple):
    """Size and depth as the stream states them."""

    rows: int
    columns: int
    samples: int
    precision: int


def check_stream(data: bytes, family: str, pixels: PixelFormat) -> FrameHeader:
    """Read a JPEG-family stream's header and hold it against the DICOM header.

    Raises
    ------
    FileTrouble
        No such stream, or another size than the header's: a decoder given it would produce another image.
    """
    header = _size_of_j2k(data) if family == "jpeg2000" else _size_of_jpeg(data)
    if header is None:
        raise FileTrouble("corrupt-pixel-data", "has compressed pixel data without an image header")
    if (header.rows, header.columns) != (pixels.rows, pixels.columns):
        raise FileTrouble(
            "corrupt-pixel-data",
            f"holds a compressed image of {header.rows} × {header.columns} pixels where its header says "
            f"{pixels.rows} × {pixels.columns}",
        )
    if header.samples != pixels.samples or header.precision > pixels.bits_allocated:
        raise FileTrouble(
            "corrupt-pixel-data",
            f"holds a compressed image of {header.samples} × {header.precision} bits a pixel where its header says "
            f"{pixels.samples} × {pixels.bits_stored}",
        )
    return header


def _size_of_jpeg(data: bytes) -> FrameHeader | None:
    at = 2
    while data[:2] == b"\xff\xd8" and at + 10 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _START_OF_FRAME:
            precision, rows, columns, samples = struct.unpack(">BHHB", data[at + 4 : at + 10])
            return FrameHeader(rows, columns, samples, precision)
        if marker == 0xFF:  # fill byte
            at += 1
        else:
            at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def _size_of_j2k(data: bytes) -> FrameHeader | None:
    # Some writers leave the JP2 boxes around the codestream, which PS3.5 A.4.4 does not allow.
    at = data.find(_SIZ, 0, 1024)
    if at < 0 or at + 44 > len(data):
        return None
    width, height, left, top = struct.unpack(">4I", data[at + 8 : at + 24])
    samples, depth = struct.unpack(">HB", data[at + 40 : at + 43])
    return FrameHeader(height - top, width - left, samples, (depth & 0x7F) + 1)


def check_rle(data: bytes, pixels: PixelFormat) -> None:
    """Hold an RLE frame's segment table (PS3.5 G.5) against its length.

    Raises
    ------
    FileTrouble
        A table that is no table, or segments that run past the end.
    """
    count, *offsets = struct.unpack("<16I", data[:64].ljust(64, b"\0"))
    expected = pixels.samples * pixels.bits_allocated // 8
    used = offsets[:count] if count <= 15 else []
    if count != expected or used != sorted(set(used)) or not used or used[0] != 64:
        raise FileTrouble("corrupt-pixel-data", f"has {count} RLE segments where {expected} are needed")
    if used[-1] >= len(data):
        raise FileTrouble("truncated-pixel-data", "is cut off: an RLE segment starts behind its end")
