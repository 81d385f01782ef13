"""What reading a case needs of the world around it. `storage` provides these; `app` joins both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from seedcryo_reader.domain.events import CaseClosed, Event, TimepointOpened
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import Record


class Log(Protocol):
    """The account's append-only log of events."""

    def records(self, case_number: str) -> Sequence[Record]:
        """Every record of a case, in order.

        Raises
        ------
        Refused
            The log was changed or cut off.
        """

    def append(self, read: Read, event: Event, reason: str | None) -> Record:
        """Commit an event; it is on disk when this returns.

        Parameters
        ----------
        read : Read
            What the read becomes by the event, for the tables that are derived from it.

        Raises
        ------
        EnvironmentFailure
            It could not be written; the log is as it was.
        """


@dataclass(frozen=True, slots=True)
class NextPart:
    """The part of a case that comes next: a timepoint (by name), or the closing part (None)."""

    part: int
    timepoint: str | None
    supersedes: int | None = None


class Images(Protocol):
    """The parts that were received for this account, and the images of opened timepoints."""

    def next_part(self, read: Read) -> NextPart | None:
        """The part that comes after those that were opened; None where it was not received."""

    def open(self, read: Read, part: NextPart) -> TimepointOpened | CaseClosed:
        """Decrypt and verify the part and decode its images; nothing is left of it where that fails.

        Raises
        ------
        Refused
            The part is not sound, or an image of it cannot be read.
        EnvironmentFailure
            No room for the images, or the part cannot be read.
        """

    def check(self, read: Read, timepoint: str) -> None:
        """Hold the decoded images against what was opened.

        Raises
        ------
        Refused
            They are not the ones that were opened, or they are gone.
        """

    def purge(self, case_number: str) -> None:
        """Remove the decoded images of a case."""


class Signer(Protocol):
    """The account's signing key, which the password alone opens."""

    def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
        """Sign; returns key id and signature (64 bytes).

        Raises
        ------
        Refused
            ``wrong-password``.
        """
