"""What deciding a dispute needs of the world around it. `storage` provides these; `app` joins both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from seedcryo_reader.criteria.protocol.model import Protocol as Criteria
from seedcryo_reader.domain.messages.adjudicator import DecisionSent
from seedcryo_reader.domain.office.adjudicator import AdjudicatorAct
from seedcryo_reader.domain.office.record import ActRecord


class DecisionLog(Protocol):
    """The adjudicator's append-only log of acts, with the messages that envelopes brought."""

    def records(self) -> Sequence[ActRecord]:
        """Every act, in order.

        Raises
        ------
        Refused
            The log was changed or cut off.
        """

    def message(self, content: str) -> object:
        """What the envelope with this signed content brought, of `domain.messages.adjudicator.TO_ADJUDICATOR`."""

    def append(self, act: AdjudicatorAct, send: DecisionSent | None = None) -> ActRecord:
        """Commit an act together with what it sends to the centre, both or none.

        Raises
        ------
        EnvironmentFailure
            It could not be written; log and outbox are as they were.
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

    def criteria(self, protocol_id: str, sha256: str) -> Criteria:
        """The protocol of this id and hash.

        Raises
        ------
        Refused
            It is not at this station, or no sound protocol.
        """


class OwnReads(Protocol):
    """The adjudicator's own reads, where the protocol asks for one before A and B are shown."""

    def signed(self, case_number: str) -> str | None:
        """SHA-256 (hex) of the read of a case as it is signed now; None where it is not."""


@dataclass(frozen=True, slots=True)
class Seated:
    """Where the adjudicator sits: the account, the station's id, and the study with its first key's id."""

    account: str
    station: str
    study_id: str
    root_id: str


@dataclass(frozen=True)
class Desk:
    """What disputes are decided with; `utc` gives the time as records state it."""

    log: DecisionLog
    signer: Signer
    protocols: Protocols
    own_reads: OwnReads
    seated: Seated
    utc: Callable[[], str]
