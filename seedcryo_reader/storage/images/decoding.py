"""The images of an opened part → voxel files and what is kept of them, in a folder that nobody sees yet."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seedcryo_reader.casefile.part.contents import Series
from seedcryo_reader.casefile.part.opening import Image
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.images.durable import private_folder, settle, write_private, written_in
from seedcryo_reader.storage.images.index import FoundTrouble, SeriesIndex, StackImages
from seedcryo_reader.storage.images.volumes import stack_images

if TYPE_CHECKING:
    from seedcryo_reader.imaging.survey import Survey

_CRASHED: Final = "decoder-crashed"
_KILLED: Final = "(SIGKILL)"
"""How the pool names a worker that was ended from outside: no decoder ends itself that way."""


def write_images(images: Iterable[Image], scratch: Path) -> None:
    """Write the DICOM files of a part into `scratch`, one folder for each series.

    Raises
    ------
    EnvironmentFailure
        There is no room for them.
    """
    with written_in(scratch):
        for image in images:
            folder = private_folder(_folder(scratch, image.series))
            write_private(folder / image.name.rpartition("/")[2], image.data)


def _folder(scratch: Path, series: Series) -> Path:
    return scratch / series.folder.rpartition("/")[2]


@dataclass(frozen=True)
class Decoder:
    """Decodes series out of `scratch` into files of the folder `target`."""

    pool: WorkerPool
    scratch: Path
    target: Path
    watch: Watch

    def decode(self, series: Sequence[Series]) -> tuple[SeriesIndex, ...]:
        """Decode every series.

        Raises
        ------
        Refused
            A series has no image that can be read; code ``no-readable-image``, with the findings that say why.
        EnvironmentFailure
            No room for the voxels, or a worker was ended from outside.
        Cancelled
            The person cancelled.
        """
        found = [self._series(one) for one in series]
        if empty := [one for one in found if not one.stacks]:
            raise Refused(problem for one in empty for problem in _nothing_readable(one))
        return tuple(found)

    def _series(self, series: Series) -> SeriesIndex:
        from seedcryo_reader.imaging.loading import load  # what reads DICOM waits for the first part that is opened
        from seedcryo_reader.imaging.survey import survey

        found = survey(_folder(self.scratch, series), self.pool, self.scratch, self.watch)
        findings = _left_out(found, series)
        _refuse_killed(findings)
        stacks: list[StackImages] = []
        for stack in found.stacks:
            file = f"series-{series.number:02}{f'-{len(stacks) + 1}' if stacks else ''}.voxels"
            loaded = load(stack, self.pool, self.target / file, self.watch)
            _refuse_killed(loaded.findings)
            if loaded.volume is None:
                findings += loaded.findings
                continue
            with written_in(self.target):
                settle(self.target / file)
            stacks.append(stack_images(file, loaded.volume, slice_hashes(loaded.volume), loaded.findings))
        told = tuple(map(FoundTrouble.of, findings))
        return SeriesIndex(series.number, series.uid, series.modality, series.label, tuple(stacks), told)


def slice_hashes(volume: Volume) -> list[str]:
    """SHA-256 (hex) of the voxels of each slice, in order."""

    def digest(k: int) -> str:
        return hashlib.sha256(volume.array[k].data).hexdigest()

    # Hashing lets go of the interpreter, so two threads use two processors.
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(digest, range(volume.array.shape[0])))


def _left_out(found: "Survey", series: Series) -> list[Finding]:
    """What of a series is in none of its stacks."""
    others = tuple(name for other in found.others for name in other.files) + tuple(name for name, _ in found.ignored)
    findings = [*found.unreadable, *(one for several in found.repeats.values() for one in several)]
    if others:
        findings.append(Finding("no-image", f"A file of series {series.number} is no image.", others))
    return findings


def _refuse_killed(findings: Iterable[Finding]) -> None:
    """What happened to a worker from outside says nothing about an image and must not be kept as if it did."""
    if any(one.code == _CRASHED and _KILLED in one.text for one in findings):
        msg = (
            "A process that reads images was ended from outside, or the memory ran out. Free some memory and try again."
        )
        raise EnvironmentFailure(msg)


def _nothing_readable(series: SeriesIndex) -> Iterator[Finding]:
    text = f"Series {series.number} ({series.label}) has no image that can be read. Tell the centre."
    yield Finding("no-readable-image", text)
    yield from (one.finding() for one in series.findings)
