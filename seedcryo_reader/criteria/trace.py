"""Rules tried one after the other, and the trace they leave."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from seedcryo_reader.domain.conclusion import Conclusion, Step

Facts = TypeVar("Facts")

Numbers = tuple[tuple[str, str], ...]

DATES_FROM = "dates_from"
"""Name of the number that says from which earlier timepoint a progression dates."""


def first_that_holds(
    about: str, rules: Iterable[tuple[str, Callable[[Facts], Step | None]]], facts: Facts
) -> Conclusion:
    """The value of the first rule that holds; the last one always does. A rule that does not matter here says None."""
    trace: list[Step] = []
    for value, rule in rules:
        step = rule(facts)
        if step is not None:
            trace.append(step)
            if step.holds:
                return concluded(about, value, trace)
    msg = f"no rule decided about {about}"
    raise AssertionError(msg)


def concluded(about: str, value: str, trace: Sequence[Step]) -> Conclusion:
    """The conclusion of a trace: its last step that holds decided."""
    decisive = next(step for step in reversed(trace) if step.holds)
    return Conclusion(about, value, f"{decisive.text}; rule {decisive.paragraph}", tuple(trace))


def dates_from(conclusion: Conclusion) -> str | None:
    """The earlier timepoint that a progression dates from; None where it dates from its own."""
    for step in conclusion.trace:
        for name, timepoint in step.numbers:
            if step.holds and name == DATES_FROM:
                return timepoint
    return None


def plain(rule: str, paragraph: str, text: str, holds: bool, numbers: Numbers = ()) -> Step:
    """A step that compared no numbers."""
    return Step(rule, paragraph, text, numbers, "", holds)
