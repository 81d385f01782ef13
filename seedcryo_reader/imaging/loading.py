"""Stack → `Volume`: decoded by supervised workers straight into a mapped file.

The file is written by the workers and mapped by the caller; no pixel passes through a pipe, and no process ever holds
more than one frame besides the operating system's cache.
"""

import mmap
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging import checks
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.pixels.frame_job import FrameJob, SliceNumbers
from seedcryo_reader.imaging.pixels.rescale import INTEGERS, first_choice, next_choice
from seedcryo_reader.imaging.stacks import Slice, Stack, file_names
from seedcryo_reader.imaging.volume import (
    SliceSource,
    Statistics,
    Unit,
    Volume,
    padding_in_unit,
    stack_geometry,
)
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

LARGEST_UNFOLDING: Final = 1000
"""Times its stored size to which a stack may unfold once it is larger than one frame may be; real ones reach 50."""

CHUNK = 8
"""Frames a worker takes at a time."""


@dataclass(frozen=True)
class Loaded:
    """A volume, or None where there is nothing to show; and all findings, those of the headers first."""

    volume: Volume | None
    findings: tuple[Finding, ...]
    measurable: checks.Measurable


def load(stack: Stack, pool: WorkerPool, target: Path, watch: Watch = UNWATCHED) -> Loaded:
    """Decode a stack into the file `target`, which must not exist yet, and map it.

    Slices that cannot be decoded become findings; the others are there.

    Raises
    ------
    EnvironmentFailure
        No space for the voxels, or no worker can be started. `target` is gone.
    Cancelled
        The person cancelled. `target` is gone.
    """
    findings, measurable = checks.check(stack)
    if not checks.is_grey(stack) or not any(one.frame.pieces for one in stack.slices):
        return Loaded(None, findings, "no")
    refused = _refusal(stack, pool.limits)
    if refused is not None:
        return Loaded(None, (*findings, refused), "no")
    try:
        dtype, numbers, failed = _decode(stack, pool, target, watch)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    verdicts = checks.file_verdicts((failed[k], stack.slices[k]) for k in sorted(failed))
    findings += tuple(verdict.finding for verdict in verdicts)
    measurable = checks.least([measurable, *(verdict.measurable for verdict in verdicts)])
    if not numbers:
        target.unlink()
        return Loaded(None, findings, "no")
    return Loaded(_volume(stack, target, dtype, numbers, measurable), findings, measurable)


def _refusal(stack: Stack, limits: Limits) -> Finding | None:
    """Why a stack is not even begun: what it claims to unfold to has nothing to do with the size of its files."""
    voxels = sum(one.file.pixels.frame_bytes for one in stack.slices)
    stored = sum(length for one in stack.slices for _, length in one.frame.pieces)
    if stack.first.file.pixels.frame_bytes > limits.output_bytes:
        why = f"One frame claims {stack.first.file.pixels.rows} × {stack.first.file.pixels.columns} pixels"
    elif voxels > LARGEST_UNFOLDING * max(stored, 1) and voxels > limits.output_bytes:
        why = f"{stored / 1024:.0f} KiB of pixel data claim to unfold to {voxels / 1024**2:.0f} MiB"
    else:
        return None
    return Finding("limit-output", f"{why}, which is more than is believed of them.", file_names(stack.slices))


def _volume(
    stack: Stack, target: Path, dtype: str, numbers: dict[int, SliceNumbers], measurable: checks.Measurable
) -> Volume:
    pixels = stack.first.file.pixels
    shape = (len(stack.slices), pixels.rows, pixels.columns)
    lowest = min(one.minimum for one in numbers.values())
    unread = [k for k in range(len(stack.slices)) if k not in numbers]
    if unread:
        blank = np.full((pixels.rows, pixels.columns), lowest, dtype=dtype).tobytes()
        with target.open("r+b") as file:
            for k in unread:
                file.seek(k * len(blank))
                file.write(blank)
    count = len(numbers) * pixels.rows * pixels.columns
    return Volume(
        array=_mapped(target, dtype, shape),
        geometry=stack_geometry(stack),
        frame_of_reference=stack.first.file.frame_of_reference,
        unit=_unit(stack),
        sources=tuple(_source(one, k in numbers) for k, one in enumerate(stack.slices)),
        statistics=Statistics(
            lowest,
            max(one.maximum for one in numbers.values()),
            float(sum(one.total for one in numbers.values()) / count),
        ),
        measurable=measurable,
        inverted=pixels.photometric == "MONOCHROME1",
        file=target,
    )


