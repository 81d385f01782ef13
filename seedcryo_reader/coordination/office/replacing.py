"""A backup reader takes a case over, or another adjudicator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.coordination.office import checks
from seedcryo_reader.coordination.office.assigning import assigned, drawn_order, fit, taken_over
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.persons import took_part
from seedcryo_reader.coordination.office.standing import (
    Outcome,
    follows_protocol,
    is_twofold,
    reads_again,
    signed_by,
    standing,
)
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState, is_discordant
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.adjudicator import DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.messages.reader import CaseReassigned
from seedcryo_reader.domain.office.coordinator import AdjudicatorReplaced, CasePlan, ReaderReplaced
from seedcryo_reader.domain.role import Role

TOLD: Final = "The centre gave this case to somebody else."
"""What is told to whoever had it before: the same always, for the true reason may tell of somebody else."""


def planned(state: OfficeState, case_number: str) -> tuple[CaseFile, CasePlan]:
    """An assigned case and its plan.

    Raises
    ------
    Refused
        It was not assigned, or is a hidden repeat.
    """
    case = state.cases.get(case_number)
    if case is None or case.plan is None:
        raise Refused((Finding("not-assigned", f"{case_number} is no case that was assigned to two readers."),))
    return case, case.plan


@dataclass(frozen=True, slots=True)
class ReplacementWanted:
    """Somebody who takes a case over from somebody, and why."""

    case_number: str
    before: str
    after: str
    reason: str


def replacing_reader(state: OfficeState, wanted: ReplacementWanted, day: str) -> Deed:
    """Let a backup reader start a case anew; the draft of the one before is kept there.

    Raises
    ------
    Refused
        With everything that is against it.
    """
    case, plan = planned(state, wanted.case_number)
    refuse(
        [
            *_why_not_replaced(state, case, wanted.before),
            *_why_not_this_reader(state, case, wanted.after, day),
            *took_part(state, case, wanted.before, wanted.after),
            *checks.text(wanted.reason, "The reason"),
        ]
    )
    number, before, after = wanted.case_number, wanted.before, wanted.after
    batch = state.batches[case.batch or 0]
    place = len(drawn_order(batch, after)) + len(taken_over(state, batch, after)) + 1
    told = Send(before, CaseReassigned(number, TOLD), f"reassigned {number} {before}")
    return Deed(
        ReaderReplaced(number, before, after, after if plan.accepted == before else plan.accepted, wanted.reason),
        (*([told] if state.accounts[before].is_active(day) else []), assigned(batch, after, number, place)),
    )


def _why_not_replaced(state: OfficeState, case: CaseFile, before: str) -> Iterator[Finding]:
    if before not in case.readers:
        yield Finding("other-reader", f"{before} does not read {case.case_number}.")
        return
    signed = signed_by(state, case, before)
    counts = signed is not None and follows_protocol(case, signed) and not is_twofold(state, case, before)
    if counts and not reads_again(state, case, before):
        yield Finding("signed-already", f"{before} has signed {case.case_number}; nobody can take it over any more.")


def _why_not_this_reader(state: OfficeState, case: CaseFile, after: str, day: str) -> Iterator[Finding]:
    yield from fit(state, after, Role.READER, case.protocol_sha256, day)
    if after in case.readers:
        yield Finding("reads-already", f"{after} reads {case.case_number} already.")
    elif any(one.before == after for one in case.replaced):
        yield Finding("read-before", f"{after} had {case.case_number} before and cannot take it over again.")


def replacing_adjudicator(state: OfficeState, wanted: ReplacementWanted, day: str) -> Deed:
    """Let another adjudicator decide about a case, if somebody has to.

    Whoever decided until now gets an envelope as large whether a dispute is taken back by it or not.

    Raises
    ------
    Refused
        With everything that is against it.
    """
    case, plan = planned(state, wanted.case_number)
    refuse(
        [
            *_why_no_other_adjudicator(state, case, plan, wanted),
            *fit(state, wanted.after, Role.ADJUDICATOR, case.protocol_sha256, day),
            *took_part(state, case, wanted.before, wanted.after),
            *checks.text(wanted.reason, "The reason"),
        ]
    )
    number, before = wanted.case_number, wanted.before
    told = Send(before, _taken_back(case), f"adjudicator {number} {len(case.adjudicators_replaced)}")
    sends = (told,) if state.accounts[before].is_active(day) else ()
    return Deed(AdjudicatorReplaced(number, before, wanted.after, wanted.reason), sends)


def _why_no_other_adjudicator(
    state: OfficeState, case: CaseFile, plan: CasePlan, wanted: ReplacementWanted
) -> Iterator[Finding]:
    if wanted.before != plan.adjudicator:
        yield Finding("other-adjudicator", f"{wanted.before} does not decide about {case.case_number}.")
    if wanted.after == plan.adjudicator:
        yield Finding("decides-already", f"{wanted.after} decides about {case.case_number} already.")
    elif any(one.before == wanted.after for one in case.adjudicators_replaced):
        yield Finding("decided-before", f"{wanted.after} had {case.case_number} before and cannot take it over again.")
    if standing(state, case).outcome in {Outcome.DECIDED, Outcome.NEITHER, Outcome.SETTLED}:
        yield Finding("decided-already", f"{case.case_number} is decided; nothing is left for another adjudicator.")


def _taken_back(case: CaseFile) -> object:
    last = case.last_compared
    if last is None or not is_discordant(last):
        return NothingToDecide("")
    return DisputeWithdrawn(last.dispute_id, TOLD)
