"""A source → its stacks, with everything that could not be used named."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.files.facts import Ignored, ImageFile, OtherObject, Scanned, Unreadable
from seedcryo_reader.imaging.repeats import without_repeats
from seedcryo_reader.imaging.sources import Entry, list_source
from seedcryo_reader.imaging.stacks import Slice, Stack, part_into_stacks
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

_SCANNED: Any = Scanned

CHUNK = 32
"""Files a worker scans at a time."""


@dataclass(frozen=True)
class OtherSeries:
    """Objects of one series that are DICOM and are not read as images."""

    series: str
    modality: str
    sop_class: str
    syntax: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Survey:
    """What a source holds. `repeats` names copies that were left out, by the series they belong to."""

    stacks: tuple[Stack, ...]
    others: tuple[OtherSeries, ...]
    unreadable: tuple[Finding, ...]
    ignored: tuple[tuple[str, str], ...]
    repeats: dict[str, tuple[Finding, ...]]


def survey(path: Path, pool: WorkerPool, scratch: Path, watch: Watch = UNWATCHED) -> Survey:
    """Scan every file behind `path` and part the images into stacks.

    Parameters
    ----------
    path : Path
        Folder, ZIP archive, DICOMDIR or single file.
    scratch : Path
        Empty folder for unpacked members; it must live as long as the stacks are to be loaded.

    Raises
    ------
    EnvironmentFailure
        The path cannot be read, a disk is full, or no worker can be started.
    Cancelled
        The person cancelled.
    """
    entries, troubles, ignored = list_source(path, pool, scratch, watch.cancelled)
    images: list[tuple[Entry, ImageFile]] = []
    others: dict[tuple[str, str, str, str, str], list[str]] = {}
    for entry, found in _scanned(entries, pool, watch):
        match found:
            case ImageFile():
                images.append((entry, found))
            case OtherObject():
                key = (found.study, found.series, found.modality, found.sop_class, found.syntax)
                others.setdefault(key, []).append(entry.name)
            case Unreadable():
                troubles.append(Finding(found.code, f"The file {found.text}.", (entry.name,)))
            case Ignored():
                ignored.append((entry.name, found.reason))
    kept, repeats = without_repeats(images, pool, watch.cancelled)
    slices = [Slice(entry.path, entry.name, file, frame) for entry, file in kept for frame in file.frames]
    return Survey(
        stacks=tuple(part_into_stacks(slices)),
        others=tuple(
            OtherSeries(series, modality, sop_class, syntax, tuple(names))
            for (_, series, modality, sop_class, syntax), names in sorted(others.items())
        ),
        unreadable=tuple(troubles),
        ignored=tuple(ignored),
        repeats=repeats,
    )


def _scanned(entries: list[Entry], pool: WorkerPool, watch: Watch) -> list[tuple[Entry, Scanned]]:
    """Scan results in the order of `entries`, whatever order workers finish in."""
    results: dict[int, Scanned] = {}
    paths = [os.fsencode(entry.path) for entry in entries]
    total_bytes, done_bytes = sum(entry.size for entry in entries), 0
    for answer in pool.run("scan", paths, _SCANNED, chunk=CHUNK, cancelled=watch.cancelled):
        results[answer.index] = answer.value or Unreadable(answer.code, answer.text)
        done_bytes += entries[answer.index].size
        if watch.progress is not None:
            watch.progress(Progress(len(results), len(entries), done_bytes, total_bytes))
    return [(entries[index], results[index]) for index in sorted(results)]
