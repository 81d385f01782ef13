"""What a coordinator knows, as agreement takes it: cases that were compared, and hidden repeats that were read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seedcryo_reader.coordination.agreement.pairs import (
    AgreementInput,
    Compared,
    Decided,
    Pair,
    ReadFacts,
    facts_of,
    pair_of_readers,
    repeat_of,
)
from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.office.standing import decision_upon, is_compared, pair, signed_by
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState, SignedRead, is_discordant
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.discordance import Difference
from seedcryo_reader.domain.dispute import Answer, Choice
from seedcryo_reader.domain.office.coordinator import ReadsCompared
from seedcryo_reader.domain.read import Read


@dataclass(frozen=True, slots=True)
class Sources:
    """Where whole reads and protocols come from.

    Attributes
    ----------
    read : callable
        The read that an envelope brought, by the hash of its content.
    criteria : callable
        The protocol of a SHA-256.
    """

    read: Callable[[str], Read]
    criteria: Callable[[str], Protocol]


def collected(state: OfficeState, sources: Sources) -> AgreementInput:
    """Every case whose current reads were compared, and every hidden repeat of which both reads are signed.

    Raises
    ------
    Refused
        A read does not hold any more, or its protocol is not there.
    """
    cases = [case for _, case in sorted(state.cases.items())]
    return AgreementInput(
        tuple(one for case in cases for one in _compared(state, case, sources)),
        tuple(one for case in cases for one in _repeats(state, case, sources)),
    )


def _compared(state: OfficeState, case: CaseFile, sources: Sources) -> Iterator[Compared]:
    plan, reads, last = case.plan, pair(state, case), case.last_compared
    if plan is None or reads is None or last is None or not is_compared(plan, last, reads):
        return
    first, second = (_facts(one, sources) for one in reads)
    differences = _differences(first, second, sources) if is_discordant(last) else ()
    yield Compared(
        pair=pair_of_readers(first, second),
        day=max(one.coming.day for one in reads),
        is_discordant=is_discordant(last),
        variables=tuple(dict.fromkeys(one.variable for one in differences)),
        causes=tuple(dict.fromkeys(cause for one in differences for cause in one.causes)),
        decision=_decided(state, case, last, (first.reader, second.reader)),
    )


def _differences(first: ReadFacts, second: ReadFacts, sources: Sources) -> tuple[Difference, ...]:
    protocol = sources.criteria(first.result.protocol_sha256)
    return compare(first.result, second.result, protocol).differences


def _facts(one: SignedRead, sources: Sources) -> ReadFacts:
    result = one.arrived.result
    return facts_of(sources.read(one.coming.content), result, sources.criteria(result.protocol_sha256))


def _decided(state: OfficeState, case: CaseFile, compared: ReadsCompared, readers: tuple[str, str]) -> Decided | None:
    given = decision_upon(state, case, compared) if is_discordant(compared) else None
    if given is None:
        return None
    on_a = readers if compared.a_is == "first" else (readers[1], readers[0])
    decision = given.arrived.decision
    return Decided(given.arrived.adjudicator, tuple(_accepted(one, on_a) for one in decision.answers), decision.reason)


def _accepted(answer: Answer, on_a: tuple[str, str]) -> str | None:
    """The reader whose read was accepted; None for neither, and for the adjudicator's own read."""
    return {Choice.A: on_a[0], Choice.B: on_a[1]}.get(answer.choice)


def _repeats(state: OfficeState, case: CaseFile, sources: Sources) -> Iterator[Pair]:
    """The newest signed version of the original that counts, against that of the repeat."""
    plan = case.repeat
    original = None if plan is None else state.cases.get(plan.case_number)
    if plan is None or original is None:
        return
    reads = [signed_by(state, one, plan.reader) for one in (original, case)]
    facts = [_facts(one, sources) for one in reads if one is not None]
    if len(facts) == 2:
        yield repeat_of(facts[0], facts[1])
