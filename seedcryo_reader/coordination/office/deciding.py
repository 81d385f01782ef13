"""What the charter's person settles, and what is done about notes of readers."""

from collections.abc import Iterator
from dataclasses import dataclass

from seedcryo_reader.coordination.arrived import QueryArrived
from seedcryo_reader.coordination.office import checks, persons
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.repeating import intake_account
from seedcryo_reader.coordination.office.standing import Outcome, decision_upon, standing
from seedcryo_reader.coordination.office.state import CaseFile, GivenDecision, Note, OfficeState
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.intake import QueryForwarded
from seedcryo_reader.domain.office.coordinator import CaseSettled, NoteHandled


@dataclass(frozen=True, slots=True)
class SettlementWanted:
    """What the charter's person said (`CaseSettled`); `accepted` is a reader, or None where neither read is."""

    case_number: str
    dispute_id: str
    accepted: str | None
    person: str
    text: str


def settling(state: OfficeState, wanted: SettlementWanted) -> Deed:
    """Settle a case of which the adjudicator took neither read, or settle it otherwise, for a reason.

    Raises
    ------
    Refused
        With everything that is against it.
    """
    case = state.cases.get(wanted.case_number, CaseFile(wanted.case_number))
    given = _to_settle(state, wanted, case)
    refuse(_why_not_settled(state, wanted, case, given))
    decision = "" if given is None else given.coming.content
    return Deed(
        CaseSettled(wanted.case_number, wanted.dispute_id, wanted.accepted, wanted.person, wanted.text, decision)
    )


def _to_settle(state: OfficeState, wanted: SettlementWanted, case: CaseFile) -> GivenDecision | None:
    """The decision that is to be settled upon, or settled again; None where it is not that of this dispute."""
    last = case.last_compared
    if last is None or last.dispute_id != wanted.dispute_id:
        return None
    neither = standing(state, case).outcome in {Outcome.NEITHER, Outcome.SETTLED}
    return decision_upon(state, case, last) if neither else None


def _why_not_settled(
    state: OfficeState, wanted: SettlementWanted, case: CaseFile, given: GivenDecision | None
) -> Iterator[Finding]:
    if given is None:
        yield Finding("nothing-to-settle", f"{wanted.case_number} does not wait to be settled in this dispute.")
    yield from persons.worked_at(state, case, wanted.person)
    if wanted.accepted is not None and wanted.accepted not in case.readers:
        yield Finding("other-reader", f"{wanted.accepted} does not read {wanted.case_number}.")
    yield from checks.text(wanted.person, "The person")
    yield from checks.text(wanted.text, "The reason")


def handling(state: OfficeState, content: str, text: str) -> Deed:
    """Record what was done about a query or an incidental finding.

    Raises
    ------
    Refused
        There is no such note, or the text is none.
    """
    _note(state, content)
    refuse(checks.text(text, "What was done"))
    return Deed(NoteHandled(content, text))


def forwarding(state: OfficeState, content: str, day: str) -> Deed:
    """Send a query on to intake, without the reader's name.

    Raises
    ------
    Refused
        There is no such query, or no intake account.
    """
    one, intake = _note(state, content).arrived, intake_account(state, day)
    if not isinstance(one, QueryArrived):
        raise Refused((Finding("no-query", "It is no query about images; only those go to intake."),))
    if intake is None:
        raise Refused((Finding("no-intake", "No intake account is accepted. Accept one first."),))
    message = QueryForwarded(one.case_number, one.timepoint, one.kind, one.text)
    return Deed(NoteHandled(content, f"Sent on to {intake}."), (Send(intake, message, f"query {content}"),))


def _note(state: OfficeState, content: str) -> Note:
    note = state.notes.get(content)
    if note is None:
        raise Refused((Finding("no-note", "There is no such note."),))
    return note
