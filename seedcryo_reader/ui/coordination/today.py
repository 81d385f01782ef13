"""What needs the coordinator today, how many cases are how far, and what has to be done first of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, NoteLine, Outcome
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeStanding
from seedcryo_reader.ui.coordination.shown.people import AccountLine, ProtocolShown
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot

_PATIENCE_DAYS: Final = 7
"""After so many days without a sign of life somebody should ask."""

MOST_REMARKS: Final = 10
"""So many remarks have a line of their own."""


class Sieve(StrEnum):
    """Which cases of the board are shown."""

    ALL = "all"
    UNASSIGNED = "unassigned"
    READING = "reading"
    TO_COMPARE = "to compare"
    CONCORDANT = "concordant"
    DISPUTED = "disputed"
    DECIDED = "decided"
    ACCEPTED = "accepted"


_OF_OUTCOME: Final = {
    Sieve.CONCORDANT: (Outcome.CONCORDANT,),
    Sieve.TO_COMPARE: (Outcome.TO_COMPARE,),
    Sieve.DISPUTED: (Outcome.DISPUTED, Outcome.NEITHER),
    Sieve.DECIDED: (Outcome.DECIDED, Outcome.SETTLED),
}


def passes(case: CaseLine, sieve: Sieve) -> bool:
    """Whether a case is of those that are meant."""
    match sieve:
        case Sieve.ALL:
            return True
        case Sieve.UNASSIGNED:
            return case.batch is None
        case Sieve.READING:
            return case.batch is not None and not case.are_both_signed
        case Sieve.ACCEPTED:
            return bool(case.accepted)
        case _:
            return case.outcome in _OF_OUTCOME[sieve]


def counts(cases: Iterable[CaseLine]) -> dict[Sieve, int]:
    """How many cases pass each sieve."""
    found = dict.fromkeys(Sieve, 0)
    for case in cases:
        for sieve in Sieve:
            found[sieve] += passes(case, sieve)
    return found


class Need(StrEnum):
    """What can need the coordinator, the most urgent first."""

    INCIDENTAL = "incidental"
    PROTOCOL = "protocol"
    NEITHER = "neither"
    QUERY = "query"
    RELEASE = "release"
    COMPARE = "compare"
    ASSIGN = "assign"
    REMARK = "remark"
    TRAINING = "training"
    RECEIPT = "receipt"
    DISPUTE = "dispute"
    INTAKE = "intake"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of what needs the coordinator.

    Attributes
    ----------
    need : Need
    count : int
        How many cases, accounts or envelopes it is about.
    about : str
        The one that it is about, or the first of them: a case, an account, the content of a note. Of a remark its
        sentence; empty where it counts the remarks that have no line of their own.
    days : int
        For how many days it has been so; 0 where that does not matter.
    """

    need: Need
    count: int
    about: str
    days: int = 0


def needs(snapshot: Snapshot) -> tuple[Item, ...]:
    """What needs the coordinator now, the most urgent first."""
    found = [
        *_of_notes(snapshot),
        *_of_protocols(snapshot.protocols),
        *_of_cases(snapshot.cases),
        *_of_remarks(snapshot.remarks),
        *_of_people(snapshot),
        *_of_disputes(snapshot),
    ]
    order = list(Need)
    return tuple(sorted(found, key=lambda item: (order.index(item.need), -item.days)))


