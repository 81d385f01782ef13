"""What a path given by a person stands for: a folder, a ZIP archive, a DICOMDIR or a single file."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.files.archive import Member
from seedcryo_reader.imaging.workers.pool import WorkerPool

Cancel = Callable[[], bool]

ZIP_MARK = b"PK\x03\x04"
_PARTS: Any = list[list[str]] | None
ARCHIVE_BYTES = 64 * 1024**3
"""What one archive may unfold to in all; each member has the worker's output limit besides."""


class Entry(NamedTuple):
    """A file on disk, the name by which the person knows it, and its size in bytes when it was listed."""

    path: str
    name: str
    size: int


class Listing(NamedTuple):
    """The files a source stands for, those that cannot be had, and what was passed over with the reason."""

    entries: list[Entry]
    troubles: list[Finding]
    ignored: list[tuple[str, str]]


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
            return _walk(path)
        if not stat.S_ISREG(path.stat().st_mode):
            msg = f"{path} is neither a file nor a folder."
            raise EnvironmentFailure(msg)
        with path.open("rb") as stream:
            start = stream.read(132)
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}. Check the path and your rights to it."
        raise EnvironmentFailure(msg) from error
    if start.startswith(ZIP_MARK) and start[128:] != b"DICM":
        return _unpack(path, pool, scratch, cancelled)
    return _follow(path, pool, cancelled)


def _walk(top: Path) -> Listing:
    found = Listing([], [], [])

    def refuse(error: OSError) -> None:
        name = _shown(Path(error.filename).relative_to(top)) if error.filename else "."
        found.troubles.append(Finding("unreadable", f"The folder cannot be read: {error.strerror}.", (name,)))

    for folder, folders, files in os.walk(top, onerror=refuse):
        folders.sort()
        found.ignored.extend((_shown(Path(folder, name).relative_to(top)), "link to a folder")
                             for name in folders if Path(folder, name).is_symlink())  # fmt: skip
        for name in sorted(files):
            path = Path(folder, name)
            shown = _shown(path.relative_to(top))
            try:
                status = path.stat()
            except FileNotFoundError:
                found.ignored.append((shown, "link to nothing"))
            except OSError:
                found.troubles.append(Finding("unreadable", "The file cannot be reached.", (shown,)))
            else:
                if stat.S_ISREG(status.st_mode):
                    found.entries.append(Entry(str(path), shown, status.st_size))
                else:
                    found.ignored.append((shown, "not a regular file"))
    return found


def _unpack(path: Path, pool: WorkerPool, scratch: Path, cancelled: Cancel | None) -> Listing:
    archive = (_shown(Path(path.name)),)
    [listed] = pool.run("zip-list", [os.fsencode(path)], list[tuple[int, str]], cancelled=cancelled)
    if listed.value is None:
        return Listing([], [Finding(listed.code, f"The archive {listed.text}.", archive)], [])
    members = [(index, plain_name(name)) for index, name in listed.value]
    jobs = [
        Member(os.fsencode(path), index, os.fsencode(scratch / f"{number:06}"))
        for number, (index, _) in enumerate(members)
    ]
    entries: dict[int, Entry] = {}
    troubles: dict[int, Finding] = {}
    unfolded = 0
    for answer in pool.run("zip-member", jobs, int, cancelled=cancelled):
        number, name = answer.index, members[answer.index][1]
        if answer.value is None:
            troubles[number] = Finding(answer.code, f"The archive member {answer.text}.", (name,))
            continue
        unfolded += answer.value
        entries[number] = Entry(os.fsdecode(jobs[number].target), name, answer.value)
        if unfolded > ARCHIVE_BYTES:
            text = f"The archive unfolds to more than {ARCHIVE_BYTES // 1024**3} GiB."
            return Listing([], [Finding("limit-output", text, archive)], [])
    return Listing([entries[n] for n in sorted(entries)], [troubles[n] for n in sorted(troubles)], [])


def _follow(path: Path, pool: WorkerPool, cancelled: Cancel | None) -> Listing:
    """The files a DICOMDIR names, or the file itself where it is none."""
    name = _shown(Path(path.name))
    [answer] = pool.run("dicomdir", [os.fsencode(path)], _PARTS, cancelled=cancelled)
    if answer.failed:
        return Listing([], [Finding(answer.code, f"The DICOMDIR {answer.text}.", (name,))], [])
    named = answer.value
    if named is None:
        return Listing([Entry(str(path), name, path.stat().st_size)], [], [])
    listing = Listing([], [], [])
    names: dict[Path, dict[str, str]] = {}
    seen: set[Path] = set()
    for parts in named:
        found = _inside(path.parent, parts, names)
        if found is None:
            text = "The DICOMDIR names a file that is not there. Copy the whole disc."
            listing.troubles.append(Finding("missing-file", text, (plain_name("/".join(parts)),)))
        elif found not in seen:
            seen.add(found)
            listing.entries.append(Entry(str(found), _shown(found.relative_to(path.parent)), found.stat().st_size))
    return listing


def _inside(top: Path, parts: list[str], names: dict[Path, dict[str, str]]) -> Path | None:
    """File below `top` by its path parts, whatever the case a copy of the disc gave them; None when not there.

    `names` remembers the names in each folder, in capitals.
    """
    here = top
    try:
        for part in parts:
            if here not in names:
                names[here] = {child.name.upper(): child.name for child in sorted(here.iterdir())}
            # Only names that the folder lists are followed; a link among them is held against `top` at the end.
            if part.upper() not in names[here]:
                return None
            here = here / (part if (here / part).exists() else names[here][part.upper()])
        return here if here.is_file() and here.resolve().is_relative_to(top.resolve()) else None
    except OSError:
        return None


def _shown(path: Path) -> str:
    """Relative path as text with forward slashes; what is no text becomes the replacement sign."""
    return plain_name(os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def plain_name(name: str) -> str:
    """A name as it may be printed: what would move the cursor or break the line becomes the replacement sign."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
