"""Values that a text of the file says too: a changed number is easily forgotten in the sentence about it."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections, readable
from seedcryo_reader.criteria.protocol.local_model import LocalProgression
from seedcryo_reader.criteria.protocol.model import Lengths, TargetResponse

_NUMBER: Final = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)\s?(mm|%)")


def _said(text: str, unit: str) -> list[Decimal]:
    """The numbers with this unit in a text."""
    return [Decimal(number) for number, its_unit in _NUMBER.findall(text) if its_unit == unit]


def _paragraphs(sections: Sections) -> Iterator[Problem]:
    """Where a paragraph says numbers of a unit, the value of that unit is one of them."""
    texts = sections.get("paragraphs", {})
    for path, value, paragraph in _values(sections):
        unit = "mm" if path.endswith("_mm") else "%"
        said = _said(texts.get(paragraph, ""), unit)
        if said and value not in said:
            yield _different(path, value, unit, f"paragraph {paragraph} says {_list(said, unit)}")


def _values(sections: Sections) -> Iterator[tuple[str, Decimal, str]]:
    """Path and value of the numbers that a reading is decided by, and the paragraph about them."""
    for lengths in readable(Lengths, sections, "lengths"):
        yield "lengths.too_small_mm", lengths.too_small_mm, lengths.paragraph
    for response in readable(TargetResponse, sections, "target_response"):
        for key in ("pr_percent", "pd_percent", "pd_floor_mm"):
            yield f"target_response.{key}", getattr(response, key), response.paragraph
    for local in readable(LocalProgression, sections, "local_progression"):
        if local.size is not None:
            yield "local_progression.size.percent", local.size.percent, local.size.paragraph
            yield "local_progression.size.floor_mm", local.size.floor_mm, local.size.paragraph
        if local.tissue is not None:
            yield "local_progression.tissue.within_mm", local.tissue.within_mm, local.tissue.paragraph


def _distance(sections: Sections) -> Iterator[Problem]:
    """What readers are asked has to be what the rule says: within how many mm of the target tissue counts."""
    questions = {one.id: one.text for one in sections.get("questions", ())}
    for local in readable(LocalProgression, sections, "local_progression"):
        if local.tissue is None or local.tissue.question not in questions or "paragraphs" not in sections:
            continue
        path, value = "local_progression.tissue.within_mm", local.tissue.within_mm
        said = _said(questions[local.tissue.question], "mm")
        of_paragraph = _said(sections["paragraphs"].get(local.tissue.paragraph, ""), "mm")
        question = f'the question "{local.tissue.question}"'
        if said and value not in said:
            yield _different(path, value, "mm", f"{question} says {_list(said, 'mm')}")
        elif not said and value not in of_paragraph:
            text = f"is {value:f} mm, but {question} does not say so; say the distance in its text"
            yield Problem("contradiction", path, text)


def _different(path: str, value: Decimal, unit: str, said: str) -> Problem:
    return Problem("contradiction", path, f"is {value:f} {unit}, but {said}; make both say the same")


def _list(numbers: list[Decimal], unit: str) -> str:
    return " and ".join(f"{one:f} {unit}" for one in numbers)


def _fractions(sections: Sections) -> Iterator[Problem]:
    """A percentage written as a fraction: 0.2 where 20 is meant."""
    for path, value, _ in _values(sections):
        if path.endswith("percent") and value < 1:
            text = f'is {value:f}, less than one percent; percentages are written as "20", not as "0.2"'
            yield Problem("contradiction", path, text)


TEXTS: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (_paragraphs, _distance, _fractions)