def days_between(earlier: str, later: str) -> int:
    """How many days lie between two UTC days."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def expired(account: AccountLine, day: str) -> bool:
    """Whether an account was trained once, and no training of it holds any more."""
    return bool(account.trainings) and not is_trained(account, day)


def is_trained(account: AccountLine, day: str) -> bool:
    """Whether a training of an account holds."""
    return any(one.holds(day) for one in account.trainings)


def waits_for_parts(case: CaseLine) -> bool:
    """Whether everything that was sent is locked, and the closing part did not come yet."""
    is_read = bool(case.reads) and all(one.locked >= case.released for one in case.reads)
    return not case.is_closed and case.released > 0 and case.released == case.parts and is_read


def _of_notes(snapshot: Snapshot) -> list[Item]:
    """A note each: nobody should read of two findings in one line."""
    return [
        Item(_note_need(one), 1, one.content, days_between(one.received_on, snapshot.day))
        for one in snapshot.notes
        if one.handled is None
    ]


def _note_need(note: NoteLine) -> Need:
    if note.is_incidental:
        return Need.INCIDENTAL
    return Need.QUERY if note.intake is None else Need.INTAKE


def _of_protocols(protocols: Iterable[ProtocolShown]) -> list[Item]:
    """The newest protocol, where none says how double reads go."""
    known = list(protocols)
    return [Item(Need.PROTOCOL, 1, known[-1].protocol_id)] if known and all(one.lacks for one in known) else []


def _of_cases(cases: tuple[CaseLine, ...]) -> list[Item]:
    found = {
        Need.RELEASE: [one.case_number for one in cases if one.is_releasable],
        Need.COMPARE: [one.case_number for one in cases if one.outcome is Outcome.TO_COMPARE],
        Need.ASSIGN: [one.case_number for one in cases if one.is_assignable],
        Need.NEITHER: [one.case_number for one in cases if one.outcome is Outcome.NEITHER],
        Need.PARTS: [one.case_number for one in cases if waits_for_parts(one)],
    }
    return [Item(need, len(numbers), numbers[0]) for need, numbers in found.items() if numbers]


def _of_remarks(remarks: tuple[Finding, ...]) -> list[Item]:
    found = [Item(Need.REMARK, 1, one.text) for one in remarks[:MOST_REMARKS]]
    more = len(remarks) - len(found)
    return [*found, Item(Need.REMARK, more, "")] if more else found


def _of_people(snapshot: Snapshot) -> list[Item]:
    active = [one for one in snapshot.accounts if one.revoked_on is None]
    late = [one.account for one in active if one.is_trained_role and expired(one, snapshot.day)]
    found = [Item(Need.TRAINING, len(late), late[0])] if late else []
    waits = [
        Item(Need.RECEIPT, one.waiting, one.account, days_between(one.last_in, snapshot.day))
        for one in snapshot.post
        if one.last_in is not None and one.waiting
    ]
    return found + [one for one in waits if one.days >= _PATIENCE_DAYS]


def _of_disputes(snapshot: Snapshot) -> list[Item]:
    waiting = [one for one in snapshot.disputes if one.standing is DisputeStanding.WAITS]
    if not waiting:
        return []
    oldest = min(waiting, key=lambda one: one.since)
    return [Item(Need.DISPUTE, len(waiting), oldest.case_number, days_between(oldest.since, snapshot.day))]


class Step(StrEnum):
    """What has to be done before anything can be read, in its order."""

    KEYS = "keys"
    ACCOUNTS = "accounts"
    TRAINING = "training"
    PARTS = "parts"
    ASSIGN = "assign"
    RELEASE = "release"


def steps(snapshot: Snapshot) -> tuple[tuple[Step, bool], ...]:
    """The steps to the first read, each with whether it was done."""
    active = [one for one in snapshot.accounts if one.revoked_on is None]
    trained = [one for one in active if is_trained(one, snapshot.day)]
    return (
        (Step.KEYS, snapshot.keys is not None),
        (Step.ACCOUNTS, _are_enough(active)),
        (Step.TRAINING, _are_enough(trained)),
        (Step.PARTS, bool(snapshot.cases)),
        (Step.ASSIGN, any(one.batch is not None for one in snapshot.cases)),
        (Step.RELEASE, any(one.released for one in snapshot.cases)),
    )


def _are_enough(accounts: list[AccountLine]) -> bool:
    """Two readers and an adjudicator."""
    roles = [one.role for one in accounts]
    return roles.count(Role.READER) > 1 and Role.ADJUDICATOR in roles
