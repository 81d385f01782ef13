"""What a reader says about lesions at a timepoint. Values only; what may be said when is in `lifecycle` and `fold`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from seedcryo_reader.domain.anatomy import LYMPH_NODE, is_place, why_no_place
from seedcryo_reader.domain.case import MarkMm, is_mark
from seedcryo_reader.domain.measurement import Caliper, ImagePlace

CHOSEN_ID: Final = re.compile(r"R(0[1-9]|[1-9][0-9])")
NON_TARGET_ID: Final = re.compile(r"NT(0[1-9]|[1-9][0-9])")
NEW_LESION_ID: Final = re.compile(r"NL(0[1-9]|[1-9][0-9])")
_PIECE_ID: Final = re.compile(r"([TR][0-9]{2})\.([1-9])")

MOST_PIECES: Final = 9


def whole_of(lesion: str) -> str | None:
    """The lesion that a piece such as ``T04.1`` was split from; None for what is no piece."""
    piece = _PIECE_ID.fullmatch(lesion)
    return piece[1] if piece else None


@dataclass(frozen=True, slots=True)
class Absent:
    """Not seen any more: 0 mm (RECIST 1.1; for the viable extent: nothing enhances)."""


@dataclass(frozen=True, slots=True)
class TooSmall:
    """Seen, but too small to measure: counts as the protocol's default (RECIST 1.1: 5 mm)."""


@dataclass(frozen=True, slots=True)
class NotEvaluable:
    """Cannot be judged at this timepoint; the reason is one of the protocol's list."""

    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Grown together with another target, which carries the diameter of both."""

    into: str


@dataclass(frozen=True, slots=True)
class Split:
    """Fallen into pieces, each assessed under an id of its own (``T04.1``, ``T04.2``); their diameters are added."""

    pieces: tuple[str, ...]


Assessment: TypeAlias = Caliper | Absent | TooSmall | NotEvaluable | Merged | Split
"""What is said of one extent of one target at one timepoint."""


@dataclass(frozen=True, slots=True)
class LocalFinding:
    """Answer to one of the protocol's questions about a target; the reason says why it could not be assessed."""

    answer: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on an image, in LPS mm with three decimals."""

    image: ImagePlace
    point_mm: MarkMm

    def __post_init__(self) -> None:
        if not is_mark(self.point_mm):
            msg = "a mark is three coordinates in mm with three decimals"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class RecordedLesion:
    """A lesion the reader found: non-target disease, a new lesion, or one chosen for the RECIST set."""

    lesion: str
    organ: str
    place: str
    mark: Mark

    def __post_init__(self) -> None:
        if not any(form.fullmatch(self.lesion) for form in (CHOSEN_ID, NON_TARGET_ID, NEW_LESION_ID)):
            msg = "the id of a lesion that a reader found is R, NT or NL and two digits"
            raise ValueError(msg)
        if not is_place(self.organ, self.place):
            raise ValueError(why_no_place(self.organ))

    @property
    def node(self) -> bool:
        """Whether it is a lymph node, whose short axis counts."""
        return self.organ == LYMPH_NODE


class NonTargetStatus(StrEnum):
    """What became of non-target disease (RECIST 1.1, Eisenhauer 2009, 4.3.3)."""

    PRESENT = "present"
    ABSENT = "absent"
    PROGRESSION = "unequivocal progression"
    NOT_EVALUABLE = "not evaluable"


class Certainty(StrEnum):
    """How sure it is that a new lesion is one (RECIST 1.1, 4.3.5)."""

    EQUIVOCAL = "equivocal"
    UNEQUIVOCAL = "unequivocal"
    RESOLVED = "resolved"
    NOT_EVALUABLE = "not evaluable"


@dataclass(frozen=True, slots=True)
class NonTargetState:
    """Non-target disease at a timepoint; the reason says why it could not be evaluated."""

    status: NonTargetStatus
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NewLesionState:
    """A new lesion at a timepoint.

    `first_seen` is an earlier timepoint whose images show it in hindsight: a statement made now, nothing is unlocked.
    """

    certainty: Certainty
    first_seen: str | None = None
    reason: str | None = None


class NewLesions(StrEnum):
    """The reader's answer to whether there is any new lesion; a lesion reported at the timepoint says so by itself."""

    NONE = "none"
    NOT_ASSESSABLE = "not assessable"


@dataclass(frozen=True, slots=True)
class NewLesionsAnswer:
    """That answer, and where it cannot be said the reason why."""

    answer: NewLesions
    reason: str | None = None
