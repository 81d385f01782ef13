"""The worker's task that masks one file onto the disk, and the table it stands in. Imports nothing that can wait."""

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from seedcryo_reader.casefile.masking.image import MaskedImage, mask_image
from seedcryo_reader.casefile.masking.place import Place
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble
from seedcryo_reader.imaging.workers import tasks

__all__ = ["MASK", "TASKS", "MaskJob", "Masked", "Place", "mask_file"]

MASK: Final = "mask"
"""Name of the task that takes a `MaskJob` and answers `Masked`."""


class MaskJob(msgspec.Struct, frozen=True, array_like=True):
    """A file to mask: its size and modification time in ns when it was scanned, its place, the secret, its target.

    Paths are in the file system's own bytes.
    """

    path: bytes
    stamp: tuple[int, int]
    place: Place
    secret: bytes
    target: bytes

    def __repr__(self) -> str:
        """Without the secret: a job may be shown in a crash report."""
        return f"MaskJob({self.place!r})"


class Masked(msgspec.Struct, frozen=True, array_like=True):
    """A masked file on the disk: size in bytes, SHA-256 in hexadecimal, CRC-32, masked UIDs, SOP class."""

    size: int
    sha256: str
    crc32: int
    sop_instance: str
    series: str
    sop_class: str


def mask_file(item: msgspec.Raw, limits: Limits) -> Masked:
    """Mask one file.

    Raises
    ------
    FileTrouble
        The file is refused, or changed since it was scanned. Nothing is left at the target.
    OSError
        Reading or writing failed. Nothing is left at the target.
    """
    job = msgspec.msgpack.decode(item, type=MaskJob)
    with Path(os.fsdecode(job.path)).open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if (status.st_size, status.st_mtime_ns) != job.stamp:
            raise FileTrouble("changed", "was changed by another program since it was scanned")
        masked = mask_image(file.readall(), job.place, Uids(job.secret, job.place.case_number), limits)
    return _written(masked, Path(os.fsdecode(job.target)))


def _written(masked: MaskedImage, target: Path) -> Masked:
    digest, crc, size = hashlib.sha256(), 0, 0
    try:
        with target.open("wb", buffering=0) as file:
            for piece in masked.pieces:
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
                size += len(piece)
                view = memoryview(piece)
                while view:
                    view = view[file.write(view) :]
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Masked(size, digest.hexdigest(), crc, masked.sop_instance, masked.series, masked.sop_class)


TASKS: Final[dict[str, Callable[[msgspec.Raw, Limits], object]]] = {**tasks.TASKS, MASK: mask_file}
"""Everything a worker of the sealed case can be asked to do."""
