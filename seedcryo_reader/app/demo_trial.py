"""The trial of the ``demo`` command: a station of all roles at which two readers have read, and some of it is open.

Everything goes the way it goes in a trial: envelopes through a folder, parts encrypted again for those who work at a
case, reads that are signed. Only the passwords are known, the reading is done by scripts, and all share one station.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from seedcryo_reader.app.accounts import NewAccount, add_account, make_station
from seedcryo_reader.app.demo_course import Course, Plan, Tell
from seedcryo_reader.app.demo_station import READER
from seedcryo_reader.app.paths import resources
from seedcryo_reader.app.posting import own_folder
from seedcryo_reader.app.signing_in import open_station
from seedcryo_reader.casefile.part.contents import SUFFIX
from seedcryo_reader.casefile.study.protocols import protocols_of
from seedcryo_reader.demo.station import people
from seedcryo_reader.demo.station.study import DemoStudy
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.clock import Clock, system_clock
from seedcryo_reader.storage.station.station import Station

PROTOCOL: Final = "seed-cryo/1.0"

WHOLE: Final = Plan(
    assigned=("C-0002", "C-0004", "C-0005", "C-0006", "C-0007", "C-0009", "C-0010", "C-0011", "C-0012", "C-0013"),
    read=("C-0004", "C-0005", "C-0006", "C-0009", "C-0010", "C-0011", "C-0012", "C-0013"),
    begun={"C-0007": (people.BEN, 2)},
)
"""Eight cases read twice, of which five are disputed and one is concordant for different reasons; two to be tried."""

_FORMAT: Final = 1


@dataclass(frozen=True)
class Trial:
    """The folders of the trial in one folder, beside the phantom's images and their truth."""

    directory: Path
    plan: Plan = WHOLE
    clock: Clock = system_clock

    @property
    def station(self) -> Path:
        """The station."""
        return self.directory / "station"

    @property
    def is_made(self) -> bool:
        """Whether all of it was made: nothing of it is touched any more."""
        return self._made.exists()

    def make(self, tell: Tell) -> None:
        """Make what is not there yet; once all of it was made, nothing is touched any more.

        Raises
        ------
        Refused, EnvironmentFailure
            Something cannot be made; what was made before stays, and the next call goes on.
        """
        if self.is_made:
            return
        self._set_aside()
        study = DemoStudy(self.directory / "study")
        protocol = protocols_of([str(resources() / "protocols" / f"{PROTOCOL}.toml")])
        study.make(protocol, self.clock().utc.date())
        cases, sealed = self.cases, self.directory / "sealed"
        with self._opened(study.study) as station, WorkerPool() as pool:
            course = Course(station, study, self.plan, pool, tell)
            course.enrol()
            course.seal(self.directory, cases, sealed)
            course.assign()
            for reader in people.READERS:
                course.read(reader, cases)
            course.compare()
        self._clear(sealed)
        self._made.write_text(json.dumps({"format": _FORMAT}) + "\n", "utf-8")

    @property
    def _made(self) -> Path:
        return self.directory / "trial.json"

    @property
    def cases(self) -> list[dict[str, Any]]:
        """The cases of ``truth.json``."""
        told: list[dict[str, Any]] = json.loads((self.directory / "truth.json").read_text("utf-8"))["cases"]
        return told

    def _clear(self, sealed: Path) -> None:
        """Remove sealed parts that everybody has: what intake sealed, and what lies in the post with a receipt."""
        shutil.rmtree(sealed, ignore_errors=True)
        for part in own_folder(self.station).root.glob(f"*/*{SUFFIX}"):
            part.unlink()

    def _set_aside(self) -> None:
        """Keep what an earlier version of the demo made, under other names: its station had one reader and no trial."""
        if not self.station.exists():
            return
        with open_station(self.station) as station:
            is_earlier = any(one.name == READER for one in station.accounts())
        for name in ("study", "station", "parts") if is_earlier else ():
            if (self.directory / name).exists():
                (self.directory / name).rename(self.directory / f"{name}-before")

    @contextmanager
    def _opened(self, study: Path) -> Iterator[Station]:
        with open_station(self.station) if self.station.exists() else make_station(self.station, study) as station:
            known = {one.name for one in station.accounts()}
            for one in people.PEOPLE:
                if one.account not in known:
                    add_account(station, NewAccount(one.account, one.role, one.printed_name), one.password)
            yield station
