"""What a worker can be asked to do for a sealed case: all that masking asks, and masking with its check."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from seedcryo_reader.casefile.leaks.check import check_image
from seedcryo_reader.casefile.leaks.rules import kept_rules
from seedcryo_reader.casefile.masking import job as masking
from seedcryo_reader.imaging.files.limits import Limits


class SealJob(msgspec.Struct, frozen=True, array_like=True):
    """An encoded `MaskJob`, the file it writes, and the folder of the rules that file is checked by."""

    mask: msgspec.Raw
    written: bytes
    rules: str


class SealedImage(msgspec.Struct, frozen=True, array_like=True):
    """What was written, and codes and sentences of what the checker noticed in it."""

    masked: masking.Masked
    leaks: tuple[tuple[str, str], ...]


def seal_image(item: msgspec.Raw, limits: Limits) -> SealedImage:
    """Mask an image into a new file and check the bytes of that file.

    Raises
    ------
    FileTrouble
        The image is refused.
    """
    job = msgspec.msgpack.decode(item, type=SealJob)
    masked = masking.mask_file(job.mask, limits)
    written = Path(os.fsdecode(job.written)).read_bytes()
    found = check_image(written, kept_rules(job.rules), "masked image")
    return SealedImage(masked, tuple((one.code, one.text) for one in found))


TASKS: Final[dict[str, Callable[[msgspec.Raw, Limits], object]]] = {**masking.TASKS, "seal": seal_image}
