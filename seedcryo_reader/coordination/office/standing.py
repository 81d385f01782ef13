"""Where a case stands: which reads count, whether they were compared, what was decided, whose read is accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from seedcryo_reader.coordination.office.state import (
    CaseFile,
    GivenDecision,
    OfficeState,
    SignedRead,
    is_discordant,
)
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.dispute import WHOLE_CASE, Answer, Choice
from seedcryo_reader.domain.office.coordinator import CasePlan, CaseSettled, ReadsCompared


class Outcome(StrEnum):
    """How far a case has come."""

    SEALED = "sealed"
    ASSIGNED = "assigned"
    RELEASED = "released"
    WAITING = "waiting"
    TO_COMPARE = "to compare"
    CONCORDANT = "concordant"
    DISPUTED = "disputed"
    DECIDED = "decided"
    NEITHER = "neither"
    SETTLED = "settled"
    REPEATED = "repeated"


class Reading(StrEnum):
    """How far a reader is with a case."""

    NOT_BEGUN = "not begun"
    READING = "reading"
    SIGNED = "signed"
    READING_AGAIN = "reading again"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """How far a reader is with a case.

    Attributes
    ----------
    reader : str
    state : Reading
    locked : int
        Timepoints that are locked in the version that is being read, or was signed last.
    signed : int or None
        The newest signed version.
    """

    reader: str
    state: Reading
    locked: int
    signed: int | None


@dataclass(frozen=True, slots=True)
class AcceptedRead:
    """The read that counts.

    Attributes
    ----------
    endpoint : str
        `domain.dispute.WHOLE_CASE`: for everything that no other one of the case names; else one endpoint.
    basis : Outcome
        `CONCORDANT`, `DECIDED` or `SETTLED`.
    reader : str or None
        None where the charter's person accepted none.
    version : int
        0 where there is none, or it is the adjudicator's own read.
    read_sha256 : str
        Empty where there is none.
    """

    endpoint: str
    basis: Outcome
    reader: str | None = None
    version: int = 0
    read_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, and which reads are accepted: none before it is concordant, decided or settled."""

    outcome: Outcome
    accepted: tuple[AcceptedRead, ...] = ()


def signed_by(state: OfficeState, case: CaseFile, reader: str) -> SignedRead | None:
    """The newest signed version of a reader that counts.

    Of two contents of one version the one that was compared, whatever came since; before that the one signed first.
    """
    contents = _newest(state, case, reader)
    if not contents:
        return None
    return contents[0] if len(contents) == 1 else _compared_last(case, contents) or contents[0]


def is_twofold(state: OfficeState, case: CaseFile, reader: str) -> bool:
    """Whether a reader's newest version came with two contents of which none was compared: nobody can say which counts.

    It happens where a station is restored from a backup and signs again. Another version or another reader resolves it.
    """
    contents = _newest(state, case, reader)
    return len(contents) > 1 and _compared_last(case, contents) is None


def _newest(state: OfficeState, case: CaseFile, reader: str) -> Sequence[SignedRead]:
    """The contents of the newest version that counts, in the order of their signatures."""
    found: list[SignedRead] = []
    for read in case.reads:
        result = read.arrived.result
        if result.reader == reader and _counts(state, case, read):
            if found and found[0].arrived.result.version != result.version:
                found = []
            found.append(read)
    return found


def _compared_last(case: CaseFile, contents: Sequence[SignedRead]) -> SignedRead | None:
    """The one of these contents that the newest comparison of any of them was about."""
    for act, _day in reversed(case.compared):
        for read in contents:
            if read.arrived.result.read_sha256 in {act.first, act.second}:
                return read
    return None


def _counts(state: OfficeState, case: CaseFile, read: SignedRead) -> bool:
    result = read.arrived.result
    return state.counts(read.coming) and is_allowed(case, result.reader, result.version)


def is_allowed(case: CaseFile, reader: str, version: int) -> bool:
    """Whether a version was to be read: the first one, and every later one that this office gave a leave for.

    A leave that the office's log does not hold counts for nothing, whoever signed it.
    """
    return version == 1 or any((one.account, one.version) == (reader, version) for one in case.allowed)


