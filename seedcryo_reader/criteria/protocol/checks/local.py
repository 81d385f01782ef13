"""Local progression: its rules, and the questions whose answers they go by."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections, readable
from seedcryo_reader.criteria.protocol.checks.questions import known_answers, no_question
from seedcryo_reader.criteria.protocol.local_model import ContiguousRule, FindingClasses, LocalProgression, TissueRule
from seedcryo_reader.criteria.protocol.model import AskedIf, Measuring, Question


def _local_rules(sections: Sections) -> Iterator[Problem]:
    for local in readable(LocalProgression, sections, "local_progression"):
        for name in ("size", "tissue", "contiguous"):
            there, used = getattr(local, name) is not None, name in local.rules
            if used and not there:
                text = f'names "{name}", but the table local_progression.{name} is missing; add it'
                yield Problem("dangling", "local_progression.rules", text)
            if there and not used:
                text = "local_progression.rules does not name it; name it there or remove this table"
                yield Problem("unused", f"local_progression.{name}", text)
        for measuring in readable(Measuring, sections, "measuring"):
            if local.size is not None and local.size.extent == "viable" and not measuring.viable:
                text = '"viable" is never measured; use "whole", or name the kinds of lesion in measuring.viable'
                yield Problem("impossible", "local_progression.size.extent", text)
        if "questions" in sections:
            yield from _local_questions(local, {one.id: one for one in sections["questions"]})


def _local_questions(local: LocalProgression, questions: Mapping[str, Question]) -> Iterator[Problem]:
    for name, rule in (("tissue", local.tissue), ("contiguous", local.contiguous)):
        if rule is None:
            continue
        path = f"local_progression.{name}"
        if (question := _named(rule, "question", questions)) is None:
            yield no_question(f"{path}.question", rule.question, questions)
        else:
            yield from _classes(rule.answers, question, f"{path}.answers")
            yield from _always_asked(question, f"{path}.question")
    if local.tissue is not None:
        yield from _change(local.tissue, questions)


def _named(rule: TissueRule | ContiguousRule, key: str, questions: Mapping[str, Question]) -> Question | None:
    return questions.get(getattr(rule, key))


def _always_asked(question: Question, path: str) -> Iterator[Problem]:
    if question.asked != "follow-ups" or question.asked_if is not None:
        text = f'the question "{question.id}" is not asked of every target at every follow-up, which this rule needs'
        yield Problem("impossible", path, text)


def _classes(classes: FindingClasses, question: Question, path: str) -> Iterator[Problem]:
    yield from _partition(dict(classes), question, path)


def _partition(lists: Mapping[str, tuple[str, ...]], question: Question, path: str) -> Iterator[Problem]:
    """Every answer of the question has to be in exactly one of the lists."""
    for name, answers in lists.items():
        yield from known_answers(answers, question, f"{path}.{name}")
    for answer in question.answers:
        times = sum(answers.count(answer) for answers in lists.values())
        if times != 1:
            text = f'the answer "{answer}" must be in exactly one of the lists {", ".join(lists)}; it is in {times}'
            yield Problem("impossible", path, text)


def _change(tissue: TissueRule, questions: Mapping[str, Question]) -> Iterator[Problem]:
    path = "local_progression.tissue"
    if (question := _named(tissue, "change_question", questions)) is None:
        yield no_question(f"{path}.change_question", tissue.change_question, questions)
        return
    lists = {name: getattr(tissue, name) for name in ("progression", "stable", "not_assessable")}
    yield from _partition(lists, question, path)
    where_needed = question.asked_if is None or _covers(question.asked_if, tissue, questions)
    if question.asked != "after reference" or not where_needed:
        text = (
            f'the question "{question.id}" must be asked "after reference", and wherever "{tissue.question}" is '
            f"uncertain or present; it is asked {_when(question)}"
        )
        yield Problem("impossible", f"{path}.change_question", text)


def _when(question: Question) -> str:
    if question.asked_if is None:
        return f'"{question.asked}"'
    return f'"{question.asked}" if "{question.asked_if.question}" is {" or ".join(question.asked_if.answers)}'


def _covers(condition: AskedIf, tissue: TissueRule, questions: Mapping[str, Question]) -> bool:
    """Whether it is met wherever there is or may be tissue. A question that is not there was said already."""
    if not {condition.question, tissue.question} <= questions.keys():
        return True
    needed = {*tissue.answers.uncertain, *tissue.answers.present}
    return condition.question == tissue.question and needed <= {*condition.answers}


LOCAL: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (_local_rules,)
