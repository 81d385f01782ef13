"""A program that changes the data key of a vault, for tests to kill: ``child.py FOLDER STUDY [STEP]``.

It begins when it reads a line. With a step it kills itself there: before the call of that number to what touches files.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from storage.vault.ways import VAULT_MIGRATIONS, WORDS

from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.database.opening import Database
from seedcryo_reader.storage.vault import acts, vault
from seedcryo_reader.storage.vault.vault import Place


def main(folder: str, study: str, step: str = "") -> None:
    place = Place(Path(folder), "reader-a", read_study(Path(study)), VAULT_MIGRATIONS)
    if step:
        kill_at(int(step))
    print("ready", flush=True)
    sys.stdin.readline()
    acts.rotate_data_key(place, WORDS)
    print("done", flush=True)


def kill_at(step: int) -> None:
    """Let this process die before one of its calls."""
    calls = count()

    def deadly(work: Callable[..., Any]) -> Callable[..., Any]:
        def act(*values: Any, **named: Any) -> Any:
            if next(calls) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return work(*values, **named)

        return act

    for holder, name in (
        (acts, "write_key_file"),
        (vault, "write_key_file"),
        (Database, "pragma"),
        (Database, "close"),
    ):
        setattr(holder, name, deadly(getattr(holder, name)))
    setattr(Path, "replace", deadly(Path.replace))  # noqa: B010 - for the type checker


if __name__ == "__main__":
    main(*sys.argv[1:])
