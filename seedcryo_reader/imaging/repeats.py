"""The same SOP instance twice: an exact copy is left out and said; two contents under one identity are refused."""

import os
from collections.abc import Sequence

import msgspec

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.files.facts import ImageFile, Piece
from seedcryo_reader.imaging.pixels.frame_job import DigestJob
from seedcryo_reader.imaging.sources import Entry
from seedcryo_reader.imaging.workers.pool import WorkerPool

Image = tuple[Entry, ImageFile]


def without_repeats(images: Sequence[Image], pool: WorkerPool) -> tuple[list[Image], dict[str, tuple[Finding, ...]]]:
    """Leave out files whose SOP instance and content are those of an earlier one.

    Returns
    -------
    kept : list
        One file for each content.
    findings : dict
        By series UID: ``duplicate-instance`` for copies left out, ``conflicting-instance`` for files that share a SOP
        Instance UID and differ; those are all kept, and lie at the same position as a rule.
    """
    by_instance: dict[tuple[str, str], list[Image]] = {}
    for image in images:
        by_instance.setdefault((image[1].series, image[1].sop_instance), []).append(image)
    suspects = [group for group in by_instance.values() if len(group) > 1]
    digests = _digests([image for group in suspects for image in group], pool)
    dropped: set[str] = set()
    copies: dict[str, list[str]] = {}
    conflicts: dict[str, list[str]] = {}
    for group in suspects:
        seen: dict[tuple[str, bytes], str] = {}
        for entry, file in group:
            content = (digests[entry.path], _header(file))
            if content in seen:
                dropped.add(entry.path)
                copies.setdefault(file.series, []).append(entry.name)
            else:
                seen[content] = entry.name
        if len(seen) > 1:
            conflicts.setdefault(group[0][1].series, []).extend(seen.values())
    return [image for image in images if image[0].path not in dropped], _findings(copies, conflicts)


def _header(file: ImageFile) -> bytes:
    """Facts of a file without what is only its place on disk."""
    plain = msgspec.structs.replace(
        file,
        size=0,
        modified_ns=0,
        frames=tuple(msgspec.structs.replace(frame, pieces=()) for frame in file.frames),
    )
    return msgspec.msgpack.encode(plain)


def _digests(images: Sequence[Image], pool: WorkerPool) -> dict[str, str]:
    jobs = [
        DigestJob(os.fsencode(entry.path), (file.size, file.modified_ns), file.pixels.syntax, _pieces(file))
        for entry, file in images
    ]
    found = {entry.path: f"unread {entry.path}" for entry, _ in images}
    for index, reply in pool.run("digest", jobs):
        if not reply.failed:
            found[images[index][0].path] = msgspec.msgpack.decode(reply.value, type=str)
    return found


def _pieces(file: ImageFile) -> tuple[Piece, ...]:
    return tuple(piece for frame in file.frames for piece in frame.pieces)


def _findings(copies: dict[str, list[str]], conflicts: dict[str, list[str]]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for series, names in copies.items():
        text = f"Files that are exact copies of others in the series were left out: {len(names)}."
        found[series] = (Finding("duplicate-instance", text, tuple(names)),)
    for series, names in conflicts.items():
        text = f"Files that share one SOP Instance UID and differ in content: {len(names)}. Not all are what they say."
        found[series] = (*found.get(series, ()), Finding("conflicting-instance", text, tuple(names)))
    return found
