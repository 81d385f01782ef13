"""Writing small files whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.study.formats import read_bounded, refusal
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding

SECRET: Final = 0o600
"""Mode of a file with secrets: its owner's only."""

PUBLIC: Final = 0o666
"""Mode of any other file, less what the user's umask takes away."""


def refuse_existing(*paths: Path) -> None:
    """Refuse files that are there already, all at once.

    Raises
    ------
    Refused
        With the code ``already-there`` for each.
    """
    text = "It is there already and stays as it is. Choose another name, or move it away."
    findings = [Finding("already-there", text, (str(path),)) for path in paths if os.path.lexists(path)]
    if findings:
        raise Refused(findings)


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that must not be there yet.

    Raises
    ------
    Refused
        It is there.
    EnvironmentFailure
        It cannot be written; nothing is left of it.
    """
    refuse_existing(path)
    _write(path, data, mode, new=True)


def replace(path: Path, data: bytes, mode: int, expected: bytes) -> None:
    """Put new content in the place of `expected`.

    Raises
    ------
    Refused
        Somebody changed the file meanwhile; it stays as it is.
    EnvironmentFailure
        It cannot be written; it stays as it is.
    """
    if read_bounded(path) != expected:
        raise refusal("changed-meanwhile", "It was changed while this ran and stays as it is. Run it again.", path)
    _write(path.resolve(), data, mode, new=False)  # behind a link the file changes, and the link stays one


def _write(path: Path, data: bytes, mode: int, *, new: bool) -> None:
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        try:
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if new:
                publish(partial, path)
            else:
                partial.replace(path)
                _sync_folder(path.parent)
        finally:
            partial.unlink(missing_ok=True)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}."
        raise EnvironmentFailure(msg) from error


def publish(finished: Path, path: Path) -> None:
    """Give a finished file its name. Nobody who took the name meanwhile loses a file by it.

    Raises
    ------
    FileExistsError
        The name is taken.
    OSError
        It cannot be given; the file stays where it is.
    """
    try:
        path.hardlink_to(finished)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a stick's
        if os.path.lexists(path):
            raise FileExistsError from None
        finished.rename(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can be asked for it (Windows cannot)."""
    if os.name == "nt":
        return
    with suppress(OSError):  # the file is whole and in its place; a network share may just not know this request
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
