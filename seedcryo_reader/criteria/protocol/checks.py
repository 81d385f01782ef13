"""What single keys cannot show: references to what is not there, and choices that cannot be meant together.

A check looks at whole sections. One that could not be read is not there, and what would need it is left out: its own
problems were said already.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.model import (
    Calls,
    ContiguousRule,
    FindingClasses,
    Identity,
    Lengths,
    LocalProgression,
    Measuring,
    Question,
    Questionnaire,
    Sets,
    TargetResponse,
    TissueRule,
)

Section = TypeVar("Section")


class Problem(NamedTuple):
    """A problem: its code, the key's path and what is wrong, as a finding says it."""

    code: str
    path: str
    text: str


Sections = Mapping[str, Any]
"""Those sections of a file that could be read, by name."""


def problems(sections: Sections) -> Iterator[Problem]:
    """Every reference and combination that is wrong."""
    for check in _CHECKS:
        yield from check(sections)


def _with(kind: type[Section], sections: Sections, name: str) -> Iterator[Section]:
    """The section, if it could be read."""
    if isinstance(section := sections.get(name), kind):
        yield section


def _paragraphs(sections: Sections) -> Iterator[Problem]:
    if "paragraphs" in sections:
        for path, paragraph in _named_paragraphs(sections, ""):
            if paragraph not in sections["paragraphs"]:
                yield Problem("dangling", path, f'there is no paragraph "{paragraph}"; add it to [paragraphs]')


