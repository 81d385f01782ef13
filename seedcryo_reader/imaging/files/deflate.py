"""Deflated Explicit VR Little Endian (DICOM PS3.5 A.5), inflated within a limit."""

import io
import struct
import zlib
from typing import BinaryIO, Final

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

_META_START: Final = 144
"""Preamble, mark, and the group length element, which says how far the meta header goes on (PS3.10 7.1)."""


def inflated(file: BinaryIO, limits: Limits) -> io.BytesIO | None:
    """Return the data set of a deflated file, without its meta header; None when the file is not deflated.

    Offsets into the result are the same each time it is made.

    Raises
    ------
    FileTrouble
        The compressed stream is damaged, cut off, or unfolds to more than the limit.
    """
    file.seek(0)
    start = file.read(_META_START)
    if len(start) < _META_START or start[132:136] != b"\x02\x00\x00\x00":
        return None
    length = struct.unpack("<I", start[140:144])[0]
    meta = file.read(min(length, 1 << 16))
    if syntaxes.DEFLATED.encode() not in meta:
        return None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        body = inflater.decompress(file.read(), limits.output_bytes)
    except zlib.error:
        raise FileTrouble("unreadable", "is deflated and its compressed stream is damaged") from None
    if inflater.unconsumed_tail:
        raise FileTrouble("limit-output", f"unfolds to more than {limits.output_bytes // 1024**2} MiB")
    if not inflater.eof:
        raise FileTrouble("truncated", "is deflated and cut off before the end of its compressed stream")
    return io.BytesIO(body)
