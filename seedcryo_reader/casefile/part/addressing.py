"""The same part for other people: its archive stays as it is, and with it the seal; only the encryption is another."""

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

from seedcryo_reader.casefile.part.encrypting import encrypt
from seedcryo_reader.casefile.part.plain import plain_archive
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.writing import SECRET
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.watch import UNWATCHED, Watch

_PIECE: Final = 1 << 20


class _Hashing:
    """A stream that keeps the hash of what is written to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def readdressed(
    file: Path, identities: Sequence[Identity], recipients: Sequence[str], target: Path, watch: Watch = UNWATCHED
) -> str:
    """Encrypt a part to other recipients, in the place of `target`; returns the SHA-256 (hex) of the new file.

    Parameters
    ----------
    file : Path
        The part as it came.
    identities : sequence of Identity
        That open it.
    recipients : sequence of str
        age recipients of whom it is for, all of them in one file.
    target : Path
        The new file; one that is there is replaced.
    watch : Watch

    Raises
    ------
    Refused
        It is no part, or cannot be opened with these identities.
    EnvironmentFailure
        It cannot be read, or the new one cannot be written; nothing is left of it.
    Cancelled
        The person cancelled; likewise.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    with plain_archive(file, identities) as archive:

        def chunks() -> Iterator[bytes]:
            return (bytes(archive[at : at + _PIECE]) for at in range(0, len(archive), _PIECE))

        try:
            try:
                handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), SECRET)
                with os.fdopen(handle, "wb") as stream:
                    hashing = _Hashing(stream)
                    encrypt(chunks, cast("BinaryIO", hashing), recipients, watch)
                    stream.flush()
                    os.fsync(stream.fileno())
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or "the system gives no reason"
            msg = f"{target} cannot be written: {reason}. Free some space and try again; nothing was kept of it."
            raise EnvironmentFailure(msg) from error
    return hashing.sha256
