"""Benchmarks of the sealed case: sealing and opening against a plain copy plus SHA-256, and the leak check."""

import hashlib
import shutil
import statistics
import tempfile
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.leaks.scan import check_files
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.casefile.part.opening import Trust, open_part
from seedcryo_reader.casefile.part.sealing import Centre, Order, Sealer, Timepoint
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.keys import Keys
from seedcryo_reader.casefile.study.model import Protocol, Study
from seedcryo_reader.domain.case import Target
from seedcryo_reader.imaging.workers.pool import WorkerPool

PASSWORD = "only for benchmarks"  # noqa: S105 - of keys that are thrown away
TARGETS = (Target("T01", "liver", "segment VI", node=False),)
PROTOCOL = Protocol("bench/1.0", "0" * 64)


class Bench(NamedTuple):
    """A study, its keys, and the folder it works in."""

    study: Study
    keys: Keys
    folder: Path
    rules: Rules


def make_bench(folder: Path) -> Bench:
    """A study for one run."""
    folder.mkdir()
    access = Access(folder / "bench.seedstudy", folder / "bench.seedkeys", lambda: PASSWORD)
    study = make_study(access, "BENCH", recovery=(), protocols=(PROTOCOL,),
                       recovery_file=folder / "bench.recovery.seedkeys", today=datetime.now(UTC).date())  # fmt: skip
    return Bench(study, open_keys(access.keys, PASSWORD), folder, read_rules(deidentification()))


def copy_and_hash(source: Path, target: Path) -> str:
    """The peer: a plain copy of every file, and the SHA-256 of all bytes."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    whole = hashlib.sha256()
    for file in sorted(source.iterdir()):
        shutil.copyfile(file, target / file.name)
        whole.update(file.read_bytes())
    return whole.hexdigest()


def seal(bench: Bench, source: Path, pool: WorkerPool) -> Path:
    """Source files → sealed part on the disk, in a warm pool."""
    shutil.rmtree(bench.folder / "out", ignore_errors=True)
    order = Order("C-0001", PROTOCOL, [bench.keys.recipient], bench.folder / "out")
    sealer = Sealer(Centre(bench.study, bench.keys, deidentification()), order, None)
    with tempfile.TemporaryDirectory() as scratch:
        return sealer.seal(Timepoint("TP0", source, targets=TARGETS), pool, Path(scratch)).file


def open_sealed(bench: Bench, file: Path) -> None:
    """Sealed part → everything verified, nothing written."""
    trust = Trust(bench.study, bench.rules, date.max)
    with open_part(file, trust, [bench.keys.identity], {}) as part:
        assert part.images


def bench_sealed(source: Path, rounds: int, compare: Callable[..., None]) -> None:
    """Sealing and opening against the plain copy."""
    with tempfile.TemporaryDirectory(dir=source.parent) as scratch:
        bench = make_bench(Path(scratch) / "study")
        peer = {"copy + SHA-256": (lambda: copy_and_hash(source, Path(scratch) / "copy"), 5.0)}
        with WorkerPool(tasks=TASKS) as sealing:
            sealing.warm()
            compare("seal", lambda: seal(bench, source, sealing), peer, rounds)
            file = seal(bench, source, sealing)
        peer = {"copy + SHA-256": (peer["copy + SHA-256"][0], 4.0)}
        compare("verify + open", lambda: open_sealed(bench, file), peer, rounds)


def bench_leaks(folder: Path, count: int, rounds: int, seconds: Callable[[Callable[[], object]], float]) -> None:
    """Headers of many small files."""
    taken = [seconds(lambda: deque(check_files(folder, deidentification()), maxlen=0)) for _ in range(rounds)]
    print(f"{'leaks':14} {count / statistics.median(taken):9.0f} images a second  (reach ≥ 1000)")
