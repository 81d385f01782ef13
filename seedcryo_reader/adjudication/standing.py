"""Where every dispute of an adjudicator stands: folded from the log, whatever order envelopes came in.

A dispute that takes the place of another, or the news that one has no object any more, may come before the dispute that
it is about. So what was done comes from the order of the log, and what others said from the set of what came.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.adjudication.documents import Statement, parsed
from seedcryo_reader.domain.dispute import Dispute, DisputeState, IllegalStep, Mode, Step, next_state
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn
from seedcryo_reader.domain.office.adjudicator import DecisionSigned, DisputeShown
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord

OPEN: Final = (DisputeState.RECEIVED, DisputeState.SHOWN)
"""States in which a dispute waits for its adjudicator."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A dispute and where it stands.

    Attributes
    ----------
    dispute : Dispute
    state : DisputeState
    own_read_sha256 : str or None
        The own read that was signed before A and B were shown.
    signed : Statement or None
        The decision as it was signed; it stays on record when the dispute is superseded later.
    """

    dispute: Dispute
    state: DisputeState
    own_read_sha256: str | None = None
    signed: Statement | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided."""
        return self.state in OPEN

    @property
    def wants_own_read(self) -> bool:
        """Whether the case has to be read before A and B are shown."""
        return self.state is DisputeState.RECEIVED and self.dispute.mode is Mode.OWN_READ_FIRST


@dataclass(frozen=True, slots=True)
class Count:
    """How far the work is: what was decided, and what there is to decide with that."""

    decided: int
    total: int


def standings(records: Iterable[ActRecord], message: Callable[[str], object]) -> tuple[Standing, ...]:
    """Every dispute that came, in the order of the ids, which are random and tell nothing.

    Parameters
    ----------
    records : iterable of ActRecord
        The whole log, in order.
    message : callable
        From the hash of a signed content to its message.
    """
    came: dict[str, Dispute] = {}
    superseded, withdrawn = set[str](), set[str]()
    shown: dict[str, str | None] = {}
    signed: dict[str, Statement] = {}
    for record in records:
        match record.act:
            case EnvelopeReceived(content=content):
                brought = message(content)
                if isinstance(brought, DisputeSent):
                    came.setdefault(brought.dispute.dispute_id, brought.dispute)
                    superseded.add(brought.supersedes or "")
                elif isinstance(brought, DisputeWithdrawn):
                    withdrawn.add(brought.dispute_id)
            case DisputeShown(dispute_id=dispute_id, own_read_sha256=own):
                shown.setdefault(dispute_id, own)
            case DecisionSigned(dispute_id=dispute_id, document=document):
                signed[dispute_id] = parsed(document.encode(), dispute_id).statement
    return tuple(
        Standing(came[one], _state(one, shown, signed, (withdrawn, superseded)), shown.get(one), signed.get(one))
        for one in sorted(came)
    )


def counted(every: Iterable[Standing]) -> Count:
    """How many are decided of those that count: nothing is left to do about superseded and withdrawn ones."""
    states = [one.state for one in every]
    decided = states.count(DisputeState.DECIDED)
    return Count(decided, decided + sum(state in OPEN for state in states))


def _state(
    dispute_id: str, shown: Iterable[str], signed: Iterable[str], ended: tuple[set[str], set[str]]
) -> DisputeState:
    state = DisputeState.RECEIVED
    steps = (Step.SHOW, shown), (Step.DECIDE, signed), (Step.WITHDRAW, ended[0]), (Step.SUPERSEDE, ended[1])
    for step, about in steps:
        if dispute_id in about:
            state = _after(state, step)
    return state


def _after(state: DisputeState, step: Step) -> DisputeState:
    """The state after a step; where the step came too late it changes nothing."""
    try:
        return next_state(state, step)
    except IllegalStep:
        return state
