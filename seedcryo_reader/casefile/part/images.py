"""Mask the images of a timepoint in worker processes, each checked before it is accepted."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from seedcryo_reader.casefile.masking.image import Place
from seedcryo_reader.casefile.masking.job import MaskJob
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.casefile.part.assembling import Piece, file_chunks
from seedcryo_reader.casefile.part.contents import Contents
from seedcryo_reader.casefile.part.source import SourceImage, SourceSeries
from seedcryo_reader.casefile.part.tasks import SealedImage, SealJob
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Progress, Watch
from seedcryo_reader.imaging.workers.pool import Answer, WorkerPool

MOST_NAMED: Final = 5
_CHUNK: Final = 16


@dataclass(frozen=True)
class Masking:
    """What masking needs besides the images: UIDs of the case, the study's secret, the rules' folder, and room."""

    uids: Uids
    secret: bytes = field(repr=False)
    rules: str
    scratch: Path

    def job(self, what: tuple[SourceImage, Place], number: int) -> SealJob:
        """What a worker is given: the masked image goes into the file of this number."""
        image, place = what
        target = os.fsencode(self.scratch / f"{number:06}")
        mask = MaskJob(os.fsencode(image.path), image.stamp, place, self.secret, target)
        return SealJob(msgspec.Raw(msgspec.msgpack.encode(mask)), target, self.rules)


class MaskedImages:
    """Masked images of every series of `contents`, in the order of their names in the bag, as they get ready.

    Iterating waits for the next one; iterating again gives the same ones. It raises `Refused` with the findings of all
    images when one is refused, or when the checker found something in what was written.
    """

    def __init__(
        self, masking: Masking, contents: Contents, series: Sequence[SourceSeries], pool: WorkerPool, watch: Watch
    ) -> None:
        jobs = sorted(_jobs(masking, contents, series))
        self._scratch = masking.scratch
        self._names = [name for name, _, _ in jobs]
        self._sources = [source for _, source, _ in jobs]
        self._watch = watch
        sealing = [masking.job(job, number) for number, (_, _, job) in enumerate(jobs)]
        self._answers = pool.run("seal", sealing, SealedImage, chunk=_CHUNK, cancelled=watch.cancelled)
        self._ready: dict[int, Piece] = {}
        self._done = 0

    def __iter__(self) -> Iterator[Piece]:
        for index in range(len(self._names)):
            while index not in self._ready:
                self._take(next(self._answers))
            yield self._ready[index]

    def close(self) -> None:
        """Stop the workers that still mask images nobody waits for."""
        self._answers.close()

    def _take(self, answer: Answer[SealedImage]) -> None:
        self._done += 1
        if self._watch.progress is not None:
            self._watch.progress(Progress(self._done, len(self._names)))
        findings = list(_problems(answer, self._sources[answer.index]))
        if findings:
            for other in self._answers:
                findings += _problems(other, self._sources[other.index])
            raise Refused(_grouped(findings))
        if answer.value is not None:
            masked, path = answer.value.masked, self._scratch / f"{answer.index:06}"
            self._ready[answer.index] = Piece(
                self._names[answer.index], masked.size, masked.sha256, masked.crc32, partial(file_chunks, path)
            )


def _jobs(
    masking: Masking, contents: Contents, series: Sequence[SourceSeries]
) -> Iterator[tuple[str, str, tuple[SourceImage, Place]]]:
    """Name in the bag, name in the source, and what is to be masked where."""
    for listed, one in zip(contents.series, series, strict=True):
        for number, image in enumerate(one.images, 1):
            place = Place(contents.case_number, contents.timepoint or "", listed.number, number, image.acquisition)
            yield f"{listed.folder}/{masking.uids.name(image.sop_instance)}.dcm", image.name, (image, place)


def _problems(answer: Answer[SealedImage], source: str) -> Iterable[Finding]:
    if answer.value is None:
        yield Finding(answer.code, f"The image {answer.text}.", (source,))
    elif answer.value.leaks:
        text = "The masked image still holds what must not be there. Nothing was sealed; report this image's kind."
        yield Finding("not-masked", text, (source,))
        for code, said in answer.value.leaks:
            yield Finding(code, said, (source,))


def _grouped(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for images that have the same wrong with them, with the first of their names."""
    files: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        files.setdefault((one.code, one.text), []).extend(one.files)
    return [
        Finding(code, text if len(names) == 1 else f"{text} It is so in {len(names)} files.", tuple(names[:MOST_NAMED]))
        for (code, text), names in sorted((key, sorted(names)) for key, names in files.items())
    ]
