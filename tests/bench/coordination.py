"""Print how long a coordinator's log takes to fold, compare and list: 10,000 cases against 1,000, and a bare loop.

``.venv/bin/python -P tests/bench/coordination.py [--cases N] [--rounds N]``. Every case is assigned, released in
eight parts and signed by two readers; every third differs, and every sixth is decided. Reads are given as results, as
they lie in the vault. The peer parses the same records as JSON and does nothing else. Honest figures need a quiet
machine.
"""

import argparse
import hashlib
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from seedcryo_reader.coordination.arrived import Arrived, DecisionArrived, ReadArrived
from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.office import assigning, drawing
from seedcryo_reader.coordination.office.board import board
from seedcryo_reader.coordination.office.fold import folded
from seedcryo_reader.coordination.office.pairing import waiting
from seedcryo_reader.coordination.office.standing import accepted_reads
from seedcryo_reader.coordination.ports import PartKnown
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.discordance import Cause, LocalResult, ReadResult
from seedcryo_reader.domain.dispute import WHOLE_CASE, Answer, Choice, Decision
from seedcryo_reader.domain.office.coordinator import AccountAccepted, CasePlan, PartsReleased, ReadsCompared
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord, ActStamp
from seedcryo_reader.domain.role import Role

PROTOCOL = Path(__file__).resolve().parents[2] / "resources" / "protocols" / "seed-cryo" / "1.0.toml"
READERS, JUDGES, PARTS, TARGETS = ("ada", "ben", "cem", "dag"), ("dora",), 8, 3
SEED, DAY = "00112233445566778899aabbccddeeff", "2026-03-10"
STAMP = ActStamp(f"{DAY}T08:00:00.000000Z", 0, 1, "s" * 16, "carla", "f" * 16, "1", "STUDY", "a" * 16)


def sha(text: str) -> str:
    """A hash that stands for something."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Study:
    """The log of a study, with what its envelopes brought; reads of `compared` cases were compared before."""

    records: list[ActRecord]
    arrivals: dict[str, Arrived]
    parts: list[PartKnown]

    def add(self, act: object) -> None:
        """The next act."""
        self.records.append(ActRecord(len(self.records) + 1, "0" * 64, act, STAMP))

    def receive(self, one: Arrived, sender: str) -> None:
        """The next envelope."""
        content = sha(f"{len(self.records)}")
        self.arrivals[content] = one
        self.add(EnvelopeReceived(content, type(one).__name__, sender, sha(sender)[:16], DAY))


def study_of(count: int, protocol: Protocol) -> Study:
    """A study of so many cases: half of them compared already, the others waiting for it."""
    study = Study([], {}, [])
    for name in (*READERS, *JUDGES):
        role = Role.READER if name in READERS else Role.ADJUDICATOR
        study.add(AccountAccepted(name, name, name, role, "f" * 16, f"age1{name}", sha(name), sha(name)))
    cases = tuple(f"C-{number:04}" for number in range(count))
    plans = drawing.plans(SEED, drawing.Pools(cases, READERS, JUDGES))
    orders = drawing.orders(SEED, READERS, plans)
    study.add(
        assigning.BatchAssigned(
            1, "seedcryo-draw/1", SEED, protocol.protocol_id, protocol.sha256, cases, READERS, JUDGES, plans, orders
        )
    )
    for number, plan in enumerate(plans):
        add_case(study, number, plan, protocol)
    return study


def add_case(study: Study, number: int, plan: CasePlan, protocol: Protocol) -> None:
    """A case's parts and reads; of every second case the comparison, of those that differ the decision."""
    case, everybody = plan.case_number, (plan.first, plan.second, plan.adjudicator)
    study.parts += [
        PartKnown(
            case, part, sha(f"{case}{part}"), sha(f"{part}{case}"), f"TP{part}" if part < PARTS - 1 else None, None
        )
        for part in range(PARTS)
    ]
    files = tuple(sha(f"{case}{part} file") for part in range(PARTS))
    study.add(PartsReleased(case, everybody, tuple(range(PARTS)), files, closing=True))
    differs = number % 3 == 0
    results = [result(case, reader, differs and reader == plan.first, protocol) for reader in everybody[:2]]
    for one in results:
        study.receive(ReadArrived(one, DAY), one.reader)
    if number % 2:
        return
    hashes = results[0].read_sha256, results[1].read_sha256
    dispute, discordant = drawing.dispute_id(SEED, case, hashes, plan.adjudicator, 0), "yes" if differs else "no "
    study.add(ReadsCompared(case, *hashes, dispute, "first", discordant, plan.adjudicator, None))
    if differs:
        decision = Decision(dispute, case, (Answer(WHOLE_CASE, Choice.A),), "measurement", "A is right.")
        study.receive(DecisionArrived(plan.adjudicator, decision, f"{DAY}T09:00:00.000000Z"), plan.adjudicator)


def result(case: str, reader: str, progressed: bool, protocol: Protocol) -> ReadResult:
    """What a read of three targets over seven timepoints comes to."""
    at = "TP3" if progressed else None
    cause = Cause.TARGET_MEASURE if progressed else None
    local = tuple(LocalResult(f"T0{target}", at, at, cause, evaluable=True) for target in range(1, TARGETS + 1))
    timepoints = tuple(f"TP{number}" for number in range(PARTS - 1))
    causes = (Cause.TARGET_MEASURE,) if progressed else ()
    name = sha(f"{case} {reader}")
    return ReadResult(
        case,
        reader,
        1,
        name,
        protocol.protocol_id,
        protocol.sha256,
        timepoints,
        local,
        at,
        at,
        causes,
        ("T01 31.4 mm",),
    )


def worked_out(study: Study, protocol: Protocol) -> None:
    """Fold, compare what waits, list every case and every accepted read."""
    state = folded(study.records, study.arrivals.__getitem__)
    for two in waiting(state):
        compare(two.first.arrived.result, two.second.arrived.result, protocol)
    board(state, study.parts)
    accepted_reads(state)


def all_compared(study: Study, protocol: Protocol) -> None:
    """Compare the two reads of every case."""
    state = folded(study.records, study.arrivals.__getitem__)
    for case in state.cases.values():
        first, second = case.reads
        compare(first.arrived.result, second.arrived.result, protocol)


def parsed(bodies: Sequence[bytes]) -> None:
    """The peer: the same records as JSON, and nothing made of them."""
    for body in bodies:
        json.loads(body)


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    protocol = load_protocol(PROTOCOL)
    large, small = study_of(options.cases, protocol), study_of(options.cases // 10, protocol)
    bodies = [record.encoded() for record in large.records]
    acts: dict[str, Callable[[], object]] = {
        "fold, compare half, board": lambda: worked_out(large, protocol),
        "the same of a tenth": lambda: worked_out(small, protocol),
        "fold, compare all": lambda: all_compared(large, protocol),
        "json.loads of the records": lambda: parsed(bodies),
    }
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(options.rounds):
        for name, act in acts.items():
            taken[name].append(seconds(act))
    median = {name: statistics.median(times) for name, times in taken.items()}
    peer = median["json.loads of the records"]
    for name, time_taken in median.items():
        print(f"{name:28} {time_taken:7.3f} s  {time_taken / peer:6.1f} × peer")
    growth = median["fold, compare half, board"] / median["the same of a tenth"]
    print(f"{options.cases:,} cases, {len(large.records):,} records: {growth:.1f} × the time of a tenth of the cases")


if __name__ == "__main__":
    main()
