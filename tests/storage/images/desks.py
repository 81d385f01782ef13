"""An account's place at a station: a shelf, a table of received parts, and a key, without the rest of the station."""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from seedcryo_reader.casefile.leaks.rules import Rules
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.opening import open_database
from seedcryo_reader.domain.events import CaseClosed, TimepointOpened
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.clock import Now
from seedcryo_reader.storage.images.opened import OpenedFolder
from seedcryo_reader.storage.images.opening import StationImages
from seedcryo_reader.storage.images.parts import PartOpener
from seedcryo_reader.storage.images.receive import Receipt, Reception
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.vault.tables import received

CASE = "C-0001"


def noon() -> Now:
    return Now(datetime(2026, 3, 1, 12, tzinfo=UTC), 60, 0)


@dataclass(frozen=True)
class Desk:
    """What an account works with; `notes` collects what goes into the station's log."""

    folder: Path
    account: str
    reception: Reception
    images: StationImages
    notes: list[tuple[str, dict[str, object]]]

    def receive(self, *files: Path) -> list[Receipt]:
        return list(self.reception.receive(files))

    def outcomes(self, *files: Path) -> list[str]:
        return [one.outcome for one in self.receive(*files)]

    def refusal(self, file: Path) -> tuple[str, ...]:
        """Codes that a file is refused with."""
        [receipt] = self.receive(file)
        assert (receipt.outcome, receipt.part) == ("refused", None)
        assert self.notes[-1] == ("part-refused", {"code": receipt.findings[0].code})
        return tuple(one.code for one in receipt.findings)

    def open_next(self, read: Read) -> TimepointOpened | CaseClosed:
        part = self.images.next_part(read)
        assert part is not None
        return self.images.open(read, part).event

    @property
    def opened(self) -> Path:
        return self.folder / "opened" / self.account

    def all_files(self) -> list[Path]:
        """Every file of the station besides the tables, hidden ones too."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and "vaults" not in path.parts)

    def shelf_names(self) -> list[str]:
        """Names on the shelf; each must be the hash of its file."""
        names = [path.name for path in sorted((self.folder / "parts").glob("*"))]
        for name in names:
            data = (self.folder / "parts" / name).read_bytes()
            assert name == f"{hashlib.sha256(data).hexdigest()}.seedcase"
        return names


@contextmanager
def desk_at(
    folder: Path, study: Study, rules: Rules, identity: Identity, pool: WorkerPool, account: str = "reader-a"
) -> Iterator[Desk]:
    vaults = folder / "vaults"
    vaults.mkdir(parents=True, exist_ok=True)
    path = vaults / f"{account}.sqlite"
    notes: list[tuple[str, dict[str, object]]] = []
    token = _numbers(folder)
    with open_database(path, create=not path.exists()) as database:
        with database.writing() as connection:
            received.create(connection, checkfirst=True)
        rows, shelf = ReceivedParts(lambda: database), Shelf(folder, token)
        opener = PartOpener(account, lambda: identity, study, rules, noon)
        note = lambda name, data: notes.append((name, data))  # noqa: E731
        images = StationImages(shelf, rows, OpenedFolder(folder, account, token), opener, pool, note)
        yield Desk(folder, account, Reception(shelf, rows, opener, note), images, notes)


def _numbers(folder: Path) -> Callable[[], str]:
    """Names that no earlier run of a killed program has used."""
    used = {path.name.strip(".").partition(".")[0] for path in folder.rglob("*")}
    return map("{:08}".format, (n for n in itertools.count() if f"{n:08}" not in used)).__next__


def after(read: Read, event: TimepointOpened | CaseClosed) -> Read:
    """The read after something was opened and, where it was a timepoint, locked."""
    if isinstance(event, CaseClosed):
        return replace(read, state=State.CLOSED, closing_part=event.part)
    one = TimepointRead(event.timepoint, event.part, event.seal, event.series, locked=True)
    kept = {each.name: each for each in read.timepoints} | {one.name: one}
    return replace(read, state=State.WAITING, timepoints=tuple(kept.values()), targets=event.targets or read.targets)
