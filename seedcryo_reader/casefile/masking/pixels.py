"""Pixel Data written anew: every sample value as it was, and nothing besides the samples.

Stored values are those of DICOM PS3.5 8.1.1; compressed frames PS3.5 A.4. Uncompressed pixels stay so (as Explicit VR
Little Endian). A compressed frame stays compressed where its stream could be rebuilt and decodes to the same values;
RLE, and a stream in which something could hide, is written uncompressed.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from seedcryo_reader.casefile.masking import encode
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.facts import ImageFile, PixelFormat
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

_MOST_REBUILT: Final = 256
"""Frames of one file up to which streams are rebuilt; each is decoded three times for it, and a file has its time."""

_FILLERS: Final = (b"\x55" * 256, b"\xaa" * 256)


class Pixels(NamedTuple):
    """Transfer syntax of the masked image, and its Pixel Data element in pieces."""

    syntax: str
    pieces: tuple[bytes | memoryview, ...]


def masked_pixels(body: memoryview, image: ImageFile, limits: Limits) -> Pixels:
    """Pixel Data of an image whose frames are all whole.

    Parameters
    ----------
    body : memoryview
        The source's bytes, inflated where it was deflated: what `image`'s pieces point into.

    Raises
    ------
    FileTrouble
        Pixels that cannot be decoded, or unfold to more than the limit.
    """
    if image.pixels.frame_bytes * len(image.frames) > limits.output_bytes:
        raise FileTrouble("limit-output", f"unfolds to more than {limits.output_bytes // 1024**2} MiB of pixels")
    if image.pixels.syntax in syntaxes.NATIVE:
        return _uncompressed(_native(body, image), image.pixels)
    streams = [b"".join(body[offset : offset + length] for offset, length in one.pieces) for one in image.frames]
    return _recompressed(streams, image.pixels, limits)


def clear_unused_bits(samples: npt.NDArray[Any], pixels: PixelFormat) -> npt.NDArray[Any]:
    """Zero the bits outside Bits Stored below High Bit; old overlays lie there.

    Parameters
    ----------
    samples : array of unsigned integers of Bits Allocated bits, any shape

    Returns
    -------
    array of the same shape and type; the same object where all bits are used
    """
    if pixels.bits_stored == pixels.bits_allocated:
        return samples
    mask = ((1 << pixels.bits_stored) - 1) << (pixels.high_bit + 1 - pixels.bits_stored)
    return np.asarray(samples & np.array(mask, dtype=samples.dtype))


def _native(body: memoryview, image: ImageFile) -> npt.NDArray[Any]:
    pixels = image.pixels
    order = ">" if pixels.syntax == syntaxes.EXPLICIT_BIG else "<"
    width = pixels.bits_allocated // 8
    offset, length = image.frames[0].pieces[0][0], pixels.frame_bytes * len(image.frames)
    if pixels.swapped:
        # Each two 8-bit samples lie in one big-endian word, the last one of an odd number with its padding.
        words = body[offset : offset + length + length % 2]
        if len(words) % 2:
            raise FileTrouble("truncated-pixel-data", "ends before its pixel data does")
        samples = np.frombuffer(words, dtype=">u2").astype("<u2").view(np.uint8)[:length]
    else:
        samples = np.frombuffer(body, dtype=f"{order}u{width}", count=length // width, offset=offset)
    return clear_unused_bits(samples, pixels)


def _uncompressed(samples: npt.NDArray[Any], pixels: PixelFormat) -> Pixels:
    width = pixels.bits_allocated // 8
    little = np.ascontiguousarray(samples.astype(f"<u{width}", copy=False))
    pad = little.nbytes % 2
    head = encode.native_pixels("OW" if width > 1 else "OB", little.nbytes + pad)
    return Pixels(syntaxes.EXPLICIT_LITTLE, (head, memoryview(little.reshape(-1).view(np.uint8).data), b"\0" * pad))


def _recompressed(streams: Sequence[bytes], pixels: PixelFormat, limits: Limits) -> Pixels:
    from seedcryo_reader.imaging.pixels.decode import stored_values  # decoders are slow to load; most images need none

    before = [stored_values(one, pixels, limits) for one in streams]
    if pixels.syntax != syntaxes.RLE and len(streams) <= _MOST_REBUILT:
        after = [_rebuilt(one, values, pixels, limits) for one, values in zip(streams, before, strict=True)]
        clean = [one for one in after if one is not None]
        if len(clean) == len(streams):
            return Pixels(pixels.syntax, (encode.encapsulated_pixels(clean),))
    return _uncompressed(np.stack([_contained(one, pixels) for one in before]), pixels)


def _contained(values: npt.NDArray[Any], pixels: PixelFormat) -> npt.NDArray[Any]:
    """Stored values of a frame back in their containers, at the place that High Bit says."""
    wide = values.astype(np.int64) << (pixels.high_bit + 1 - pixels.bits_stored)
    return clear_unused_bits(wide.astype(f"u{pixels.bits_allocated // 8}"), pixels)


def _rebuilt(stream: bytes, values: npt.NDArray[Any], pixels: PixelFormat, limits: Limits) -> bytes | None:
    """The frame's stream with nothing in it but the image; None where that is not certain."""
    from seedcryo_reader.casefile.masking import jpeg, jpeg2000
    from seedcryo_reader.imaging.pixels.codestream import check_stream
    from seedcryo_reader.imaging.pixels.decode import stored_values

    def same(candidate: bytes) -> bool:
        try:
            return np.array_equal(stored_values(candidate, pixels, limits), values)
        except FileTrouble:
            return False

    family = syntaxes.CODEC[pixels.syntax]
    if check_stream(stream, family, pixels).precision > pixels.bits_stored:
        return None  # bits above Bits Stored may hold anything
    if family == "jpeg2000":
        clean = jpeg2000.rebuilt(stream)
        excess = clean is not None and any(map(same, jpeg2000.shortened(clean)))
    else:
        clean = jpeg.rebuilt(stream)
        excess = clean is not None and all(same(jpeg.shortened(clean) + one + b"\xff\xd9") for one in _FILLERS)
    return clean if clean is not None and not excess and same(clean) else None
