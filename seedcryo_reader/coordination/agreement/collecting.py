"""What a coordinator knows, as agreement takes it: cases that were compared, and hidden repeats that were read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

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
from seedcryo_reader.coordination.office.standing import decision_upon, is_compared, is_twofold, pair, signed_by
from seedcryo_reader.coordination.office.state import (
    CaseFile,
    GivenDecision,
    OfficeState,
    SignedRead,
    is_discordant,
)
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
    """Every case that was ever compared, and every hidden repeat of which both reads are signed.

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
    if not case.compared:
        return
    first, last = case.compared[0].act, case.compared[-1].act
    reads = _compared_reads(case, first)
    differences = _differences(reads, sources) if is_discordant(first) else ()
    yield Compared(
        readers=_by_name(reads),
        day=max(one.coming.day for one in reads),
        pair=_pair(state, case, sources),
        is_discordant=is_discordant(first),
        variables=tuple(dict.fromkeys(one.variable for one in differences)),
        causes=tuple(dict.fromkeys(cause for one in differences for cause in one.causes)),
        decisions=tuple(_decisions(state, case)),
        is_open=is_discordant(last) and decision_upon(state, case, last) is None,
    )


def _compared_reads(case: CaseFile, compared: ReadsCompared) -> tuple[SignedRead, SignedRead]:
    """The reads that a comparison is of, whether they count by now or not, each as it came first."""
    first, second = (
        min((one for one in case.reads if one.arrived.result.read_sha256 == sha256), key=lambda one: one.coming)
        for sha256 in (compared.first, compared.second)
    )
    return first, second


def _by_name(reads: tuple[SignedRead, SignedRead]) -> tuple[str, str]:
    first, second = sorted(one.arrived.result.reader for one in reads)
    return first, second


def _pair(state: OfficeState, case: CaseFile, sources: Sources) -> Pair | None:
    """The two reads that count, if they are those that were compared last."""
    plan, reads = case.plan, pair(state, case)
    if plan is None or reads is None or not is_compared(plan, case.last_compared, reads):
        return None
    first, second = (_facts(one, sources) for one in reads)
    return pair_of_readers(first, second)


def _differences(reads: tuple[SignedRead, SignedRead], sources: Sources) -> tuple[Difference, ...]:
    first, second = (one.arrived.result for one in reads)
    return compare(first, second, sources.criteria(first.protocol_sha256)).differences


def _facts(one: SignedRead, sources: Sources) -> ReadFacts:
    result = one.arrived.result
    return facts_of(sources.read(one.coming.content), result, sources.criteria(result.protocol_sha256))


def _decisions(state: OfficeState, case: CaseFile) -> Iterator[Decided]:
    """Every decision that was made upon a dispute of a case."""
    for compared, _day in case.compared:
        given = decision_upon(state, case, compared) if is_discordant(compared) else None
        if given is not None:
            yield _decided(given, compared, _compared_reads(case, compared))


def _decided(given: GivenDecision, compared: ReadsCompared, reads: tuple[SignedRead, SignedRead]) -> Decided:
    first, second = (one.arrived.result.reader for one in reads)
    on_a = (first, second) if compared.a_is == "first" else (second, first)
    decision = given.arrived.decision
    accepted = tuple(_accepted(one, on_a) for one in decision.answers)
    return Decided(given.arrived.adjudicator, _by_name(reads), accepted, decision.reason)


def _accepted(answer: Answer, on_a: tuple[str, str]) -> str | None:
    """The reader whose read was accepted; None for neither, and for the adjudicator's own read."""
    return {Choice.A: on_a[0], Choice.B: on_a[1]}.get(answer.choice)


def _repeats(state: OfficeState, case: CaseFile, sources: Sources) -> Iterator[Pair]:
    """The original, as it was signed when the repeat was, against the repeat; none where one came with two contents."""
    plan = case.repeat
    original = None if plan is None else state.cases.get(plan.case_number)
    if plan is None or original is None:
        return
    if any(is_twofold(state, one, plan.reader) for one in (original, case)):
        return
    again = signed_by(state, case, plan.reader)
    before = None if again is None else _signed_until(state, original, plan.reader, again.arrived.signed_on)
    if before is not None and again is not None:
        yield repeat_of(_facts(before, sources), _facts(again, sources))


def _signed_until(state: OfficeState, case: CaseFile, reader: str, day: str) -> SignedRead | None:
    """The newest version signed by a day: a later one was not what the repeat was a second look at."""
    return signed_by(
        state, replace(case, reads=tuple(one for one in case.reads if one.arrived.signed_on <= day)), reader
    )
