"""What is asked of accounts, days and texts before an act."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from seedcryo_reader.coordination.office.state import Account, OfficeState
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role

_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{3,500}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def account(state: OfficeState, name: str, role: Role, day: str) -> Iterator[Finding]:
    """Why an account cannot be given work of a role on a UTC day."""
    found = state.accounts.get(name)
    if found is None:
        yield Finding("unknown-account", f"There is no accepted account {name}. Accept its enrolment file first.")
        return
    if found.accepted.role is not role:
        yield Finding("wrong-role", f"{name} is an account of role {found.accepted.role}; it needs role {role}.")
    if not found.is_active(day):
        yield Finding("revoked-account", f"{name} was revoked. Choose another account.")


def trained(state: OfficeState, name: str, protocol_sha256: str, day: str) -> Iterator[Finding]:
    """Why an account may not work by a version of the protocol on a UTC day."""
    found = state.accounts.get(name)
    if found is not None and not found.is_trained(protocol_sha256, day):
        yield Finding("not-trained", f"{name} {_why_not_trained(found, protocol_sha256)}. Record a training first.")


def _why_not_trained(found: Account, protocol_sha256: str) -> str:
    training = found.trainings.get(protocol_sha256)
    if training is None:
        return "has no training for this version of the protocol"
    if not training.passed:
        return f"did not pass the training of {training.taken_on}"
    return f"has a training for this version of the protocol that ended on {training.valid_until}"


def text(value: str, what: str) -> Iterator[Finding]:
    """Why a text cannot be kept: `what` begins the sentence."""
    if not _TEXT.fullmatch(value) or value != value.strip():
        yield Finding("bad-text", f"{what} must have 3 to 500 characters on one line, no space around them.")


def day(value: str, what: str) -> Iterator[Finding]:
    """Why a text is no day."""
    if not is_day(value):
        yield Finding("bad-day", f"{what} must be a day written YYYY-MM-DD.")


def is_day(value: str) -> bool:
    """Whether a text is a day written ``YYYY-MM-DD``."""
    try:
        return _DAY.fullmatch(value) is not None and date.fromisoformat(value) is not None
    except ValueError:
        return False
