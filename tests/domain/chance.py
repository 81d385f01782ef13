"""Any acts, legal and illegal, out of small numbers that hypothesis draws; most of them near enough to be legal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain import acts
from hypothesis import strategies as st

from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Extent, LesionSet
from seedcryo_reader.domain.read import Read

Throw = tuple[int, int, int, int]
"""Kind, timepoint, lesion, and whatever else there is to choose."""

THROWS = st.tuples(st.integers(0, 108), st.integers(0, 11), st.integers(0, 10), st.integers(0, 11))

_LESIONS = ("T01", "T02", "T03", "R01", "R02", "NT01", "NL01", "NL02", "T01.1", "R01.1", "T01.2")


@dataclass(frozen=True)
class Choice:
    """A throw at a read."""

    read: Read
    throw: Throw

    @property
    def timepoint(self) -> str:
        """The active one as a rule, else any."""
        active, number = self.read.active, self.throw[1]
        return f"TP{number}" if active is None or number < 2 else active.name

    @property
    def any_timepoint(self) -> str:
        return f"TP{self.throw[1] % max(1, len(self.read.timepoints))}"

    @property
    def lesion(self) -> str:
        return _LESIONS[self.throw[2]]

    @property
    def more(self) -> int:
        return self.throw[3]

    @property
    def extent(self) -> Extent:
        return Extent.VIABLE if self.more % 3 == 0 else Extent.WHOLE

    @property
    def next_part(self) -> int:
        return max(self.read.parts, default=-1) + (0 if self.more == 11 else 1)

    def reason(self) -> str | None:
        return "artefact" if self.more % 2 else None


def _open(one: Choice) -> Event:
    return acts.opened(f"TP{len(one.read.timepoints)}", one.next_part)


def _supersede(one: Choice) -> Event:
    old = one.read.timepoint(one.any_timepoint)
    return acts.opened(one.any_timepoint, one.next_part, 0 if old is None else old.part)


def _undo(one: Choice) -> Event:
    step = None if one.read.active is None else one.read.active.undoable
    return events.ActUndone(one.timepoint, one.more if step is None else step.seq)


def _redo(one: Choice) -> Event:
    step = None if one.read.active is None else one.read.active.redoable
    return events.ActRedone(one.timepoint, one.more if step is None else step.seq)


def _measure(one: Choice) -> Event:
    made = acts.measured(one.timepoint, one.lesion, 10 + one.more, one.extent)
    active = one.read.active
    there = active is not None and active.sheet.assessed(one.lesion, one.extent) is not None
    lesion_set = LesionSet.RECIST if one.more == 11 else made.lesion_set
    kind = events.MeasurementRevised if there and one.more < 9 else events.MeasurementMade
    return kind(made.timepoint, made.lesion, lesion_set, made.extent, made.caliper)


def _recist(one: Choice) -> Event:
    return events.RecistSetChosen(one.timepoint, _LESIONS[one.throw[2] : one.throw[2] + one.more % 3])


def _found(one: Choice) -> Event:
    question, clears = ("mass-change", ()) if one.more % 4 == 3 else ("mass", ("mass-change",))
    return events.LocalFindingGiven(one.timepoint, one.lesion, question, "present", one.reason(), clears)


def _later(one: Choice) -> bool:
    return one.more % 2 == 0


KINDS: dict[Callable[[Choice], Event], int] = {
    _open: 9,
    _supersede: 1,
    lambda one: events.TimepointLocked(one.timepoint): 8,
    lambda one: events.TimepointUnlocked(one.any_timepoint, "Q-1", _later(one)): 3,
    lambda one: acts.reconfirmed(one.timepoint): 3,
    lambda one: events.CaseClosed(one.next_part, "c" * 64): 1,
    lambda one: events.QuestionnaireAnswered("c2VhbGVk"): 2,
    lambda one: acts.signed(one.read.version + (one.more == 11)): 3,
    lambda one: events.VersionOpened(one.read.version + (one.more < 11), one.any_timepoint, "Q-2", _later(one)): 2,
    lambda one: events.ConclusionRevealed(one.timepoint, acts.CONCLUSIONS): 3,
    _undo: 7,
    _redo: 4,
    _measure: 9,
    lambda one: events.AssessmentRemoved(one.timepoint, one.lesion, one.extent): 2,
    lambda one: events.LesionMarkedAbsent(one.timepoint, one.lesion, one.extent): 2,
    lambda one: events.LesionMarkedTooSmall(one.timepoint, one.lesion, one.extent): 2,
    lambda one: events.LesionMarkedNotEvaluable(one.timepoint, one.lesion, one.extent, "artefact"): 2,
    lambda one: events.LesionMarkedMerged(one.timepoint, one.lesion, _LESIONS[one.more % 4]): 5,
    lambda one: acts.split(one.timepoint, one.lesion, 1 + one.more % 4): 4,
    _found: 3,
    lambda one: events.LesionRecorded(one.timepoint, acts.recorded(_LESIONS[3 + one.throw[2] % 5])): 8,
    lambda one: events.LesionDropped(one.timepoint, _LESIONS[3 + one.throw[2] % 5]): 4,
    _recist: 2,
    lambda one: events.NonTargetAssessed(
        one.timepoint, "T03" if one.throw[2] % 3 == 0 else "NT01", [*NonTargetStatus][one.more % 4], one.reason()
    ): 3,
    lambda one: events.NewLesionAssessed(
        one.timepoint, _LESIONS[6 + one.throw[2] % 2], [*Certainty][one.more % 4], None, one.reason()
    ): 4,
    lambda one: events.NewLesionsStated(one.timepoint, [*NewLesions][one.more % 2], one.reason()): 2,
    lambda one: events.TimepointMarkedNotEvaluable(one.timepoint, "no images"): 2,
    lambda one: events.TimepointMarkedEvaluable(one.timepoint): 2,
    lambda one: events.CallMade(one.timepoint, OVERALL if one.more % 2 else one.lesion, "PD"): 3,
    lambda one: events.GuardAnswered(one.any_timepoint, "change", one.lesion, "Is it so?", "It is."): 1,
    lambda one: events.ErratumNoted(one.any_timepoint, "It was 12 mm."): 1,
    lambda one: events.ImageQueried(one.any_timepoint, "wrong series", "Which phase is this?"): 1,
    lambda one: events.IncidentalFindingReported(one.any_timepoint, "A clot in the portal vein."): 1,
}
"""How an act is made, and how often."""

_WHEEL = [make for make, share in KINDS.items() for _ in range(share)]


def act_of(read: Read, throw: Throw) -> Event:
    """The act of a throw, fitting to what is there as a rule."""
    return _WHEEL[throw[0] % len(_WHEEL)](Choice(read, throw))


@dataclass(frozen=True)
class Stride:
    """An act that was tried, and what came of it: None where it was illegal."""

    before: Read
    event: Event
    seq: int
    after: Read | None


def _followed() -> acts.Desk:
    """A case at TP2 with every kind of lesion, all of them assessed at TP1."""
    found = [events.LesionRecorded("TP0", acts.recorded(lesion)) for lesion in ("R01", "R02", "NT01")]
    desk = acts.at_follow_up(*found)
    desk.do(acts.measured("TP1", "R01"), acts.non_target("TP1", "NT01"), acts.split("TP1", "T01"))
    desk.do(events.LesionRecorded("TP1", acts.recorded("NL01")), acts.new_lesion("TP1", "NL01"))
    desk.reveal().lock().open("TP2")
    return desk.do(acts.new_lesion("TP2", "NL01"), events.LesionMarkedMerged("TP2", "T02", "R01"))


def _reopened() -> acts.Desk:
    return _followed().unlock("TP0", and_later=True)


def _signed() -> acts.Desk:
    return _followed().lock().do(events.CaseClosed(3, "c" * 64), acts.signed())


STARTS: tuple[Callable[[], acts.Desk], ...] = (
    acts.Desk,
    acts.at_follow_up,
    _followed,
    _reopened,
    acts.closed,
    _signed,
)
"""Where a walk may begin."""


@st.composite
def walks(draw: st.DrawFn) -> tuple[acts.Desk, list[Stride]]:
    """A desk somewhere in a case, and acts that were tried from there on."""
    desk = draw(st.sampled_from(STARTS))()
    throws = draw(st.lists(THROWS, min_size=10, max_size=70))
    return desk, list(walk(throws, desk.read, len(desk.log) + 1))


def walk(throws: Sequence[Throw], read: Read, first: int) -> Iterator[Stride]:
    """Try one act after the other, with sequence numbers from the first one on."""
    for seq, throw in enumerate(throws, first):
        event = act_of(read, throw)
        try:
            after = applied(read, event, seq)
        except IllegalAct:
            yield Stride(read, event, seq, None)
        else:
            yield Stride(read, event, seq, after)
            read = after
