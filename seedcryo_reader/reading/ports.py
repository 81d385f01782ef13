"""What reading a case needs of the world around it. `storage` provides these; `app` joins both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from seedcryo_reader.domain.case import MarkMm
from seedcryo_reader.domain.events import CaseClosed, Event, TimepointOpened
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import Record

if TYPE_CHECKING:
    from seedcryo_reader.criteria.protocol.model import Protocol as Criteria


@dataclass(frozen=True, slots=True, order=True)
class ProtocolRef:
    """The protocol that a case is read by: its id, and the SHA-256 (hex) of its file."""

    protocol_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that is to be logged.

    Attributes
    ----------
    case_number : str
    event : Event
    reason : str or None
    protocol : ProtocolRef
    last : int
        Sequence number of the case's last record as the caller knows it; 0 where it has none.
    """

    case_number: str
    event: Event
    reason: str | None
    protocol: ProtocolRef
    last: int


class Log(Protocol):
    """The account's append-only log of events."""

    def records(self, case_number: str) -> Sequence[Record]:
        """Every record of a case, in order.

        Raises
        ------
        Refused
            The log was changed or cut off.
        """

    def append(self, act: NewEvent, after: Callable[[int], Read]) -> tuple[Record, Read]:
        """Commit an event; it is on disk when this returns.

        Parameters
        ----------
        after : function
            From the event's sequence number to what the read becomes by it, for the tables that are derived from it.
            What it raises ends the matter before anything is written.

        Raises
        ------
        EnvironmentFailure
            It could not be written, the session is locked, or somebody else wrote about the case meanwhile; the log
            is as it was.
        """


@dataclass(frozen=True, slots=True)
class NextPart:
    """The part of a case that comes next: a timepoint (by name), or the closing part (None)."""

    part: int
    timepoint: str | None
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A part that was opened: the event to be logged, and the protocol that the part is to be read by."""

    event: TimepointOpened | CaseClosed
    protocol: ProtocolRef


class Images(Protocol):
    """The parts that were received for this account, and the images of opened timepoints."""

    def next_part(self, read: Read) -> NextPart | None:
        """The part that comes after those that were opened; None where it was not received."""

    def open(self, read: Read, part: NextPart) -> Opened:
        """Decrypt and verify the part and decode its images; nothing is left of it where that fails.

        Raises
        ------
        Refused
            The part is not sound, or an image of it cannot be read.
        EnvironmentFailure
            No room for the images, or the part cannot be read.
        """

    def image_of(
        self,
        case_number: str,
        timepoint: str,
        series: int,
        start_mm: MarkMm,
        end_mm: MarkMm,
        *,
        named: ImagePlace | None = None,
    ) -> ImagePlace:
        """The acquired image of a series that both points (LPS, mm) lie on; of several the named one.

        Raises
        ------
        Refused
            They lie on none, or nothing can be measured there.
        """

    def usual_series(self, case_number: str, timepoint: str, lesion: str) -> int:
        """Number of the series that a lesion is to be read on: the one pinned for it, or the first target's."""

    def check(self, read: Read, timepoint: str) -> None:
        """Hold the decoded images against what was opened.

        Raises
        ------
        Refused
            They are not the ones that were opened, or they are gone.
        """

    def bring(self, read: Read) -> None:
        """Decode again whatever is missing of the timepoints that were opened: a signed read is read again.

        Raises
        ------
        Refused
            A part is not there any more, or not what was opened.
        EnvironmentFailure
            No room for the images.
        """

    def purge(self, case_number: str) -> None:
        """Remove the decoded images of a case."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The centre's leave to read a timepoint again, which was verified.

    `document` is the signed leave as it came; `version` is the one that it begins of a signed read, None for a read
    that is not signed.
    """

    document: str
    case_number: str
    timepoint: str
    and_later: bool
    version: int | None
    reason: str


class Leaves(Protocol):
    """The leaves that came for this account."""

    def leave(self, name: str) -> Leave:
        """The leave in a file of this name.

        Raises
        ------
        Refused
            It is not the centre's, or not for this account.
        EnvironmentFailure
            It cannot be read.
        """


class Signer(Protocol):
    """The account's signing key, which the password alone opens, and the name that stands under its signatures."""

    @property
    def printed_name(self) -> str:
        """The name of the person the account belongs to."""

    def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
        """Sign; returns key id and signature (64 bytes).

        Raises
        ------
        Refused
            ``wrong-password``.
        """


class Protocols(Protocol):
    """The protocol files of the station."""

    def protocol(self, wanted: ProtocolRef) -> "Criteria":
        """The protocol of this id and hash.

        Raises
        ------
        Refused
            It is not at this station, or no sound protocol.
        """


class Sealing(Protocol):
    """Encryption for those who may read after the trial."""

    def seal(self, data: bytes) -> str:
        """The data encrypted to the study's recovery recipients (age), in base64."""
