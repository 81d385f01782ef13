"""Everything that takes an account's password goes through here: wrong ones are logged and lock the account."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from seedcryo_reader.casefile.study import kdf
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.clock import written
from seedcryo_reader.storage.station.locks import lock_of
from seedcryo_reader.storage.station.station import Station

_Value = TypeVar("_Value")

_WRONG = "wrong-password"


def with_password(station: Station, name: str, attempt: Callable[[], _Value]) -> tuple[_Value, tuple[Finding, ...]]:
    """Do what needs the password of an account, unless the account is locked.

    Returns what the attempt returns, and what was noticed about the clock. It is not noted here that it succeeded: that
    is the entry of whoever calls.

    Raises
    ------
    Refused
        ``locked``: the password was not even looked at. ``wrong-password``: it is logged and may lock the account.
        Anything else that the attempt refuses.
    EnvironmentFailure
        The log cannot be written, or the attempt failed.
    """
    notices = _refuse_locked(station, name)
    try:
        return attempt(), notices
    except Refused as refused:
        if all(one.code != _WRONG for one in refused.findings):
            raise
        raise _failed(station, name) from refused


def unknown_account(station: Station, password: str) -> Refused:
    """The refusal of an account that is not here: it costs as much time and reads as a wrong password does.

    What was typed as the name is not logged: it may be a password typed in the wrong field.
    """
    kdf.derive(password, bytes(kdf.SALT_BYTES), kdf.USUAL_COST)
    station.note("sign-in-failed", {})
    return _wrong("")


def _refuse_locked(station: Station, name: str) -> tuple[Finding, ...]:
    lock = lock_of(station.entries(name))
    locked_since = lock.since if lock.until is not None else None
    finding = station.log.watch_clock(name, locked_since)
    if finding is not None:
        lock = lock_of(station.entries(name))
    if lock.until is not None and lock.holds(station.clock().utc):
        raise refusal("locked", _locked(name, lock.until))
    return () if finding is None else (finding,)


def _failed(station: Station, name: str) -> Refused:
    """Log a wrong password; returns the refusal that says so, and until when the account is locked by it."""
    station.note("sign-in-failed", {}, name)
    until = lock_of(station.entries(name)).until
    if until is None:
        return _wrong("")
    station.note("sign-in-locked", {"until": written(until)}, name)
    return _wrong(f" {_locked(name, until)}")


def _wrong(more: str) -> Refused:
    text = f"Account and password do not belong together. Mind capitals and the keyboard's language.{more}"
    return refusal(_WRONG, text)


def _locked(name: str, until: datetime) -> str:
    return f"Account {name} is locked until {until:%Y-%m-%d %H:%M:%S} UTC after wrong passwords. Try again then."
