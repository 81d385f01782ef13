"""The checker over many files: which are DICOM, each mapped into memory and judged, in the order of their names."""

import mmap
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from seedcryo_reader.casefile.leaks.check import check_image, check_text
from seedcryo_reader.casefile.leaks.head import is_part_10
from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.memory import lent
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.sources import plain_name
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

_HEAD_BYTES: Final = 262
_FIRST_GROUPS: Final = frozenset(
    pair for group in (0x02, 0x04, 0x08, 0x10, 0x18, 0x20, 0x28) for pair in (bytes((group, 0)), bytes((0, group)))
)
_EXPLICIT: Final = re.compile(rb"[A-Z]{2}")
_ARCHIVES: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
)
"""How ZIP, gzip, 7-Zip, RAR, bzip2, xz and zstd files begin."""

_TASKS: Final = "seedcryo_reader.casefile.leaks.tasks"
_MANY: Final = 2000
"""Files from which on several processes are quicker than one that is there already."""

_BATCH: Final = 32
_SUFFIXES: Final = frozenset({".dcm", ".dicom", ".ima"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one file.

    Attributes
    ----------
    name : str
        Path below the folder that was asked for.
    is_dicom : bool
        Whether it is DICOM or looks as if it were meant to be; other files are not judged.
    findings : tuple of Finding
        What it leaks.
    """

    name: str
    is_dicom: bool
    findings: tuple[Finding, ...] = ()


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """Files, the folder their names are shown below (both in the file system's own bytes), and the rules' folder."""

    paths: list[bytes]
    base: bytes
    rules: str


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """What became of a batch: its different findings, and for each file its name, whether it is DICOM, and which."""

    findings: list[tuple[str, str]]
    files: list[tuple[str, bool, list[int]]]

    def checked(self) -> list[Checked]:
        """The same, file by file."""
        return [
            Checked(name, is_dicom, tuple(Finding(*self.findings[index], (name,)) for index in found))
            for name, is_dicom, found in self.files
        ]


def files_below(path: Path) -> list[Path]:
    """All files of a folder in the order of their names, or the one file; links to folders are named, not followed.

    Raises
    ------
    EnvironmentFailure
        A folder that cannot be listed: a leak could lie in it unseen.
    """
    if not path.is_dir():
        return [path]

    def refuse(error: OSError) -> None:
        msg = f"The folder {error.filename} cannot be read: {error.strerror}."
        raise EnvironmentFailure(msg) from error

    found = []
    for folder, folders, names in os.walk(path, onerror=refuse):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [Path(folder, name) for name in (*names, *links)]
    return sorted(found, key=lambda one: one.relative_to(path).parts)


def check_files(root: Path, rules: Path, watch: Watch = UNWATCHED) -> Iterator[Checked]:
    """Judge every file below a folder, or one file.

    Parameters
    ----------
    root : Path
        A folder or a file.
    rules : Path
        Folder of the tables, as for `read_rules`.
    watch : Watch
        Told how many files are done; asked between files whether to stop.

    Yields
    ------
    Checked
        One for each file, in the order of their names.

    Raises
    ------
    EnvironmentFailure
        A folder cannot be listed, or the tables cannot be read.
    Cancelled
        The watch said so.
    """
    paths = files_below(root)
    base = root if root.is_dir() else root.parent
    found = (
        _by_workers(paths, base, rules, watch) if len(paths) >= _MANY else _here(paths, base, read_rules(rules), watch)
    )
    for done, one in enumerate(found, 1):
        if watch.progress is not None:
            watch.progress(Progress(done, len(paths)))
        yield one


def _here(paths: list[Path], base: Path, rules: Rules, watch: Watch) -> Iterator[Checked]:
    for path in paths:
        if watch.cancelled is not None and watch.cancelled():
            raise Cancelled
        yield check_file(path, base, rules)


def _by_workers(paths: list[Path], base: Path, rules: Path, watch: Watch) -> Iterator[Checked]:
    """The same on all processors; a file that a worker dies of costs one finding, and its batch another try."""
    with WorkerPool(tasks=_TASKS) as pool:
        ready: dict[int, list[Checked]] = {}
        turn = 0
        for answer in pool.run(
            "check", _batches(paths, base, rules, _BATCH), Judged, chunk=4, cancelled=watch.cancelled
        ):
            batch = paths[answer.index * _BATCH : (answer.index + 1) * _BATCH]
            ready[answer.index] = (
                _one_by_one(batch, base, rules, pool, watch) if answer.value is None else answer.value.checked()
            )
            while turn in ready:
                yield from ready.pop(turn)
                turn += 1


def _one_by_one(paths: list[Path], base: Path, rules: Path, pool: WorkerPool, watch: Watch) -> list[Checked]:
    found: dict[int, Checked] = {}
    for answer in pool.run("check", _batches(paths, base, rules, 1), Judged, chunk=1, cancelled=watch.cancelled):
        name = shown_name(paths[answer.index], base)
        found[answer.index] = _unread(name, f"it {answer.text}") if answer.value is None else answer.value.checked()[0]
    return [found[index] for index in sorted(found)]


def _batches(paths: list[Path], base: Path, rules: Path, size: int) -> list[Batch]:
    starts = range(0, len(paths), size)
    return [
        Batch([os.fsencode(path) for path in paths[at : at + size]], os.fsencode(base), str(rules)) for at in starts
    ]


def check_file(path: Path, base: Path, rules: Rules) -> Checked:
    """Judge one file, its name below `base` included; one that cannot be read is a finding."""
    name = shown_name(path, base)
    try:
        if path.is_dir():
            return _unjudged(name, "a link to a folder: give that folder's own path")
        if not path.is_file():  # a pipe would never end
            return Checked(name, is_dicom=False)
        with path.open("rb") as stream:
            return _judged(stream, path.name, name, rules)
    except OSError as error:
        return _unread(name, error.strerror or "the system refused")
    except MemoryError:
        return _unread(name, "it needs more memory than there is")


def _judged(stream: BinaryIO, own_name: str, name: str, rules: Rules) -> Checked:
    head = stream.read(_HEAD_BYTES)
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return _unjudged(name, "an archive: unpack it")
    if not looks_like_dicom(head, own_name):
        return Checked(name, is_dicom=False)
    if not head:
        return _unread(name, "it is empty")
    mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    with lent(mapped, len(mapped)) as data:
        found = check_image(data, rules, name)
    named = check_text(name, rules, name)
    telling = tuple(Finding(one.code, one.text.replace("The text", "The file's name"), (name,)) for one in named)
    return Checked(name, is_dicom=True, findings=found + telling)


def shown_name(path: Path, base: Path) -> str:
    """Path below `base` as text; what is no text becomes a question mark."""
    return plain_name(path.relative_to(base).as_posix().encode("utf-8", "replace").decode("utf-8"))


def looks_like_dicom(head: bytes, name: str) -> bool:
    """Whether a file is DICOM or meant to be: by its mark, by its name, or a data set without a preamble."""
    return (
        is_part_10(head)
        or Path(name).suffix.lower() in _SUFFIXES
        or (
            len(head) > 8
            and head[:2] in _FIRST_GROUPS
            and (_EXPLICIT.match(head[4:6]) is not None or head[1:4].count(0) > 0)
        )
    )


def _unjudged(name: str, what: str) -> Checked:
    text = f"It was not judged because it is {what} to have what is in it judged."
    return Checked(name, is_dicom=False, findings=(Finding("not-judged", text, (name,)),))


def _unread(name: str, reason: str) -> Checked:
    return Checked(
        name, is_dicom=True, findings=(Finding("unreadable", f"The file cannot be read: {reason}.", (name,)),)
    )
