"""Only one set-up of a folder at a time."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _try_to_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``, waiting for whoever has it; the system frees it however a process ends."""
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        if not _try_to_lock(file):
            print("Another set-up of this folder is under way: waiting for it.", flush=True)
            while not _try_to_lock(file):
                time.sleep(0.2)
        os.set_inheritable(file.fileno(), True)
        yield
