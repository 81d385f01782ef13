"""A small station with real sealed parts and two readers, and whole reads of its cases as scripts."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
from casefile.part.ways import CHEAP, PASSWORD, big_ct
from support.ct_files import write_stack

from seedcryo_reader import __version__
from seedcryo_reader.app.paths import deidentification, migrations, resources
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.casefile.part.opening import Trust, open_part
from seedcryo_reader.casefile.part.sealing import Centre, Order, Sealer, Timepoint
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.clock import system_clock
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.station import Station

READER, OTHER = "reader-a", "reader-b"
CASES = ("C-0001", "C-0002")
PROTOCOL = "seed-cryo/1.0"
TODAY = date(2026, 3, 1)
LABEL = "CT portal venous"
TARGETS = (
    Target("T01", "liver", "segment VI", node=False),
    Target("T02", "lung", "lingula", node=False),
)


@dataclass(frozen=True)
class World:
    """A folder with a study, its parts, and a station `empty` that has received nothing yet."""

    folder: Path

    @property
    def empty(self) -> Path:
        return self.folder / "st"

    @property
    def study(self) -> Path:
        return self.folder / "s.seedstudy"

    @property
    def recovery(self) -> Path:
        return self.folder / "s.recovery.seedkeys"

    def parts(self, *cases: str) -> list[Path]:
        """Sealed parts of cases, in order."""
        return [path for case in cases or CASES for path in sorted((self.folder / "parts").glob(f"{case}.*"))]

    def script(self, case: str) -> Path:
        return self.folder / f"{case}.script.json"


def make_world(folder: Path) -> World:
    """Study, accounts with keys that cost nothing to open, two cases of two timepoints, and scripts that read them."""
    world = World(folder)
    protocol = resources() / "protocols" / f"{PROTOCOL}.toml"
    named = Protocol(PROTOCOL, hashlib.sha256(protocol.read_bytes()).hexdigest())
    access = Access(world.study, folder / "s.seedkeys", lambda: PASSWORD)
    study = make_study(
        access, "SEED-CRYO", recovery=(), protocols=(named,), recovery_file=world.recovery, today=TODAY, cost=CHEAP
    )
    stations = migrations() / "station"
    recipients = []
    with Station.create(world.empty, world.study, [protocol], stations, system_clock, software=__version__) as station:
        for name in (READER, OTHER):
            place = station.place(name, migrations() / "vault")
            account = acts.enrol(station, place, Role.READER, f"Dr {name}", password=PASSWORD, cost=CHEAP)
            recipients.append(account.recipient)
    centre = Centre(study, open_keys(access.keys, PASSWORD), deidentification())
    with WorkerPool(slots=1, tasks=TASKS) as pool:
        for case in CASES:
            _seal(world, centre, Order(case, named, tuple(recipients), folder / "parts"), pool)
            world.script(case).write_text(json.dumps({"format": 1, "case": case, "acts": list(whole_read())}))
    return world


def _seal(world: World, centre: Centre, order: Order, pool: WorkerPool) -> None:
    """Two timepoints with slices of their own, and the closing part."""
    own = [pyrage.x25519.Identity.from_str(str(centre.keys.identity))]
    trust = Trust(centre.study, read_rules(deidentification()), TODAY)
    source = world.folder / order.case_number
    order.out.mkdir(exist_ok=True)
    last: Path | None = None
    for name, skip in (("TP0", 0), ("TP1", 4)):

        def moved(data: Any, _: int, name: str = name) -> None:
            data.SeriesInstanceUID = f"1.2.3.{order.case_number[-1]}.{name[-1]}"
            data.SOPInstanceUID = f"{data.SeriesInstanceUID}.{data.ImagePositionPatient[2]}"

        write_stack(source / name / "ct", 6, moved, lambda k, skip=skip: big_ct(k + skip))
        first = {"pinned": {"T01": LABEL, "T02": LABEL}, "targets": TARGETS} if last is None else {}
        scratch = source / name / "scratch"
        scratch.mkdir()
        timepoint = Timepoint(name, source / name / "ct", {".": LABEL}, **first)
        if last is None:
            last = Sealer(centre, order, None).seal(timepoint, pool, scratch).file
        else:
            with open_part(last, trust, own, {}) as before:
                last = Sealer(centre, order, before).seal(timepoint, pool, scratch).file
    with open_part(last, trust, own, {}) as before:
        Sealer(centre, order, before).close()


def whole_read() -> Iterator[dict[str, Any]]:
    """Every act of a read of a case, up to the signature."""
    yield {"act": "open"}
    yield from (measured("T01", 20), measured("T02", 18), {"act": "undo"}, {"act": "redo"})
    yield {"act": "recist-set", "lesions": ["T01", "T02"]}
    yield {"act": "lock"}
    yield {"act": "open"}
    yield from (measured("T01", 21), measured("T02", 17))
    for lesion in ("T01", "T02"):
        for question in ("tissue", "contiguous"):
            yield {"act": "finding", "lesion": lesion, "question": question, "answer": "none"}
    yield {"act": "new-lesions", "answer": "none"}
    for lesion in ("T01", "T02"):
        yield {"act": "call", "about": lesion, "value": "no LP", "reason": "looks so"}
    yield {"act": "call", "about": "overall", "value": "SD", "reason": "looks so"}
    yield from ({"act": "reveal"}, {"act": "lock"}, {"act": "open"})
    answers = {"arm": ["I do not know"], "traces": ["none"]}
    yield {"act": "questionnaire", "answers": answers, "confidence": "a guess"}
    yield {"act": "sign"}


def measured(lesion: str, long: float) -> dict[str, Any]:
    """A measurement on the slice at 110 mm, which both timepoints have."""
    y = {"T01": 0, "T02": 12}[lesion]
    return {
        "act": "measure",
        "lesion": lesion,
        "long_mm": [[-5, y, 110], [long - 5, y, 110]],
        "short_mm": [[2, y - 5, 110], [2, y + 5, 110]],
    }
