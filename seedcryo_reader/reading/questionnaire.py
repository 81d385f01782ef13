"""The blinding questionnaire: which arm does the reader think it was, how sure, were treatment traces seen."""

from collections.abc import Mapping

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.lifecycle import IllegalAct


def questionnaire_bytes(
    case_number: str, protocol: Protocol, answers: Mapping[str, tuple[str, ...]], confidence: str
) -> dict[str, Json]:
    """The answers as they are sealed.

    Raises
    ------
    IllegalAct
        The protocol asks for none, or an answer is missing or not one of its own; all of them in one sentence each.
    """
    asked = protocol.questionnaire
    if not asked.asked:
        msg = "The protocol asks for no questionnaire."
        raise IllegalAct(msg)
    known = {one.id: one for one in asked.questions}
    wrong = [f"There is no question {name!r}." for name in answers if name not in known]
    for name, question in known.items():
        given = answers.get(name, ())
        fits = set(given) <= set(question.answers) and len(set(given)) == len(given) and given
        if not fits or (len(given) > 1 and not question.several):
            wrong.append(f"Answer {name!r} with one of: {', '.join(question.answers)}.")
    if confidence not in asked.confidence:
        wrong.append(f"Say how sure you are: {', '.join(asked.confidence)}.")
    if wrong:
        raise IllegalAct(" ".join(wrong))
    return {
        "format": "seedcryo-questionnaire/1",
        "case": case_number,
        "protocol": {"id": protocol.protocol_id, "sha256": protocol.sha256},
        "answers": {name: list(answers[name]) for name in known},
        "confidence": confidence,
    }
