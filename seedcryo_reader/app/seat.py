"""A signed-in account as the screens see it: its stores behind the ports that `ui` names."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seedcryo_reader.app import carrying
from seedcryo_reader.app.enrolling import enrolment_file, enrolment_of
from seedcryo_reader.app.posting import go_round
from seedcryo_reader.app.receiving import parts_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.app.worklist import Listed, posted_leaves, refuse_closed, worklist
from seedcryo_reader.casefile.study.writing import PUBLIC, refuse_existing, write_new
from seedcryo_reader.domain.errors import Refused
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
from seedcryo_reader.storage.post.report import Report
from seedcryo_reader.storage.reads.derived import Standing
from seedcryo_reader.storage.reads.display import VaultDisplay
from seedcryo_reader.ui.shared.ports import AccountShown, CaseShown, ExchangedShown, ReceivedShown

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
        self._posted: tuple[Finding, ...] = ()
        self.account = account
        self.images = SeatImageStore(work.images)
        self.display = VaultDisplay(lambda: work.session.vault.database)

    @property
    def study_id(self) -> str:
        """The study that the station belongs to."""
        return self._work.station.study.study_id

    @property
    def work(self) -> AtWork:
        """What the account works with, for the stores of its role."""
        return self._work

    @property
    def registering(self) -> WorkerPool:
        """Where images are brought together."""
        return self._registering

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""
        return (*self._work.session.notices, *self._posted)

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
        """The account's cases in the order they are to be read, once the station's own post went round."""
        self.go_round()
        return tuple(map(self._shown, worklist(self._work)))

    def go_round(self) -> None:
        """Take what other accounts of this station put down for this one, and put down what waits for them."""
        self._posted = go_round(self._work)

    def _shown(self, listed: Listed) -> CaseShown:
        one = listed.standing
        ready = not listed.taken_away and self._is_ready(one)
        allowed = "" if listed.taken_away else self._allowed(one.case_number)
        return CaseShown(
            one.case_number,
            one.state,
            one.version,
            one.timepoints,
            one.active,
            ready,
            listed.taken_away,
            allowed,
        )

    def _allowed(self, case_number: str) -> str:
        leaves = posted_leaves(self._work)
        for name in leaves.waiting(case_number):
            leave = leaves.leave(name)
            later = "Later timepoints are read again too." if leave.and_later else "Later ones are to be reconfirmed."
            return f"The centre allows {leave.timepoint} to be read again: {leave.reason}. {later}"
        return ""

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

        refuse_closed(self._work, case_number)
        return Reading(case_number, self._work.desk)

    def go_back(self, case_number: str) -> None:
        """Use the centre's leave to read a timepoint again."""
        leaves = posted_leaves(self._work)
        reading = self.reading(case_number)
        for name in leaves.waiting(case_number)[:1]:
            try:
                reading.go_back(leaves.leave(name))
            except IllegalAct as illegal:
                raise Refused([Finding("illegal-act", str(illegal))]) from illegal
            reading.bring_images()

    def exchange(self, folder: Path, watch: Watch) -> tuple[ExchangedShown, ...]:
        """Take what lies in a folder for this account, and put there what waits."""
        return _exchanged(carrying.exchange(self._work, folder, watch))

    def enrol(self, file: Path, password: str) -> str:
        """Write the account's public keys into a file."""
        refuse_existing(file)
        enrolment = enrolment_of(self._work)
        write_new(file, enrolment_file(self._work, enrolment, password), PUBLIC)
        return enrolment.fingerprint

    def register(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        """Bring two volumes together, in a worker."""
        return register(fixed, moving, self._registering, watch)

    def watch(self, watch: Watch) -> None:
        """Who is told of what opens next."""
        self._work.images.watched_by(watch)

    def close(self) -> None:
        """Sign out."""
        self._closing.close()


def _exchanged(report: Report) -> tuple[ExchangedShown, ...]:
    return tuple(
        ExchangedShown(one.file, one.outcome == "waiting", one.findings)
        for one in report.files
        if one.outcome in {"refused", "waiting"}
    )
