"""Who is the same person: names that differ only in how they are written stand for one."""

import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from seedcryo_reader.coordination.office.state import CaseFile, OfficeState
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import AccountAccepted

_TITLES: Final = frozenset({"dr", "prof", "professor", "doctor", "med", "pd", "md", "phd", "mr", "mrs", "ms"})


class Me(NamedTuple):
    """The coordinator at the desk: the own account, and the printed name of the person who has it."""

    account: str
    person: str


def written_plainly(name: str) -> tuple[str, ...]:
    """The words of a name in order of the alphabet, without case, width, punctuation, and titles."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    spaced = "".join(one if one.isalnum() or unicodedata.combining(one) else " " for one in folded)
    words = sorted(spaced.split())
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def is_same(name: str, other: str) -> bool:
    """Whether two names are one person's."""
    return written_plainly(name) == written_plainly(other)


def may_be(one: AccountAccepted, *names: str) -> bool:
    """Whether an account may be of the person with any of these names, by its person or its printed name."""
    own = {written_plainly(one.person), written_plainly(one.printed_name)}
    return not own.isdisjoint(map(written_plainly, names))


def approver_problems(state: OfficeState, approver: str, me: Me) -> Iterator[Finding]:
    """Why an approver under another account is no second person."""
    found = state.accounts.get(approver)
    if found is not None and may_be(found.accepted, me.person):
        text = f"{found.accepted.account} is an account of {me.person} too; the second person must be somebody else."
        yield Finding("same-approver", text)


def took_part(state: OfficeState, case: CaseFile, before: str, after: str) -> Iterator[Finding]:
    """Why somebody may not take a case over: the person works or worked at it, under whatever account.

    Whoever is replaced may come back in person under a new account, whose keys are new.
    """
    comes = state.accounts.get(after)
    if comes is None:
        return
    for name in sorted(_hands(case) - {before, after}):
        found = state.accounts.get(name)
        if found is not None and may_be(found.accepted, comes.accepted.person, comes.accepted.printed_name):
            who = found.accepted.person
            text = f"{after} is an account of {who}, who works or worked at {case.case_number} as {name}."
            yield Finding("took-part", text)


def worked_at(state: OfficeState, case: CaseFile, person: str) -> Iterator[Finding]:
    """Why a person may not settle a case: reads it or read it, decides about it or did, under whatever account."""
    for name in sorted(_hands(case)):
        found = state.accounts.get(name)
        if found is not None and may_be(found.accepted, person):
            text = f"{person} works or worked at {case.case_number} as {name}; somebody else has to settle it."
            yield Finding("took-part", text)


def _hands(case: CaseFile) -> set[str]:
    """Every account that reads or read a case, decides about it or did."""
    readers = [name for one in case.replaced for name in (one.before, one.after)]
    adjudicators = [name for one in case.adjudicators_replaced for name in (one.before, one.after)]
    reads = [one.arrived.result.reader for one in case.reads]
    begun = [reader for reader, _ in case.locked]
    deciding = [] if case.plan is None else [case.plan.adjudicator]
    return {*case.readers, *readers, *adjudicators, *reads, *begun, *deciding}