def _mapped(target: Path, dtype: str, shape: tuple[int, ...]) -> "np.ndarray[tuple[int, ...], np.dtype[np.generic]]":
    """Map the finished file read-only."""
    with target.open("rb") as file:
        mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(mapping, dtype=dtype).reshape(shape)


def _source(one: Slice, readable: bool) -> SliceSource:
    return SliceSource(
        file=one.name,
        sop_instance=one.file.sop_instance,
        frame=one.frame.number,
        position_mm=one.frame.position,
        padding=padding_in_unit(one),
        readable=readable,
    )


def _unit(stack: Stack) -> Unit:
    """HU for CT whose rescaling is there and does not say otherwise (PS3.3 C.8.2.1.1.1, C.11.1.1.2)."""
    file = stack.first.file
    if file.sop_class not in syntaxes.CT_CLASSES:
        return "arbitrary"
    if file.lut is not None:
        return "HU" if file.lut.kind == "HU" else "arbitrary"
    frames = [one.frame for one in stack.slices]
    said = all(frame.rescale_type in ("", "HU") and frame.rescaling == "given" for frame in frames)
    return "HU" if said else "arbitrary"


Failure = tuple[str, str]
Decoded = tuple[str, dict[int, SliceNumbers], dict[int, Failure]]


def _decode(stack: Stack, pool: WorkerPool, target: Path, watch: Watch) -> Decoded:
    """Decode with the smallest array type first; once a value does not fit, start over with the next one."""
    files = {one.path: one.file for one in stack.slices}
    order = (*INTEGERS, "float32", "float64")
    dtype = max(map(first_choice, files.values()), key=order.index)
    while True:
        decoded = _decode_as(dtype, stack, pool, target, watch)
        if decoded is not None:
            return decoded
        dtype = next_choice(dtype)


def _decode_as(dtype: str, stack: Stack, pool: WorkerPool, target: Path, watch: Watch) -> Decoded | None:
    pixels = stack.first.file.pixels
    slice_bytes = pixels.rows * pixels.columns * np.dtype(dtype).itemsize
    _reserve(target, slice_bytes * len(stack.slices))
    todo = [k for k, one in enumerate(stack.slices) if one.frame.pieces]
    jobs = [_job(stack.slices[k], dtype, target, k * slice_bytes) for k in todo]
    sizes = [sum(length for _, length in job.pieces) for job in jobs]
    numbers: dict[int, SliceNumbers] = {}
    failed: dict[int, Failure] = {}
    done_bytes, total_bytes = 0, sum(sizes)
    for answer in pool.run("frame", jobs, SliceNumbers, chunk=CHUNK, cancelled=watch.cancelled):
        done_bytes += sizes[answer.index]
        if answer.value is None:
            failed[todo[answer.index]] = (answer.code, answer.text)
        elif not answer.value.fits:
            return None
        else:
            numbers[todo[answer.index]] = answer.value
        if watch.progress is not None:
            watch.progress(Progress(len(numbers) + len(failed), len(jobs), done_bytes, total_bytes))
    return dtype, numbers, failed


def _job(one: Slice, dtype: str, target: Path, offset: int) -> FrameJob:
    return FrameJob(
        path=os.fsencode(one.path),
        stamp=(one.file.size, one.file.modified_ns),
        pixels=one.file.pixels,
        pieces=one.frame.pieces,
        slope=one.frame.slope,
        intercept=one.frame.intercept,
        lut=one.file.lut,
        dtype=dtype,
        target=os.fsencode(target),
        offset=offset,
    )


def _reserve(target: Path, size: int) -> None:
    """Take the space now: a mapped file that meets a full disk later kills the process that touches it."""
    try:
        with target.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                file.truncate(size)
    except OSError as error:
        target.unlink(missing_ok=True)
        msg = f"{target.parent} has no room for {size / 1024**2:.0f} MiB of voxels. Free some space and try again."
        raise EnvironmentFailure(msg) from error
