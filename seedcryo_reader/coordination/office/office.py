"""The coordinator's desk: each thing that a coordinator does is checked, committed with what it sends, and known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from seedcryo_reader.coordination.office import (
    assigning,
    deciding,
    pairing,
    people,
    releasing,
    repeating,
    replacing,
    unlocking,
)
from seedcryo_reader.coordination.office.assigning import BatchWanted
from seedcryo_reader.coordination.office.deciding import SettlementWanted
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.fold import Fold
from seedcryo_reader.coordination.office.pairing import Pair
from seedcryo_reader.coordination.office.people import Applicant
from seedcryo_reader.coordination.office.persons import Me
from seedcryo_reader.coordination.office.releasing import Due
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import pair
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.coordination.ports import Centre, Chance, Criterion, Judging, OfficeLog, Parts, Today
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.discordance import Comparison
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import BatchAssigned, RepeatsDrawn, TrainingPassed
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class World:
    """What the desk stands in; `me` is the coordinator at it."""

    me: Me
    log: OfficeLog
    parts: Parts
    centre: Centre
    protocols: Criterion
    judging: Judging
    chance: Chance
    today: Today


class Done(NamedTuple):
    """How many cases something was done for, and why nothing was for others."""

    cases: int
    findings: tuple[Finding, ...]


class Office:
    """A coordinator's desk. Whatever is refused raises `Refused` with every problem at once and changes nothing."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._fold = Fold(world.log.arrived)
        self._upto = 0
        self._state: OfficeState | None = None

    @property
    def state(self) -> OfficeState:
        """Everything that is known, with what came in since."""
        records = self._world.log.records(self._upto)
        with collector_paused():
            for record in records:
                self._fold.add(record)
                self._upto, self._state = record.seq, None
        if self._state is None:
            self._state = self._fold.state()
        return self._state

    # --- accounts ---

    def accept(self, applicant: Applicant, person: str) -> None:
        """Accept an account whose fingerprint was compared; `person` is who it is."""
        self._do(people.accepting(self.state, applicant, person, self._world.me))

    def revoke(self, account: str, day: str, reason: str) -> None:
        """Count nothing that comes from an account on a UTC day or later."""
        self._do(people.revoking(self.state, account, day, reason))

    def record_training(self, training: TrainingPassed) -> None:
        """Record how a training ended, and tell the account; refused where the station lacks the protocol."""
        self._world.protocols.criteria(training.protocol_sha256)
        self._do(people.training(self.state, training, self._day))

    # --- assigning and sending ---

    def new_seed(self) -> str:
        """A random seed for a draw, 32 hex digits."""
        return self._world.chance.hexadecimal(32)

    def draw(self, wanted: BatchWanted) -> BatchAssigned:
        """What a draw comes to; nothing is kept of it but that it was looked at, the same one once."""
        batch = self._drawn(wanted)
        shown = assigning.shown(batch)
        if shown in self.state.seeds_shown:
            return batch
        self._do(Deed(shown))
        return self._drawn(wanted)

    def assign(self, wanted: BatchWanted) -> BatchAssigned:
        """Assign what the draw comes to; whoever assigns it has looked at it."""
        batch = self.draw(wanted)
        self._do(assigning.assigning(batch))
        return batch

    def draw_repeats(self, batch: int, percent: int, washout_days: int) -> RepeatsDrawn:
        """Draw hidden repeats of a batch and ask intake to seal them; a later batch serves them."""
        state = self.state
        if batch not in state.batches:
            raise Refused((Finding("no-batch", f"There is no batch {batch}."),))
        drawn = repeating.repeats_of(state, state.batches[batch], percent, washout_days, self._world.parts.all())
        self._do(repeating.repeating(state, drawn, self._day))
        return drawn

    def replace_reader(self, wanted: ReplacementWanted) -> None:
        """Let a backup reader start a case anew."""
        self._do(replacing.replacing_reader(self.state, wanted, self._day))

    def replace_adjudicator(self, wanted: ReplacementWanted) -> None:
        """Let another adjudicator decide about a case."""
        self._do(replacing.replacing_adjudicator(self.state, wanted, self._day))

    def due(self) -> tuple[Due, ...]:
        """Parts that are to be sent, batch by batch."""
        return releasing.due(self.state, self._world.parts.all(), self._release_of, self._day)

    def release_due(self, watch: Watch = UNWATCHED) -> Done:
        """Send every part that is due and was not sent; what cannot be is told, the rest is sent.

        Nothing goes to an account whose training for the protocol of the case does not hold: it is told as well.

        Raises
        ------
        Cancelled
            The watch said so; what was sent by then stays sent.
        EnvironmentFailure
            No room; likewise.
        """
        return self._send(self.due(), watch)

    def release(self, case_number: str) -> Done:
        """The same for one case."""
        return self._send(tuple(one for one in self.due() if one.case_number == case_number), UNWATCHED)

    # --- reads ---

    def compare_due(self, watch: Watch = UNWATCHED) -> Done:
        """Compare every two signed reads of a closed case that were not; the adjudicator gets one envelope each.

        What cannot be compared is told, the rest is compared.

        Raises
        ------
        Cancelled, EnvironmentFailure
            As `release_due`.
        """
        state = self.state
        return self._each(pairing.waiting(state), lambda two: self._compare(state, two), watch)

    def comparison(self, case_number: str) -> Comparison | None:
        """What the two reads of a case differ in, worked out again; None while one of them is to come.

        Raises
        ------
        Refused
            ``incomparable``.
        """
        state = self.state
        case = state.cases.get(case_number, CaseFile(case_number))
        reads = pair(state, case)
        if reads is None:
            return None
        first, second = (one.arrived.result for one in reads)
        return self._world.judging.compare(first, second, self._world.protocols.criteria(case.protocol_sha256))

    def allow_again(self, wanted: UnlockWanted) -> None:
        """Let a reader read a timepoint again; that the approver approved was proven before."""
        world = self._world
        grounds = unlocking.Grounds(world.me, self._day, world.parts.all())
        self._do(unlocking.allowing(self.state, wanted, grounds, world.centre))

    def settle(self, wanted: SettlementWanted) -> None:
        """Record what the charter's person decided where neither read was taken."""
        self._do(deciding.settling(self.state, wanted))

    def handle_note(self, content: str, text: str) -> None:
        """Record what was done about a query or an incidental finding."""
        self._do(deciding.handling(self.state, content, text))

    def forward_query(self, content: str) -> None:
        """Send a query about images on to intake."""
        self._do(deciding.forwarding(self.state, content, self._day))

    # --- how it is done ---

    @property
    def _day(self) -> str:
        return self._world.today.day()

    def _drawn(self, wanted: BatchWanted) -> BatchAssigned:
        protocol = self._world.protocols.criteria(wanted.protocol_sha256)
        return assigning.batch_of(self.state, wanted, protocol, self._world.parts.all(), self._day)

    def _do(self, deed: Deed) -> None:
        self._world.log.append(deed.act, deed.sends)

    def _each(self, things: Sequence[_Thing], act: Callable[[_Thing], None], watch: Watch) -> Done:
        """Do something for each; what is refused is told, and the next comes."""
        findings: list[Finding] = []
        done = 0
        for number, thing in enumerate(things):
            if watch.cancelled is not None and watch.cancelled():
                raise Cancelled
            try:
                act(thing)
                done += 1
            except Refused as refused:
                findings += refused.findings
            if watch.progress is not None:
                watch.progress(Progress(number + 1, len(things)))
        return Done(done, tuple(findings))

    def _send(self, every: Sequence[Due], watch: Watch) -> Done:
        state, day = self.state, self._day
        held = [finding for one in every for finding in releasing.held_back(state, one, day)]
        trained = [releasing.to_the_trained(state, one, day) for one in every]
        done = self._each([one for one in trained if one.accounts], lambda one: self._release(state, one), watch)
        return Done(done.cases, (*held, *done.findings))

    def _release(self, state: OfficeState, one: Due) -> None:
        files = [self._world.parts.encrypted_to(part.sha256, one.recipients) for part in one.parts]
        self._do(releasing.releasing(state, one, files))

    def _release_of(self, protocol_sha256: str) -> str:
        design = self._world.protocols.criteria(protocol_sha256).design
        return "" if design is None else design.release

    def _compare(self, state: OfficeState, two: Pair) -> None:
        refuse(assigning.fit(state, two.adjudicator, Role.ADJUDICATOR, two.case.protocol_sha256, self._day))
        reads = self._world.log.read(two.first.coming.content), self._world.log.read(two.second.coming.content)
        protocol = self._world.protocols.criteria(two.case.protocol_sha256)
        self._do(pairing.comparing(state, two, reads, self._world.judging, protocol))
