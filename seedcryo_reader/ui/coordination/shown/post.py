"""What goes out and what came in."""

from dataclasses import dataclass
from enum import StrEnum

from seedcryo_reader.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class PostLine:
    """The post of one account.

    Attributes
    ----------
    account : str
    waiting : int
        Envelopes of which no receipt came yet; each goes out again until one does.
    received : int
        Envelopes whose receipt came.
    last_in : str or None
        UTC day of the newest that came from the account.
    """

    account: str
    waiting: int
    received: int
    last_in: str | None


class Fate(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    THERE = "already there"
    TAKEN = "taken"
    HERE = "already here"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileLine:
    """What became of one file, and why; `who` is the account it goes to or came from, empty where nobody is named."""

    file: str
    fate: Fate
    findings: tuple[Finding, ...] = ()
    who: str = ""
