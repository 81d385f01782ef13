"""A draw: what is wished, and what comes of it."""

from dataclasses import dataclass

from seedcryo_reader.ui.coordination.shown.people import Candidate, ProtocolShown


@dataclass(frozen=True, slots=True)
class Pool:
    """What can be drawn from under a protocol; `seed` is a fresh random one (32 hex digits)."""

    cases: tuple[str, ...]
    readers: tuple[Candidate, ...]
    adjudicators: tuple[Candidate, ...]
    seed: str


@dataclass(frozen=True, slots=True)
class DrawWish:
    """What is to be drawn.

    Attributes
    ----------
    protocol : ProtocolShown
    cases, readers, adjudicators : tuple of str
    seed : str
        32 hex digits.
    repeats_percent : int
        How many of the cases are read again by one of their readers under another number, with a later batch.
    washout_days : int
        How many days after the signature of the first read at the earliest.
    """

    protocol: ProtocolShown
    cases: tuple[str, ...]
    readers: tuple[str, ...]
    adjudicators: tuple[str, ...]
    seed: str
    repeats_percent: int
    washout_days: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A case of a draw."""

    case_number: str
    first: str
    second: str
    adjudicator: str
    accepted: str


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A hidden repeat of an earlier batch that is served with this one, under its own number."""

    case_number: str
    reader: str


@dataclass(frozen=True, slots=True)
class Draw:
    """What a draw comes to; `orders` holds per reader the case numbers in the order of reading."""

    plans: tuple[PlanLine, ...]
    orders: tuple[tuple[str, tuple[str, ...]], ...]
    served: tuple[RepeatLine, ...] = ()
