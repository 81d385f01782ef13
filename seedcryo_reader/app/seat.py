"""A signed-in account as the screens see it: its stores behind the ports that `ui` names."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seedcryo_reader.app.receiving import parts_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.images import Pin
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.imaging.registration.judging import Registered
from seedcryo_reader.imaging.registration.register import register
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.images.opening import StationImages
from seedcryo_reader.storage.images.viewing import OpenedImages, OpenedSeries
from seedcryo_reader.storage.reads.derived import Standing, standings
from seedcryo_reader.storage.reads.display import VaultDisplay
from seedcryo_reader.ui.shared.ports import AccountShown, CaseShown, ReceivedShown

if TYPE_CHECKING:
    from seedcryo_reader.reading.reading import Reading

_OVER = (State.CLOSED, State.QUESTIONNAIRE)


@dataclass(frozen=True, eq=False)
class SeatImages:
    """The decoded images of one timepoint."""

    opened: OpenedImages

    @property
    def series(self) -> Sequence[OpenedSeries]:
        """In the order of the part."""
        return self.opened.series

    @property
    def pinned(self) -> Sequence[Pin]:
        """Which target is to be read on which series."""
        return tuple(Pin(target, series) for target, series in sorted(self.opened.index.pinned.items()))

    def check_slice(self, series: int, stack: int, k: int) -> None:
        """Hold a slice against what was decoded; raises Refused where it was changed."""
        self.opened.check_slice(series, stack, k)


@dataclass(frozen=True)
class SeatImageStore:
    """Where they come from."""

    images: StationImages

    def load(self, case_number: str, timepoint: str) -> SeatImages:
        """The images of an opened timepoint."""
        return SeatImages(self.images.load(case_number, timepoint))


class WorkSeat:
    """One signed-in account; `close` signs it out and ends its workers."""

    def __init__(self, work: AtWork, account: AccountShown, registering: WorkerPool, closing: ExitStack) -> None:
        self._work = work
        self._registering = registering
        self._closing = closing
        self.account = account
        self.images = SeatImageStore(work.images)
        self.display = VaultDisplay(lambda: work.session.vault.database)

    @property
    def study_id(self) -> str:
        """The study that the station belongs to."""
        return self._work.station.study.study_id

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""
        return self._work.session.notices

    @property
    def is_awake(self) -> bool:
        """Whether it did not lock itself."""
        return self._work.session.is_awake

    def touch(self) -> None:
        """Somebody is there."""
        self._work.session.touch()

    def unlock(self, password: str) -> None:
        """Open it again."""
        self._work.session.unlock(password)

    def cases(self) -> tuple[CaseShown, ...]:
        """The account's cases in the order of their numbers, which are random."""
        begun = {one.case_number: one for one in standings(self._work.session.vault.database)}
        numbers = sorted({*begun, *self._work.received.cases()})
        return tuple(self._shown(begun.get(one) or Standing(one, State.ASSIGNED, 1, 0, None)) for one in numbers)

    def _shown(self, one: Standing) -> CaseShown:
        return CaseShown(one.case_number, one.state, one.version, one.timepoints, one.active, self._is_ready(one))

    def _is_ready(self, one: Standing) -> bool:
        if one.state is State.SIGNED:
            return False
        if one.active is not None or one.state in _OVER:
            return True
        records = self._work.log.records(one.case_number)
        try:
            read = folded(one.case_number, ((record.seq, record.event) for record in records))
        except IllegalAct:
            return True  # opening it says what is wrong
        return self._work.images.next_part(read) is not None

    def receive(self, files: Sequence[Path], watch: Watch) -> tuple[ReceivedShown, ...]:
        """Copy and verify sealed parts."""
        found = [part for file in files for part in parts_of(file)]
        return tuple(
            ReceivedShown(one.file.name, one.outcome, None if one.part is None else one.part.case_number, one.findings)
            for one in self._work.reception.receive(found, watch)
        )

    def reading(self, case_number: str) -> "Reading":
        """The case on the desk."""
        from seedcryo_reader.reading.reading import Reading

        return Reading(case_number, self._work.desk)

    def register(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        """Bring two volumes together, in a worker."""
        return register(fixed, moving, self._registering, watch)

    def watch(self, watch: Watch) -> None:
        """Who is told of what opens next."""
        self._work.images.watched_by(watch)

    def close(self) -> None:
        """Sign out."""
        self._closing.close()
