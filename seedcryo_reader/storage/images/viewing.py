"""The decoded images of one timepoint, mapped for the screens, and held against what was opened."""

import hashlib
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.images import SeriesImages
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.storage.images.decoding import slice_hashes
from seedcryo_reader.storage.images.index import Index, SeriesIndex, StackImages
from seedcryo_reader.storage.images.volumes import volume_of

_DAMAGED = "damaged-images"


@dataclass(frozen=True, eq=False)
class OpenedSeries:
    """One series: its number in the part, modality, label, its stacks as volumes, and all findings about it."""

    number: int
    modality: str
    label: str
    volumes: tuple[Volume, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class OpenedImages:
    """The images of a timepoint; `index` is what was written about them when they were decoded."""

    index: Index
    series: tuple[OpenedSeries, ...]

    def one(self, number: int) -> OpenedSeries:
        """The series of this number.

        Raises
        ------
        Refused
            ``no-such-series``.
        """
        for series in self.series:
            if series.number == number:
                return series
        known = ", ".join(str(one.number) for one in self.series)
        text = f"{self.index.timepoint} has no series {number}; it has {known}."
        raise Refused([Finding("no-such-series", text)])

    def check_slice(self, series: int, stack: int, k: int) -> None:
        """Hold slice `k` of a stack (both counted from 0) against what was decoded, before it is shown.

        Raises
        ------
        Refused
            ``damaged-images``: it was changed.
        """
        volume = self.one(series).volumes[stack]
        kept = next(one for one in self.index.series if one.number == series).stacks[stack]
        if hashlib.sha256(volume.array[k].data).hexdigest() != kept.slices[k].sha256:
            text = f"Slice {k + 1} of series {series} is not what was decoded any more. It cannot be shown."
            raise Refused([Finding(_DAMAGED, text, (kept.file,))])

    def problems(self, seen: Sequence[SeriesImages]) -> Iterator[Finding]:
        """What differs from the series as they were opened; every slice is hashed."""
        if self.index.seen != tuple(seen):
            text = f"The images of {self.index.timepoint} are not the ones that were opened."
            yield Finding("other-images", text, (self.index.timepoint,))
        for kept, series in zip(self.index.series, self.series, strict=True):
            for stack, volume in zip(kept.stacks, series.volumes, strict=True):
                yield from _changed(kept, stack, volume)


def _changed(series: SeriesIndex, stack: StackImages, volume: Volume) -> Iterator[Finding]:
    changed = [k for k, sha256 in enumerate(slice_hashes(volume), 1) if sha256 != stack.slices[k - 1].sha256]
    if changed:
        text = (
            f"{len(changed)} of {len(stack.slices)} slices of series {series.number} ({series.label}) were changed "
            f"after they were decoded; the first is slice {changed[0]}."
        )
        yield Finding(_DAMAGED, text, (stack.file,))


def mapped(index: Index, folder: Path) -> OpenedImages:
    """The volumes of an index, over the voxel files of a folder.

    Raises
    ------
    Refused
        Files are missing or have another size: all of them at once.
    OSError
        One cannot be read.
    """
    findings: list[Finding] = []
    series = tuple(_series(one, folder, findings) for one in index.series)
    if findings:
        raise Refused(findings)
    return OpenedImages(index, series)


def _series(one: SeriesIndex, folder: Path, findings: list[Finding]) -> OpenedSeries:
    volumes = []
    for stack in one.stacks:
        try:
            volumes.append(volume_of(stack, _array(stack, folder), folder / stack.file))
        except ValueError:
            text = f"The voxels of series {one.number} ({one.label}), or the list of them, are missing or cut off."
            findings.append(Finding(_DAMAGED, text, (stack.file,)))
    told = (*one.findings, *(each for stack in one.stacks for each in stack.findings))
    return OpenedSeries(one.number, one.modality, one.label, tuple(volumes), tuple(each.finding() for each in told))


def _array(stack: StackImages, folder: Path) -> npt.NDArray[Any]:
    """The voxels, mapped read-only; raises ValueError where the file is missing or of another size."""
    file = folder / stack.file
    if not file.exists() or file.stat().st_size != stack.size:
        msg = "no such voxels"
        raise ValueError(msg)
    with file.open("rb") as stream:
        mapping = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(mapping, dtype=stack.dtype).reshape(stack.shape)
