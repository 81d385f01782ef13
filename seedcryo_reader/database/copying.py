"""Copies of a database beside it: a backup before an upgrade, and what was found when an opening is refused."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from seedcryo_reader.database.opening import Database, connected
from seedcryo_reader.database.trouble import plain_words
from seedcryo_reader.domain.errors import EnvironmentFailure


def backup(database: Database, target: Path, key: bytes | None = None) -> None:
    """Write a whole copy under another name, encrypted under the same key; it is there whole or not at all.

    SQLite copies its pages itself: opening and closing the file by hand would drop the locks this process holds on it.

    Raises
    ------
    EnvironmentFailure
        It cannot be written; nothing is left of it.
    Refused
        ``damaged``.
    """
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        database.checkpoint()
        with plain_words(partial):
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            raw = connected(partial, key)
            try:
                database.copy_to(raw)
                raw.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, nothing beside it
            finally:
                raw.close()
        flush(partial)
        partial.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        msg = f"{target} cannot be written: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    finally:
        partial.unlink(missing_ok=True)


def keep_as_found(path: Path) -> Path | None:
    """Copy a database and its log aside before closing it would empty the log into it.

    Returns the name of the copy; None when there is no log whose loss could matter. To be called while the database is
    open and nothing has been written since, and to be followed by closing it.
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        return None
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.name}.as-found-{number}")):
        number += 1
    with suppress(OSError):  # a full disk must not hide what is wrong with the database
        for source, target in ((path, kept), (log, kept.with_name(f"{kept.name}-wal"))):
            shutil.copyfile(source, target)
            target.chmod(0o600)
            flush(target)
        return kept
    return None


def flush(path: Path) -> None:
    """Make a file's content last through a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Make new names in a folder last through a power cut, where the system can be asked for it."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