def _named_paragraphs(value: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        if key == "paragraph":
            yield f"{path}{key}", inner
        elif isinstance(inner, Table):
            yield from _named_paragraphs(dict(inner), f"{path}{key}.")


def _picklists(sections: Sections) -> Iterator[Problem]:
    lists: Mapping[str, Any] | None = sections.get("picklists")
    if lists is None:
        return
    used = dict(_used_picklists(sections))
    for path, name in used.items():
        if name not in lists:
            yield Problem("dangling", path, f'there is no picklist "{name}"; there are {", ".join(lists)}')
    if {"reasons", "queries", "questions"} <= sections.keys():
        for name in lists:
            if name not in used.values():
                yield Problem("unused", f"picklists.{name}", "nothing refers to this picklist; remove it or use it")


def _used_picklists(sections: Sections) -> Iterator[tuple[str, str]]:
    for section in ("reasons", "queries"):
        for key, name in dict(sections.get(section, {})).items():
            yield f"{section}.{key}", name
    for index, question in enumerate(sections.get("questions", ())):
        if question.reasons is not None:
            yield f"questions[{index}].reasons.picklist", question.reasons.picklist


def _identity(sections: Sections) -> Iterator[Problem]:
    for identity in _with(Identity, sections, "identity"):
        if identity.id.partition("/")[2] != identity.version:
            yield Problem("impossible", "identity.id", f'must end in "/{identity.version}", the version')


def _lengths(sections: Sections) -> Iterator[Problem]:
    for lengths in _with(Lengths, sections, "lengths"):
        exponent = lengths.too_small_mm.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > lengths.places:
            text = f"has more decimal places than lengths.places, which is {lengths.places}"
            yield Problem("impossible", "lengths.too_small_mm", text)


def _limits(sections: Sections) -> Iterator[Problem]:
    for sets in _with(Sets, sections, "sets"):
        if sets.recist.max_per_organ > sets.recist.max_total:
            text = "must not be more than sets.recist.max_total"
            yield Problem("impossible", "sets.recist.max_per_organ", text)
        for response in _with(TargetResponse, sections, "target_response"):
            if sets.recist.min_node_mm < response.node_normal_mm:
                text = "must not be less than target_response.node_normal_mm: a normal node is no target"
                yield Problem("impossible", "sets.recist.min_node_mm", text)


def _calls(sections: Sections) -> Iterator[Problem]:
    for calls in _with(Calls, sections, "calls"):
        if calls.reveal == "after-call" and not (calls.local_progression or calls.overall):
            text = '"after-call" needs a call: set calls.local_progression or calls.overall to true, or use "live"'
            yield Problem("impossible", "calls.reveal", text)
        if calls.counts == "call" and not calls.overall:
            text = '"call" needs the call that counts: set calls.overall to true, or use "computed"'
            yield Problem("impossible", "calls.counts", text)


def _questionnaire(sections: Sections) -> Iterator[Problem]:
    for form in _with(Questionnaire, sections, "questionnaire"):
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
            yield from _answers(one.reasons.answers, one, f"{path}.reasons.answers")
        asked[one.id] = one


def _asked_if(name: str, answers: tuple[str, ...], before: Mapping[str, Question], path: str) -> Iterator[Problem]:
    if name not in before:
        text = f'there is no question "{name}" before this one; before it are {", ".join(before) or "none"}'
        yield Problem("dangling", f"{path}.question", text)
    else:
        yield from _answers(answers, before[name], f"{path}.answers")


def _answers(answers: tuple[str, ...], question: Question, path: str) -> Iterator[Problem]:
    for one in answers:
        if one not in question.answers:
            known = ", ".join(f'"{answer}"' for answer in question.answers)
            text = f'"{one}" is no answer of the question "{question.id}"; its answers are {known}'
            yield Problem("dangling", path, text)


def _local_rules(sections: Sections) -> Iterator[Problem]:
    for local in _with(LocalProgression, sections, "local_progression"):
        for name in ("size", "tissue", "contiguous"):
            there, used = getattr(local, name) is not None, name in local.rules
            if used and not there:
                text = f'names "{name}", but the table local_progression.{name} is missing; add it'
                yield Problem("dangling", "local_progression.rules", text)
            if there and not used:
                text = "local_progression.rules does not name it; name it there or remove this table"
                yield Problem("unused", f"local_progression.{name}", text)
        for measuring in _with(Measuring, sections, "measuring"):
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
            yield _no_question(f"{path}.question", rule.question, questions)
        else:
            yield from _classes(rule.answers, question, f"{path}.answers")
            yield from _always_asked(question, f"{path}.question")
    if local.tissue is not None:
        yield from _change(local.tissue, questions)


def _named(rule: TissueRule | ContiguousRule, key: str, questions: Mapping[str, Question]) -> Question | None:
    return questions.get(getattr(rule, key))


def _no_question(path: str, name: str, questions: Mapping[str, Question]) -> Problem:
    return Problem("dangling", path, f'there is no question "{name}"; there are {", ".join(questions) or "none"}')


def _always_asked(question: Question, path: str) -> Iterator[Problem]:
    if question.asked != "follow-ups" or question.asked_if is not None:
        text = f'the question "{question.id}" is not asked of every target at every follow-up, which this rule needs'
        yield Problem("impossible", path, text)


def _classes(classes: FindingClasses, question: Question, path: str) -> Iterator[Problem]:
    yield from _partition(dict(classes), question, path)


def _partition(lists: Mapping[str, tuple[str, ...]], question: Question, path: str) -> Iterator[Problem]:
    """Every answer of the question has to be in exactly one of the lists."""
    for name, answers in lists.items():
        yield from _answers(answers, question, f"{path}.{name}")
    for answer in question.answers:
        times = sum(answers.count(answer) for answers in lists.values())
        if times != 1:
            text = f'the answer "{answer}" must be in exactly one of the lists {", ".join(lists)}; it is in {times}'
            yield Problem("impossible", path, text)


def _change(tissue: TissueRule, questions: Mapping[str, Question]) -> Iterator[Problem]:
    path = "local_progression.tissue"
    if (question := _named(tissue, "change_question", questions)) is None:
        yield _no_question(f"{path}.change_question", tissue.change_question, questions)
        return
    lists = {name: getattr(tissue, name) for name in ("progression", "stable", "not_assessable")}
    yield from _partition(lists, question, path)
    needed = {*tissue.answers.uncertain, *tissue.answers.present}
    condition = question.asked_if
    where_needed = condition is None or (condition.question == tissue.question and needed <= {*condition.answers})
    if question.asked != "after reference" or not where_needed:
        text = (
            f'the question "{question.id}" must be asked "after reference", and wherever "{tissue.question}" is '
            "uncertain or present"
        )
        yield Problem("impossible", f"{path}.change_question", text)


_CHECKS: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (
    _identity,
    _paragraphs,
    _lengths,
    _limits,
    _questions,
    _picklists,
    _local_rules,
    _calls,
    _questionnaire,
)
