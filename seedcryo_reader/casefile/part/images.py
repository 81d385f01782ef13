"""Mask the images of a timepoint in worker processes, each checked before it is accepted."""

import os
from collections.abc import Iterable, Sequence
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
from seedcryo_reader.casefile.part.source import SourceSeries
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


def masked_pieces(
    masking: Masking, contents: Contents, series: Sequence[SourceSeries], pool: WorkerPool, watch: Watch
) -> list[Piece]:
    """Masked images of every series of `contents`, under their names in the bag.

    Raises
    ------
    Refused
        An image is refused, or the checker found something in what was written.
    """
    jobs: list[SealJob] = []
    names: list[str] = []
    sources: list[str] = []
    for listed, one in zip(contents.series, series, strict=True):
        for number, image in enumerate(one.images, 1):
            place = Place(contents.case_number, contents.timepoint or "", listed.number, number, image.acquisition)
            target = os.fsencode(_target(masking, len(jobs)))
            job = MaskJob(os.fsencode(image.path), image.stamp, place, masking.secret, target)
            jobs.append(SealJob(msgspec.Raw(msgspec.msgpack.encode(job)), target, masking.rules))
            names.append(f"{listed.folder}/{masking.uids.name(image.sop_instance)}.dcm")
            sources.append(image.name)
    pieces: dict[int, Piece] = {}
    findings: list[Finding] = []
    for done, answer in enumerate(pool.run("seal", jobs, SealedImage, chunk=_CHUNK, cancelled=watch.cancelled), 1):
        findings += _problems(answer, sources[answer.index])
        if answer.value is not None:
            masked, path = answer.value.masked, _target(masking, answer.index)
            pieces[answer.index] = Piece(
                names[answer.index], masked.size, masked.sha256, masked.crc32, partial(file_chunks, path)
            )
        if watch.progress is not None:
            watch.progress(Progress(done, len(jobs)))
    if findings:
        raise Refused(_grouped(findings))
    return [pieces[index] for index in range(len(jobs))]


def _target(masking: Masking, index: int) -> Path:
    return masking.scratch / f"{index:06}"


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
