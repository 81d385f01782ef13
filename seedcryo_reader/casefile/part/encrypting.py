"""Encrypt bytes into a file whose size depends on their number and that of the recipients alone.

The age library adds a stanza of random length to each header ("grease"), so the header is made again until that stanza
has one certain length. Format: https://age-encryption.org/v1.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import pyrage

from seedcryo_reader.casefile.part.assembling import Assembly
from seedcryo_reader.casefile.study.writing import publish
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Watch

_HEADER: Final = re.compile(rb"age-encryption\.org/v1\n.*?\n--- [^\n]{43}\n", re.DOTALL)
_ONE_RECIPIENT: Final = 98
_BESIDES: Final = 22 + 48
_GREASE: Final = 71
"""Bytes of the random stanza that are accepted, a length that about one of 110 has."""

_MOST_TRIES: Final = 10_000


Chunks: TypeAlias = Callable[[], Iterable[bytes]]
"""Gives the bytes in pieces, the same each time it is called."""


class _OtherLength(Exception):
    """The header has another length than the one that is waited for."""


class _Source:
    """The bytes as a stream that pyrage reads from."""

    def __init__(self, chunks: Chunks, watch: Watch) -> None:
        self._chunks = iter(chunks())
        self._watch = watch
        self._rest = memoryview(b"")
        self.trouble: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._next(size)
        except BaseException as error:  # a program that is ended is no fault of the disk
            self.trouble = error
            raise

    def _next(self, size: int) -> bytes:
        while not self._rest:
            if self._watch.cancelled is not None and self._watch.cancelled():
                raise Cancelled
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = memoryview(chunk)
        given, self._rest = self._rest[:size], self._rest[size:]
        return bytes(given)


class _Target:
    """The file that pyrage writes to; it gives up at the first write when the header is of another length."""

    def __init__(self, file: BinaryIO, accepted: frozenset[int]) -> None:
        self._file = file
        self._accepted = accepted
        self.trouble: BaseException | None = None

    def write(self, data: bytes) -> int:
        if self._accepted:
            header = _HEADER.match(data)
            # A header that is longer than the first write is that of some eighty recipients: taken as it is.
            if header is not None and header.end() not in self._accepted:
                self.trouble = _OtherLength()
                raise self.trouble
            self._accepted = frozenset()
        try:
            return self._file.write(data)
        except BaseException as error:
            self.trouble = error
            raise

    def flush(self) -> None:
        self._file.flush()


def write_sealed(assembly: Assembly, target: Path, recipients: Sequence[str], watch: Watch) -> None:
    """Encrypt a part into a new file that is there whole or not at all.

    Raises
    ------
    Refused
        A file of this name is there already; it is left alone.
    EnvironmentFailure
        The folder cannot be written, or the disk is full.
    Cancelled
        The person cancelled; nothing was written.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        if target.exists():  # before the work: the images are masked while the part is written
            raise FileExistsError
        try:
            with beside.open("xb") as sealed:
                encrypt(assembly.chunks, sealed, recipients, watch)
                sealed.flush()
                os.fsync(sealed.fileno())
            publish(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError as error:
        text = f"{target} is there already and was left alone. If it is wrong, seal a part that supersedes it."
        raise Refused([Finding("already-there", text, (target.name,))]) from error
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        msg = f"{target} cannot be written: {reason}. Free some space or name another folder; nothing was kept."
        raise EnvironmentFailure(msg) from error


def encrypt(chunks: Chunks, sealed: BinaryIO, recipients: Sequence[str], watch: Watch = UNWATCHED) -> None:
    """Encrypt into a stream that is written from its beginning.

    Parameters
    ----------
    chunks : callable
    sealed : binary stream
        Nothing was written to it yet.
    recipients : sequence of str
        age recipients.
    watch : Watch

    Raises
    ------
    OSError
        It cannot be written.
    Cancelled
        The person cancelled.
    """
    keys = [pyrage.x25519.Recipient.from_str(one) for one in dict.fromkeys(recipients)]
    bare = _BESIDES + _ONE_RECIPIENT * len(keys)
    accepted = frozenset({bare, bare + _GREASE})
    for _ in range(_MOST_TRIES):
        with suppress(_OtherLength):
            _attempt(chunks, _Target(sealed, accepted), keys, watch)
            return
    _attempt(chunks, _Target(sealed, frozenset()), keys, watch)


def _attempt(chunks: Chunks, target: _Target, keys: Sequence[pyrage.x25519.Recipient], watch: Watch) -> None:
    """Encrypt once. pyrage keeps only the text of what its streams raise, so they remember it themselves."""
    source = _Source(chunks, watch)
    failed: Exception | None = None
    try:
        pyrage.encrypt_io(source, target, list(keys))
    except (pyrage.EncryptError, OSError) as error:
        failed = error
    # Of a failure in the last write pyrage says nothing.
    if trouble := source.trouble or target.trouble or failed:
        raise trouble from None
