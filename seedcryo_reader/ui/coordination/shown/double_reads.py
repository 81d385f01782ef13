"""Two reads that differ, and what became of that."""

from dataclasses import dataclass
from enum import StrEnum

from seedcryo_reader.domain.discordance import Difference
from seedcryo_reader.ui.coordination.shown.cases import ReadLine


class DisputeStanding(StrEnum):
    """Where a dispute stands with the centre."""

    WAITS = "waits for a decision"
    DECIDED = "decided"
    NEITHER = "neither read was taken"
    SETTLED = "settled by the charter's person"
    AGAIN = "a read of it is read again"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute.

    Attributes
    ----------
    case_number, dispute_id : str
    standing : DisputeStanding
    since : str
        UTC day it was opened.
    adjudicator : str
    readers : tuple of str
        First and second.
    differences : tuple of Difference
        Its ``first`` and ``second`` as in `readers`.
    decision : tuple of str
        What was decided: one account, or one entry per endpoint, such as ``"T01 local progression: reader-a"``.
    reason, comment : str
        Of the decision.
    again : tuple of ReadLine
        The reads of which a newer version is awaited; it is compared anew then.
    """

    case_number: str
    dispute_id: str
    standing: DisputeStanding
    since: str
    adjudicator: str
    readers: tuple[str, str]
    differences: tuple[Difference, ...]
    decision: tuple[str, ...] = ()
    reason: str = ""
    comment: str = ""
    again: tuple[ReadLine, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherReason:
    """Two reads that agree for different reasons."""

    case_number: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LockedRead:
    """A read of which timepoints are locked: they can be allowed again. `signed` is the newest signed version."""

    account: str
    timepoints: tuple[str, ...]
    signed: int | None


@dataclass(frozen=True, slots=True)
class DoubleRead:
    """What is worked out of a case's reads when it is looked at.

    Attributes
    ----------
    case_number : str
    parting : str
        The sentence of where the reads first part; empty where they do not.
    reads : tuple of LockedRead
    needs_approver : bool
        Whether a dispute was opened, so that a second person has to approve what is allowed again.
    """

    case_number: str
    parting: str
    reads: tuple[LockedRead, ...]
    needs_approver: bool


@dataclass(frozen=True, slots=True)
class UnlockReason:
    """One of the closed list of reasons for reading again."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class UnlockWish:
    """A timepoint that is to be read again, and the later ones too where `and_later`."""

    case_number: str
    account: str
    timepoint: str
    and_later: bool
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the charter's person decided of a case of which neither read was taken; `accepted` None: none of them."""

    case_number: str
    dispute_id: str
    accepted: str | None
    person: str
    text: str
