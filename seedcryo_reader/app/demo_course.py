"""How the trial of the demo gets to where somebody finds it: each step goes on where an earlier one was cut off."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from seedcryo_reader.app.coordinator_office import CoordinatorStores
from seedcryo_reader.app.enrolling import enrolment_file, enrolment_of
from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.app.posting import go_round
from seedcryo_reader.app.signing_in import AtWork, seated
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.coordination.office.assigning import BatchWanted
from seedcryo_reader.coordination.office.office import Office
from seedcryo_reader.coordination.office.people import Applicant
from seedcryo_reader.demo.reading.manner import Manner
from seedcryo_reader.demo.reading.playing import play, script_from
from seedcryo_reader.demo.reading.readers import ADA, BEN
from seedcryo_reader.demo.reading.scripting import script_for
from seedcryo_reader.demo.station import people
from seedcryo_reader.demo.station.parts import DemoParts
from seedcryo_reader.demo.station.people import Person
from seedcryo_reader.demo.station.study import PASSWORD, DemoStudy
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import TrainingPassed
from seedcryo_reader.exchange.enrolment import Enrolment, read_enrolment
from seedcryo_reader.imaging.watch import Progress, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.playing import NotThisScript
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.station.station import Station

SEED: Final = "5eedc4705eedc4705eedc4705eedc470"
"""Of the draw of the first batch: the same in every demo."""

_MANNERS: Final[Mapping[Person, Manner]] = {people.ADA: ADA, people.BEN: BEN}
_TRAINED: Final = (people.ADA, people.BEN, people.ADJUDICATOR)
_TRAINING_HOLDS: Final = timedelta(days=365)

Tell = Callable[[str], Callable[[int, int], None]]
"""What is being done → to be called with (done, in all)."""


@dataclass(frozen=True)
class Plan:
    """How far the trial has come when somebody opens it first.

    Attributes
    ----------
    assigned : tuple of str
        Cases that are assigned and released; all others wait for that.
    read : tuple of str
        Of these, the cases that both readers have signed.
    begun : mapping of case to (reader, locked timepoints)
        Those that one reader has begun.
    """

    assigned: tuple[str, ...]
    read: tuple[str, ...]
    begun: Mapping[str, tuple[Person, int]]


@dataclass(frozen=True)
class Course:
    """The steps, at a station with all accounts; to be done in the order they stand in."""

    station: Station
    study: DemoStudy
    plan: Plan
    pool: WorkerPool
    tell: Tell

    def enrol(self) -> None:
        """The coordinator adopts the centre's keys, accepts everybody, and records their training."""
        with self._at(people.COORDINATOR) as work:
            work.session.vault.adopt_centre(open_keys(self.study.keys, PASSWORD))
            known = set(office_of(work).state.accounts)
        others = [one for one in people.PEOPLE if one is not people.COORDINATOR and one.account not in known]
        enrolments = [self._enrolment(one) for one in others]
        with self._at(people.COORDINATOR) as work:
            office = office_of(work)
            for one in enrolments:
                office.accept(_applicant(one), one.printed_name)
            for person in _TRAINED:
                if not office.state.accounts[person.account].trainings:
                    office.record_training(self._training(person))

    def _training(self, person: Person) -> TrainingPassed:
        today, ref = self.station.clock().utc.date(), self._protocol
        until = (today + _TRAINING_HOLDS).isoformat()
        return TrainingPassed(person.account, ref.protocol_id, ref.sha256, True, today.isoformat(), until)

    def seal(self, phantom: Path, cases: Sequence[Mapping[str, Any]], out: Path) -> None:
        """Intake seals to the coordinator, who takes in what is not there yet."""
        with self._at(people.COORDINATOR) as work:
            # What was received is here; its file may be gone.
            left = [one for one in cases if len(work.received.of_case(one["case"])) <= len(one["timepoints"])]
            study, today = self.station.study, self.station.clock().utc.date()
            to = (work.session.vault.recipient,)
            sealing = DemoParts(phantom, out, self.study.centre(deidentification()), study.protocols[0], to, today)
            if unsealed := sealing.unsealed(left):
                sealing.seal(unsealed, self.tell("Sealing parts"))
            files = [file for one in left for file in sealing.files(one)]
            receipts = work.reception.receive(files, self._watch("Taking in sealed parts"))
            _refuse(finding for one in receipts if one.outcome == "refused" for finding in one.findings)

    def assign(self) -> None:
        """Draw the first batch, and release its cases."""
        with self._at(people.COORDINATOR) as work:
            office = office_of(work)
            if not office.state.batches:
                readers = tuple(one.account for one in people.READERS)
                wanted = BatchWanted(
                    self._protocol.sha256, self.plan.assigned, readers, (people.ADJUDICATOR.account,), SEED
                )
                office.assign(wanted)
            _refuse(office.release_due(self._watch("Releasing cases")).findings)
            self._go_round(work)

    def read(self, person: Person, cases: Sequence[Mapping[str, Any]]) -> None:
        """A reader takes in the post, reads the own share, and puts out what was read."""
        with self._at(person) as work:
            self._go_round(work)
            told = self.tell(f"{person.printed_name} reads")
            mine = [one for one in cases if self._locks(person, one["case"]) != 0]
            for done, case in enumerate(mine):
                told(done, len(mine))
                protocol = work.desk.protocols.protocol(self._protocol)
                script = script_from(script_for(case, _MANNERS[person], protocol))
                with suppress(NotThisScript):  # somebody went on with it meanwhile
                    play(script, work.desk, work.images, lambda: person.password, self._locks(person, case["case"]))
            told(len(mine), len(mine))
            self._go_round(work)

    def compare(self) -> None:
        """The coordinator compares what was read twice, and the adjudicator gets what is to be decided."""
        with self._at(people.COORDINATOR) as work:
            self._go_round(work)
            _refuse(office_of(work).compare_due(self._watch("Comparing reads")).findings)
            self._go_round(work)
        for person in (people.ADJUDICATOR, *people.READERS):
            with self._at(person) as work:
                self._go_round(work)
        with self._at(people.COORDINATOR) as work:
            self._go_round(work)

    # --- within ---

    @property
    def _protocol(self) -> ProtocolRef:
        one = self.station.study.protocols[0]
        return ProtocolRef(one.protocol_id, one.sha256)

    def _locks(self, person: Person, case: str) -> int | None:
        """After how many locks a reader stops in a case; None where it is read to the end."""
        if case in self.plan.read:
            return None
        by, locks = self.plan.begun.get(case, (person, 0))
        return locks if by == person else 0

    def _at(self, person: Person) -> AbstractContextManager[AtWork]:
        return seated(self.station, person.account, person.password, self.pool)

    def _enrolment(self, person: Person) -> Enrolment:
        """What the file of an account says, as the coordinator reads it."""
        with self._at(person) as work:
            data = enrolment_file(work, enrolment_of(work), person.password)
        return read_enrolment(data, self.station.study, person.account)

    def _go_round(self, work: AtWork) -> None:
        _refuse(go_round(work, self._watch(f"Post of {work.session.account.printed_name}")))

    def _watch(self, what: str) -> Watch:
        told = self.tell(what)

        def show(progress: Progress) -> None:
            told(progress.done, progress.total)

        return Watch(show)


def office_of(work: AtWork) -> Office:
    """The desk of a coordinator's account."""
    return Office(CoordinatorStores(work).world())


def _applicant(one: Enrolment) -> Applicant:
    return Applicant(one.account, one.role, one.printed_name, one.station, one.recipient, one.public, one.exchange)


def _refuse(findings: Iterable[Finding]) -> None:
    found = tuple(findings)
    if found:
        raise Refused(found)
