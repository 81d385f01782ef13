"""A program that receives parts or opens one, for tests to kill: ``child.py ACT FOLDER KEY STUDY FILE…``."""

import sys
from pathlib import Path

from storage.images.desks import CASE, desk_at

from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.study.age_keys import identity
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.domain.read import Read
from seedcryo_reader.imaging.workers.pool import WorkerPool


def main(act: str, folder: str, key: str, study: str, *files: str) -> None:
    found = identity(key)
    assert found is not None
    with (
        WorkerPool(slots=1) as pool,
        desk_at(Path(folder), read_study(Path(study)), read_rules(deidentification()), found, pool) as desk,
    ):
        if act == "open":
            pool.warm()
        print("ready", flush=True)
        if act == "open":
            desk.open_next(Read(CASE))
        else:
            desk.receive(*map(Path, files))
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
