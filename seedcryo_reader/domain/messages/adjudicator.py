"""What passes between the centre and an adjudicator."""

from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.domain.messages.coding import Kinds, kinds
from seedcryo_reader.domain.messages.reader import FROM_READER, PartReleased, Receipt, TrainingRecorded


@dataclass(frozen=True, slots=True)
class DisputeSent:
    """A dispute to be decided; `supersedes` is the dispute of the same case that it takes the place of."""

    dispute: Dispute
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class DisputeWithdrawn:
    """A dispute has no object any more: one of its reads got another version, and both agree now. It stays listed."""

    dispute_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class NothingToDecide:
    """Two reads agreed. It is sent in the place of a dispute, as large as that, so that nobody can count disputes."""

    filling: str


@dataclass(frozen=True, slots=True)
class DecisionSent:
    """A signed decision (`adjudication.documents.decision_document`, canonical JSON)."""

    document: bytes


TO_ADJUDICATOR: Final[Kinds] = kinds(
    DisputeSent, DisputeWithdrawn, NothingToDecide, PartReleased, TrainingRecorded, Receipt
)
FROM_ADJUDICATOR: Final[Kinds] = {**kinds(DecisionSent), **FROM_READER}
"""Where the protocol asks for an own read first, an adjudicator sends what a reader does."""
