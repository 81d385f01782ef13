"""What the ``demo`` command makes of the phantom: a station with a reader, and sealed parts that it can receive."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from seedcryo_reader.app.accounts import NewAccount, add_account, make_station
from seedcryo_reader.app.paths import deidentification, resources
from seedcryo_reader.app.signing_in import open_station
from seedcryo_reader.casefile.study.protocols import protocols_of
from seedcryo_reader.demo.station.parts import DemoParts
from seedcryo_reader.demo.station.study import DemoStudy
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.clock import Clock, system_clock
from seedcryo_reader.storage.station.accounts import Account

READER: Final = "reader"
PASSWORD: Final = "demo-reader-1"  # noqa: S105 - opens nothing but the demo, and is printed
PROTOCOL: Final = "seed-cryo/1.0"


@dataclass(frozen=True)
class Demo:
    """The folders of the demo in one folder, beside the phantom's images."""

    directory: Path
    clock: Clock = system_clock

    @property
    def station(self) -> Path:
        """The station."""
        return self.directory / "station"

    @property
    def parts(self) -> Path:
        """The sealed parts."""
        return self.directory / "parts"

    def make(self, told: Callable[[int, int], None]) -> None:
        """Make what is not there yet: the study, the station with its reader, the parts. A station is never changed.

        A study that is there goes on under its own protocol.

        Parameters
        ----------
        told : callable
            Called with (parts done, parts in all) while parts are sealed.

        Raises
        ------
        Refused, EnvironmentFailure
            Something cannot be made; what was made before stays, and the next call goes on.
        """
        protocol = protocols_of([str(resources() / "protocols" / f"{PROTOCOL}.toml")])[0]
        today = self.clock().utc.date()
        study = DemoStudy(self.directory / "study")
        study.make([protocol], today)
        account = self._reader(study.study)
        cases: list[dict[str, Any]] = json.loads((self.directory / "truth.json").read_text("utf-8"))["cases"]
        centre = study.centre(deidentification())
        sealing = DemoParts(self.directory, self.parts, centre, centre.study.protocols[0], (account.recipient,), today)
        left = sealing.unsealed(cases)
        if left:
            sealing.seal(left, told)

    def _reader(self, study_file: Path) -> Account:
        station = open_station(self.station) if self.station.exists() else make_station(self.station, study_file)
        with station:
            known = next((one for one in station.accounts() if one.name == READER), None)
            return known or add_account(station, NewAccount(READER, Role.READER, "Dr. Demo Reader"), PASSWORD)
