"""The task that fills one slice of a volume: read, decode, rescale, write into the mapped file. Runs in a worker."""

import hashlib
import io
import math
import os
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.deflate import inflated
from seedcryo_reader.imaging.files.facts import ModalityLut, Piece, PixelFormat
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble
from seedcryo_reader.imaging.pixels.decode import stored_values
from seedcryo_reader.imaging.pixels.rescale import DoesNotFit, rescale


class FrameJob(msgspec.Struct, frozen=True, array_like=True):
    """One frame's source, its rescaling, and the byte offset of its slice in the volume's file.

    Paths are in the file system's own bytes: not every name on a disc is text.
    """

    path: bytes
    stamp: tuple[int, int]
    pixels: PixelFormat
    pieces: tuple[Piece, ...]
    slope: float
    intercept: float
    lut: ModalityLut | None
    dtype: str
    target: bytes
    offset: int


class SliceNumbers(msgspec.Struct, frozen=True, array_like=True):
    """What was written: whether it fitted the array type, and its minimum, maximum and sum in the volume's unit."""

    fits: bool
    minimum: float = 0
    maximum: float = 0
    total: float = 0


class DigestJob(msgspec.Struct, frozen=True, array_like=True):
    """A file whose frames' bytes are to be compared with another's."""

    path: bytes
    stamp: tuple[int, int]
    syntax: str
    pieces: tuple[Piece, ...]


def write_frame(item: msgspec.Raw, limits: Limits) -> SliceNumbers:
    """Fill one slice.

    Raises
    ------
    FileTrouble
        The frame cannot be decoded, or its file changed since it was scanned.
    """
    job = msgspec.msgpack.decode(item, type=FrameJob)
    data = _read(job.path, job.stamp, job.pixels.syntax, job.pieces, limits)
    stored = stored_values(data, job.pixels, limits)
    try:
        values = np.ascontiguousarray(rescale(stored, job.slope, job.intercept, job.lut, job.dtype))
    except DoesNotFit:
        return SliceNumbers(fits=False)
    wide = np.int64 if values.dtype.kind == "i" else np.float64
    numbers = SliceNumbers(
        fits=True,
        minimum=values.min().item(),
        maximum=values.max().item(),
        total=values.sum(dtype=wide).item(),
    )
    if not math.isfinite(numbers.total):
        raise FileTrouble("corrupt-pixel-data", "rescales to values that are no numbers")
    with Path(os.fsdecode(job.target)).open("r+b", buffering=0) as target:
        target.seek(job.offset)
        view = memoryview(values.data).cast("B")
        while view:
            view = view[target.write(view) :]
    return numbers


def digest_frames(item: msgspec.Raw, limits: Limits) -> str:
    """SHA-256 of a file's pixel data as stored; empty where it has none that could be compared."""
    job = msgspec.msgpack.decode(item, type=DigestJob)
    digest = hashlib.sha256()
    for piece in job.pieces:
        digest.update(_read(job.path, job.stamp, job.syntax, (piece,), limits))
    return digest.hexdigest() if job.pieces else ""


def _read(path: bytes, stamp: tuple[int, int], syntax: str, pieces: tuple[Piece, ...], limits: Limits) -> bytearray:
    with Path(os.fsdecode(path)).open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if (status.st_size, status.st_mtime_ns) != stamp:
            raise FileTrouble("changed", "was changed by another program since it was scanned")
        stream: BinaryIO = _inflated_once(path, stamp, limits) if syntax == syntaxes.DEFLATED else file
        data = bytearray(sum(length for _, length in pieces))
        view = memoryview(data)
        for offset, length in pieces:
            stream.seek(offset)
            _fill(stream, view[:length])
            view = view[length:]
        return data


def _fill(stream: BinaryIO, view: memoryview) -> None:
    """Read until `view` is full: a network drive may give less at a time."""
    while view:
        count = stream.readinto(view)  # type: ignore[attr-defined]
        if not count:
            raise FileTrouble("truncated-pixel-data", "ends before its pixel data does")
        view = view[count:]


@lru_cache(maxsize=1)
def _inflated_once(path: bytes, _stamp: tuple[int, int], limits: Limits) -> io.BytesIO:
    """The last deflated file stays inflated, so that its many frames cost one inflation and not one each."""
    with Path(os.fsdecode(path)).open("rb") as file:
        return inflated(file, limits) or io.BytesIO()
