"""Two signed reads of a closed case are compared, and the adjudicator gets one envelope of the same size either way."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from seedcryo_reader.coordination.discordance.disputes import ENVELOPE_ROOM
from seedcryo_reader.coordination.office import drawing
from seedcryo_reader.coordination.office.deed import Deed
from seedcryo_reader.coordination.office.standing import decision_upon, is_compared, pair
from seedcryo_reader.coordination.office.state import (
    CONCORDANT,
    DISCORDANT,
    CaseFile,
    OfficeState,
    SignedRead,
    is_discordant,
)
from seedcryo_reader.coordination.ports import Judging, Send
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.dispute import sha256_of
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.office.coordinator import ReadsCompared
from seedcryo_reader.domain.read import Read

AGREE_NOW: Final = "A read of this case got another version, and both reads agree now."
_NO_DISPUTE: Final = "0" * 64


class Pair(NamedTuple):
    """Two signed reads of a case, in the order of the assignment, and who decides if they differ."""

    case: CaseFile
    adjudicator: str
    first: SignedRead
    second: SignedRead

    @property
    def hashes(self) -> tuple[str, str]:
        """SHA-256 of each."""
        return self.first.arrived.result.read_sha256, self.second.arrived.result.read_sha256


def waiting(state: OfficeState) -> tuple[Pair, ...]:
    """Pairs that are to be compared, by case."""
    with collector_paused():
        return tuple(_waiting(state))


def _waiting(state: OfficeState) -> Iterator[Pair]:
    for _, case in sorted(state.cases.items()):
        plan, reads = case.plan, pair(state, case)
        if plan is not None and reads is not None and not is_compared(plan, case.last_compared, reads):
            yield Pair(case, plan.adjudicator, *reads)


def comparing(state: OfficeState, two: Pair, reads: tuple[Read, Read], judging: Judging, protocol: Protocol) -> Deed:
    """Compare two reads, and send the dispute or what stands in its place.

    Parameters
    ----------
    reads : two Read
        The whole reads, as they were signed.
    """
    case, adjudicator = two.case, two.adjudicator
    seed = state.batches[case.batch or 0].seed
    comparison = judging.compare(two.first.arrived.result, two.second.arrived.result, protocol)
    is_first = drawing.a_is_first(seed, case.case_number, two.hashes)
    dispute_id = drawing.dispute_id(seed, case.case_number, two.hashes, adjudicator, _before(two))
    dispute = None
    if comparison.is_discordant:
        dispute = judging.dispute_of(comparison, *reads, protocol, dispute_id, a_is_first=is_first)
    act = ReadsCompared(
        case_number=case.case_number,
        first=two.hashes[0],
        second=two.hashes[1],
        dispute_id=dispute_id,
        a_is="first" if is_first else "second",
        discordant=CONCORDANT if dispute is None else DISCORDANT,
        adjudicator=adjudicator,
        supersedes=None if case.last_compared is None else case.last_compared.dispute_id,
        dispute_sha256=_NO_DISPUTE if dispute is None else sha256_of(dispute),
    )
    size = judging.cover_size(*reads, protocol)
    open_one = _open_at(state, case, adjudicator)
    if dispute is not None:
        message: object = DisputeSent(dispute, None if open_one is None else open_one.dispute_id)
    elif open_one is not None and decision_upon(state, case, open_one) is None:
        message = DisputeWithdrawn(open_one.dispute_id, AGREE_NOW)
    else:
        message = NothingToDecide("0" * max(0, size - ENVELOPE_ROOM))
    return Deed(act, (Send(adjudicator, message, f"compared {case.case_number} {act.dispute_id}", size),))


def _before(two: Pair) -> int:
    """How often the same reads were compared before: where a newer version was found not to count."""
    now = (*two.hashes, two.adjudicator)
    return sum((one.act.first, one.act.second, one.act.adjudicator) == now for one in two.case.compared)


def _open_at(state: OfficeState, case: CaseFile, adjudicator: str) -> ReadsCompared | None:
    """The dispute of a case that an adjudicator has, decided or not; None where there is none, or it was withdrawn."""
    found = None
    for act, _day in case.compared:
        if act.adjudicator == adjudicator and is_discordant(act):
            found = act
        elif found is not None and decision_upon(state, case, found) is None:
            found = None
    return found
