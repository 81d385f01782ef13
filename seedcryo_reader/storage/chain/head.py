"""The head of a log: a small file outside the database that says how far the log went.

A chain cannot show that its tail was cut, and one flipped byte in SQLite's own log can drop the last transactions
without a word. So after each commit a line ``seq hash`` is appended here. A killed program loses no line. The lines are
forced to the disk when the log is closed: a power cut may cost the last ones, and then the log, which is forced to the
disk with every entry, has more than its head says and makes it good.
"""

import errno
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS

_LINE: Final = re.compile(rb"(0|[1-9][0-9]{0,15}) ([0-9a-f]{64})")
_LONGEST_LINE: Final = 16 + 1 + 64 + 1
_MOST_LINES: Final = 5000
_KEPT_LINES: Final = 100
_BINARY: Final = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Lines:
    """What a head file promises: number → hash, and the last number."""

    hashes: Mapping[int, str]

    @property
    def last(self) -> int:
        """The last number; 0 when the log is new."""
        return next(reversed(self.hashes.keys()))  # type: ignore[call-overload,no-any-return]


def read_lines(path: Path) -> Lines:
    """Read a head file. A last line without its end was cut off in writing and says nothing.

    Raises
    ------
    Refused
        ``head-missing``, ``head-damaged``.
    EnvironmentFailure
        It cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        text = f"{path.name} is missing, which says how far the log went. Put it back, or fetch a backup of both."
        raise Refused([Finding("head-missing", text, (str(path),))]) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    *lines, _torn = data.rstrip(b"\0").split(b"\n")  # some systems leave zeros where a power cut cut a file off
    hashes: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or (hashes and int(match[1]) - 1 not in hashes):
            raise _damaged(path, f"line {number} was changed")
        hashes[int(match[1])] = match[2].decode("ascii")
    if hashes.get(0, FIRST_PREVIOUS) != FIRST_PREVIOUS:
        raise _damaged(path, "line 1 was changed")
    if not hashes:
        raise _damaged(path, "it is empty or was cut off")
    return Lines(hashes)


def create_head(path: Path) -> None:
    """Make the head of a new log, which must not be there yet.

    Raises
    ------
    EnvironmentFailure
        It cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_line(0, FIRST_PREVIOUS))
            stream.flush()
            os.fsync(stream.fileno())
        flush_folder(path.parent)
    except OSError as error:
        raise _failure(path, error) from error


class Head:
    """An open head file that lines are appended to. Other programs may append to it too."""

    def __init__(self, path: Path, handle: int, last: int) -> None:
        self._path = path
        self._handle = handle
        self.appended = last
        """The last number that was read or appended by this one."""

    @classmethod
    def open(cls, path: Path, lines: Lines, *, alone: bool) -> "Head":
        """Open a head that was read; a long one that nobody else appends to is written anew with its last lines first.

        Raises
        ------
        EnvironmentFailure
            It cannot be written.
        """
        try:
            if alone and len(lines.hashes) > _MOST_LINES:
                _shorten(path, lines)
            return cls(path, os.open(path, os.O_RDWR | os.O_APPEND | _BINARY), lines.last)
        except OSError as error:
            raise _failure(path, error) from error

    def last(self) -> int:
        """The last number in the file.

        Raises
        ------
        Refused
            ``head-damaged``.
        EnvironmentFailure
            It cannot be read.
        """
        try:
            whole = self._whole_size()
            start = max(0, whole - 2 * _LONGEST_LINE)
            os.lseek(self._handle, start, os.SEEK_SET)
            tail = os.read(self._handle, whole - start)
        except OSError as error:
            raise _failure(self._path, error) from error
        lines = tail.split(b"\n")
        match = _LINE.fullmatch(lines[-2]) if len(lines) > 1 else None
        if match is None:
            raise _damaged(self._path, "its last line was changed")
        return int(match[1])

    def append(self, seq: int, digest: str) -> None:
        """Add a line, in one write.

        Raises
        ------
        EnvironmentFailure
            It cannot be written; what was written of it is taken back.
        """
        try:
            size = self._whole_size()
            if size != os.fstat(self._handle).st_size:
                os.truncate(self._path, size)
            line = _line(seq, digest)
            if os.write(self._handle, line) != len(line):
                os.truncate(self._path, size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise _failure(self._path, error) from error
        self.appended = seq

    def check_room(self, count: int) -> None:
        """Make sure that so many lines find room, before anything is committed that they are to name.

        Raises
        ------
        EnvironmentFailure
            They do not, or the file cannot be written.
        """
        try:
            size = self._whole_size()
            try:
                room = count * _LONGEST_LINE
                if os.write(self._handle, bytes(room)) != room:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            finally:
                os.truncate(self._path, size)
        except OSError as error:
            raise _failure(self._path, error) from error

    def close(self) -> None:
        """Force what was appended to the disk, and close it."""
        with suppress(OSError):  # the lines are there; only a power cut could still cost the last ones
            os.fsync(self._handle)
        os.close(self._handle)

    def _whole_size(self) -> int:
        """Size of the file without a torn last line."""
        start, tail = os.fstat(self._handle).st_size, b""
        while start > 0 and b"\n" not in tail:  # once, unless a power cut left zeros
            start = max(0, start - _LONGEST_LINE)
            os.lseek(self._handle, start, os.SEEK_SET)
            tail = os.read(self._handle, _LONGEST_LINE)
        return start + tail.rfind(b"\n") + 1


def _line(seq: int, digest: str) -> bytes:
    return f"{seq} {digest}\n".encode("ascii")


def _shorten(path: Path, lines: Lines) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    kept = list(lines.hashes.items())[-_KEPT_LINES:]
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(b"".join(_line(seq, digest) for seq, digest in kept))
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    flush_folder(path.parent)


def _damaged(path: Path, what: str) -> Refused:
    text = f"{path.name}: {what}. Put the file back as it was, or fetch a backup of the log and it."
    return Refused([Finding("head-damaged", text, (str(path),))])


def _failure(path: Path, error: OSError) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{path} cannot be written: {error.strerror}. Free some space, or check who may write it."
    )
