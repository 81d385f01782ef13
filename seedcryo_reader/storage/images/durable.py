"""Names and files that last through a power cut, and what a failure of the disk is told as."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.domain.errors import EnvironmentFailure

PRIVATE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700


@contextmanager
def written_in(folder: Path) -> Iterator[None]:
    """Turn a failure of the system while something is written in `folder` into a plain sentence.

    Raises
    ------
    EnvironmentFailure
        In the place of OSError.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        msg = f"{folder} cannot be written: {reason}. Free some space or check your rights to it, and try again."
        raise EnvironmentFailure(msg) from error


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it, for its owner alone, where they are not there yet."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


def write_private(path: Path, data: bytes | memoryview) -> None:
    """Write a new file for its owner alone, and wait until the disk has it."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE), "wb"
    ) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def settle(file: Path) -> None:
    """Make a file that others wrote its owner's alone, and wait until the disk has it."""
    file.chmod(PRIVATE)
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def remove_folder(folder: Path, aside: Path) -> None:
    """Remove a folder so that it is there as a whole or not at all: it is renamed `aside` and then deleted."""
    with suppress(FileNotFoundError):
        folder.rename(aside)
        flush_folder(folder.parent)
        shutil.rmtree(aside)
