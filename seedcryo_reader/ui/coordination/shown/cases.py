"""A case as the board lists it."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of the two reads of a case."""

    OPEN = "open"
    TO_COMPARE = "to compare"
    CONCORDANT = "concordant"
    DISPUTED = "disputed"
    DECIDED = "decided"
    NEITHER = "neither"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """How far a reader is with a case.

    Attributes
    ----------
    account : str
    locked : int
        Timepoints that are locked.
    signed : int or None
        The newest signed version.
    is_again : bool
        Whether a newer version is being read.
    """

    account: str
    locked: int = 0
    signed: int | None = None
    is_again: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it is signed, and nothing is being read again."""
        return self.signed is not None and not self.is_again


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case, from its sealed parts to the read that is accepted.

    Attributes
    ----------
    case_number : str
    parts, released : int
        Sealed parts that are here, and how many of them were sent.
    is_closed : bool
        Whether its closing part is here.
    batch : int or None
        None while it is not assigned.
    reads : tuple of ReadLine
        In the order of the assignment; one for a hidden repeat.
    adjudicator : str or None
    outcome : Outcome
    accepted : tuple of str
        Whose read is accepted: one account, or one per endpoint, such as ``"T01: reader-a"``.
    is_repeat : bool
    is_releasable : bool
        Whether parts are due to be sent.
    """

    case_number: str
    parts: int
    released: int
    is_closed: bool
    batch: int | None = None
    reads: tuple[ReadLine, ...] = ()
    adjudicator: str | None = None
    outcome: Outcome = Outcome.OPEN
    accepted: tuple[str, ...] = ()
    is_repeat: bool = False
    is_releasable: bool = False

    @property
    def is_assignable(self) -> bool:
        """Whether readers can be drawn for it."""
        return self.batch is None and self.parts > 0

    @property
    def are_both_signed(self) -> bool:
        """Whether nothing is left to read."""
        return bool(self.reads) and all(one.is_over for one in self.reads)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A query about images or an incidental finding.

    Attributes
    ----------
    content : str
        Names its envelope.
    is_incidental : bool
        Something that may matter to the patient's safety.
    case_number, reader, timepoint, text : str
    received_on : str
        UTC day.
    handled : str or None
        What was done about it; None while something is left to do.
    intake : str or None
        Of a query that was sent on to intake and is not handled: the UTC day that intake got it, empty until its
        receipt comes.
    """

    content: str
    is_incidental: bool
    case_number: str
    reader: str
    timepoint: str
    text: str
    received_on: str
    handled: str | None = None
    intake: str | None = None
