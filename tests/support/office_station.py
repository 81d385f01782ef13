"""A real station of every role with a small case, and a coordinator who works at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casefile.part.ways import CHEAP, PASSWORD

from seedcryo_reader import __version__
from seedcryo_reader.app.coordinator_seat import CoordinatorWork
from seedcryo_reader.app.enrolling import enrolment_file, enrolment_of
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.signing_in import signed_in
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.watch import UNWATCHED
from seedcryo_reader.storage.clock import system_clock
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.station import Station
from seedcryo_reader.ui.coordination.shown.assigning import DrawWish
from seedcryo_reader.ui.coordination.shown.people import TrainingWish
from support.small_read import CASE, PROTOCOL, SmallRead

ROLES = {
    "coordinator": Role.COORDINATOR,
    "approver": Role.COORDINATOR,
    "reader-a": Role.READER,
    "reader-b": Role.READER,
    "reader-c": Role.READER,
    "adjudicator": Role.ADJUDICATOR,
    "intake": Role.INTAKE,
}
SEED = "5eed" * 8


def made_office(material: SmallRead, folder: Path) -> Path:
    """A station of every role, and the enrolment file of each account. To be copied."""
    study = material.centre.study_file
    with Station.create(
        folder / "st", study, [PROTOCOL], migrations() / "station", system_clock, software=__version__
    ) as station:
        for name, role in ROLES.items():
            place = station.place(name, migrations() / "vault")
            identity = material.centre.reader if name == "coordinator" else None
            acts.enrol(station, place, role, f"Dr {name}", password=PASSWORD, cost=CHEAP, identity=identity)
    for name in ROLES:
        with signed_in(folder / "st", name, lambda: PASSWORD) as work:
            data = enrolment_file(work, enrolment_of(work), PASSWORD)
            (folder / f"{name}.seedaccount").write_bytes(data)
    return folder


@contextmanager
def at(folder: Path, account: str = "coordinator") -> Iterator[CoordinatorWork]:
    with signed_in(folder / "st", account, lambda: PASSWORD) as work:
        yield CoordinatorWork(work)


def open_office(desk: CoordinatorWork, material: SmallRead, folder: Path) -> None:
    """Keys, parts, accounts and training."""
    desk.adopt_keys(material.centre.keys_file, PASSWORD)
    desk.take_in(material.parts[0].parent, UNWATCHED)
    for name in list(ROLES)[1:]:
        desk.accept(desk.enrolment(folder / f"{name}.seedaccount"), f"Dr {name}")
    [protocol] = desk.look(UNWATCHED).protocols
    for name in ("reader-a", "reader-b", "adjudicator"):
        day = desk.look(UNWATCHED).day
        desk.record_training(TrainingWish(name, protocol, passed=True, taken_on=day, valid_until="2999-01-01"))


def a_wish(desk: CoordinatorWork) -> DrawWish:
    [protocol] = desk.look(UNWATCHED).protocols
    return DrawWish(protocol, (CASE,), ("reader-a", "reader-b"), ("adjudicator",), SEED, 0, 28)
