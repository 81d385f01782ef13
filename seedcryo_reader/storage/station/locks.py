"""The growing lock of an account after wrong passwords, derived from the log and nothing else.

Five wrong passwords in a row lock an account for 30 seconds; each further one doubles that, up to an hour. The lock
counts from the last failure. When the clock was set back since, an entry says so and the lock counts from there, in
full: setting the clock back neither shortens it nor makes it endless.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from seedcryo_reader.storage.station.entries import StationEntry

FREE_FAILURES: Final = 4
FIRST: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(hours=1)

OPENING: Final = frozenset({"account-added", "signed-in", "unlocked", "password-changed", "keys-rotated", "recovered"})
"""Entries that show the right password, or a new one: failures before them no longer count."""

_MOST_DOUBLINGS: Final = 10


@dataclass(frozen=True, slots=True)
class Lock:
    """How many wrong passwords came in a row, and when the last one did (or the clock was set back since)."""

    failures: int = 0
    since: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """When the lock ends, UTC; None when there is none."""
        if self.since is None or self.failures <= FREE_FAILURES:
            return None
        doublings = min(self.failures - FREE_FAILURES - 1, _MOST_DOUBLINGS)
        return self.since + min(FIRST * (1 << doublings), LONGEST)

    def holds(self, now: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.until is not None and now < self.until


def lock_of(entries: Iterable[StationEntry]) -> Lock:
    """The lock of an account whose entries these are, in order."""
    lock = Lock()
    for entry in entries:
        if entry.event == "sign-in-failed":
            lock = Lock(lock.failures + 1, entry.moment)
        elif entry.event in OPENING:
            lock = Lock()
        elif entry.event == "clock-changed" and lock.failures:
            lock = Lock(lock.failures, entry.moment)
    return lock
