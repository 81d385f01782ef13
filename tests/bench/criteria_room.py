"""Print what one edit costs the reading room: what the criteria make of a read of 8 timepoints and 5 targets.

``.venv/bin/python -P tests/bench/criteria_room.py [--rounds N]``. Every round begins with a read that nothing is known
of yet, as after an edit. Honest figures need a quiet machine; the load is printed.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reading.ways import called, found, locked, measured, none_new, said
from support.fake_desk import fake_desk

from seedcryo_reader.criteria.demands import demands
from seedcryo_reader.criteria.evaluate import evaluate, evaluations
from seedcryo_reader.criteria.history import history
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.reading.completeness import missing
from seedcryo_reader.reading.guards import guards
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.rows import lesion_rows, sum_row
from seedcryo_reader.reading.worked_out import WorkedOut
from seedcryo_reader.ui.reading.verdict.standing import standing

PLACES = (
    ("liver", "segment VI"),
    ("liver", "segment II"),
    ("lung", "lingula"),
    ("lung", "left lower lobe"),
    ("kidney", "left upper pole"),
)
TIMEPOINTS = 8


def long_read() -> Reading:
    """The last of the timepoints is open, assessed and called, and waits for the reveal."""
    desk = fake_desk()
    desk.images.targets = tuple(Target(f"T{k:02}", *place, node=False) for k, place in enumerate(PLACES, 1))
    desk.images.timepoints = [f"TP{k}" for k in range(TIMEPOINTS)]
    targets = [one.target_id for one in desk.images.targets]
    reading = Reading("C-0001", desk.desk)
    for at in desk.images.timepoints:
        reading.open_next()
        said(reading, *(measured(at, one, f"2{at[-1]}.4") for one in targets))
        if at != "TP0":
            said(reading, *(found(at, one, name) for one in targets for name in ("tissue", "contiguous")), none_new(at))
            said(reading, *(called(at, one, "no LP") for one in targets), called(at, OVERALL, "SD"))
        if at != desk.images.timepoints[-1]:
            if at != "TP0":
                reading.reveal()
                said(reading, *(called(at, one.about, one.value) for one in _called(reading)))
            locked(reading)
    return reading


def _called(reading: Reading) -> list:
    """What is concluded about what the reader calls: the call is made to agree."""
    about = reading.worked_out.demands(reading.read.active.name).calls
    return [one for one in reading.read.active.revealed.conclusions if one.about in about]


def tell(name: str, work: Callable[[], object], rounds: int) -> None:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1e3)
    print(
        f"{name:34} median {statistics.median(taken):6.2f} ms  best {min(taken):6.2f}  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def everything(now: WorkedOut, at: str) -> None:
    """What the panel, the calls and the list of what is left ask for after one edit."""
    lesion_rows(now, at)
    sum_row(now, at)
    missing(now)
    standing(now)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    reading = long_read()
    read, protocol, at = reading.read, reading.protocol, f"TP{TIMEPOINTS - 1}"
    tell("responses of all timepoints", lambda: list(evaluations(course_of(read, protocol, at), protocol)), rounds)
    tell("conclusions with their reasons", lambda: evaluate(read, protocol, at), rounds)
    tell("what is asked", lambda: demands(read, protocol, at), rounds)
    tell("lengths", lambda: history(read, protocol, at), rounds)
    tell("questions before the lock", lambda: guards(WorkedOut(read, protocol)), rounds)
    tell("all of it after one edit", lambda: everything(WorkedOut(read, protocol), at), rounds)


if __name__ == "__main__":
    main()
