"""Bytes of one frame → stored values. Runs in a worker. Decoders: libjpeg-turbo, CharLS, OpenJPEG.

Stored values are what DICOM PS3.5 8.1.1 says: Bits Stored bits up to High Bit, two's complement when signed; anything
in the other bits (old overlays) is not part of the pixel.
"""

from typing import Any, Final

import imagecodecs
import numpy as np
import numpy.typing as npt

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.facts import PixelFormat
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble
from seedcryo_reader.imaging.pixels import codestream

Stored = npt.NDArray[Any]


def stored_values(data: bytes | bytearray | memoryview, pixels: PixelFormat, limits: Limits) -> Stored:
    """Decode one frame.

    Parameters
    ----------
    data : bytes
        The frame: uncompressed samples, or one compressed stream.
    pixels : PixelFormat
        One sample per pixel.

    Returns
    -------
    array of shape (rows, columns)
        Signed or unsigned integers of 8, 16 or 32 bits.

    Raises
    ------
    FileTrouble
        Too large, cut off, damaged, or not the image its header promises.
    """
    if pixels.frame_bytes > limits.output_bytes:
        raise FileTrouble(
            "limit-output",
            f"claims {pixels.rows} × {pixels.columns} pixels, more than the {limits.output_bytes // 1024**2} MiB "
            "a frame may have",
        )
    if pixels.syntax in syntaxes.NATIVE:
        return _native(data, pixels)
    return _compressed(bytes(data), syntaxes.CODEC[pixels.syntax], pixels)


def _native(data: bytes | bytearray | memoryview, pixels: PixelFormat) -> Stored:
    order = ">" if pixels.syntax == syntaxes.EXPLICIT_BIG else "<"
    raw = np.frombuffer(data, dtype=f"{order}u{pixels.bits_allocated // 8}")
    if pixels.swapped:
        raw = raw[: raw.size // 2 * 2].view(np.uint16).byteswap().view(np.uint8)
    raw = _shaped(raw, pixels)
    native = raw if raw.dtype.isnative else raw.astype(raw.dtype.newbyteorder("="))
    return _sample_bits(native, pixels, pixels.bits_stored, pixels.high_bit)


def _compressed(data: bytes, family: str, pixels: PixelFormat) -> Stored:
    if family == "rle":
        codestream.check_rle(data, pixels)
        raw = _decoded(imagecodecs.dicomrle_decode, data, f"<u{pixels.bits_allocated // 8}")
        raw = _shaped(np.frombuffer(raw, dtype=f"<u{pixels.bits_allocated // 8}"), pixels)
        return _sample_bits(raw, pixels, pixels.bits_stored, pixels.high_bit)
    header = codestream.check_stream(data, family, pixels)
    raw = _shaped(_whole_jpeg(data) if family == "jpeg" else _decoded(_STRICT[family], data), pixels)
    # A stream may state more depth than Bits Stored; what lies above is not part of the pixel.
    bits = min(header.precision, pixels.bits_stored)
    return _sample_bits(raw.view(f"u{raw.dtype.itemsize}"), pixels, bits, bits - 1)


_STRICT: Final = {"jpeg-ls": imagecodecs.jpegls_decode, "jpeg2000": imagecodecs.jpeg2k_decode}
"""Decoders that refuse a stream which was cut off."""

_END_OF_IMAGE: Final = b"\xff\xd9"
_FILLERS: Final = (b"\x55" * 256, b"\xaa" * 256)


def _whole_jpeg(data: bytes) -> Stored:
    """Decode JPEG, baseline to lossless, and refuse a stream that was cut off.

    libjpeg makes up what is missing of a stream. So it is decoded with different bits behind its data: a whole stream
    is over by then and stays the same, a stream that was cut off takes them for pixels.
    """
    end = data.rfind(_END_OF_IMAGE)
    body = (data if end < 0 else data[:end]).rstrip(b"\xff")  # fill bytes, T.81 B.1.1.2
    decode = imagecodecs.jpeg8_decode
    image = _decoded(decode, body + _END_OF_IMAGE)
    for filler in _FILLERS:
        if not np.array_equal(image, _decoded(decode, body + filler + _END_OF_IMAGE)):
            raise FileTrouble("truncated-pixel-data", "is cut off: its compressed image ends before its last pixel")
    return np.asarray(image)


def _decoded(decoder: Any, data: bytes, *arguments: Any) -> Any:
    try:
        return decoder(data, *arguments)
    except MemoryError:
        raise
    except Exception as error:
        raise FileTrouble("corrupt-pixel-data", "has compressed pixel data that cannot be decoded") from error


def _shaped(raw: Stored, pixels: PixelFormat) -> Stored:
    if raw.size != pixels.rows * pixels.columns or raw.dtype.kind not in "iu":
        raise FileTrouble(
            "corrupt-pixel-data",
            f"decodes to {raw.size} samples where {pixels.rows} × {pixels.columns} are needed",
        )
    return raw.reshape(pixels.rows, pixels.columns)


def _sample_bits(raw: Stored, pixels: PixelFormat, bits: int, high_bit: int) -> Stored:
    """Cut the sample out of its container of unsigned integers and give it its sign."""
    width = raw.dtype.itemsize * 8
    if bits == width:
        return raw.view(f"i{raw.dtype.itemsize}") if pixels.signed else raw
    up = raw << np.array(width - 1 - high_bit, dtype=raw.dtype)
    if pixels.signed:
        up = up.view(f"i{raw.dtype.itemsize}")
    return np.asarray(up >> np.array(width - bits, dtype=up.dtype))
