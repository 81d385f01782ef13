"""The acts of an adjudicator."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from seedcryo_reader.domain.office.received import EnvelopeReceived


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """A and B were shown; `own_read_sha256` names the own read signed before, where the protocol asks for one."""

    dispute_id: str
    own_read_sha256: str | None


@dataclass(frozen=True, slots=True)
class DecisionSigned:
    """A dispute was decided; `document` is the signed decision, as it is sent."""

    dispute_id: str
    document: str


AdjudicatorAct: TypeAlias = EnvelopeReceived | DisputeShown | DecisionSigned

ADJUDICATOR_ACTS: Final[dict[str, type]] = {one.__name__: one for one in AdjudicatorAct.__args__}
