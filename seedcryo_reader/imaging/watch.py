"""Long work seen from outside: how far it is, and whether to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple


@dataclass(frozen=True)
class Progress:
    """How far long work has come, in files (or frames) and bytes."""

    done: int
    total: int
    done_bytes: int = 0
    total_bytes: int = 0


class Watch(NamedTuple):
    """Who is told how far long work has come, and who is asked whether to stop."""

    progress: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None


UNWATCHED: Final = Watch()
