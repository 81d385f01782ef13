"""Signing in: one account of one station, with everything it works with."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from seedcryo_reader import __version__
from seedcryo_reader.app.paths import deidentification, migrations
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.clock import system_clock, written
from seedcryo_reader.storage.images.opened import OpenedFolder
from seedcryo_reader.storage.images.opening import StationImages
from seedcryo_reader.storage.images.parts import PartOpener
from seedcryo_reader.storage.images.receive import Reception
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.reads.derived import standings
from seedcryo_reader.storage.reads.log import VaultLog, Writer
from seedcryo_reader.storage.sealing import RecoverySealing
from seedcryo_reader.storage.station.session import Session, sign_in
from seedcryo_reader.storage.station.station import Station

if TYPE_CHECKING:
    from seedcryo_reader.reading.reading import Desk


@dataclass(frozen=True)
class AtWork:
    """What a signed-in account has at hand."""

    station: Station
    session: Session
    log: VaultLog
    received: ReceivedParts
    reception: Reception
    images: StationImages

    @cached_property
    def desk(self) -> "Desk":
        """What a case is read with. The criteria are loaded now: a worklist needs none."""
        from seedcryo_reader.reading.reading import Desk
        from seedcryo_reader.storage.protocols import ProtocolFolder

        return Desk(
            log=self.log,
            images=self.images,
            signer=self.session,
            protocols=ProtocolFolder(self.station.folder / "protocols"),
            sealing=RecoverySealing(self.station.study.recovery),
            utc=lambda: written(self.station.clock().utc),
        )


def open_station(folder: Path) -> Station:
    """The station in a folder.

    Raises
    ------
    Refused, EnvironmentFailure
        As for `Station.open`.
    """
    return Station.open(folder, migrations() / "station", system_clock, __version__)


@contextmanager
def signed_in(folder: Path, account: str, password: Callable[[], str]) -> Iterator[AtWork]:
    """Sign in to an account at the command line; the password is asked for once everything else is known to be there.

    Raises
    ------
    Refused
        Wrong password, a locked account, or something that was changed.
    EnvironmentFailure
        As for all stores.
    """
    with open_station(folder) as station:
        station.account(account)  # before anybody types a password
        with WorkerPool() as workers, seated(station, account, password(), workers) as work:
            for notice in work.session.notices:
                typer.echo(f"{notice.text} [{notice.code}]", err=True)
            yield work


@contextmanager
def seated(station: Station, account: str, password: str, pool: WorkerPool) -> Iterator[AtWork]:
    """Sign in to an account of an open station; at the end it is signed out. Nothing is written to the terminal.

    What it gives may be used by one other thread at a time while the thread that made it waits or looks.

    Raises
    ------
    Refused, EnvironmentFailure
        As for `sign_in`.
    """
    with sign_in(station, account, password, migrations() / "vault") as session:
        work = _at_work(station, session, pool)
        signed = [one.case_number for one in standings(session.vault.database) if one.state is State.SIGNED]
        work.images.sweep(signed)  # what a killed program left, and images that a signature closed
        yield work


def refuse_other_roles(work: AtWork) -> None:
    """Refuse an account that does not read.

    Raises
    ------
    Refused
        ``not-a-reader``.
    """
    account = work.session.account
    if account.role is not Role.READER:
        text = f"{account.name} is an account of role {account.role}; only a reader reads cases."
        raise Refused([Finding("not-a-reader", text)])


def _at_work(station: Station, session: Session, pool: WorkerPool) -> AtWork:
    name = session.account.name
    study = station.study
    shelf = Shelf(station.folder, _token)
    received = ReceivedParts(lambda: session.vault.database)
    opener = PartOpener(name, lambda: session.vault.identity, study, read_rules(deidentification()), station.clock)

    def note(event: str, data: dict[str, Json]) -> None:
        station.note(event, data, name)

    images = StationImages(shelf, received, OpenedFolder(station.folder, name, _token), opener, pool, note)
    writer = Writer(session.session_id, name, station.station_id, station.software, study.study_id, study.root_id)
    log = VaultLog(lambda: session.vault.chain, writer, station.clock)
    return AtWork(station, session, log, received, Reception(shelf, received, opener, note), images)


def _token() -> str:
    return secrets.token_hex(8)
