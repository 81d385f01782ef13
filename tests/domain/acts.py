"""Acts of a reader as short words, and a read they are done on."""

from dataclasses import dataclass, field

from seedcryo_reader.domain import events
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.conclusion import Conclusion, Step
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.fold import applied, folded
from seedcryo_reader.domain.images import Pin, SeriesImages
from seedcryo_reader.domain.lesion import Certainty, Mark, NewLesions, NonTargetStatus, RecordedLesion
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.read import Read, TimepointRead

CASE = "C-0042"
IMAGE = ImagePlace(1, "1.2.826.0.1.3680043.8.498.1")
TARGETS = (
    Target("T01", "liver", "segment VI", node=False, mark_mm=("1.000", "-2.500", "120.250")),
    Target("T02", "liver", "segment II", node=False),
    Target("T03", "lymph node", "paraaortic", node=True),
)
SERIES = (SeriesImages(1, "CT", "CT portal venous", "ab" * 32, "1.2.826.1", "1.2.826.9", "2.500", "3d"),)
PINNED = (Pin("T01", 1), Pin("T02", 1), Pin("T03", 1))
CONCLUSIONS = (
    Conclusion("T01", "LP", "30.1 mm is more than 23.4 mm.", (
        Step("progression-by-size", "4.2", "It grew.", (("now", "30.1"), ("nadir", "23.4")), "30.1 > 23.4", holds=True),
    )),
    Conclusion("overall", "PD", "T01 progressed.", ()),
)  # fmt: skip


def caliper(mm: int = 20, short: int | None = None) -> Caliper:
    """A long axis of whole millimetres along x, and perhaps a short one along y."""
    origin = ("0.000", "0.000", "0.000")
    across = None if short is None else Axis.between(origin, ("0.000", f"{short}.000", "0.000"), 1)
    return Caliper(IMAGE, Axis.between(origin, (f"{mm}.000", "0.000", "0.000"), 1), across)


def recorded(lesion: str) -> RecordedLesion:
    return RecordedLesion(lesion, "lung", "lingula", Mark(IMAGE, ("1.000", "2.000", "3.000")))


def opened(name: str, part: int, supersedes: int | None = None) -> events.TimepointOpened:
    targets = TARGETS if name == "TP0" else ()
    return events.TimepointOpened(name, part, f"{part:064x}", SERIES, targets, supersedes, PINNED)


def measured(name: str, lesion: str, mm: int = 20, extent: Extent = Extent.WHOLE) -> events.MeasurementMade:
    lesion_set = LesionSet.RECIST if lesion.startswith("R") else LesionSet.ENDPOINT
    return events.MeasurementMade(name, lesion, lesion_set, extent, caliper(mm))


def revised(name: str, lesion: str, mm: int = 20, extent: Extent = Extent.WHOLE) -> events.MeasurementRevised:
    made = measured(name, lesion, mm, extent)
    return events.MeasurementRevised(name, lesion, made.lesion_set, extent, made.caliper)


def absent(name: str, lesion: str, extent: Extent = Extent.WHOLE) -> events.LesionMarkedAbsent:
    return events.LesionMarkedAbsent(name, lesion, extent)


def split(name: str, lesion: str, count: int = 2) -> events.LesionMarkedSplit:
    return events.LesionMarkedSplit(name, lesion, tuple(f"{lesion}.{k + 1}" for k in range(count)))


def new_lesion(
    name: str, lesion: str, certainty: Certainty = Certainty.EQUIVOCAL, first_seen: str | None = None
) -> events.NewLesionAssessed:
    reason = "artefact" if certainty is Certainty.NOT_EVALUABLE else None
    return events.NewLesionAssessed(name, lesion, certainty, first_seen, reason)


def non_target(name: str, lesion: str, status: NonTargetStatus = NonTargetStatus.PRESENT) -> events.NonTargetAssessed:
    reason = "artefact" if status is NonTargetStatus.NOT_EVALUABLE else None
    return events.NonTargetAssessed(name, lesion, status, reason)


def none_new(name: str) -> events.NewLesionsStated:
    return events.NewLesionsStated(name, NewLesions.NONE)


def reconfirmed(name: str) -> events.TimepointReconfirmed:
    return events.TimepointReconfirmed(name, () if name == "TP0" else CONCLUSIONS)


def signed(version: int = 1) -> events.ReadSigned:
    return events.ReadSigned(
        version,
        "Dr. A. Reader",
        "I have read this case.",
        "2026-05-04T09:15:02.123456Z",
        "0f" * 8,
        "5a" * 64,
        "c3" * 32,
    )


@dataclass
class Desk:
    """A read, and the log that made it."""

    read: Read = field(default_factory=lambda: Read(CASE))
    log: list[tuple[int, Event]] = field(default_factory=list)

    def do(self, *acts: Event) -> "Desk":
        for act in acts:
            seq = len(self.log) + 1
            self.read = applied(self.read, act, seq)
            self.log.append((seq, act))
        return self

    def open(self, name: str = "TP0") -> "Desk":
        return self.do(opened(name, max(self.read.parts, default=-1) + 1))

    def lock(self, *acts: Event) -> "Desk":
        """Do these, and lock what is open."""
        self.do(*acts)
        return self.do(events.TimepointLocked(self.active.name))

    def undo(self) -> "Desk":
        return self.do(events.ActUndone(self.active.name, self.active.undoable.seq))

    def redo(self) -> "Desk":
        return self.do(events.ActRedone(self.active.name, self.active.redoable.seq))

    def reveal(self) -> "Desk":
        return self.do(events.ConclusionRevealed(self.active.name, CONCLUSIONS))

    def unlock(self, name: str, *, and_later: bool = False) -> "Desk":
        return self.do(events.TimepointUnlocked(name, "Q-17", and_later))

    def again(self) -> Read:
        return folded(CASE, self.log)

    @property
    def active(self) -> TimepointRead:
        active = self.read.active
        assert active is not None
        return active

    @property
    def state(self) -> State:
        return self.read.state

    def at(self, name: str) -> TimepointRead:
        one = self.read.timepoint(name)
        assert one is not None
        return one


def at_follow_up(*baseline: Event) -> Desk:
    """The baseline is locked with these acts, TP1 is open."""
    return Desk().open().lock(*baseline).open("TP1")


def closed(timepoints: int = 2) -> Desk:
    """A case with so many timepoints, all locked, and closed."""
    desk = Desk()
    for number in range(timepoints):
        desk.open(f"TP{number}").lock()
    return desk.do(events.CaseClosed(timepoints, "c" * 64))
