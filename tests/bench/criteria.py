"""Print how many subject-timepoints of five lesions the criteria take a second, alone and as the command.

``.venv/bin/python -P tests/bench/criteria.py [--subjects N] [--rounds N]``. The peer of the command is Python's own
``csv.DictReader`` over the same file, which only parts it into cells: printed are the medians of rounds in turns, and
their ratio. Honest figures need a quiet machine.
"""

import argparse
import contextlib
import csv
import io
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from seedcryo_reader.app.evaluate import Wanted, evaluate_reads
from seedcryo_reader.app.paths import resources
from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.protocol.reader import load_protocol

TIMEPOINTS, LESIONS = 6, 5
PROTOCOL = resources() / "protocols" / "seed-cryo" / "1.0.toml"
HEADER = "subject,reader,timepoint,day,lesion,set,node,state,diameter_mm,tissue,tissue_change,contiguous\n"


def write(file: Path, subjects: int, *, shuffled: bool) -> None:
    """A table of subjects whose lesions shrink and grow at random, the same each time."""
    dice = random.Random(6)  # noqa: S311 - numbers for a benchmark
    rows = []
    for subject in range(subjects):
        sizes = [dice.randint(120, 600) for _ in range(LESIONS)]
        for visit in range(TIMEPOINTS):
            for lesion in range(LESIONS):
                sizes[lesion] = max(10, round(sizes[lesion] * dice.uniform(0.75, 1.15)))
                answers = ",,," if visit == 0 else f",{dice.choice(('none,', 'present,same'))},none"
                length = f"{sizes[lesion] // 10}.{sizes[lesion] % 10}"
                place = f"S{subject:05},READER 1,TP{visit},{91 * visit},T0{lesion + 1}"
                rows.append(f"{place},target,no,measured,{length}{answers}\n")
    if shuffled:
        dice.shuffle(rows)
    file.write_text(HEADER + "".join(rows), "utf-8")


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def command(file: Path) -> None:
    """The command with CSV, its output kept from the terminal."""
    with contextlib.redirect_stdout(io.StringIO()):
        evaluate_reads(file, PROTOCOL, Wanted("csv", lesions=False, sdtm=False))


def parted(file: Path) -> int:
    """The peer: the cells of the file, and nothing made of them."""
    with file.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    protocol, count = load_protocol(PROTOCOL), options.subjects * TIMEPOINTS
    with tempfile.TemporaryDirectory() as folder:
        ordered, mixed = Path(folder) / "ordered.csv", Path(folder) / "mixed.csv"
        write(ordered, options.subjects, shuffled=False)
        write(mixed, options.subjects, shuffled=True)
        courses = [case.course for case in read_cases(ordered, protocol, print)]
        acts: dict[str, Callable[[], object]] = {
            "engine": lambda: sum(1 for one in courses for _ in evaluations(one, protocol)),
            "reading": lambda: sum(1 for _ in read_cases(ordered, protocol, print)),
            "command": lambda: command(ordered),
            "command, rows in any order": lambda: command(mixed),
            "csv.DictReader": lambda: parted(ordered),
        }
        taken = {name: [] for name in acts}
        for _ in range(options.rounds):
            for name, act in acts.items():
                taken[name].append(seconds(act))
    peer = statistics.median(taken["csv.DictReader"])
    for name, times in taken.items():
        median = statistics.median(times)
        rate, ratio = count / median, median / peer
        print(f"{name:28} {median:7.3f} s  {rate:9,.0f} subject-timepoints of {LESIONS} a second  {ratio:6.1f} × peer")
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
