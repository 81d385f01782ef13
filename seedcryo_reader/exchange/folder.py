"""A folder as a carrier: a stick, a share, or the station's own. What lies in it is named by hashes alone.

Below the folder everybody has a place named after the hash of the own ``age1…``; in it lie envelopes and sealed parts
under the hashes of their bytes. A file gets its name once it is whole, and nothing is ever changed or removed.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.part.contents import SUFFIX as PART_SUFFIX
from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.exchange.envelope import SUFFIX

_TAG_DIGITS: Final = 16
_CHUNK: Final = 1 << 20
_NAMED: Final = re.compile(r"[0-9a-f]{64}")
_MODE: Final = 0o600
_FOLDER_MODE: Final = 0o700
_LEFT_SECONDS: Final = 24 * 3600


def tag(recipient: str) -> str:
    """Name of a recipient's place: the first 16 hex digits of the SHA-256 of its ``age1…``."""
    return hashlib.sha256(recipient.encode("ascii")).hexdigest()[:_TAG_DIGITS]


class Folder:
    """A carrier under a folder, which is made when something is put into it.

    Parameters
    ----------
    root : Path
    now : callable
        Seconds since 1970, by which what a killed program left is known from what another one is just writing.
    links : bool
        Whether a sealed part may lie there as a second name of the same file: in a station's own folder, whose files
        nobody but the program touches.
    """

    def __init__(self, root: Path, now: Callable[[], float] = time.time, *, links: bool = False) -> None:
        self.root = root
        self._links = links
        self._now = now
        self._swept: set[Path] = set()

    def put(self, recipient: str, data: bytes) -> Path:
        """Put an envelope there. The same one again changes nothing, or puts a damaged one right.

        Raises
        ------
        EnvironmentFailure
            It cannot be written; nothing is left of it.
        """
        path = self._place(recipient) / f"{hashlib.sha256(data).hexdigest()}{SUFFIX}"
        with _told(self.root):
            if not path.exists() or path.read_bytes() != data:
                self._write(path, iter((data,)))
        return path

    def has_part(self, recipient: str, source: Path, sha256: str) -> bool:
        """Whether a sealed part lies there with just these bytes.

        Raises
        ------
        EnvironmentFailure
            It cannot be read.
        """
        path = self._part_path(recipient, sha256)
        with _readable(path):
            if not _is_plain(path):
                return False
            return path.samefile(source) or file_hash(path) == sha256

    def put_part(self, recipient: str, source: Path, sha256: str) -> Path:
        """Copy a sealed part there. The same one again changes nothing; one of other bytes is put right.

        Raises
        ------
        EnvironmentFailure
            It cannot be read or written; nothing is left of it.
        Refused
            ``part-changed``: the source has another hash; likewise.
        """
        path = self._place(recipient) / self._part_path(recipient, sha256).name
        if self.has_part(recipient, source, sha256):
            return path
        with _told(self.root):
            if self._links and not path.exists():
                with suppress(OSError):  # a file system without hard links
                    path.hardlink_to(source)
                    flush_folder(path.parent)
                    return path
            self._write(path, _sound_chunks(source, sha256))
        return path

    def mail(self, recipient: str) -> list[Path]:
        """The envelopes that lie there for a recipient, by name, and folders that have the name of one.

        Raises
        ------
        EnvironmentFailure
            The folder cannot be read.
        """
        place = self.root / tag(recipient)
        with _readable(place):
            if not self.root.is_dir():
                msg = f"{self.root} is no folder that can be read. Put the stick in, or name another folder."
                raise EnvironmentFailure(msg)
            found = sorted(place.iterdir()) if place.is_dir() else []
            return [one for one in found if one.suffix == SUFFIX and (_is_plain(one) or one.is_dir())]

    def part(self, recipient: str, sha256: str) -> Path | None:
        """The sealed part of this hash that lies there for a recipient.

        Raises
        ------
        EnvironmentFailure
            The folder cannot be read.
        """
        path = self._part_path(recipient, sha256)
        with _readable(path):
            return path if _is_plain(path) else None

    def _part_path(self, recipient: str, sha256: str) -> Path:
        return self.root / tag(recipient) / f"{sha256}{PART_SUFFIX}"

    def _place(self, recipient: str) -> Path:
        place = self.root / tag(recipient)
        with _told(self.root):
            place.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            if place not in self._swept:
                self._swept.add(place)
                _sweep(place, self._now())
        return place

    @staticmethod
    def _write(path: Path, chunks: Iterator[bytes]) -> None:
        partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
        try:
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _MODE)
            with os.fdopen(handle, "wb") as stream:
                for chunk in chunks:
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
            flush_folder(path.parent)
        finally:
            partial.unlink(missing_ok=True)


def _sweep(place: Path, now: float) -> None:
    """Remove what was begun more than a day ago and never got its name."""
    for left in place.glob(".*.partial"):
        with suppress(FileNotFoundError):
            if now - left.stat().st_mtime > _LEFT_SECONDS:
                left.unlink()


def _is_plain(path: Path) -> bool:
    """Whether it is a file, and not a link to one."""
    return path.is_file() and not path.is_symlink()


def file_hash(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sound_chunks(source: Path, sha256: str) -> Iterator[bytes]:
    """The bytes of a sealed part; refused at their end where they are others than its name says."""
    digest = hashlib.sha256()
    with source.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != sha256:
        text = "The sealed part was changed on the station's shelf. Fetch it from a backup of the station."
        raise Refused([Finding("part-changed", text, (source.name,))])


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        msg = f"{path} cannot be read: {reason}. Check your rights to it and to its folder, and try again."
        raise EnvironmentFailure(msg) from error


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        msg = f"{folder} cannot be written: {reason}. Free some space or check your rights to it, and try again."
        raise EnvironmentFailure(msg) from error


def stated_hash(path: Path) -> str | None:
    """The hash that a file is named after; None where it has another name."""
    return path.stem if _NAMED.fullmatch(path.stem) else None
