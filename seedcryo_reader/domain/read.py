"""A read in progress, as frozen values: what the events of its log have made of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeAlias

from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.images import SeriesImages
from seedcryo_reader.domain.lesion import (
    Assessment,
    LocalFinding,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    RecordedLesion,
    Split,
)
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Extent

Slot: TypeAlias = tuple[str, Extent]
"""Lesion (or piece of one) and extent."""

BASELINE: Final = "TP0"


@dataclass(frozen=True, slots=True)
class Call:
    """The reader's own answer to a question that the criteria answer too; the reason says why it differs.

    `after_reveal` marks a call that was made when the computed conclusion had been seen: it is not independent of it.
    """

    value: str
    reason: str | None = None
    after_reveal: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written about one timepoint: all that undo can take back.

    Attributes
    ----------
    assessments : mapping of (lesion, extent) to Assessment
        Of targets, of chosen lesions, and of pieces (``("T04.1", Extent.WHOLE)``).
    measured_after_reveal : frozenset of (lesion, extent)
        What was assessed after the computed conclusion had been seen.
    findings : mapping of (target, question) to LocalFinding
    recorded : mapping of id to RecordedLesion
        Lesions first recorded at this timepoint: chosen and non-target ones at the baseline, new ones later.
    dropped : frozenset of str
        Ids of lesions that were recorded here and are none after all; no other lesion gets them.
    recist_set : tuple of str, or None
        At the baseline, the lesions the reader put into the RECIST set; None where nothing was said.
    non_targets : mapping of id to NonTargetState
    new_lesions : mapping of id to NewLesionState
    any_new_lesion : NewLesionsAnswer or None
        The answer that there is none, or that it cannot be said.
    not_evaluable : str or None
        The reason why the whole timepoint is not evaluable.
    calls : mapping of str to Call
        The reader's own calls, by what they are about.
    """

    assessments: Mapping[Slot, Assessment] = field(default_factory=dict)
    measured_after_reveal: frozenset[Slot] = frozenset()
    findings: Mapping[tuple[str, str], LocalFinding] = field(default_factory=dict)
    recorded: Mapping[str, RecordedLesion] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    recist_set: tuple[str, ...] | None = None
    non_targets: Mapping[str, NonTargetState] = field(default_factory=dict)
    new_lesions: Mapping[str, NewLesionState] = field(default_factory=dict)
    any_new_lesion: NewLesionsAnswer | None = None
    not_evaluable: str | None = None
    calls: Mapping[str, Call] = field(default_factory=dict)

    def assessed(self, lesion: str, extent: Extent = Extent.WHOLE) -> Assessment | None:
        """What is said of this extent of a lesion."""
        return self.assessments.get((lesion, extent))

    def pieces(self, lesion: str) -> tuple[str, ...]:
        """The pieces that a lesion fell into at this timepoint; none where it did not."""
        said = self.assessed(lesion)
        return said.pieces if isinstance(said, Split) else ()


@dataclass(frozen=True, slots=True)
class Revealed:
    """The computed conclusions as they were shown, and the sheet they were computed from.

    `sheet` is None once an earlier timepoint was opened again: the conclusions have to be computed anew.
    """

    conclusions: tuple[Conclusion, ...]
    sheet: Sheet | None = field(default=None, repr=False)

    def value(self, about: str) -> str | None:
        """What was concluded about a lesion or the timepoint."""
        return next((one.value for one in self.conclusions if one.about == about), None)

    def is_stale(self, sheet: Sheet) -> bool:
        """Whether something that the conclusions rest on was changed since; a call is no such thing."""
        return self.sheet is None or replace(sheet, calls={}) != replace(self.sheet, calls={})


class Step(NamedTuple):
    """An act that can be undone or redone: its sequence number, the sheet on its other side, and the act before it."""

    seq: int
    sheet: Sheet
    before: "Step | None"


