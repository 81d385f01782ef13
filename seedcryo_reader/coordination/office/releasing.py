"""Parts that are due: to both readers of a case and its adjudicator at once, so that no file tells of a dispute."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from seedcryo_reader.coordination.office import checks
from seedcryo_reader.coordination.office.deed import Deed
from seedcryo_reader.coordination.office.standing import signed_by
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState
from seedcryo_reader.coordination.ports import PartKnown, Send
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import CaseClosing, PartReleased
from seedcryo_reader.domain.office.coordinator import PartsReleased, RepeatPlan
from seedcryo_reader.domain.role import Role

ONGOING: Final = "ongoing"
"""The protocol's word for a release part by part, as they come; else a case is released when it is complete."""


@dataclass(frozen=True, slots=True)
class Due:
    """Parts of a case that are to be sent.

    Attributes
    ----------
    case_number : str
    accounts : tuple of str
        Who gets them.
    recipients : tuple of str
        The ``age1…`` of everybody who works at the case: each of its files is for all of them.
    parts : tuple of PartKnown
    """

    case_number: str
    accounts: tuple[str, ...]
    recipients: tuple[str, ...]
    parts: tuple[PartKnown, ...]


def due(state: OfficeState, parts: Iterable[PartKnown], release_of: Callable[[str], str], day: str) -> tuple[Due, ...]:
    """Everything that is to be sent, batch by batch in the order of the cases.

    Parameters
    ----------
    release_of : callable
        ``design.release`` of a protocol by its SHA-256.
    day : str
        The UTC day it is.
    """
    sealed: dict[str, list[PartKnown]] = {}
    for part in sorted(parts, key=lambda one: one.part):
        sealed.setdefault(part.case_number, []).append(part)
    assigned = [case for case in state.cases.values() if case.batch is not None]
    return tuple(
        one
        for case in sorted(assigned, key=lambda one: (one.batch or 0, one.case_number))
        for one in _of_case(state, case, _whole(sealed.get(case.case_number, ())), release_of, day)
    )


def _whole(parts: Sequence[PartKnown]) -> tuple[PartKnown, ...]:
    """The chain of a case up to the first part that is missing."""
    return tuple(part for place, part in enumerate(parts) if part.part == place)


def _of_case(
    state: OfficeState, case: CaseFile, parts: tuple[PartKnown, ...], release_of: Callable[[str], str], day: str
) -> Iterator[Due]:
    is_complete = any(part.timepoint is None for part in parts)
    if case.repeat is not None:
        if is_complete and _is_washed_out(state, case.repeat, day):
            everybody = _everybody(state, state.cases[case.repeat.case_number], day)
            yield from _to_send(case, (case.repeat.reader,), everybody, parts)
    elif is_complete or release_of(case.protocol_sha256) == ONGOING:
        everybody = _everybody(state, case, day)
        yield from _to_send(case, tuple(everybody), everybody, parts)


def _everybody(state: OfficeState, case: CaseFile, day: str) -> Mapping[str, str]:
    """Who works at a case and is not revoked, with the ``age1…`` of each."""
    plan = case.plan
    names = () if plan is None else (plan.first, plan.second, plan.adjudicator)
    return {name: state.accounts[name].accepted.recipient for name in names if state.accounts[name].is_active(day)}


def _to_send(
    case: CaseFile, accounts: Sequence[str], everybody: Mapping[str, str], parts: Sequence[PartKnown]
) -> Iterator[Due]:
    """Accounts that lack the same parts get them together."""
    lacking: dict[tuple[PartKnown, ...], list[str]] = {}
    for account in accounts:
        missing = tuple(part for part in parts if part.part not in case.released_to(account))
        if missing and account in everybody:
            lacking.setdefault(missing, []).append(account)
    for missing, names in lacking.items():
        yield Due(case.case_number, tuple(names), tuple(sorted(everybody.values())), missing)


def _is_washed_out(state: OfficeState, repeat: RepeatPlan, day: str) -> bool:
    """Whether the reader signed the case long enough ago, and reads it still."""
    original = state.cases[repeat.case_number]
    signed = signed_by(state, original, repeat.reader)
    if signed is None or repeat.reader not in original.readers:
        return False
    washout = state.repeats[original.batch or 0].washout_days
    return (date.fromisoformat(day) - date.fromisoformat(signed.arrived.signed_on)).days >= washout


def held_back(state: OfficeState, one: Due, day: str) -> Iterator[Finding]:
    """Why parts do not go to some of their accounts on a UTC day: a training is missing, was not passed or is over."""
    for account in one.accounts:
        for finding in checks.trained(state, account, state.cases[one.case_number].protocol_sha256, day):
            text = f"{one.case_number} is held back from {account}: {finding.text}"
            yield Finding(finding.code, text, (one.case_number,))


def to_the_trained(state: OfficeState, one: Due, day: str) -> Due:
    """The same for those accounts alone that nothing holds back; the files stay encrypted to everybody."""
    protocol_sha256 = state.cases[one.case_number].protocol_sha256
    accounts = (name for name in one.accounts if state.accounts[name].is_trained(protocol_sha256, day))
    return replace(one, accounts=tuple(accounts))


def releasing(state: OfficeState, one: Due, files: Sequence[str]) -> Deed:
    """Send parts as new files, whose hashes are `files` in the order of the parts."""
    parts = list(zip(one.parts, files, strict=True))
    return Deed(
        PartsReleased(
            case_number=one.case_number,
            accounts=one.accounts,
            parts=tuple(part.part for part in one.parts),
            files=tuple(files),
            closing=any(part.timepoint is None for part in one.parts),
        ),
        tuple(_told(state, account, part, file) for account in one.accounts for part, file in parts),
    )


def _told(state: OfficeState, account: str, part: PartKnown, file: str) -> Send:
    """An adjudicator is not told what the closing part is: no kind of message goes there for it."""
    closes = part.timepoint is None and state.accounts[account].accepted.role is Role.READER
    message = (CaseClosing if closes else PartReleased)(part.case_number, part.part, part.seal, file)
    return Send(account, message, f"part {part.case_number} {part.part} {account}")
