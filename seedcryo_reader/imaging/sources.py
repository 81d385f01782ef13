"""What a path given by a person stands for: a folder, a ZIP archive, a DICOMDIR or a single file."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.files.archive import Member
from seedcryo_reader.imaging.workers.pool import WorkerPool

Cancel = Callable[[], bool]

ZIP_MARK = b"PK\x03\x04"
ARCHIVE_BYTES = 64 * 1024**3
"""What one archive may unfold to in all; each member has the worker's output limit besides."""


class Entry(NamedTuple):
    """A file on disk and the name by which the person knows it."""

    path: str
    name: str


class Listing(NamedTuple):
    """The files a source stands for, and those it names that cannot be had."""

    entries: list[Entry]
    troubles: list[Finding]


def list_source(path: Path, pool: WorkerPool, scratch: Path, cancelled: Cancel | None = None) -> Listing:
    """List the files behind `path`; members of an archive are unpacked into `scratch`.

    Raises
    ------
    EnvironmentFailure
        The path cannot be read, or the scratch folder is full.
    Cancelled
        The person cancelled.
    """
    try:
        if path.is_dir():
            return Listing(list(_walk(path)), [])
        with path.open("rb") as stream:
            start = stream.read(132)
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}. Check the path and your rights to it."
        raise EnvironmentFailure(msg) from error
    if start.startswith(ZIP_MARK) and start[128:] != b"DICM":
        return _unpack(path, pool, scratch, cancelled)
    if path.name.upper().startswith("DICOMDIR"):
        return _follow(path, pool)
    return Listing([Entry(str(path), _shown(Path(path.name)))], [])


def _walk(top: Path) -> Iterator[Entry]:
    for folder, folders, files in os.walk(top):
        folders.sort()
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file():
                yield Entry(str(path), _shown(path.relative_to(top)))


def _unpack(path: Path, pool: WorkerPool, scratch: Path, cancelled: Cancel | None) -> Listing:
    [(_, reply)] = pool.run("zip-list", [os.fsencode(path)], cancelled=cancelled)
    if reply.failed:
        return Listing([], [Finding(reply.code, f"The archive {reply.text}.", (_shown(Path(path.name)),))])
    members = msgspec.msgpack.decode(reply.value, type=list[tuple[int, str]])
    jobs = [
        Member(os.fsencode(path), index, os.fsencode(scratch / f"{number:06}"))
        for number, (index, _) in enumerate(members)
    ]
    entries: dict[int, Entry] = {}
    troubles: dict[int, Finding] = {}
    unfolded = 0
    for number, reply in pool.run("zip-member", jobs, cancelled=cancelled):
        name = members[number][1]
        if not reply.failed:
            unfolded += msgspec.msgpack.decode(reply.value, type=int)
            entries[number] = Entry(os.fsdecode(jobs[number].target), name)
        else:
            troubles[number] = Finding(reply.code, f"The archive member {reply.text}.", (name,))
        if unfolded > ARCHIVE_BYTES:
            refused = Finding(
                "limit-output",
                f"The archive unfolds to more than {ARCHIVE_BYTES // 1024**3} GiB.",
                (_shown(Path(path.name)),),
            )
            return Listing([], [refused])
    return Listing([entries[n] for n in sorted(entries)], [troubles[n] for n in sorted(troubles)])


def _follow(path: Path, pool: WorkerPool) -> Listing:
    [(_, reply)] = pool.run("dicomdir", [os.fsencode(path)])
    if reply.failed:
        return Listing([], [Finding(reply.code, f"The DICOMDIR {reply.text}.", (_shown(Path(path.name)),))])
    entries, troubles = [], []
    for parts in msgspec.msgpack.decode(reply.value, type=list[list[str]]):
        name = "/".join(parts)
        found = _inside(path.parent, parts)
        if found is None:
            text = "The DICOMDIR names a file that is not there. Copy the whole disc."
            troubles.append(Finding("missing-file", text, (name,)))
        else:
            entries.append(Entry(str(found), _shown(found.relative_to(path.parent))))
    return Listing(entries, troubles)


def _inside(top: Path, parts: list[str]) -> Path | None:
    """File below `top` by its path parts, whatever the case a copy of the disc gave them; None when not there."""
    here = top
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\\" in part or not here.is_dir():
            return None
        exact = here / part
        if not exact.exists():
            matches = [child for child in sorted(here.iterdir()) if child.name.upper() == part.upper()]
            if not matches:
                return None
            exact = matches[0]
        here = exact
    return here if here.is_file() else None


def _shown(path: Path) -> str:
    """Relative path as text with forward slashes; bytes that are no text become the replacement sign."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