@dataclass(frozen=True, slots=True)
class TimepointRead:
    """One timepoint of a read.

    Attributes
    ----------
    name : str
        ``"TP0"``, ``"TP1"``, ….
    part : int
        Number of the part its images came in.
    seal : str
        That part's seal.
    series : tuple of SeriesImages
    sheet : Sheet
    locked : bool
    reconfirm : bool
        Locked, but an earlier timepoint was changed since: the reader has to look again.
    reopened : bool
        It was locked before: whatever is changed now needs a reason (21 CFR Part 11, ALCOA: why).
    hindsight : bool
        Read again after a later timepoint had been seen.
    revealed : Revealed or None
    undoable, redoable : Step or None
        The latest act since the last barrier (opening, reveal, lock, unlock), and through it those before. How a sheet
        came about is no part of what it says, so these do not count when reads are compared.
    """

    name: str
    part: int
    seal: str
    series: tuple[SeriesImages, ...]
    sheet: Sheet = Sheet()
    locked: bool = False
    reconfirm: bool = False
    reopened: bool = False
    hindsight: bool = False
    revealed: Revealed | None = None
    undoable: Step | None = field(default=None, compare=False, repr=False)
    redoable: Step | None = field(default=None, compare=False, repr=False)

    @property
    def to_do(self) -> bool:
        """Whether the reader has something to do here before the read goes on."""
        return not self.locked or self.reconfirm


@dataclass(frozen=True, slots=True)
class Erratum:
    """A note on an error noticed after the lock; nothing that was locked is changed by it."""

    timepoint: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the centre about the images of a timepoint."""

    timepoint: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class IncidentalFinding:
    """Something seen that is no part of the trial but may matter to the patient's safety."""

    timepoint: str
    text: str


@dataclass(frozen=True, slots=True)
class GuardAnswer:
    """Why something unusual stands, as the reader said before the lock.

    `guard` and `about` say which guard it was and of which lesion, `question` is what was asked, with its numbers: once
    they change it is another question.
    """

    timepoint: str
    guard: str
    about: str
    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed version of the read.

    Attributes
    ----------
    version : int
    name, meaning : str
        The printed name of who signed, and what the signature means.
    signed_at : str
        UTC time of the signature.
    key_id, signature : str
        The Ed25519 key (id) and signature (128 hex digits) over the canonical read.
    read_sha256 : str
        SHA-256 (hex) of the canonical read that was signed.
    """

    version: int
    name: str
    meaning: str
    signed_at: str
    key_id: str
    signature: str
    read_sha256: str


@dataclass(frozen=True, slots=True)
class Read:
    """A reader's read of one case.

    Attributes
    ----------
    case_number : str
    state : State
    resume : State
        The state it goes on in once everything that is open is locked: waiting, or where it was before an unlock.
    version : int
        1 until a signed read is opened again.
    targets : tuple of Target
        The prespecified targets, from the baseline's part.
    timepoints : tuple of TimepointRead
        In order.
    closing_part : int or None
        Number of the closing part once it was opened.
    questionnaire : str or None
        The answers to the blinding questionnaire, encrypted for after the trial (age, base64).
    errata, queries, incidental, guards_answered : tuple
        In the order they were written.
    signatures : tuple of Signature
        One per signed version.
    """

    case_number: str
    state: State = State.ASSIGNED
    resume: State = State.WAITING
    version: int = 1
    targets: tuple[Target, ...] = ()
    timepoints: tuple[TimepointRead, ...] = ()
    closing_part: int | None = None
    questionnaire: str | None = None
    errata: tuple[Erratum, ...] = ()
    queries: tuple[Query, ...] = ()
    incidental: tuple[IncidentalFinding, ...] = ()
    signatures: tuple[Signature, ...] = ()
    guards_answered: tuple[GuardAnswer, ...] = ()

    @property
    def active(self) -> TimepointRead | None:
        """The one timepoint that can be worked at: the earliest that has something to do."""
        return next((one for one in self.timepoints if one.to_do), None)

    @property
    def is_signed(self) -> bool:
        """Whether it is signed as it stands: no new version was begun since."""
        return self.state is State.SIGNED

    @property
    def parts(self) -> tuple[int, ...]:
        """Numbers of the parts that were opened and still count, the closing part included."""
        closing = () if self.closing_part is None else (self.closing_part,)
        return (*(one.part for one in self.timepoints), *closing)

    def timepoint(self, name: str) -> TimepointRead | None:
        """The timepoint of this name, if it was opened."""
        return next((one for one in self.timepoints if one.name == name), None)

    def before(self, name: str) -> tuple[TimepointRead, ...]:
        """The timepoints before this one, in order."""
        return self.timepoints[: next((k for k, one in enumerate(self.timepoints) if one.name == name), None)]

    def recorded(self, name: str | None = None) -> dict[str, RecordedLesion]:
        """Every lesion the reader recorded up to and including this timepoint (or in all)."""
        found: dict[str, RecordedLesion] = {}
        for one in self.timepoints:
            found.update(one.sheet.recorded)
            if one.name == name:
                break
        return found
