"""From which day on an account can be revoked: one person alone voids nothing that two reads were held together by."""

from collections.abc import Iterator
from datetime import date, timedelta

from seedcryo_reader.coordination.office import checks
from seedcryo_reader.coordination.office.state import Account, CaseFile, Coming, OfficeState
from seedcryo_reader.domain.finding import Finding


def why_not_from(state: OfficeState, account: Account, day: str) -> Iterator[Finding]:
    """Why what comes from an account on a UTC day or later cannot be made to count no more.

    Whatever came by then is judged by the day it came. Where both reads of a case are signed a read is changed by two
    persons (`unlocking.needs_approver`), and so it is with a decision; a day in the past would let one do it.
    """
    came = [coming.day for case in state.cases.values() for coming in _counting(state, case, account)]
    if checks.is_day(day) and day <= max(came, default=""):
        name, first = account.accepted.account, date.fromisoformat(max(came)) + timedelta(days=1)
        text = (
            f"What {name} signed came on {max(came)} and counts. Revoke {name} from {first} on. What has to be read"
            " again is allowed before that, with a second coordinator, and a backup reader takes it over."
        )
        yield Finding("counts-already", text)


def _counting(state: OfficeState, case: CaseFile, account: Account) -> Iterator[Coming]:
    """How the reads and decisions came that count: of a case that two have read, and upon a dispute that was sent."""
    name, sent = account.accepted.account, {(one.act.dispute_id, one.act.adjudicator) for one in case.compared}
    reads = (one.coming for one in case.reads if one.arrived.result.reader == name and name in case.readers)
    decisions = (
        one.coming
        for one in case.decisions
        if one.arrived.adjudicator == name and (one.arrived.decision.dispute_id, name) in sent
    )
    if case.was_read_twice:
        for coming in (*reads, *decisions):
            if coming.key_id == account.key_id and state.counts(coming):
                yield coming
