"""A station for benchmarks: one reader, one case of two timepoints, each a CT of 400 slices of 512 × 512.

Made once in a folder, in a few minutes, and copied for each use: `read_one` has the baseline read and locked and the
follow-up received, sealed; in `read_two` the follow-up is open as well.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dicom_files
import pyrage

from seedcryo_reader.app.accounts import NewAccount, add_account, make_station
from seedcryo_reader.app.paths import deidentification, resources
from seedcryo_reader.app.signing_in import open_station, seated
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
from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import read_script

SLICES, SIZE = 400, 512
CASE, READER, LABEL = "C-0001", "reader", "CT portal venous"
PASSWORD = "only for benchmarks"  # noqa: S105 - of keys that are thrown away
TARGETS = (Target("T01", "liver", "segment VI", node=False),)
_PROTOCOL = "seed-cryo/1.0"
_ACTS = (
    {"act": "open"},
    {
        "act": "measure",
        "lesion": "T01",
        "long_mm": [[-10, 40, 0], [14, 40, 0]],
        "short_mm": [[0, 30, 0], [0, 48, 0]],
    },
    {"act": "recist-set", "lesions": ["T01"]},
    {"act": "lock", "reason": "only for benchmarks"},
    {"act": "open"},
)


@dataclass(frozen=True)
class BigStation:
    """Where things lie; the two stations are copied before they are written to."""

    folder: Path

    @property
    def read_one(self) -> Path:
        """The baseline is locked, the follow-up was received."""
        return self.folder / "read-one"

    @property
    def read_two(self) -> Path:
        """The follow-up is open."""
        return self.folder / "read-two"

    @contextmanager
    def copy(self, station: Path) -> Iterator[Path]:
        """A copy that may be written to, gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield shutil.copytree(station, Path(folder) / "station")


def big_station(folder: Path) -> BigStation:
    """The stations in a folder; made if they are not there yet."""
    made = BigStation(folder / "station")
    if not made.read_two.exists():
        print("making a station with two timepoints of 400 slices …", flush=True)
        shutil.rmtree(made.folder, ignore_errors=True)
        made.folder.mkdir(parents=True)
        _make(made)
    return made


def _make(made: BigStation) -> None:
    with tempfile.TemporaryDirectory(dir=made.folder) as folder:
        scratch = Path(folder)
        file = resources() / "protocols" / f"{_PROTOCOL}.toml"
        protocol = Protocol(_PROTOCOL, hashlib.sha256(file.read_bytes()).hexdigest())
        access = Access(scratch / "s.seedstudy", scratch / "s.seedkeys", lambda: PASSWORD)
        study = make_study(access, "BENCH", recovery=(), protocols=(protocol,),
                           recovery_file=scratch / "r.seedkeys", today=datetime.now(UTC).date())  # fmt: skip
        station = scratch / "station"
        with make_station(station, access.study) as one:
            recipient = add_account(one, NewAccount(READER, Role.READER, "Dr. Bench"), PASSWORD).recipient
        centre = Centre(study, open_keys(access.keys, PASSWORD), deidentification())
        (scratch / "parts").mkdir()
        _seal(scratch, centre, Order(CASE, protocol, [recipient], scratch / "parts"))
        _play(station, scratch / "parts", _ACTS[:-1])
        shutil.copytree(station, made.read_one)
        _play(station, None, _ACTS[-1:])
        station.rename(made.read_two)


def _seal(scratch: Path, centre: Centre, order: Order) -> None:
    own = [pyrage.x25519.Identity.from_str(str(centre.keys.identity))]
    trust = Trust(centre.study, read_rules(deidentification()), date.max)
    last: Path | None = None
    with WorkerPool(tasks=TASKS) as pool:
        for number, name in enumerate(("TP0", "TP1")):
            source = scratch / name
            dicom_files.write_series(
                source, dicom_files.slices(SLICES, SIZE, seed=number + 1), series=f"{dicom_files.ROOT}{number + 50}"
            )
            first = {"pinned": {"T01": LABEL}, "targets": TARGETS} if last is None else {}
            timepoint = Timepoint(name, source, {".": LABEL}, **first)
            with ExitStack() as stack:
                before = None if last is None else stack.enter_context(open_part(last, trust, own, {}))
                work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
                last = Sealer(centre, order, before).seal(timepoint, pool, work).file
            shutil.rmtree(source)


def _play(station: Path, parts: Path | None, acts: Sequence[dict[str, Any]]) -> None:
    script = read_script(json.dumps({"format": 1, "case": CASE, "acts": acts}).encode(), "bench")
    with open_station(station) as one, WorkerPool() as pool, seated(one, READER, PASSWORD, pool) as work:
        if parts is not None:
            for receipt in work.reception.receive(sorted(parts.iterdir())):
                assert receipt.outcome == "received", receipt.findings
        player = Player(Reading(CASE, work.desk), work.images, lambda: PASSWORD)
        for act in script.acts:
            player.play(act)
