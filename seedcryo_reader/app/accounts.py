"""Making a station and its accounts: what the command line and the window both do."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seedcryo_reader import __version__
from seedcryo_reader.app.paths import migrations, resources
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.clock import system_clock
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.storage.station.station import Station


@dataclass(frozen=True)
class NewAccount:
    """An account that is to be added; `key` holds an age identity that parts were already encrypted to, if any."""

    name: str
    role: Role
    printed_name: str
    key: Path | None = None


def make_station(folder: Path, study_file: Path, protocols: Sequence[Path] = ()) -> Station:
    """Make a station from a study file, with the program's own protocols that the study names; close it.

    Parameters
    ----------
    protocols : sequence of Path
        Files of further protocols that the study names.

    Raises
    ------
    Refused, EnvironmentFailure
        As for `Station.create`; nothing is left of it.
    """
    found = with_shipped(read_study(study_file), protocols)
    return Station.create(folder, study_file, found, migrations() / "station", system_clock, software=__version__)


def with_shipped(study: Study, protocols: Sequence[Path]) -> list[Path]:
    """The protocol files that were given, and those of the program that the study names."""
    named = {one.sha256 for one in study.protocols}
    shipped = sorted((resources() / "protocols").glob("*/*.toml"))
    given = {hashlib.sha256(path.read_bytes()).hexdigest() for path in protocols if path.is_file()}
    return [
        *protocols,
        *(path for path in shipped if hashlib.sha256(path.read_bytes()).hexdigest() in named - given),
    ]


def add_account(station: Station, new: NewAccount, password: str, identity: Identity | None = None) -> Account:
    """Add an account under this password, with the age identity of its key file where that was opened.

    Raises
    ------
    Refused, EnvironmentFailure
        As for `acts.enrol`; nothing is left of it.
    """
    place = station.place(new.name, migrations() / "vault")
    return acts.enrol(station, place, new.role, new.printed_name, password=password, identity=identity)
