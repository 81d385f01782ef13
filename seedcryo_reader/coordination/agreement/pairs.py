"""What agreement is worked out of: pairs of signed reads of the same images, and what became of them.

`Compared` is one case that two readers read, with its history; a hidden repeat is a `Pair` of the same reader.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from seedcryo_reader.criteria.course import Course, State, Timepoint
from seedcryo_reader.criteria.lengths import merged_into
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.discordance import Cause, ReadResult, Variable
from seedcryo_reader.domain.read import Read


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """What agreement looks at in a signed read.

    Attributes
    ----------
    result : ReadResult
    lengths : mapping of (target, timepoint) to Decimal
        In mm, of the axis that counts, baseline included. Only what was measured: what is absent, too small, split,
        or grown together with another has no length of its own.
    """

    result: ReadResult
    lengths: Mapping[tuple[str, str], Decimal]

    @property
    def reader(self) -> str:
        """The account."""
        return self.result.reader


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reads of the same images: of two readers, the first by name first; or of one, the original first."""

    case_number: str
    first: ReadFacts
    second: ReadFacts

    @property
    def readers(self) -> tuple[str, ...]:
        """The two names, or the one."""
        return tuple(dict.fromkeys((self.first.reader, self.second.reader)))


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about a dispute.

    Attributes
    ----------
    adjudicator : str
    readers : tuple of str
        Whose reads it was about.
    accepted : tuple of str or None
        For each question the reader whose read was accepted, or None where it was neither of the two.
    reason : str
        The reason code.
    """

    adjudicator: str
    readers: tuple[str, str]
    accepted: tuple[str | None, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A case that was compared: what came of it first, which nothing undoes, and how it stands.

    Attributes
    ----------
    readers : tuple of str
        Whose reads were compared first, in the order of their names.
    day : str
        The UTC day on which both of these were in.
    pair : Pair or None
        The reads that count now; None while they are still to be compared, or one of them is to come.
    is_discordant : bool
        Whether the first comparison went to an adjudicator.
    variables : tuple of Variable
        In which the reads differed then.
    causes : tuple of Cause
        Why.
    decisions : tuple of Decided
        Every decision about a dispute of the case, superseded ones too, in the order of the disputes.
    is_open : bool
        Whether a dispute about it waits for its decision.
    """

    readers: tuple[str, str]
    day: str
    pair: Pair | None = None
    is_discordant: bool = False
    variables: tuple[Variable, ...] = ()
    causes: tuple[Cause, ...] = ()
    decisions: tuple[Decided, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """All cases that were compared, and all hidden repeats of which both reads are signed."""

    compared: tuple[Compared, ...]
    repeats: tuple[Pair, ...]


def pair_of_readers(one: ReadFacts, other: ReadFacts) -> Pair:
    """The two reads of a case.

    Raises
    ------
    ValueError
        They are of one reader, or of two cases.
    """
    if one.reader == other.reader or one.result.case_number != other.result.case_number:
        msg = "a pair is two readers' reads of one case"
        raise ValueError(msg)
    first, second = sorted((one, other), key=lambda facts: facts.reader)
    return Pair(one.result.case_number, first, second)


def repeat_of(original: ReadFacts, repeat: ReadFacts) -> Pair:
    """A read and its hidden repeat, which has another case number.

    Raises
    ------
    ValueError
        They are of two readers, or of one case number.
    """
    if original.reader != repeat.reader or original.result.case_number == repeat.result.case_number:
        msg = "a hidden repeat is read by the same reader under another number"
        raise ValueError(msg)
    return Pair(original.result.case_number, original, repeat)


def facts_of(read: Read, result: ReadResult, protocol: Protocol) -> ReadFacts:
    """What agreement looks at in a read, by the protocol that it was read by.

    Raises
    ------
    ValueError
        The read and the result are of two cases.
    """
    if read.case_number != result.case_number:
        msg = "the read and its result are of two cases"
        raise ValueError(msg)
    return ReadFacts(result, dict(_lengths(course_of(read, protocol, read.timepoints[-1].name))))


def _lengths(course: Course) -> Iterator[tuple[tuple[str, str], Decimal]]:
    for one in course.timepoints:
        for target in course.targets:
            length = _own_length(one, target.lesion)
            if length is not None:
                yield (target.lesion, one.name), length


def _own_length(timepoint: Timepoint, lesion: str) -> Decimal | None:
    said = timepoint.said.get(lesion)
    if said is None or said.state is not State.MEASURED:
        return None
    shared = any(other != lesion and merged_into(timepoint, other) == lesion for other in timepoint.said)
    return None if shared else said.mm
