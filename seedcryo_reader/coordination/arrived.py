"""What came from readers and adjudicators, verified, as the coordinator works with it.

Each is made of one envelope, named by the hash of its signed content, and of nothing else: in whatever order and how
often they come, they make the same state.
"""

from dataclasses import dataclass
from typing import TypeAlias

from seedcryo_reader.domain.discordance import ReadResult
from seedcryo_reader.domain.dispute import Decision


@dataclass(frozen=True, slots=True)
class ReadArrived:
    """A signed version of a read; its signature, log and leaves hold. `signed_on` is the UTC day of the signature."""

    result: ReadResult
    signed_on: str


@dataclass(frozen=True, slots=True)
class ProgressArrived:
    """How far a read has come: its version, and how many of its timepoints are locked."""

    case_number: str
    reader: str
    version: int
    locked: int


@dataclass(frozen=True, slots=True)
class QueryArrived:
    """A question about images."""

    case_number: str
    reader: str
    timepoint: str
    kind: str
    text: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class IncidentalArrived:
    """Something that may matter to the patient's safety."""

    case_number: str
    reader: str
    timepoint: str
    text: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class DecisionArrived:
    """A signed decision of an adjudicator; `decided_at` is the UTC time of the signature."""

    adjudicator: str
    decision: Decision
    decided_at: str


@dataclass(frozen=True, slots=True)
class ReceiptArrived:
    """An account has these envelopes."""

    account: str
    of: tuple[str, ...]


Arrived: TypeAlias = ReadArrived | ProgressArrived | QueryArrived | IncidentalArrived | DecisionArrived | ReceiptArrived
