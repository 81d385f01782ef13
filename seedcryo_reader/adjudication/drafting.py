"""A decision that is being made: what is chosen and written so far, and what is missing before it can be signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import NotCanonical
from seedcryo_reader.domain.codec import BadValue, plain, value_from
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.dispute import WHOLE_CASE, Answer, Choice, Decision, Dispute
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.wording import check_text

SHORTEST_COMMENT: Final = 3
LONGEST_COMMENT: Final = 2000
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is chosen and written so far.

    Attributes
    ----------
    answers : mapping of str to Choice
        By endpoint; without those that are open.
    reason : str or None
    comment : str
    """

    answers: Mapping[str, Choice] = field(default_factory=dict)
    reason: str | None = None
    comment: str = ""

    def answered(self, endpoint: str, choice: Choice) -> "Draft":
        """The draft with another answer to one question."""
        return replace(self, answers={**self.answers, endpoint: choice})


@dataclass(frozen=True, slots=True)
class _Kept:
    """A draft as it is kept."""

    answers: tuple[Answer, ...]
    reason: str | None
    comment: str


def draft_text(draft: Draft) -> str:
    """A draft as text, so that it can be kept."""
    answers = tuple(Answer(endpoint, choice) for endpoint, choice in sorted(draft.answers.items()))
    return canonical.encode(plain(_Kept(answers, draft.reason, draft.comment))).decode()


def draft_from(text: str | None) -> Draft:
    """The draft of a text; an empty one where it is none: a draft is no record."""
    try:
        kept = value_from(_Kept, canonical.decode((text or "").encode()))
    except (NotCanonical, BadValue):
        return Draft()
    return Draft({one.endpoint: one.choice for one in kept.answers}, kept.reason, kept.comment)


def choices(own_read_sha256: str | None) -> tuple[Choice, ...]:
    """What can be chosen: the own read only where one was signed before A and B were shown."""
    own = () if own_read_sha256 is None else (Choice.OWN,)
    return (Choice.A, Choice.B, *own, Choice.NEITHER)


def problems(dispute: Dispute, own_read_sha256: str | None, draft: Draft) -> Iterator[Finding]:
    """Everything that keeps a draft from being signed.

    Codes: ``no-answer``, ``no-such-choice``, ``no-reason``, ``unknown-reason``, ``no-comment``, ``bad-comment``.
    """
    for question in dispute.questions:
        choice = draft.answers.get(question.endpoint)
        if choice is None:
            text = f"Nothing is chosen yet for {_named(question.endpoint)}: take read A, read B or neither."
            yield Finding("no-answer", text, (question.endpoint,))
        elif choice not in choices(own_read_sha256):
            text = f"You have no own read to take for {_named(question.endpoint)}: take read A, read B or neither."
            yield Finding("no-such-choice", text, (question.endpoint,))
    yield from _reason_problems(dispute, draft)
    yield from _comment_problems(draft)


def _named(endpoint: str) -> str:
    named = {WHOLE_CASE: "the case", OVERALL: "overall progression"}
    return named.get(endpoint, f"local progression of {endpoint}")


def _reason_problems(dispute: Dispute, draft: Draft) -> Iterator[Finding]:
    if draft.reason is None:
        yield Finding("no-reason", "Choose a reason.")
    elif draft.reason not in dispute.reasons:
        yield Finding("unknown-reason", f"Choose another reason; the protocol has: {', '.join(dispute.reasons)}.")


def _comment_problems(draft: Draft) -> Iterator[Finding]:
    if len(draft.comment.strip()) < SHORTEST_COMMENT:
        yield Finding("no-comment", f"Say why in words: at least {SHORTEST_COMMENT} characters.")
        return
    try:
        check_text(draft.comment, "comment", LONGEST_COMMENT)
    except IllegalAct as illegal:
        yield Finding("bad-comment", str(illegal))


def decision_of(dispute: Dispute, own_read_sha256: str | None, draft: Draft) -> Decision:
    """The decision that a draft without problems makes; answers in the order of the questions."""
    return Decision(
        dispute.dispute_id,
        dispute.case_number,
        tuple(Answer(one.endpoint, draft.answers[one.endpoint]) for one in dispute.questions),
        str(draft.reason),
        draft.comment.strip(),
        own_read_sha256,
    )
