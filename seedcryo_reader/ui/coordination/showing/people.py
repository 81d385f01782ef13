"""Accounts with their training, who can be drawn, who can be replaced."""

from collections.abc import Callable, Iterator
from typing import Final

from seedcryo_reader.coordination.office.assigning import fit
from seedcryo_reader.coordination.office.replacing import planned
from seedcryo_reader.coordination.office.standing import signed_by
from seedcryo_reader.coordination.office.state import Account, OfficeState
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.office.coordinator import AccountAccepted, TrainingPassed
from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.coordination.shown.people import AccountLine, Candidate, Replaceable, TrainingLine

_ROLES: Final = list(Role)


def account_lines(state: OfficeState, fingerprint: Callable[[AccountAccepted], str]) -> tuple[AccountLine, ...]:
    """The accepted accounts: active ones first, by role and name."""
    lines = (_account(one, fingerprint(one.accepted)) for one in state.accounts.values())
    return tuple(sorted(lines, key=lambda one: (one.revoked_on is not None, _ROLES.index(one.role), one.account)))


def _account(one: Account, fingerprint: str) -> AccountLine:
    accepted, revoked = one.accepted, one.revoked
    return AccountLine(
        account=accepted.account,
        person=accepted.person,
        printed_name=accepted.printed_name,
        role=accepted.role,
        station=accepted.station,
        fingerprint=fingerprint,
        trainings=tuple(_training(each) for each in one.trainings.values()),
        revoked_on=None if revoked is None else revoked.day,
        revoked_for=None if revoked is None else revoked.reason,
    )


def _training(one: TrainingPassed) -> TrainingLine:
    return TrainingLine(one.protocol_id, one.protocol_sha256, one.passed, one.taken_on, one.valid_until)


def lacks(protocol: Protocol) -> tuple[str, ...]:
    """The sections that double reads need and a protocol does not have."""
    needed = {"design": protocol.design, "adjudication": protocol.adjudication}
    return tuple(name for name, section in needed.items() if section is None)


def candidates(state: OfficeState, role: Role, protocol_sha256: str, day: str) -> tuple[Candidate, ...]:
    """The accounts of a role that are not revoked, each with what stands against work under a protocol."""
    return tuple(
        Candidate(
            name,
            one.accepted.printed_name,
            tuple(finding.text for finding in fit(state, name, role, protocol_sha256, day)),
        )
        for name, one in sorted(state.accounts.items())
        if one.accepted.role is role and one.is_active(day)
    )


def replaceable(state: OfficeState, case_number: str, day: str) -> tuple[Replaceable, ...]:
    """Who works at a case and can be replaced: readers who did not sign, and the adjudicator.

    Raises
    ------
    Refused
        The case is not assigned to two readers.
    """
    return tuple(_replaceable(state, case_number, day))


def _replaceable(state: OfficeState, case_number: str, day: str) -> Iterator[Replaceable]:
    case, plan = planned(state, case_number)
    sha256 = case.protocol_sha256
    had = {*(one.before for one in case.replaced), *(one.before for one in case.adjudicators_replaced)}
    taken = {*case.readers, plan.adjudicator, *had}
    for reader in case.readers:
        if signed_by(state, case, reader) is None:
            free = [one for one in candidates(state, Role.READER, sha256, day) if one.account not in taken]
            yield Replaceable(reader, Role.READER, tuple(free))
    free = [one for one in candidates(state, Role.ADJUDICATOR, sha256, day) if one.account not in taken]
    yield Replaceable(plan.adjudicator, Role.ADJUDICATOR, tuple(free))
