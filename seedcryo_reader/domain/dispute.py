"""A dispute, and every change of its state that is legal. Anything else raises `IllegalStep` and changes nothing.

No reader's process may import this: a reader never learns that a case is disputed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.codec import plain
from seedcryo_reader.domain.discordance import Divergence
from seedcryo_reader.domain.projection import ProjectedRead

DISPUTE_ID: Final = re.compile(r"[0-9a-f]{16}")
WHOLE_CASE: Final = "case"
"""The one question of a dispute that is decided per case."""


class Choice(StrEnum):
    """An adjudicator's answer to a question: one of the reads, the own one, or none of them."""

    A = "A"
    B = "B"
    OWN = "own"
    NEITHER = "neither"


class Unit(StrEnum):
    """What is decided: the whole case, or each endpoint by itself (the protocol's ``adjudication.unit``)."""

    CASE = "case"
    ENDPOINT = "endpoint"


class Mode(StrEnum):
    """How it is decided (``adjudication.mode``): accept a read, or read the case first without seeing A and B."""

    FORCED_CHOICE = "forced choice"
    OWN_READ_FIRST = "own read first"


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be decided.

    Attributes
    ----------
    endpoint : str
        `WHOLE_CASE`, ``"T02"`` (local progression of that target) or ``"overall"``.
    a, b : tuple of str
        What each read says about it, one sentence per variable that differs.
    """

    endpoint: str
    a: tuple[str, ...]
    b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two reads that differ, as the adjudicator gets them: nothing tells whose they are.

    Attributes
    ----------
    dispute_id : str
        16 hex digits.
    case_number, protocol_id, protocol_sha256 : str
    unit : Unit
    mode : Mode
    reasons : tuple of str
        Reason codes that a decision can name.
    a, b : ProjectedRead
        The side of each was drawn at random.
    questions : tuple of Question
    parting : Divergence or None
        Where they first part; its ``first`` is A.
    """

    dispute_id: str
    case_number: str
    protocol_id: str
    protocol_sha256: str
    unit: Unit
    mode: Mode
    reasons: tuple[str, ...]
    a: ProjectedRead
    b: ProjectedRead
    questions: tuple[Question, ...]
    parting: Divergence | None


def sha256_of(dispute: Dispute) -> str:
    """SHA-256 (hex) of a dispute's canonical bytes, by which a decision names what it was made upon."""
    return sha256(canonical.encode(plain(dispute))).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """The choice for one question."""

    endpoint: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Decision:
    """What the adjudicator decided: an answer to every question, a reason code of the protocol, and why in words.

    `own_read_sha256` names the own read that was signed before A and B were shown; None in a forced choice.
    """

    dispute_id: str
    case_number: str
    answers: tuple[Answer, ...]
    reason: str
    comment: str
    own_read_sha256: str | None = None


class DisputeState(StrEnum):
    """Where a dispute stands with the adjudicator."""

    RECEIVED = "received"
    SHOWN = "shown"
    DECIDED = "decided"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class IllegalStep(Exception):
    """A step that may not be taken now. The text is a sentence for the person who tried; nothing was changed."""


class Step(StrEnum):
    """What happens to a dispute."""

    SHOW = "show A and B"
    DECIDE = "decide"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Row:
    """In `state`, `step` leads to `to`; `meaning` says it in words."""

    state: DisputeState
    step: Step
    to: DisputeState
    meaning: str


_S = DisputeState

TABLE: Final[tuple[Row, ...]] = (
    Row(_S.RECEIVED, Step.SHOW, _S.SHOWN, "A and B are shown; where the protocol asks for an own read, after that."),
    Row(_S.SHOWN, Step.DECIDE, _S.DECIDED, "The decision is signed."),
    Row(_S.RECEIVED, Step.SUPERSEDE, _S.SUPERSEDED, "A read got a new version: another dispute takes its place."),
    Row(_S.SHOWN, Step.SUPERSEDE, _S.SUPERSEDED, "A read got a new version: another dispute takes its place."),
    Row(_S.DECIDED, Step.SUPERSEDE, _S.SUPERSEDED, "The same after the decision, which stays on record."),
    Row(_S.RECEIVED, Step.WITHDRAW, _S.WITHDRAWN, "With a new version both reads agree; nobody looked at it yet."),
    Row(_S.SHOWN, Step.WITHDRAW, _S.WITHDRAWN, "With a new version both reads agree; it was not decided."),
)
"""Every legal change. A decided dispute is superseded, never withdrawn."""

_WHY_NOT: Final[dict[DisputeState, str]] = {
    DisputeState.RECEIVED: "The two reads were not shown yet.",
    DisputeState.SHOWN: "The two reads are shown already.",
    DisputeState.DECIDED: "The dispute is decided; the decision stands.",
    DisputeState.SUPERSEDED: "Another dispute took its place; this one is kept as it is.",
    DisputeState.WITHDRAWN: "The dispute was withdrawn; it is kept as it is.",
}


def next_state(state: DisputeState, step: Step) -> DisputeState:
    """The state that a step leads to.

    Raises
    ------
    IllegalStep
        No row of the table fits.
    """
    for row in TABLE:
        if (row.state, row.step) == (state, step):
            return row.to
    raise IllegalStep(_WHY_NOT[state])
