"""Deflated Explicit VR Little Endian (DICOM PS3.5 A.5), inflated within a limit."""

import io
import zlib
from typing import BinaryIO, Final

from pydicom.filereader import read_dataset

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

_META_REACH: Final = 4096
"""Bytes within which a meta header names its transfer syntax."""


def _behind_meta(tag: int, _vr: str | None, _length: int) -> bool:
    return tag >> 16 != 0x0002


def inflated(file: BinaryIO, limits: Limits) -> io.BytesIO | None:
    """Return the data set of a deflated file, without its meta header; None when the file is not deflated.

    Offsets into the result are the same each time it is made.

    Raises
    ------
    FileTrouble
        The compressed stream is damaged, cut off, or unfolds to more than the limit.
    """
    file.seek(0)
    if syntaxes.DEFLATED.encode() not in file.read(_META_REACH):
        return None
    file.seek(128)
    if file.read(4) != b"DICM":
        file.seek(0)
    meta = read_dataset(file, is_implicit_VR=False, is_little_endian=True, stop_when=_behind_meta)
    if Elements(meta).text(0x00020010) != syntaxes.DEFLATED:
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
