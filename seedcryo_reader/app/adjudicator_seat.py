"""A signed-in adjudicator as the screens see it: its stores behind the ports that `ui.adjudication` names."""

from collections.abc import Sequence
from functools import cached_property

from seedcryo_reader.adjudication.desk import Deciding
from seedcryo_reader.adjudication.ports import Desk, Seated
from seedcryo_reader.adjudication.standing import Standing, standings
from seedcryo_reader.app.posting import adjudicator_office, go_round, owner_of
from seedcryo_reader.app.seat import SeatImageStore
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.domain.canonical import decode
from seedcryo_reader.domain.codec import value_from
from seedcryo_reader.domain.dispute import DisputeState
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import TrainingRecorded
from seedcryo_reader.imaging.registration.judging import Registered
from seedcryo_reader.imaging.registration.register import register
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.clock import written
from seedcryo_reader.storage.office.disputes import StationCriteria, VaultDisputes, VaultOwnReads, WholeCases
from seedcryo_reader.storage.office.training import training_problems
from seedcryo_reader.storage.protocols import ProtocolFolder
from seedcryo_reader.storage.reads.display import VaultDisplay
from seedcryo_reader.ui.adjudication.ports import DisputeShown


class AdjudicatorWork:
    """What disputes are decided with at a station.

    Parameters
    ----------
    work : AtWork
        The account that is signed in.
    registering : WorkerPool
        Where images are registered.
    """

    def __init__(self, work: AtWork, registering: WorkerPool) -> None:
        self._work = work
        self._registering = registering
        self._whole = WholeCases(work.images)
        self._display = VaultDisplay(lambda: work.session.vault.database)
        self._own_reads = VaultOwnReads(work.log.records)
        self._posted: tuple[Finding, ...] = ()
        self.images = SeatImageStore(work.images)

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""
        return (*self._work.session.notices, *self._posted)

    @cached_property
    def _desk(self) -> Desk:
        work, study = self._work, self._work.station.study
        protocols = ProtocolFolder(work.station.folder / "protocols")
        return Desk(
            VaultDisputes(adjudicator_office(work)),
            work.session,
            StationCriteria(protocols.protocol),
            self._own_reads,
            Seated(work.session.account.name, work.station.station_id, study.study_id, study.root_id),
            lambda: written(work.station.clock().utc),
        )

    def disputes(self) -> tuple[DisputeShown, ...]:
        """Every dispute that came, once the station's own post went round.

        Images of cases that were decided are removed, if a killed program left any.
        """
        self._posted = go_round(self._work)
        found = standings(self._desk.log.records(), self._desk.log.message)
        waiting = {one.dispute.case_number for one in found if one.is_open}
        over = {one.dispute.case_number for one in found if one.state is DisputeState.DECIDED}
        self._whole.close(sorted(over - waiting))
        return tuple(map(self._shown, found))

    def _shown(self, one: Standing) -> DisputeShown:
        case_number = one.dispute.case_number
        wants_own_read = one.wants_own_read and self._own_reads.signed(case_number) is None
        return DisputeShown(one.dispute.dispute_id, case_number, one.state, wants_own_read, one.signed is not None)

    def deciding(self, dispute_id: str) -> Deciding:
        """A dispute on the desk; one that is open is refused to whoever is not trained (any more)."""
        for one in standings(self._desk.log.records(), self._desk.log.message):
            if one.is_open and one.dispute.dispute_id == dispute_id:
                self._refuse_untrained(one.dispute.protocol_sha256)
        return Deciding(dispute_id, self._desk)

    def _refuse_untrained(self, protocol_sha256: str) -> None:
        inbox = owner_of(self._work).inbox
        told = (value_from(TrainingRecorded, decode(one.body)) for one in inbox.all(TrainingRecorded.__name__))
        day = self._work.station.clock().utc.date().isoformat()
        if problems := training_problems(told, protocol_sha256, day):
            raise Refused(problems)

    def open_all(self, case_number: str, timepoints: Sequence[str], watch: Watch) -> None:
        """Decode the images of every timepoint of a case."""
        self._whole.open_all(case_number, timepoints, watch)

    def close_case(self, case_number: str) -> None:
        """Remove the decoded images of a case that was decided."""
        self._whole.close([case_number])

    def register(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        """Bring two volumes together, in a worker."""
        return register(fixed, moving, self._registering, watch)

    def kept_draft(self, dispute_id: str) -> str | None:
        """The draft of a decision as it was kept last."""
        return self._display.kept(dispute_id)

    def keep_draft(self, dispute_id: str, text: str) -> None:
        """Keep a draft instead."""
        self._display.keep(dispute_id, text)
