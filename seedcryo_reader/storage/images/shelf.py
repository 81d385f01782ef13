"""The shelf: sealed parts of all accounts of a station, each under the hash of its bytes.

A file is copied beside the shelf under a random name and gets its place only once it is whole, so whatever interrupts
the copying leaves the part or nothing. An account that has no use for a part does not know whether another one has:
what is on the shelf stays there.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from seedcryo_reader.casefile.part.contents import SUFFIX
from seedcryo_reader.casefile.study.writing import publish
from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch
from seedcryo_reader.storage.images.durable import PRIVATE, private_folder, written_in

_PARTIAL: Final = ".partial"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """A copied file that has no place yet: where it lies, the SHA-256 (hex) of its bytes, and their number."""

    path: Path
    sha256: str
    size: int


class Shelf:
    """The folders ``parts`` and ``incoming`` of a station; `token` gives random names."""

    def __init__(self, station: Path, token: Callable[[], str]) -> None:
        self._parts = station / "parts"
        self._incoming = station / "incoming"
        self._token = token

    def path(self, sha256: str) -> Path:
        """Where the part of this hash lies, if it is there."""
        return self._parts / f"{sha256}{SUFFIX}"

    @contextmanager
    def arriving(self, source: Path, watch: Watch = UNWATCHED) -> Iterator[Arrival]:
        """Copy a file beside the shelf; unless it is kept meanwhile, nothing of it is left afterwards.

        Raises
        ------
        Refused
            The source cannot be read: code ``not-readable``.
        EnvironmentFailure
            The station's folder is full or cannot be written.
        Cancelled
            The person cancelled.
        """
        with written_in(self._incoming):
            path, handle = self._new_partial()
        try:
            with os.fdopen(handle, "wb") as stream:
                sha256, size = self._copied(source, stream, watch)
                # Open until it is done with: that tells other programs' `sweep` that it is not left over.
                yield Arrival(path, sha256, size)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, arrival: Arrival) -> None:
        """Give an arrival its place. The same file that is there already stays; a damaged one is put right.

        Raises
        ------
        EnvironmentFailure
            It cannot be given; the shelf is as it was.
        """
        place = self.path(arrival.sha256)
        with written_in(self._parts):
            private_folder(self._parts)
            try:
                publish(arrival.path, place)
            except FileExistsError:
                if _sha256(place) != arrival.sha256:
                    arrival.path.replace(place)
                    flush_folder(self._parts)

    def sweep(self) -> None:
        """Remove what interrupted copying left behind; what another program is copying just now stays.

        Raises
        ------
        EnvironmentFailure
            The folder cannot be written.
        """
        with written_in(self._incoming):
            for path in sorted(self._incoming.glob(f"*{_PARTIAL}")):
                with suppress(FileNotFoundError):
                    _remove_if_left(path)

    def _new_partial(self) -> tuple[Path, int]:
        """A new file that is held by this program, and its handle."""
        private_folder(self._incoming)
        while True:
            path = self._incoming / f"{self._token()}{_PARTIAL}"
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE)
            if _hold(handle):
                return path, handle
            os.close(handle)  # another program's sweep came between

    def _copied(self, source: Path, stream: BinaryIO, watch: Watch) -> tuple[str, int]:
        digest, done = hashlib.sha256(), 0
        for chunk, total in _chunks(source):
            if watch.cancelled is not None and watch.cancelled():
                raise Cancelled
            with written_in(self._incoming):
                stream.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            if watch.progress is not None:
                watch.progress(Progress(0, 1, done, total))
        with written_in(self._incoming):
            stream.flush()
            os.fsync(stream.fileno())
        return digest.hexdigest(), done


def _chunks(source: Path) -> Iterator[tuple[bytes, int]]:
    """Pieces of a file, each with the size that the file had at the start."""
    try:
        with source.open("rb") as reading:
            total = os.fstat(reading.fileno()).st_size
            while chunk := reading.read(_CHUNK):
                yield chunk, total
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        text = f"The file cannot be read: {reason}. Check the path, or put the stick in again, and try once more."
        raise Refused([Finding("not-readable", text, (str(source),))]) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _remove_if_left(path: Path) -> None:
    """Remove a partial file that no program holds. Windows does not let go of a file that is open anyway."""
    if sys.platform == "win32":
        with suppress(PermissionError):
            path.unlink()
        return
    handle = os.open(path, os.O_WRONLY)
    try:
        if _hold(handle):
            path.unlink()
    finally:
        os.close(handle)


def _hold(handle: int) -> bool:
    """Mark an open file as in use until it is closed; false where another program has it, or has removed it."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(handle).st_nlink > 0


def shelf_findings(station: Path) -> list[Finding]:
    """Sealed parts of a station whose bytes are not those they are named after."""
    found = []
    for path in sorted((station / "parts").glob(f"*{SUFFIX}")):
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            found.append(Finding("not-readable", f"{path.name} cannot be read: {error.strerror}.", (path.name,)))
            continue
        if path.name != f"{digest}{SUFFIX}":
            text = "The sealed part was changed after it was received. Receive its file again."
            found.append(Finding("changed", text, (path.name,)))
    return found
