"""A reader may read a timepoint again: for one reason of a closed list, by two persons once both reads are signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from seedcryo_reader.coordination.office import checks
from seedcryo_reader.coordination.office.assigning import fit
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.persons import Me, approver_problems
from seedcryo_reader.coordination.office.standing import signed_by, wanted_version
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState
from seedcryo_reader.coordination.ports import Centre, PartKnown, Send
from seedcryo_reader.domain.case import is_timepoint
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import ReadingAllowed
from seedcryo_reader.domain.office.coordinator import ReadingAllowedAgain
from seedcryo_reader.domain.role import Role

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "reader-asked": "The reader noted an error of their own after the lock.",
        "data-entry": "A value was entered that was not meant, as the reader's own note says.",
        "wrong-images": "The images of the timepoint were wrong or incomplete and were replaced.",
        "image-quality": "Better images of the timepoint came.",
        "technical-fault": "A fault of the program or the station touched what was read.",
        "protocol-amended": "The protocol or the charter was amended, and it says that the timepoint is read again.",
    }
)
"""Code → what the reader is told. Free words stay in the office, for they may tell of another reader or a dispute."""


@dataclass(frozen=True, slots=True)
class UnlockWanted:
    """What is to be allowed (`ReadingAllowedAgain`); `approver` is another coordinator's account."""

    case_number: str
    account: str
    timepoint: str
    and_later: bool
    code: str
    text: str
    approver: str | None = None


class Grounds(NamedTuple):
    """What a leave is judged by besides what is known: who gives it, the UTC day it is, and the sealed parts."""

    me: Me
    day: str
    parts: Sequence[PartKnown]


def allowing(state: OfficeState, wanted: UnlockWanted, grounds: Grounds, centre: Centre) -> Deed:
    """Let a reader read a timepoint again; of a signed read that begins a new version.

    Raises
    ------
    Refused
        With everything that is against it.
    """
    case = state.cases.get(wanted.case_number)
    if case is None or wanted.account not in case.readers:
        raise Refused((Finding("other-reader", f"{wanted.account} does not read {wanted.case_number}."),))
    refuse([*_why_not(state, case, wanted, grounds), *_why_not_approved(state, case, wanted.approver, grounds)])
    version = _version(state, case, wanted.account)
    leave = centre.leave(
        wanted.case_number,
        wanted.timepoint,
        state.accounts[wanted.account].accepted.recipient,
        and_later=wanted.and_later,
        version=version,
        reason=REASONS[wanted.code],
    )
    act = ReadingAllowedAgain(
        case_number=wanted.case_number,
        account=wanted.account,
        timepoint=wanted.timepoint,
        and_later=wanted.and_later,
        version=version,
        code=wanted.code,
        text=wanted.text,
        approver=wanted.approver,
        leave=leave,
    )
    about = f"leave {wanted.case_number} {wanted.account} {len(case.allowed) + 1}"
    return Deed(act, (Send(wanted.account, ReadingAllowed(wanted.case_number, leave), about),))


def needs_approver(case: CaseFile) -> bool:
    """Whether a second person has to approve: both reads were signed, and one could choose by what they differ in."""
    return case.was_read_twice


def _version(state: OfficeState, case: CaseFile, reader: str) -> int | None:
    """The version that is begun by it; None while one is being read."""
    signed = signed_by(state, case, reader)
    newest = 0 if signed is None else signed.arrived.result.version
    return newest + 1 if newest >= wanted_version(case, reader) else None


def _why_not(state: OfficeState, case: CaseFile, wanted: UnlockWanted, grounds: Grounds) -> Iterator[Finding]:
    yield from fit(state, wanted.account, Role.READER, case.protocol_sha256, grounds.day)
    yield from checks.text(wanted.text, "The reason in words")
    if wanted.code not in REASONS:
        yield Finding("unknown-reason", f"The reason must be one of {', '.join(REASONS)}.")
    signed = signed_by(state, case, wanted.account)
    if not is_timepoint(wanted.timepoint):
        yield Finding("no-timepoint", "Name a timepoint, such as TP1.")
    elif signed is not None and wanted.timepoint not in signed.arrived.result.timepoints:
        yield Finding("no-timepoint", f"The read of {case.case_number} by {wanted.account} has no {wanted.timepoint}.")
    elif wanted.timepoint not in _sent_to(case, wanted.account, grounds.parts):
        yield Finding("no-timepoint", f"{wanted.account} was never sent {wanted.timepoint} of {case.case_number}.")


def _sent_to(case: CaseFile, reader: str, parts: Sequence[PartKnown]) -> Iterator[str | None]:
    """The timepoints of a case that a reader has got."""
    released = case.released_to(reader)
    return (part.timepoint for part in parts if part.case_number == case.case_number and part.part in released)


def _why_not_approved(state: OfficeState, case: CaseFile, approver: str | None, grounds: Grounds) -> Iterator[Finding]:
    if approver is None:
        if needs_approver(case):
            text = f"Both reads of {case.case_number} were signed, so a second coordinator has to approve."
            yield Finding("no-approver", text)
        return
    if approver == grounds.me.account:
        yield Finding("same-approver", "The second person who approves must be somebody else.")
    else:
        yield from checks.account(state, approver, Role.COORDINATOR, grounds.day)
        yield from approver_problems(state, approver, grounds.me)
