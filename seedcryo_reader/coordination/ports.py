"""What a coordinator's desk needs of the world around it. `storage` provides these; `app` joins both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from seedcryo_reader.coordination.arrived import Arrived
from seedcryo_reader.criteria.protocol.model import Protocol as Criteria
from seedcryo_reader.domain.discordance import Comparison, ReadResult
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.domain.office.coordinator import CoordinatorAct
from seedcryo_reader.domain.office.record import ActRecord
from seedcryo_reader.domain.read import Read


@dataclass(frozen=True, slots=True)
class Send:
    """A message that an act sends.

    Attributes
    ----------
    to : str
        An accepted account.
    message : object
        Of `domain.messages`, of a kind that goes to that role.
    about : str
        Natural key: what was sealed under it once is never sealed again, but redelivered as it is.
    at_least : int
        Bytes that the envelope is padded to at least.
    """

    to: str
    message: object
    about: str
    at_least: int = 0


class OfficeLog(Protocol):
    """The coordinator's append-only log, with what was received and what is to be sent."""

    def records(self, after: int = 0) -> Sequence[ActRecord]:
        """Every act whose number is larger than `after`, in order."""

    def append(self, act: CoordinatorAct, sends: Sequence[Send] = ()) -> ActRecord:
        """Commit an act together with the sealed envelopes that it sends, both or none.

        Raises
        ------
        EnvironmentFailure
            It could not be written; log and outbox are as they were.
        """

    def arrived(self, content: str) -> Arrived:
        """What an `EnvelopeReceived` of the log brought."""

    def read(self, content: str) -> Read:
        """The whole read that a signed read brought, verified again."""


@dataclass(frozen=True, slots=True)
class PartKnown:
    """A sealed part that the coordinator has.

    Attributes
    ----------
    case_number : str
    part : int
    seal, sha256 : str
        The seal, and the hash of the file as the coordinator has it.
    timepoint : str or None
        None for the closing part.
    supersedes : int or None
    """

    case_number: str
    part: int
    seal: str
    sha256: str
    timepoint: str | None
    supersedes: int | None


class Parts(Protocol):
    """The sealed parts that intake sent."""

    def all(self) -> Sequence[PartKnown]:
        """Every part, by case and number."""

    def encrypted_to(self, sha256: str, recipients: Sequence[str]) -> str:
        """The hash of the same part encrypted to these age recipients: made once, found again later.

        Raises
        ------
        Refused
            The part was changed.
        EnvironmentFailure
            No room.
        """


class Centre(Protocol):
    """The centre's keys, which the coordinator's password opened."""

    def leave(
        self,
        case_number: str,
        timepoint: str,
        recipient: str,
        *,
        and_later: bool,
        version: int | None,
        reason: str,
    ) -> str:
        """A signed leave to read a timepoint again (`casefile.study.leave`), as its bytes are."""


class Criterion(Protocol):
    """The protocol files of the station."""

    def criteria(self, sha256: str) -> Criteria:
        """The protocol of this hash; raises Refused where the station does not have it."""


class Chance(Protocol):
    """Random numbers of the system."""

    def hexadecimal(self, digits: int) -> str:
        """So many random hex digits."""


class Today(Protocol):
    """The day it is."""

    def day(self) -> str:
        """The UTC day, ``2026-03-01``."""


class Judging(Protocol):
    """How two reads are held against one another (`coordination.discordance`)."""

    def compare(self, first: ReadResult, second: ReadResult, protocol: Criteria) -> Comparison:
        """What they differ in."""

    def dispute_of(
        self,
        comparison: Comparison,
        first: Read,
        second: Read,
        protocol: Criteria,
        dispute_id: str,
        *,
        a_is_first: bool,
    ) -> Dispute:
        """What the adjudicator gets of two reads that differ, with the first on side A or B."""

    def cover_size(self, first: Read, second: Read, protocol: Criteria) -> int:
        """Bytes that the envelope about two reads is padded to at least, whether they differ or not."""
