"""Accounts that are accepted and revoked, and how their training ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.coordination.office import checks
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.persons import Me, is_same, may_be, written_plainly
from seedcryo_reader.coordination.office.revoking import why_not_from
from seedcryo_reader.coordination.office.state import Account, OfficeState
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import TrainingRecorded
from seedcryo_reader.domain.office.coordinator import AccountAccepted, AccountRevoked, TrainingPassed
from seedcryo_reader.domain.role import Role

CENTRE: Final = "centre"
"""The name of the other end of every envelope; no account has it."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What an enrolment file says, whose signatures hold and whose fingerprint was compared (`AccountAccepted`)."""

    account: str
    role: Role
    printed_name: str
    station: str
    recipient: str
    public: str
    exchange: str


def _own_person(applicant: Applicant, person: str, me: Me) -> Iterator[Finding]:
    """Whether an account would be one more of the coordinator at the desk, by its person or its printed name."""
    if not {written_plainly(me.person)}.isdisjoint(map(written_plainly, (person, applicant.printed_name))):
        text = f"{me.person} coordinates this study as {me.account}, and can have no other account in it."
        yield Finding("own-person", text)


def accepting(state: OfficeState, applicant: Applicant, person: str, me: Me) -> Deed:
    """Accept an account for a person; `me` is the coordinator who does.

    Raises
    ------
    Refused
        The name is taken, the keys are known, or the person has another role or another account, or is the coordinator,
        as far as names and printed names tell.
    """
    refuse(_why_not_accepted(state, applicant, person, me))
    return Deed(
        AccountAccepted(
            account=applicant.account,
            person=person,
            printed_name=applicant.printed_name,
            role=applicant.role,
            station=applicant.station,
            recipient=applicant.recipient,
            public=applicant.public,
            exchange=applicant.exchange,
        )
    )


def _why_not_accepted(state: OfficeState, applicant: Applicant, person: str, me: Me) -> Iterator[Finding]:
    yield from checks.text(person, "The person")
    yield from _own_person(applicant, person, me)
    before = state.accounts.get(applicant.account)
    if applicant.account in {CENTRE, me.account}:
        yield Finding("account-exists", f"The name {applicant.account} is taken. The account needs another one.")
    elif before is not None and before.revoked is None:
        text = f"There is an accepted account {applicant.account}. Revoke it first if this one has its new keys."
        yield Finding("account-exists", text)
    elif before is not None and not is_same(before.accepted.person, person):
        text = f"{applicant.account} was the account of {before.accepted.person}. The new account needs another name."
        yield Finding("account-exists", text)
    for one in (*state.former, *state.accounts.values()):
        yield from _against(one, applicant, person)


def _against(one: Account, applicant: Applicant, person: str) -> Iterator[Finding]:
    """What another account has to say, accepted now or before."""
    known = one.accepted
    keys = {known.public, known.exchange} & {applicant.public, applicant.exchange}
    # An account keeps what is encrypted to it when its signing key is changed.
    is_own = known.account == applicant.account and is_same(known.person, person)
    if keys or (known.recipient == applicant.recipient and not is_own):
        yield Finding("known-keys", f"A key of this enrolment was accepted before, for {known.account}. Make new keys.")
    if not may_be(known, person, applicant.printed_name):
        return
    if known.role is not applicant.role:
        text = f"{known.person} is {known.role} in this study as {known.account}; one person holds one role."
        yield Finding("two-roles", text)
    if one.revoked is None and known.account != applicant.account:
        yield Finding("two-accounts", f"{known.person} has the account {known.account} already. Revoke it first.")


def revoking(state: OfficeState, name: str, day: str, reason: str) -> Deed:
    """Count nothing any more that comes from an account on a UTC day or later.

    Raises
    ------
    Refused
        There is no such account, it was revoked before, the day or the reason is none, or the day is before something
        of it that one person alone cannot void.
    """
    found = state.accounts.get(name)
    unknown = Finding("unknown-account", f"There is no accepted account {name}.")
    again = Finding("revoked-account", f"{name} was revoked before.")
    refuse(
        [
            *([unknown] if found is None else []),
            *([again] if found is not None and found.revoked is not None else []),
            *checks.day(day, "The day"),
            *(why_not_from(state, found, day) if found is not None else ()),
            *checks.text(reason, "The reason"),
        ]
    )
    return Deed(AccountRevoked(name, state.accounts[name].accepted.exchange, day, reason))


def training(state: OfficeState, one: TrainingPassed, today: str) -> Deed:
    """Record how a training ended, and tell the account.

    Raises
    ------
    Refused
        The account neither reads nor adjudicates, or the days cannot be.
    """
    refuse(_why_no_training(state, one, today))
    message = TrainingRecorded(one.protocol_id, one.protocol_sha256, one.passed, one.taken_on, one.valid_until)
    ended = "passed" if one.passed else "failed"
    about = f"training {one.account} {one.protocol_sha256} {ended} {one.taken_on} {one.valid_until}"
    return Deed(one, (Send(one.account, message, about),))


def _why_no_training(state: OfficeState, one: TrainingPassed, today: str) -> Iterator[Finding]:
    found = state.accounts.get(one.account)
    if found is not None and found.accepted.role is Role.ADJUDICATOR:
        yield from checks.account(state, one.account, Role.ADJUDICATOR, today)
    else:
        yield from checks.account(state, one.account, Role.READER, today)
    yield from checks.day(one.taken_on, "The day of the training")
    yield from checks.day(one.valid_until, "The last day that it holds")
    if checks.is_day(one.taken_on) and one.taken_on > today:
        yield Finding("bad-day", f"The training is recorded for {one.taken_on}, which has not come yet.")
    if checks.is_day(one.valid_until) and one.valid_until < one.taken_on:
        yield Finding("bad-day", "The training would end before it was taken.")
