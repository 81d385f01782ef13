"""What passes between the centre and a reader. Nothing of it tells of another reader or of what was decided."""

from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.messages.coding import Kinds, kinds

# --- to the reader ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseAssigned:
    """A case is to be read by this reader.

    Attributes
    ----------
    case_number : str
    batch, place : int
        Where it stands in the reader's own order: batches in their order, places inside a batch, each from 1.
    protocol_id, protocol_sha256 : str
    """

    case_number: str
    batch: int
    place: int
    protocol_id: str
    protocol_sha256: str


@dataclass(frozen=True, slots=True)
class PartReleased:
    """A part of a case may be read; `file_sha256` names its file as it is encrypted for this account."""

    case_number: str
    part: int
    seal: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class CaseClosing:
    """The closing part of a case: no timepoint will follow."""

    case_number: str
    part: int
    seal: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class ReadingAllowed:
    """An unlock: the centre's signed leave to read a timepoint again (`casefile.study.leave`), as its bytes are."""

    case_number: str
    leave: str


@dataclass(frozen=True, slots=True)
class CaseReassigned:
    """The case is read by somebody else from now on. What was read of it stays here and is not sent."""

    case_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrainingRecorded:
    """How the training for a protocol version ended, and until which UTC day (that day included) it holds."""

    protocol_id: str
    protocol_sha256: str
    passed: bool
    taken_on: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """These envelopes have come, by the hash of their signed content. Goes both ways."""

    of: tuple[str, ...]


# --- from the reader -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignedReadSent:
    """A signed version of a read (`reading.canonical_read.signed_document`, canonical JSON)."""

    document: bytes


@dataclass(frozen=True, slots=True)
class LockedTimepointsSent:
    """The records of a case up to its last lock, before the read is signed (`reading.canonical_read.locked_document`).

    For the progress board, and so that nothing is lost with a station. Nothing is concluded from it.
    """

    document: bytes


@dataclass(frozen=True, slots=True)
class ImageQuerySent:
    """A question about the images of a timepoint; `noted_at` is the UTC time of the note."""

    case_number: str
    timepoint: str
    kind: str
    text: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class IncidentalFindingSent:
    """Something seen that may matter to the patient's safety."""

    case_number: str
    timepoint: str
    text: str
    noted_at: str


TO_READER: Final[Kinds] = kinds(
    CaseAssigned, PartReleased, CaseClosing, ReadingAllowed, CaseReassigned, TrainingRecorded, Receipt
)
FROM_READER: Final[Kinds] = kinds(SignedReadSent, LockedTimepointsSent, ImageQuerySent, IncidentalFindingSent, Receipt)
