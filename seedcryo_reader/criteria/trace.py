"""Rules tried one after the other, and the trace they leave."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from seedcryo_reader.domain.conclusion import Conclusion, Step

Facts = TypeVar("Facts")

Numbers = tuple[tuple[str, str], ...]


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
    dates_from = next((step.dates_from for step in trace if step.holds and step.dates_from is not None), None)
    return Conclusion(about, value, f"{decisive.text}; rule {decisive.paragraph}", tuple(trace), dates_from)


def plain(rule: str, paragraph: str, text: str, holds: bool, dates_from: str | None = None) -> Step:
    """A step that compared no numbers."""
    return Step(rule, paragraph, text, (), "", holds, dates_from)
