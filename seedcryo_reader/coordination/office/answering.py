"""A decision is held against the dispute that it answers: whatever it says that was not asked is named."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.dispute import Choice, Decision, Dispute, Mode
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.wording import check_text

SHORTEST_COMMENT: Final = 3
LONGEST_COMMENT: Final = 2000
"""Characters of a comment, as `adjudication.drafting` lets it be written."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A dispute as it was sent, the account that it was sent to, and the SHA-256 of its canonical bytes as sent."""

    dispute: Dispute
    adjudicator: str
    dispute_sha256: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A signed decision, and what it says that it was made upon.

    Attributes
    ----------
    adjudicator : str
        The account that signed it.
    decision : Decision
    dispute_sha256 : str
        Of the canonical bytes of the dispute.
    protocol_id, protocol_sha256 : str
    """

    adjudicator: str
    decision: Decision
    dispute_sha256: str
    protocol_id: str
    protocol_sha256: str


def decision_problems(asked: Asked, answered: Answered) -> Iterator[Finding]:
    """Everything in which a decision does not fit the dispute that it names.

    Codes: ``other-adjudicator``, ``other-case``, ``other-protocol``, ``other-dispute``, ``no-answer``,
    ``answered-twice``, ``unknown-endpoint``, ``no-such-choice``, ``own-read-first``, ``unknown-reason``,
    ``bad-comment``.
    """
    dispute, decision = asked.dispute, answered.decision
    if answered.adjudicator != asked.adjudicator:
        text = f"Dispute {dispute.dispute_id} was sent to {asked.adjudicator}; {answered.adjudicator} cannot decide it."
        yield Finding("other-adjudicator", text)
    if decision.case_number != dispute.case_number:
        text = f"The decision is about {decision.case_number}, and its dispute about {dispute.case_number}."
        yield Finding("other-case", text)
    if (answered.protocol_id, answered.protocol_sha256) != (dispute.protocol_id, dispute.protocol_sha256):
        yield Finding("other-protocol", f"The decision was not made by protocol {dispute.protocol_id} of its dispute.")
    if answered.dispute_sha256 != asked.dispute_sha256:
        text = "What was decided upon is not the dispute that was sent. Ask the adjudicator's station how that came."
        yield Finding("other-dispute", text)
    yield from _answer_problems(dispute, decision)
    yield from _own_read_problems(dispute, decision)
    yield from _wording_problems(dispute, decision)


def _answer_problems(dispute: Dispute, decision: Decision) -> Iterator[Finding]:
    asked = [one.endpoint for one in dispute.questions]
    answered = Counter(one.endpoint for one in decision.answers)
    for endpoint in asked:
        if not answered[endpoint]:
            yield Finding("no-answer", f"The decision does not answer the question about {endpoint}.")
    for endpoint, times in answered.items():
        if endpoint not in asked:
            yield Finding("unknown-endpoint", f"The decision answers {endpoint}, about which nothing was asked.")
        elif times > 1:
            yield Finding("answered-twice", f"The decision answers the question about {endpoint} {times} times.")
    if decision.own_read_sha256 is None and any(one.choice is Choice.OWN for one in decision.answers):
        yield Finding("no-such-choice", "The decision takes an own read of the adjudicator, and names none.")


def _own_read_problems(dispute: Dispute, decision: Decision) -> Iterator[Finding]:
    own = decision.own_read_sha256
    if dispute.mode is Mode.FORCED_CHOICE and own is not None:
        yield Finding("no-such-choice", "The decision names an own read; the protocol lets only A and B be taken.")
    if dispute.mode is Mode.OWN_READ_FIRST and (own is None or not _SHA256.fullmatch(own)):
        yield Finding("own-read-first", "The decision names no own read, which had to be signed before it.")


def _wording_problems(dispute: Dispute, decision: Decision) -> Iterator[Finding]:
    if decision.reason not in dispute.reasons:
        text = f"The reason of the decision is none of the protocol's: {', '.join(dispute.reasons)}."
        yield Finding("unknown-reason", text)
    try:
        if len(decision.comment.strip()) < SHORTEST_COMMENT:
            yield Finding("bad-comment", "The decision does not say why in words.")
        else:
            check_text(decision.comment, "comment", LONGEST_COMMENT)
    except IllegalAct as illegal:
        yield Finding("bad-comment", str(illegal))
