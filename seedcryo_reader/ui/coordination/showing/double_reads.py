"""Disputes and what became of them, and reads that agree for different reasons."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from seedcryo_reader.coordination.office.standing import Reading, cell, decision_upon, settlement, wanted_version
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState, is_discordant
from seedcryo_reader.coordination.office.unlocking import REASONS, needs_approver
from seedcryo_reader.domain.discordance import OVERALL, Comparison, ReadResult
from seedcryo_reader.domain.dispute import WHOLE_CASE, Answer, Choice, Decision
from seedcryo_reader.domain.office.coordinator import CaseSettled, ReadsCompared
from seedcryo_reader.ui.coordination.showing.cases import read_line
from seedcryo_reader.ui.coordination.shown.double_reads import (
    DisputeLine,
    DisputeStanding,
    DoubleRead,
    LockedRead,
    OtherReason,
    UnlockReason,
)

Compare: TypeAlias = Callable[[ReadResult, ReadResult], Comparison]
"""Two reads of one protocol, compared."""

UNLOCK_REASONS: Final = tuple(UnlockReason(code, words) for code, words in REASONS.items())

_WORDS: Final = {Choice.NEITHER: "neither read", Choice.OWN: "the adjudicator's own read"}


def dispute_lines(state: OfficeState, compare: Compare) -> tuple[DisputeLine, ...]:
    """Every dispute that was ever opened, by case and in the order they were opened."""
    return tuple(line for _, case in sorted(state.cases.items()) for line in _disputes(state, case, compare))


def other_reasons(state: OfficeState, compare: Compare) -> tuple[OtherReason, ...]:
    """What the newest comparison of each case found to agree for different reasons."""
    return tuple(
        OtherReason(number, f"{sentence} The first is {first.reader}'s, the second {second.reader}'s.")
        for number, case in sorted(state.cases.items())
        if case.last_compared is not None
        for first, second in [_results(case, case.last_compared)]
        for sentence in compare(first, second).different_reasons
    )


def double_read(state: OfficeState, case_number: str, parting: str) -> DoubleRead:
    """What is worked out of a case's reads; `parting` is the sentence of where they first part."""
    case = state.cases.get(case_number, CaseFile(case_number))
    reads = tuple(_locked(case, reader) for reader in case.readers)
    return DoubleRead(case_number, parting, reads, needs_approver(case))


def _locked(case: CaseFile, reader: str) -> LockedRead:
    results = [one.arrived.result for one in case.reads if one.arrived.result.reader == reader]
    if results:
        newest = max(results, key=lambda one: one.version)
        return LockedRead(reader, newest.timepoints, newest.version)
    locked = case.locked.get((reader, wanted_version(case, reader)), 0)
    return LockedRead(reader, tuple(f"TP{number}" for number in range(locked)), None)


def _disputes(state: OfficeState, case: CaseFile, compare: Compare) -> Iterator[DisputeLine]:
    for place, (act, day) in enumerate(case.compared):
        if not is_discordant(act):
            continue
        given = decision_upon(state, case, act)
        later = case.compared[place + 1].act if place + 1 < len(case.compared) else None
        decision = None if given is None else given.arrived.decision
        settled = settlement(case, act.dispute_id)
        first, second = _results(case, act)
        cells = () if later is not None else (cell(state, case, reader) for reader in case.readers)
        again = tuple(read_line(one) for one in cells if one.state is Reading.READING_AGAIN)
        yield DisputeLine(
            case_number=case.case_number,
            dispute_id=act.dispute_id,
            standing=DisputeStanding.AGAIN if again else _standing(decision, settled, later),
            since=day,
            adjudicator=act.adjudicator,
            readers=(first.reader, second.reader),
            differences=compare(first, second).differences,
            decision=() if decision is None else tuple(_answers(decision, act, settled, (first.reader, second.reader))),
            reason="" if decision is None else decision.reason.replace("-", " "),
            comment="" if decision is None else decision.comment,
            again=again,
        )


def _standing(decision: Decision | None, settled: CaseSettled | None, later: ReadsCompared | None) -> DisputeStanding:
    """A decided one is superseded, never withdrawn; one that nobody decided is withdrawn where both agree now."""
    if later is not None:
        is_withdrawn = decision is None and not is_discordant(later)
        return DisputeStanding.WITHDRAWN if is_withdrawn else DisputeStanding.SUPERSEDED
    if decision is None:
        return DisputeStanding.WAITS
    if all(one.choice is not Choice.NEITHER for one in decision.answers):
        return DisputeStanding.DECIDED
    return DisputeStanding.NEITHER if settled is None else DisputeStanding.SETTLED


def _answers(
    decision: Decision, act: ReadsCompared, settled: CaseSettled | None, readers: tuple[str, str]
) -> Iterator[str]:
    on_a = readers if act.a_is == "first" else (readers[1], readers[0])
    for answer in decision.answers:
        chosen = _chosen(answer, on_a)
        yield chosen if answer.endpoint == WHOLE_CASE else f"{_about(answer.endpoint)}: {chosen}"
    if settled is not None:
        yield f"{settled.person}: {settled.accepted or _WORDS[Choice.NEITHER]}"


def _about(endpoint: str) -> str:
    return "overall progression" if endpoint == OVERALL else f"{endpoint} local progression"


def _chosen(answer: Answer, on_a: tuple[str, str]) -> str:
    return {Choice.A: on_a[0], Choice.B: on_a[1], **_WORDS}[answer.choice]


def _results(case: CaseFile, act: ReadsCompared) -> tuple[ReadResult, ReadResult]:
    known = {one.arrived.result.read_sha256: one.arrived.result for one in case.reads}
    return known[act.first], known[act.second]
