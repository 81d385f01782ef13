"""What the charter says about what is in hand: its note, what can look like progression, the paragraphs of the rules.

A topic is a field of the charter's notes (``"too_small"``), the id of a question about targets, a target's id (for its
call), or one of the words in `ALSO`.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from seedcryo_reader.criteria.protocol.model import Notes, Protocol
from seedcryo_reader.domain.case import is_target_id

ALSO: Final[Mapping[str, str]] = {
    "measure": "measuring",
    "new_lesion": "new_lesions",
    "call": "overall",
    "lp": "local_progression",
}
"""Other words for topics; ``-`` stands for ``_`` in any of them."""

_MIMICKED: Final = frozenset({"new_lesions", "non_target", "local_progression", "overall"})
"""Topics where something else can look like progression; questions about a target are some, too."""


def note_for(protocol: Protocol, topic: str) -> str | None:
    """The note about a topic, its parts separated by empty lines; None where the charter has none."""
    question = protocol.question(topic)
    field = field_of(topic)
    if question is not None:
        note = question.note
    elif field in Notes.model_fields:
        note = str(getattr(protocol.charter.notes, field))
    else:
        return None
    parts = [note]
    if question is not None or field in _MIMICKED:
        parts.append(f"Can look like progression: {'; '.join(protocol.charter.mimics)}.")
    numbers = _of_question(protocol, topic) if question is not None else _of_field(protocol, field)
    parts += [f"§ {number} {protocol.paragraphs[number]}" for number in dict.fromkeys(numbers)]
    return "\n\n".join(parts)


def field_of(topic: str) -> str:
    """The field of the charter's notes that a topic belongs to; what is none of `ALSO` stays as it is."""
    if is_target_id(topic):
        return "local_progression"
    name = topic.replace("-", "_")
    return ALSO.get(name, name)


def _of_field(protocol: Protocol, field: str) -> Iterator[str]:
    """The numbers of the paragraphs that belong to a field of the charter's notes."""
    measured, lengths = protocol.measuring.paragraph, protocol.lengths.paragraph
    response = (protocol.target_response.paragraph, protocol.target_response.treated.paragraph)
    yield from {
        "measuring": (measured, lengths),
        "viable": (measured,),
        "absent": (lengths,),
        "too_small": (lengths,),
        "recist_set": (protocol.sets.recist.paragraph, protocol.measurability.paragraph, *response),
        "non_target": (protocol.non_target_response.paragraph,),
        "new_lesions": (protocol.new_lesions.paragraph,),
        "local_progression": (*_of_local(protocol), protocol.calls.paragraph),
        "overall": (protocol.overall.paragraph, response[1], protocol.calls.paragraph),
    }.get(field, ())


def _of_local(protocol: Protocol) -> Iterator[str]:
    rules = protocol.local_progression
    yield rules.paragraph
    for rule in (rules.size, rules.tissue, rules.contiguous):
        if rule is not None:
            yield rule.paragraph


def _of_question(protocol: Protocol, question: str) -> Iterator[str]:
    """The rules that the answers to a question feed."""
    tissue, contiguous = protocol.local_progression.tissue, protocol.local_progression.contiguous
    if tissue is not None and question in {tissue.question, tissue.change_question}:
        yield tissue.paragraph
        if question == tissue.change_question:
            yield protocol.reference.paragraph
    if contiguous is not None and question == contiguous.question:
        yield contiguous.paragraph
