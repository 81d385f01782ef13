"""The blinding questionnaire: which arm does the reader think it was, how sure, were treatment traces seen."""

from collections.abc import Mapping
from typing import Final

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.canonical import Json, encode
from seedcryo_reader.domain.lifecycle import IllegalAct

_STEP: Final = 1024


def questionnaire_bytes(
    case_number: str, protocol: Protocol, answers: Mapping[str, tuple[str, ...]], confidence: str
) -> bytes:
    """The answers as they are sealed: canonical JSON, of the same length whatever was answered.

    An encrypted text tells its length, and so would tell the guess.

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
    everything = {name: tuple(question.answers) for name, question in known.items()}
    longest = max(len(_encoded(case_number, protocol, everything, one, "")) for one in asked.confidence)
    length = _STEP * -(-longest // _STEP)
    unpadded = len(_encoded(case_number, protocol, answers, confidence, ""))
    return _encoded(case_number, protocol, answers, confidence, " " * (length - unpadded))


def _encoded(
    case_number: str, protocol: Protocol, answers: Mapping[str, tuple[str, ...]], confidence: str, padding: str
) -> bytes:
    given: dict[str, Json] = {one.id: list(answers[one.id]) for one in protocol.questionnaire.questions}
    return encode(
        {
            "format": "seedcryo-questionnaire/1",
            "case": case_number,
            "protocol": {"id": protocol.protocol_id, "sha256": protocol.sha256},
            "answers": given,
            "confidence": confidence,
            "padding": padding,
        }
    )