def wanted_version(case: CaseFile, reader: str) -> int:
    """The version of a read that is to be signed next, or was: a newer one where reading again was allowed."""
    return max((1, *(one.version or 1 for one in case.allowed if one.account == reader)))


def cell(state: OfficeState, case: CaseFile, reader: str) -> ReadCell:
    """How far a reader is with a case."""
    signed = signed_by(state, case, reader)
    if signed is not None and not is_awaited(state, case, reader):
        result = signed.arrived.result
        return ReadCell(reader, Reading.SIGNED, len(result.timepoints), result.version)
    locked = case.locked.get((reader, wanted_version(case, reader)), 0)
    if signed is not None:
        return ReadCell(reader, Reading.READING_AGAIN, locked, signed.arrived.result.version)
    return ReadCell(reader, Reading.READING if locked else Reading.NOT_BEGUN, locked, None)


def pair(state: OfficeState, case: CaseFile) -> tuple[SignedRead, SignedRead] | None:
    """The two reads of a closed case that are to be compared, or were; None while one is to come, or cannot be."""
    if case.plan is None or not case.is_closed:
        return None
    first, second = (_complete(state, case, reader) for reader in case.readers)
    return None if first is None or second is None else (first, second)


def _complete(state: OfficeState, case: CaseFile, reader: str) -> SignedRead | None:
    found = signed_by(state, case, reader)
    if found is None or is_awaited(state, case, reader):
        return None
    if is_twofold(state, case, reader):
        return None
    return found if follows_protocol(case, found) else None


def reads_again(state: OfficeState, case: CaseFile, reader: str) -> bool:
    """Whether a reader who signed a read was allowed to read again, and did not sign that version yet."""
    signed = signed_by(state, case, reader)
    return signed is not None and signed.arrived.result.version < wanted_version(case, reader)


def is_awaited(state: OfficeState, case: CaseFile, reader: str) -> bool:
    """Whether a newer version of a signed read is awaited, so that the one before does not count for the time being."""
    return reads_again(state, case, reader) and not has_left(state, reader)


def has_left(state: OfficeState, reader: str) -> bool:
    """Whether an account was revoked, from whatever day on: nobody waits for a version that it has not signed."""
    account = state.accounts.get(reader)
    return account is not None and account.revoked is not None


def follows_protocol(case: CaseFile, read: SignedRead) -> bool:
    """Whether a read was signed by the protocol of its case's batch: no other one is compared."""
    return read.arrived.result.protocol_sha256 == case.protocol_sha256


def is_compared(plan: CasePlan, last: ReadsCompared | None, reads: tuple[SignedRead, SignedRead]) -> bool:
    """Whether the last comparison is that of these reads, before the adjudicator that the case has now."""
    first, second = (read.arrived.result.read_sha256 for read in reads)
    return last is not None and (last.first, last.second, last.adjudicator) == (first, second, plan.adjudicator)


def decision_upon(state: OfficeState, case: CaseFile, compared: ReadsCompared) -> GivenDecision | None:
    """The decision upon two reads that differ, by whom the dispute was sent to, whose key counted.

    Of several the one that was settled upon, else the one that came first; of one UTC day the one whose envelope's
    content has the smallest hash, so that it does not matter in which order a day's envelopes are taken in.
    """
    wanted, settled = (compared.dispute_id, compared.adjudicator), settlement(case, compared.dispute_id)
    every = [
        given
        for given in case.decisions
        if (given.arrived.decision.dispute_id, given.arrived.adjudicator) == wanted
        and given.arrived.decision.answers
        and state.counts(given.coming)
    ]
    upon = [given for given in every if settled is not None and given.coming.content == settled.decision]
    return next(iter((*upon, *every)), None)


