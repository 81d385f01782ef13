"""What time it is, as every record states it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Now:
    """One moment.

    Attributes
    ----------
    utc : datetime
        In UTC, with its zone.
    offset_minutes : int
        What local time is ahead of UTC.
    monotonic_us : int
        Microseconds since some moment, never set back while the machine runs.
    """

    utc: datetime
    offset_minutes: int
    monotonic_us: int

    def __post_init__(self) -> None:
        if self.utc.utcoffset() != UTC.utcoffset(None):
            msg = "a moment is stated in UTC"
            raise ValueError(msg)


Clock: TypeAlias = Callable[[], Now]


def system_clock() -> Now:
    """The moment the machine's own clocks show."""
    utc = datetime.now(UTC)
    local = utc.astimezone().utcoffset()
    offset = 0 if local is None else int(local.total_seconds() // 60)
    return Now(utc, offset, time.monotonic_ns() // 1000)


def written(utc: datetime) -> str:
    """A moment as records write it: ``2026-03-01T14:02:11.000123Z``."""
    return utc.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parsed(text: str) -> datetime | None:
    """The moment of such a text; None for anything else."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if written(moment) == text else None
