"""The phantom's timepoints as sealed parts: targets, marked points and pins out of the truth beside the images."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any, Final

from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.casefile.part.contents import SUFFIX
from seedcryo_reader.casefile.part.opening import Trust, open_part
from seedcryo_reader.casefile.part.sealing import Centre, Order, Sealed, Sealer, Timepoint
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain.case import MarkMm, Target, millimetres
from seedcryo_reader.imaging.workers.pool import WorkerPool

Json = Mapping[str, Any]

LABELS: Final[Mapping[str, str]] = {
    "CT-portal-venous": "CT portal venous",
    "CT-arterial": "CT arterial",
    "MR-T1-post-contrast": "MR T1 contrast",
    "MR-T2": "MR T2",
}
"""A series of the phantom → the label that a reader sees."""


@dataclass(frozen=True)
class DemoParts:
    """The sealed parts of the phantom.

    Attributes
    ----------
    phantom : Path
        Folder of the phantom's images.
    out : Path
        Folder of the parts.
    centre : Centre
    protocol : Protocol
    recipients : sequence of str
        age recipients of the accounts that are to read the cases.
    today : date
        The UTC day.
    """

    phantom: Path
    out: Path
    centre: Centre
    protocol: Protocol
    recipients: Sequence[str]
    today: date

    def unsealed(self, cases: Sequence[Json]) -> list[Json]:
        """The cases (entries of ``cases`` in ``truth.json``) that have not all of their parts."""
        return [case for case in cases if not all(file.exists() for file in self.files(case))]

    def seal(self, cases: Sequence[Json], told: Callable[[int, int], None], jobs: int = 2) -> None:
        """Seal every part of these cases, and the closing part of each, in the place of what was begun of them.

        Parameters
        ----------
        told : callable
            Called with (parts done, parts in all) after each part, by one thread at a time.
        jobs : int
            How many cases are sealed side by side.

        Raises
        ------
        Refused, EnvironmentFailure
            As for `Sealer`; parts that were sealed before stay.
        """
        self.out.mkdir(parents=True, exist_ok=True)
        rules = read_rules(self.centre.rules)
        total, done, turn = sum(len(self.files(case)) for case in cases), count(1), Lock()

        def seal(case: Json, pools: "SimpleQueue[WorkerPool]") -> None:
            for file in self.files(case):
                file.unlink(missing_ok=True)
            pool = pools.get()
            try:
                for _ in self._chain(case, pool, rules):
                    with turn:
                        told(next(done), total)
            finally:
                pools.put(pool)

        with _pools(jobs) as pools, ThreadPoolExecutor(jobs) as threads:
            waiting = [threads.submit(seal, case, pools) for case in cases]
            try:
                for one in as_completed(waiting):
                    one.result()
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise

    def files(self, case: Json) -> list[Path]:
        """The files of a case: a part for each timepoint, and the closing part."""
        return [self.out / f"{case['case']}.p{number}{SUFFIX}" for number in range(len(case["timepoints"]) + 1)]

    def _chain(self, case: Json, pool: WorkerPool, rules: Rules) -> Iterator[Sealed]:
        order = Order(case["case"], self.protocol, self.recipients, self.out)
        trust = Trust(self.centre.study, rules, self.today)
        last: Path | None = None
        for one in (*case["timepoints"], None):
            with ExitStack() as stack:
                identities = [self.centre.keys.identity]
                before = None if last is None else stack.enter_context(open_part(last, trust, identities, {}))
                sealer = Sealer(self.centre, order, before)
                if one is None:
                    yield sealer.close()
                    return
                scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seedcryo-")))
                sealed = sealer.seal(self._timepoint(case, one), pool, scratch)
            last = sealed.file
            yield sealed

    def _timepoint(self, case: Json, one: Json) -> Timepoint:
        name = one["timepoint"]
        labels = {series["name"]: LABELS[series["name"]] for series in one["series"]}
        read_on = LABELS[one["read_series"]]
        return Timepoint(
            name,
            self.phantom / case["case"] / name,
            labels,
            {target["id"]: read_on for target in case["targets"]},
            tuple(targets_of(case)) if name == "TP0" else (),
        )


@contextmanager
def _pools(number: int) -> Iterator["SimpleQueue[WorkerPool]"]:
    """So many pools with a worker each; a thread takes one, and puts it back."""
    with ExitStack() as stack:
        pools: SimpleQueue[WorkerPool] = SimpleQueue()
        for _ in range(number):
            pools.put(stack.enter_context(WorkerPool(slots=1, tasks=TASKS)))
        yield pools


def targets_of(case: Json) -> Iterator[Target]:
    """The prespecified targets of a case, each with the middle of the lesion at the baseline as its marked point."""
    first = {target["id"]: target for target in case["timepoints"][0]["targets"]}
    for about in case["targets"]:
        x, y, z = first[about["id"]]["centre_lps_mm"]
        mark: MarkMm = (_spelled(x), _spelled(y), _spelled(z))
        yield Target(about["id"], about["organ"], about["place"], about["node"], mark)


def _spelled(coordinate: float) -> str:
    return millimetres(f"{coordinate:.3f}")
