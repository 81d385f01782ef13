"""The questions about targets and of the blinding questionnaire: what they refer to."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections, readable
from seedcryo_reader.criteria.protocol.model import Question, Questionnaire


def _questionnaire(sections: Sections) -> Iterator[Problem]:
    for form in readable(Questionnaire, sections, "questionnaire"):
        if form.asked and not form.questions:
            yield Problem("impossible", "questionnaire.questions", "must hold a question, because it is asked")
        yield from _once((one.id for one in form.questions), "questionnaire.questions")


def _once(ids: Iterator[str], path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen:
            yield Problem("impossible", f"{path}[{index}].id", f'there is another question "{one}"; use another id')
        seen.add(one)


def _questions(sections: Sections) -> Iterator[Problem]:
    asked: dict[str, Question] = {}
    questions: tuple[Question, ...] = sections.get("questions", ())
    yield from _once((one.id for one in questions), "questions")
    for index, one in enumerate(questions):
        path = f"questions[{index}]"
        if one.asked_if is not None:
            yield from _asked_if(one.asked_if.question, one.asked_if.answers, asked, f"{path}.asked_if")
        if one.reasons is not None:
            yield from known_answers(one.reasons.answers, one, f"{path}.reasons.answers")
        asked[one.id] = one


def _asked_if(name: str, answers: tuple[str, ...], before: Mapping[str, Question], path: str) -> Iterator[Problem]:
    if name not in before:
        text = f'there is no question "{name}" before this one; before it are {", ".join(before) or "none"}'
        yield Problem("dangling", f"{path}.question", text)
    else:
        yield from known_answers(answers, before[name], f"{path}.answers")


def known_answers(answers: tuple[str, ...], question: Question, path: str) -> Iterator[Problem]:
    """Every one of these has to be an answer of the question."""
    for one in answers:
        if one not in question.answers:
            known = ", ".join(f'"{answer}"' for answer in question.answers)
            text = f'"{one}" is no answer of the question "{question.id}"; its answers are {known}'
            yield Problem("dangling", path, text)


def no_question(path: str, name: str, questions: Mapping[str, Question]) -> Problem:
    """What is said where a question is named that is not there."""
    return Problem("dangling", path, f'there is no question "{name}"; there are {", ".join(questions) or "none"}')


QUESTIONS: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (_questionnaire, _questions)
