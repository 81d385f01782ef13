"""The post per account."""

from collections.abc import Mapping
from typing import Protocol

from seedcryo_reader.coordination.office.state import OfficeState
from seedcryo_reader.ui.coordination.shown.post import PostLine


class Counted(Protocol):
    """How many letters to an account wait for a receipt, and of how many it came."""

    @property
    def waiting(self) -> int:
        """Without a receipt."""

    @property
    def receipted(self) -> int:
        """With one."""


def post_lines(state: OfficeState, counted: Mapping[str, Counted]) -> tuple[PostLine, ...]:
    """Every accepted account by name; `counted` has those to whom anything was sent."""
    return tuple(
        PostLine(
            name,
            counted[name].waiting if name in counted else 0,
            counted[name].receipted if name in counted else 0,
            state.last_received.get(name),
        )
        for name in sorted(state.accounts)
    )
