"""The questions about each target."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, listed, literal, quoted, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol, Question

_ASKED: Final = {"follow-ups": "every follow-up", "after reference": "after {reference}"}


def lines(protocol: Protocol) -> Iterator[str]:
    """One table for all of them, then their notes."""
    if not protocol.questions:
        yield from sentence("No question is asked about targets.")
        return
    yield from sentence("Asked of every prespecified target, in this order and in all arms alike:")
    reference = f"TP{protocol.reference.timepoint}"
    yield from table(
        ("Short name", "Question", "Answers", "Asked at", "Asked if", "Reason needed for"),
        (
            (
                one.id,
                literal(one.text),
                literal(" / ".join(one.answers)),
                _ASKED[one.asked].format(reference=reference),
                _condition(one),
                _reasons(one),
            )
            for one in protocol.questions
        ),
    )
    yield from sentence("The notes that stand beside the questions:")
    yield from bullets(*(f"{one.id}: {literal(one.note)}" for one in protocol.questions))


def _condition(question: Question) -> str:
    if question.asked_if is None:
        return "always"
    return f"{question.asked_if.question} is {listed(map(quoted, question.asked_if.answers), 'or')}"


def _reasons(question: Question) -> str:
    if question.reasons is None:
        return "none"
    return f"{listed(map(quoted, question.reasons.answers), 'or')}, from the list {question.reasons.picklist}"
