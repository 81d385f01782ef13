"""The same SOP instance twice: the same image is left out and said; two images under one identity are named.

An image is the same when its stored pixels and every fact that is read of its header are; the rest of the header may
differ, as it does when one of two copies was de-identified.
"""

import os
from collections.abc import Sequence

import msgspec

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.files.facts import ImageFile, Piece
from seedcryo_reader.imaging.pixels.frame_job import DigestJob
from seedcryo_reader.imaging.sources import Cancel, Entry
from seedcryo_reader.imaging.workers.pool import WorkerPool

Image = tuple[Entry, ImageFile]


def without_repeats(
    images: Sequence[Image], pool: WorkerPool, cancelled: Cancel | None = None
) -> tuple[list[Image], dict[str, tuple[Finding, ...]]]:
    """Leave out files whose SOP instance and content are those of an earlier one.

    Returns
    -------
    kept : list
        One file for each content.
    findings : dict
        By series UID: ``duplicate-instance`` for copies left out, ``conflicting-instance`` for files that share a SOP
        Instance UID and differ; those are all kept, and lie at the same position as a rule.
    """
    by_instance: dict[tuple[str, str], list[int]] = {}
    for index, (_, file) in enumerate(images):
        by_instance.setdefault((file.series, file.sop_instance), []).append(index)
    suspects = [group for (_, instance), group in by_instance.items() if instance and len(group) > 1]
    digests = _digests(images, [index for group in suspects for index in group], pool, cancelled)
    dropped: set[int] = set()
    copies: dict[str, list[str]] = {}
    conflicts: dict[str, list[str]] = {}
    for group in suspects:
        seen: dict[tuple[str, bytes], str] = {}
        for index in group:
            entry, file = images[index]
            content = (digests[index], _header(file))
            if content in seen:
                dropped.add(index)
                copies.setdefault(file.series, []).append(entry.name)
            else:
                seen[content] = entry.name
        if len(seen) > 1:
            conflicts.setdefault(images[group[0]][1].series, []).extend(seen.values())
    return [image for index, image in enumerate(images) if index not in dropped], _findings(copies, conflicts)


def _header(file: ImageFile) -> bytes:
    """Facts of a file without what is only its place on disk."""
    plain = msgspec.structs.replace(
        file,
        size=0,
        modified_ns=0,
        frames=tuple(msgspec.structs.replace(frame, pieces=()) for frame in file.frames),
    )
    return msgspec.msgpack.encode(plain)


def _digests(
    images: Sequence[Image], suspects: Sequence[int], pool: WorkerPool, cancelled: Cancel | None
) -> dict[int, str]:
    """Digest of the pixels of each suspect; one of its own where they cannot be read."""
    jobs = []
    for index in suspects:
        entry, file = images[index]
        stamp = (file.size, file.modified_ns)
        jobs.append(DigestJob(os.fsencode(entry.path), stamp, file.pixels.syntax, _pieces(file)))
    found = {index: f"unread {index}" for index in suspects}
    for answer in pool.run("digest", jobs, str, cancelled=cancelled):
        if answer.value:
            found[suspects[answer.index]] = answer.value
    return found


def _pieces(file: ImageFile) -> tuple[Piece, ...]:
    return tuple(piece for frame in file.frames for piece in frame.pieces)


def _findings(copies: dict[str, list[str]], conflicts: dict[str, list[str]]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for series, names in copies.items():
        text = f"Files that hold the same image as another one under one SOP Instance UID were left out: {len(names)}."
        found[series] = (Finding("duplicate-instance", text, tuple(names)),)
    for series, names in conflicts.items():
        text = f"Files that share one SOP Instance UID and are not the same image: {len(names)}. Ask their source."
        found[series] = (*found.get(series, ()), Finding("conflicting-instance", text, tuple(names)))
    return found