def standing(state: OfficeState, case: CaseFile) -> Standing:
    """Where a case stands."""
    plan, last = case.plan, case.last_compared
    if plan is None:
        return Standing(_of_repeat(state, case))
    reads = pair(state, case)
    if reads is None:
        return Standing(_before_reads(state, case))
    if last is None or not is_compared(plan, last, reads):
        return Standing(Outcome.TO_COMPARE)
    if not is_discordant(last):
        return Standing(Outcome.CONCORDANT, (_accepted_if_agreed(plan, reads),))
    given = decision_upon(state, case, last)
    if given is None:
        return Standing(Outcome.DISPUTED)
    return _decided(plan, _Ruling(reads, last, given, settlement(case, last.dispute_id)))


def _of_repeat(state: OfficeState, case: CaseFile) -> Outcome:
    if case.repeat is not None and signed_by(state, case, case.repeat.reader) is not None:
        return Outcome.REPEATED
    return Outcome.SEALED if case.batch is None else _before_reads(state, case)


def _before_reads(state: OfficeState, case: CaseFile) -> Outcome:
    if any(signed_by(state, case, reader) is not None for reader in case.readers):
        return Outcome.WAITING
    return Outcome.RELEASED if case.released else Outcome.ASSIGNED


def _accepted_if_agreed(plan: CasePlan, reads: tuple[SignedRead, SignedRead]) -> AcceptedRead:
    first, second = reads
    return _accepted(WHOLE_CASE, Outcome.CONCORDANT, first if plan.accepted == plan.first else second)


def _accepted(endpoint: str, basis: Outcome, read: SignedRead) -> AcceptedRead:
    result = read.arrived.result
    return AcceptedRead(endpoint, basis, result.reader, result.version, result.read_sha256)


def settlement(case: CaseFile, dispute_id: str) -> CaseSettled | None:
    """What the charter's person said of a dispute: the last word."""
    return next((one for one in reversed(case.settled) if one.dispute_id == dispute_id), None)


class _Ruling(NamedTuple):
    """A decision with what it is about, and what settled the questions of which neither read was taken."""

    reads: tuple[SignedRead, SignedRead]
    compared: ReadsCompared
    given: GivenDecision
    settled: CaseSettled | None


def _decided(plan: CasePlan, ruling: _Ruling) -> Standing:
    answers = ruling.given.arrived.decision.answers
    open_ones = any(one.choice is Choice.NEITHER for one in answers)
    if open_ones and ruling.settled is None:
        return Standing(Outcome.NEITHER)
    answered = tuple(_chosen(ruling, answer) for answer in answers)
    agreed = () if answers[0].endpoint == WHOLE_CASE else (_accepted_if_agreed(plan, ruling.reads),)
    return Standing(Outcome.SETTLED if open_ones else Outcome.DECIDED, (*agreed, *answered))


def _chosen(ruling: _Ruling, answer: Answer) -> AcceptedRead:
    """What an answer accepts: the whole series of that read."""
    if answer.choice is Choice.OWN:
        own = ruling.given.arrived.decision.own_read_sha256 or ""
        return AcceptedRead(answer.endpoint, Outcome.DECIDED, ruling.given.arrived.adjudicator, 0, own)
    if answer.choice is Choice.NEITHER:
        return _settled(ruling, answer.endpoint)
    takes_first = (answer.choice is Choice.A) == (ruling.compared.a_is == "first")
    return _accepted(answer.endpoint, Outcome.DECIDED, ruling.reads[0 if takes_first else 1])


def _settled(ruling: _Ruling, endpoint: str) -> AcceptedRead:
    for read in ruling.reads:
        if ruling.settled is not None and read.arrived.result.reader == ruling.settled.accepted:
            return _accepted(endpoint, Outcome.SETTLED, read)
    return AcceptedRead(endpoint, Outcome.SETTLED)


def accepted_reads(state: OfficeState) -> Mapping[str, tuple[AcceptedRead, ...]]:
    """By case number, of every case that has one. Hidden repeats have none."""
    with collector_paused():
        found = ((number, standing(state, case).accepted) for number, case in sorted(state.cases.items()))
        return {number: accepted for number, accepted in found if accepted}
