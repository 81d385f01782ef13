"""What happened in a read: small frozen values in the past tense, the only truth there is about it.

A field's name and meaning never change once released, because events are hashed and signed as they were written; what
older programs wrote is lifted to today's form by `upcast`.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.images import Pin, SeriesImages
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus, RecordedLesion
from seedcryo_reader.domain.measurement import Caliper, Extent, LesionSet

# --- the course of a case --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimepointOpened:
    """The next timepoint's images were decoded and shown; `supersedes` names the part they replace.

    `targets` are the prespecified ones, given with the baseline; `pinned` says on which series each is to be read.
    """

    timepoint: str
    part: int
    seal: str
    series: tuple[SeriesImages, ...]
    targets: tuple[Target, ...] = ()
    supersedes: int | None = None
    pinned: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class TimepointLocked:
    """The reader is done with a timepoint; the images shown were still the ones that were opened."""

    timepoint: str


@dataclass(frozen=True, slots=True)
class TimepointUnlocked:
    """The centre allowed one locked timepoint to be read again; `leave` is its signed leave, as it came.

    With `and_later` the timepoints after it are to be read again too, else they are to be reconfirmed.
    """

    timepoint: str
    leave: str
    and_later: bool = False


@dataclass(frozen=True, slots=True)
class TimepointReconfirmed:
    """The reader looked again at a locked timepoint after an earlier one had changed, and left it as it is.

    `conclusions` are what the criteria conclude now, as they were shown for it; none at the baseline.
    """

    timepoint: str
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The closing part came: no timepoint will follow."""

    part: int
    seal: str


@dataclass(frozen=True, slots=True)
class QuestionnaireAnswered:
    """The blinding questionnaire was answered; `sealed` can be opened after the trial only (age, base64)."""

    sealed: str


@dataclass(frozen=True, slots=True)
class ReadSigned:
    """The read was signed: who (printed name), what it means, with which key, over which canonical read."""

    version: int
    name: str
    meaning: str
    signed_at: str
    key_id: str
    signature: str
    read_sha256: str


@dataclass(frozen=True, slots=True)
class VersionOpened:
    """The centre allowed a signed read to be corrected from a timepoint on, by its signed `leave`: a new version."""

    version: int
    timepoint: str
    leave: str
    and_later: bool = False


# --- assessing targets -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeasurementMade:
    """A target (or a piece of one) was measured for the first time at a timepoint."""

    timepoint: str
    lesion: str
    lesion_set: LesionSet
    extent: Extent
    caliper: Caliper


@dataclass(frozen=True, slots=True)
class MeasurementRevised:
    """A measurement was replaced by another one."""

    timepoint: str
    lesion: str
    lesion_set: LesionSet
    extent: Extent
    caliper: Caliper


@dataclass(frozen=True, slots=True)
class AssessmentRemoved:
    """What was said of an extent of a target was taken away; it is open again."""

    timepoint: str
    lesion: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class LesionMarkedAbsent:
    """A target, or its viable part, is not seen any more."""

    timepoint: str
    lesion: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class LesionMarkedTooSmall:
    """A target is seen but too small to measure."""

    timepoint: str
    lesion: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class LesionMarkedNotEvaluable:
    """A target cannot be judged; the reason is one of the protocol's list."""

    timepoint: str
    lesion: str
    extent: Extent
    reason: str


@dataclass(frozen=True, slots=True)
class LesionMarkedMerged:
    """A target grew together with another one, which is measured for both."""

    timepoint: str
    lesion: str
    into: str


@dataclass(frozen=True, slots=True)
class LesionMarkedSplit:
    """A target fell into pieces, which are assessed one by one."""

    timepoint: str
    lesion: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalFindingGiven:
    """One of the protocol's questions about a target was answered.

    `clears` are questions that were asked only because of the answer before; what was answered to them is void.
    """

    timepoint: str
    lesion: str
    question: str
    answer: str
    reason: str | None = None
    clears: tuple[str, ...] = ()


