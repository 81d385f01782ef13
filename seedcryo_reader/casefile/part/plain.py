"""The archive inside a part, decrypted into memory only."""

import mmap
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import pyrage

from seedcryo_reader.casefile.memory import lent
from seedcryo_reader.casefile.part.archive import MOST_BYTES
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.sources import ZIP_MARK

_AGE_MARK: Final = b"age-encryption.org/v1\n"
_MOST_OVERHEAD: Final = 64 * 1024**2
"""age adds 16 bytes to each 64 KiB and a header of some lines per recipient."""


def is_encrypted(file: Path) -> bool:
    """Whether the file needs a key; false for the decrypted archive of a part, and for what is no part.

    Raises
    ------
    EnvironmentFailure
        It cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(len(_AGE_MARK)) == _AGE_MARK
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}."
        raise EnvironmentFailure(msg) from error


@contextmanager
def plain_archive(file: Path, identities: Sequence[Identity]) -> Iterator[memoryview]:
    """The bytes of the archive inside a part; of the file itself when it was decrypted before.

    They are decrypted into memory that belongs to no file, so that nothing of them is left on a disk, not even when the
    process is killed.

    Raises
    ------
    Refused
        It is no part, or it cannot be opened with these identities.
    EnvironmentFailure
        It cannot be read, or there is not enough memory.
    """
    try:
        plain, size = _opened(file, identities)
    except OSError as error:
        msg = f"{file} cannot be opened: {error.strerror or 'the system gives no reason'}."
        raise EnvironmentFailure(msg) from error
    with lent(plain, size) as view:
        yield view


def _opened(file: Path, identities: Sequence[Identity]) -> tuple[mmap.mmap, int]:
    """Memory with the archive in its first bytes, and how many."""
    with file.open("rb") as sealed:
        mark = sealed.read(len(_AGE_MARK))
        size = sealed.seek(0, 2)
        sealed.seek(0)
        if size > MOST_BYTES + _MOST_OVERHEAD:
            raise _refusal("too-large", "The part is larger than a part can be.", file)
        if not mark.startswith(ZIP_MARK) and mark != _AGE_MARK:
            raise _refusal("not-a-part", "The file is no sealed part, or its beginning was changed.", file)
        plain = mmap.mmap(-1, size)
        try:
            if mark == _AGE_MARK:
                _decrypt(sealed, plain, identities, file)
            else:  # a copy: what was verified must be what is used, whoever writes to the file meanwhile
                shutil.copyfileobj(sealed, plain)
        except BaseException:
            plain.close()
            raise
        return plain, plain.tell()


def _decrypt(sealed: BinaryIO, plain: mmap.mmap, identities: Sequence[Identity], file: Path) -> None:
    try:
        pyrage.decrypt_io(sealed, plain, list(identities))
    except pyrage.DecryptError as error:
        text = "The part cannot be opened with this key: it is for somebody else, or its beginning was changed."
        raise _refusal("not-decrypted", text, file) from error
    except OSError as error:
        if error.errno is not None:
            raise
        # Without a number it is age's own: a block does not carry its authentication tag.
        raise _refusal("not-decrypted", "The part was changed or cut off after it was sealed.", file) from error


def _refusal(code: str, text: str, file: Path) -> Refused:
    return Refused([Finding(code, text, (file.name,))])
