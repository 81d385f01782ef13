"""What a coordinator should look into: things that came and do not fit, and people who can work no more."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from seedcryo_reader.coordination.arrived import DecisionArrived
from seedcryo_reader.coordination.discordance.comparing import apart
from seedcryo_reader.coordination.office.standing import (
    Outcome,
    decision_upon,
    follows_protocol,
    has_left,
    is_allowed,
    is_twofold,
    pair,
    reads_again,
    signed_by,
    standing,
)
from seedcryo_reader.coordination.office.state import CaseFile, GivenDecision, OfficeState, SignedRead
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import ReadsCompared

FEWEST_AROUND: Final = 4
"""Other cases that a reader should have to read when a hidden repeat is released."""


def remarks(state: OfficeState, day: str) -> tuple[Finding, ...]:
    """Everything that does not fit, by case; `day` is the UTC day it is. Hidden repeats that stand out come last."""
    of_cases = tuple(
        finding
        for _, case in sorted(state.cases.items())
        for found in (
            _reads_that_do_not_fit(state, case),
            _begun_without_leave(case),
            _apart(state, case),
            _decisions_that_do_not_fit(state, case),
            _signed_without_training(state, case),
            _gone(state, case, day),
        )
        for finding in found
    )
    return (*of_cases, *_repeats_that_stand_out(state))


def _repeats_that_stand_out(state: OfficeState) -> Iterator[Finding]:
    """Hidden repeats that were not released yet, around which their reader has few other cases to read."""
    waiting = [case for _, case in sorted(state.cases.items()) if case.batch is not None and not case.released]
    repeats = [(case.case_number, case.repeat.reader) for case in waiting if case.repeat is not None]
    unread: Counter[str] = Counter()
    if repeats:
        ordinary = [case for case in state.cases.values() if case.repeat is None]
        unread.update(name for case in ordinary for name in case.readers if signed_by(state, case, name) is None)
    for number, reader in repeats:
        if unread[reader] < FEWEST_AROUND:
            text = (
                f"{number} is a hidden repeat, and {reader} has {unread[reader]} other cases to read, so it can be"
                f" guessed. Assign more cases to {reader} before it is released;"
                f" {FEWEST_AROUND} should stand around it."
            )
            yield Finding("repeat-stands-out", text)


def _reads_that_do_not_fit(state: OfficeState, case: CaseFile) -> Iterator[Finding]:
    before: SignedRead | None = None
    replaced = {one.before for one in case.replaced}
    for read in case.reads:
        result = read.arrived.result
        what = f"{case.case_number}: version {result.version} by {result.reader}"
        if not state.counts(read.coming):
            yield Finding("revoked-read", f"{what} came on {read.coming.day}, when the account was revoked.")
        elif result.reader in replaced:
            yield Finding("replaced-read", f"{what} came, but somebody else reads the case now. It is kept, not used.")
        elif result.reader not in {*case.readers, *(one.act.adjudicator for one in case.compared)}:
            yield Finding("stray-read", f"{what} came, but the case was never assigned to that reader. It is not used.")
        elif not is_allowed(case, result.reader, result.version):
            yield Finding("no-leave", f"{what} came, but this office never allowed it. It is kept, not used.")
        elif not follows_protocol(case, read):
            yield Finding("other-protocol", f"{what} follows {result.protocol_id}, not the protocol of its batch.")
        if before is not None and _same_version(before, read):
            yield Finding("two-contents", f"{what} {_two_contents(state, case, before, read)}")
        before = read


def _two_contents(state: OfficeState, case: CaseFile, one: SignedRead, other: SignedRead) -> str:
    """What it means that one version was signed with two contents."""
    result = other.arrived.result
    told = f"was signed twice with other contents ({', '.join(_short(read) for read in (one, other))})."
    now = signed_by(state, case, result.reader)
    if result.reader in {one.act.adjudicator for one in case.compared}:
        return f"{told} The one that the decision names is the own read."
    if result.reader not in case.readers or now is None or now.arrived.result.version != result.version:
        return f"{told} Neither is used now."
    if is_twofold(state, case, result.reader):
        ask = f"ask the reader, allow {result.reader} to read a timepoint again, which begins another version"
        if case.repeat is not None:
            return f"{told} The hidden repeat is no pair with the first read until that is resolved: {ask}."
        held = "The case is not compared until that is resolved"
        return f"{told} {held}: {ask}, or let a backup reader take the case over."
    return f"{told} Only {_short(now)} counts."


def _short(read: SignedRead) -> str:
    return read.arrived.result.read_sha256[:16]


def _begun_without_leave(case: CaseFile) -> Iterator[Finding]:
    signed = {(read.arrived.result.reader, read.arrived.result.version) for read in case.reads}
    for reader, version in case.locked:
        if (reader, version) not in signed and not is_allowed(case, reader, version):
            text = f"{case.case_number}: {reader} began version {version}, but this office never allowed it."
            yield Finding("no-leave", f"{text} Ask the reader by whose leave.")


def _apart(state: OfficeState, case: CaseFile) -> Iterator[Finding]:
    """Two reads that are both to be compared and cannot be: their readers had other parts of the case."""
    reads = pair(state, case)
    if reads is not None:
        first, second = (read.arrived.result for read in reads)
        if what := apart(first, second, case.protocol_sha256):
            text = (
                f"{case.case_number}: the reads of {first.reader} and {second.reader} have different"
                f" {' and '.join(what)}, so they cannot be compared. Find out which parts each of them got, and allow"
                " the one who lacks something to read again."
            )
            yield Finding("incomparable", text)


def _signed_without_training(state: OfficeState, case: CaseFile) -> Iterator[Finding]:
    for name, day, what in _used(state, case):
        account = state.accounts.get(name)
        if account is not None and account.lacked_training(case.protocol_sha256, day):
            text = (
                f"{case.case_number}: {name} signed {what} on {day}, when no training for its version of the"
                " protocol held. It counts as it is; find out whether it may."
            )
            yield Finding("signed-untrained", text)


def _used(state: OfficeState, case: CaseFile) -> Iterator[tuple[str, str, str]]:
    """Whatever was signed about a case and is used: who signed it, on which UTC day, and what it is."""
    decisions = [given.arrived for given, why_not in _decisions(state, case) if why_not is None]
    own = {(one.adjudicator, one.decision.own_read_sha256) for one in decisions}
    for read in case.reads:
        result = read.arrived.result
        if _is_used(state, case, read) or (result.reader, result.read_sha256) in own:
            yield result.reader, read.arrived.signed_on, f"version {result.version}"
    for one in decisions:
        yield one.adjudicator, one.decided_at[:10], "a decision"


def _is_used(state: OfficeState, case: CaseFile, read: SignedRead) -> bool:
    """Whether a read is that of its reader, of whom it is known which content counts."""
    reader = read.arrived.result.reader
    counts = reader in case.readers and read == signed_by(state, case, reader) and follows_protocol(case, read)
    return counts and not is_twofold(state, case, reader)


def _same_version(one: SignedRead, other: SignedRead) -> bool:
    first, second = one.arrived.result, other.arrived.result
    return (first.reader, first.version) == (second.reader, second.version)


def _decisions_that_do_not_fit(state: OfficeState, case: CaseFile) -> Iterator[Finding]:
    for given, why_not in _decisions(state, case):
        if why_not is not None:
            by, dispute = given.arrived.adjudicator, given.arrived.decision.dispute_id
            text = f"{case.case_number}: {by} signed a decision upon dispute {dispute}, {_NOT_USED[why_not]}"
            yield Finding(why_not, f"{text} It is kept, not used.")


def _decisions(state: OfficeState, case: CaseFile) -> Iterator[tuple[GivenDecision, str | None]]:
    """Each decision, and why it is not used; sealed again under a new key it is the same, as it counts if it does."""
    once = dict[DecisionArrived, GivenDecision]()
    for given in sorted(case.decisions, key=lambda one: not state.counts(one.coming)):
        once.setdefault(given.arrived, given)
    sent = {(one.act.dispute_id, one.act.adjudicator): one.act for one in case.compared}
    for given in once.values():
        compared = sent.get((given.arrived.decision.dispute_id, given.arrived.adjudicator))
        yield given, "stray-decision" if compared is None else _why_not_used(state, case, compared, given)


_NOT_USED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stray-decision": "which was not sent there.",
        "revoked-decision": "and it came when the account was revoked.",
        "no-answer": "and answers nothing in it.",
        "two-decisions": "upon which another decision counts already.",
        "replaced-decision": "but another adjudicator decides about the case now.",
        "superseded-decision": "but the reads of the case were compared anew after it was sent.",
    }
)
"""Why a decision is not used, as the end of a sentence."""


def _why_not_used(state: OfficeState, case: CaseFile, compared: ReadsCompared, given: GivenDecision) -> str | None:
    if not state.counts(given.coming):
        return "revoked-decision"
    if not given.arrived.decision.answers:
        return "no-answer"
    upon = decision_upon(state, case, compared)
    if upon is None or given.arrived != upon.arrived:
        return "two-decisions"
    if case.plan is not None and case.plan.adjudicator != compared.adjudicator:
        return "replaced-decision"
    return None if compared == case.last_compared else "superseded-decision"


def _gone(state: OfficeState, case: CaseFile, day: str) -> Iterator[Finding]:
    """People who were revoked before they did what they have to do."""
    for reader in case.readers:
        if _is_revoked(state, reader, day) and signed_by(state, case, reader) is None:
            text = f"{case.case_number}: {reader} was revoked and has not signed. Let a backup reader take it over."
            yield Finding("reader-gone", text)
        elif has_left(state, reader) and reads_again(state, case, reader):
            text = (
                f"{case.case_number}: {reader} was revoked before the version that was allowed was signed. The version"
                " before counts as it did. Let a backup reader take the case over if it has to be read again."
            )
            yield Finding("leave-lapsed", text)
    plan, settled = case.plan, {Outcome.CONCORDANT, Outcome.DECIDED, Outcome.NEITHER, Outcome.SETTLED}
    if plan is not None and _is_revoked(state, plan.adjudicator, day) and standing(state, case).outcome not in settled:
        text = f"{case.case_number}: {plan.adjudicator} was revoked. Let another adjudicator take it over."
        yield Finding("adjudicator-gone", text)


def _is_revoked(state: OfficeState, name: str, day: str) -> bool:
    account = state.accounts.get(name)
    return account is not None and not account.is_active(day)