# --- disease besides the targets -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LesionRecorded:
    """The reader recorded non-target disease or a lesion for the RECIST set (baseline), or a new lesion (later)."""

    timepoint: str
    lesion: RecordedLesion


@dataclass(frozen=True, slots=True)
class LesionDropped:
    """A lesion that was recorded at this timepoint is no lesion after all."""

    timepoint: str
    lesion: str


@dataclass(frozen=True, slots=True)
class RecistSetChosen:
    """Which lesions count for the sum of diameters, said at the baseline."""

    timepoint: str
    lesions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NonTargetAssessed:
    """What became of non-target disease."""

    timepoint: str
    lesion: str
    status: NonTargetStatus
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NewLesionAssessed:
    """How sure a new lesion is at this timepoint, and since when it can be seen."""

    timepoint: str
    lesion: str
    certainty: Certainty
    first_seen: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NewLesionsStated:
    """There is no new lesion, or it cannot be said."""

    timepoint: str
    answer: NewLesions
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TimepointMarkedNotEvaluable:
    """The whole timepoint cannot be judged."""

    timepoint: str
    reason: str


@dataclass(frozen=True, slots=True)
class TimepointMarkedEvaluable:
    """The timepoint can be judged after all."""

    timepoint: str


# --- calling ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallMade:
    """The reader's own call about a target (local progression) or the timepoint; the reason says why it differs."""

    timepoint: str
    about: str
    value: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ConclusionRevealed:
    """The computed conclusions were shown to the reader."""

    timepoint: str
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class GuardAnswered:
    """The reader gave a reason why something unusual stands, before the lock; the question is kept as it was asked."""

    timepoint: str
    guard: str
    about: str
    question: str
    reason: str


# --- undoing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActUndone:
    """The last act was taken back; `seq` is its sequence number."""

    timepoint: str
    seq: int


@dataclass(frozen=True, slots=True)
class ActRedone:
    """The act last undone was done again; `seq` is its first sequence number."""

    timepoint: str
    seq: int


# --- notes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ErratumNoted:
    """The reader noticed an error after the lock."""

    timepoint: str
    text: str


@dataclass(frozen=True, slots=True)
class ImageQueried:
    """The reader asked the centre about the images of a timepoint."""

    timepoint: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class IncidentalFindingReported:
    """The reader told the centre of something that may matter to the patient's safety."""

    timepoint: str
    text: str


SheetAct: TypeAlias = (
    MeasurementMade
    | MeasurementRevised
    | AssessmentRemoved
    | LesionMarkedAbsent
    | LesionMarkedTooSmall
    | LesionMarkedNotEvaluable
    | LesionMarkedMerged
    | LesionMarkedSplit
    | LocalFindingGiven
    | LesionRecorded
    | LesionDropped
    | RecistSetChosen
    | NonTargetAssessed
    | NewLesionAssessed
    | NewLesionsStated
    | TimepointMarkedNotEvaluable
    | TimepointMarkedEvaluable
    | CallMade
)
"""An act that writes on the sheet of the active timepoint, and that undo takes back."""

Undoing: TypeAlias = ActUndone | ActRedone

Note: TypeAlias = ErratumNoted | ImageQueried | IncidentalFindingReported
"""What is written beside a sheet and stays."""

CourseEvent: TypeAlias = (
    TimepointOpened
    | TimepointLocked
    | TimepointUnlocked
    | TimepointReconfirmed
    | CaseClosed
    | QuestionnaireAnswered
    | ReadSigned
    | VersionOpened
    | ConclusionRevealed
    | GuardAnswered
)
"""What moves a case on or is settled on the way; undo takes none of it back."""

Event: TypeAlias = SheetAct | Undoing | Note | CourseEvent

SHEET_ACTS: Final[tuple[type[SheetAct], ...]] = SheetAct.__args__
NOTES: Final[tuple[type[Note], ...]] = Note.__args__
EVENTS: Final[dict[str, type[Event]]] = {
    one.__name__: one for group in (SheetAct, Undoing, Note, CourseEvent) for one in group.__args__
}
"""Every kind of event, by the name it has in the log."""
