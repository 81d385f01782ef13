"""A read without its reader: what was measured, answered and called, and nothing of who, when, where and by which key.

No free text is in it, because a hand can be known by its words, and no hash that stands anywhere else.
"""

from dataclasses import dataclass

from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.lesion import (
    Assessment,
    LocalFinding,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    RecordedLesion,
)
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Call, Read, Sheet, TimepointRead


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is said of one extent of a lesion, or of a piece of one."""

    lesion: str
    extent: Extent
    what: Assessment


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to one of the protocol's questions about a target."""

    lesion: str
    question: str
    finding: LocalFinding


@dataclass(frozen=True, slots=True)
class NonTargetSaid:
    """What became of non-target disease."""

    lesion: str
    state: NonTargetState


@dataclass(frozen=True, slots=True)
class NewLesionTold:
    """How sure a new lesion is."""

    lesion: str
    state: NewLesionState


@dataclass(frozen=True, slots=True)
class Called:
    """The reader's call, without its reason."""

    about: str
    value: str


@dataclass(frozen=True, slots=True)
class ProjectedTimepoint:
    """The sheet of one timepoint; every list in the order of its ids."""

    name: str
    assessed: tuple[Assessed, ...]
    answered: tuple[Answered, ...]
    recorded: tuple[RecordedLesion, ...]
    recist_set: tuple[str, ...] | None
    non_targets: tuple[NonTargetSaid, ...]
    new_lesions: tuple[NewLesionTold, ...]
    any_new_lesion: NewLesionsAnswer | None
    not_evaluable: str | None
    calls: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class ProjectedRead:
    """A read as an adjudicator sees it."""

    targets: tuple[Target, ...]
    timepoints: tuple[ProjectedTimepoint, ...]


def projected(read: Read) -> ProjectedRead:
    """The projection of a read."""
    return ProjectedRead(read.targets, tuple(_timepoint(one.name, one.sheet) for one in read.timepoints))


def _timepoint(name: str, sheet: Sheet) -> ProjectedTimepoint:
    return ProjectedTimepoint(
        name=name,
        assessed=tuple(Assessed(*slot, what) for slot, what in sorted(sheet.assessments.items())),
        answered=tuple(Answered(*key, found) for key, found in sorted(sheet.findings.items())),
        recorded=tuple(one for _, one in sorted(sheet.recorded.items())),
        recist_set=sheet.recist_set,
        non_targets=tuple(NonTargetSaid(*one) for one in sorted(sheet.non_targets.items())),
        new_lesions=tuple(NewLesionTold(*one) for one in sorted(sheet.new_lesions.items())),
        any_new_lesion=sheet.any_new_lesion,
        not_evaluable=sheet.not_evaluable,
        calls=tuple(Called(about, call.value) for about, call in sorted(sheet.calls.items())),
    )


def read_of(case_number: str, shown: ProjectedRead) -> Read:
    """The read that a projection shows, for the criteria: its timepoints are locked and name no part."""
    timepoints = tuple(
        TimepointRead(one.name, number, "", (), _sheet(one), locked=True) for number, one in enumerate(shown.timepoints)
    )
    return Read(case_number, targets=shown.targets, timepoints=timepoints)


def _sheet(one: ProjectedTimepoint) -> Sheet:
    return Sheet(
        assessments={(said.lesion, said.extent): said.what for said in one.assessed},
        findings={(said.lesion, said.question): said.finding for said in one.answered},
        recorded={said.lesion: said for said in one.recorded},
        recist_set=one.recist_set,
        non_targets={said.lesion: said.state for said in one.non_targets},
        new_lesions={said.lesion: said.state for said in one.new_lesions},
        any_new_lesion=one.any_new_lesion,
        not_evaluable=one.not_evaluable,
        calls={said.about: Call(said.value) for said in one.calls},
    )
