"""A program that exchanges a reader's post and dies of it: ``child.py in|out ROOT STUDY``.

For every call to what makes something last it takes a copy of the vault and of the stick in ROOT, and a process of its
own that kills itself before that call, until one comes to its end.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from storage.post.ways import account_of
from storage.vault.ways import VAULT_MIGRATIONS, WORDS

from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.database.opening import Database
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.storage.vault.vault import Place, Vault

PART = "1a" * 32
MOST_STEPS = 60


def main(act: str, root: str, study_file: str) -> None:
    for step in range(MOST_STEPS):
        copy = Path(root) / f"step-{step:02}"
        for name in ("vaults", "stick"):
            shutil.copytree(Path(root) / name, copy / name)
        process = os.fork()
        if process == 0:
            exchange(act, copy, Path(study_file), step)
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if status == 0:
            return
        if not os.WIFSIGNALED(status):
            sys.exit(f"step {step} failed")
    sys.exit("the exchange never came to its end")


def exchange(act: str, copy: Path, study_file: Path, step: int) -> None:
    study = read_study(study_file)
    with Vault.open(Place(copy / "vaults", "reader-a", study, VAULT_MIGRATIONS), WORDS) as vault:
        account = account_of(vault, study)
        account.parts.there.add(PART)
        kill_at(step)
        if act == "in":
            account.post.take_in(Folder(copy / "stick"))
        else:
            account.post.put_out(Folder(copy / "stick"))


def kill_at(step: int) -> None:
    """Let this process die before one of its calls."""
    calls = count()

    def deadly(work: Callable[..., Any]) -> Callable[..., Any]:
        def act(*values: Any, **named: Any) -> Any:
            if next(calls) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return work(*values, **named)

        return act

    for holder, name in ((os, "fsync"), (os, "replace"), (Path, "replace"), (Path, "mkdir"), (Database, "writing")):
        setattr(holder, name, deadly(getattr(holder, name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
