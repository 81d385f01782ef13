"""Rules tried one after the other: the first that holds decides, and what was looked at can be told afterwards."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Generic, NamedTuple, Protocol, TypeVar

from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.domain.conclusion import Step

Numbers = tuple[tuple[str, str], ...]


class Told(NamedTuple):
    """What a rule says of the facts: words, the numbers it looked at, and the comparison it made.

    `paragraph` is that of the protocol where it is another than that of the facts.
    """

    text: str
    numbers: Numbers = ()
    comparison: str = ""
    paragraph: str = ""


class HasParagraph(Protocol):
    """Facts, with the paragraph of the protocol that asks for their rules."""

    @property
    def paragraph(self) -> str:
        """Such as ``"3.1"``."""


Facts = TypeVar("Facts", bound=HasParagraph)


class Rule(NamedTuple, Generic[Facts]):
    """One line of a table of rules.

    Attributes
    ----------
    value : str
        What is concluded where it holds.
    name : str
        Its id in traces.
    holds : callable
        Whether it holds; None where it does not matter, and then it leaves no trace.
    told : callable
        Its words, given the facts and whether it holds.
    since : callable or None
        The earlier timepoint that what it concludes dates from, if any.
    """

    value: str
    name: str
    holds: Callable[[Facts], bool | None]
    told: Callable[[Facts, bool], Told]
    since: Callable[[Facts], str | None] | None = None


def decide(about: str, rules: Sequence[Rule[Facts]], facts: Facts) -> Outcome:
    """The outcome by the first rule that holds; the last one of a table always does.

    Raises
    ------
    AssertionError
        None holds: the table is wrong.
    """
    for place, rule in enumerate(rules):
        if rule.holds(facts):
            since = None if rule.since is None else rule.since(facts)
            return Outcome(about, rule.value, rule.name, since, partial(steps, rules[: place + 1], facts))
    msg = f"no rule decided about {about}"
    raise AssertionError(msg)


def steps(rules: Sequence[Rule[Facts]], facts: Facts) -> Iterator[Step]:
    """The trace of these rules."""
    for rule in rules:
        held = rule.holds(facts)
        if held is not None:
            since = rule.since(facts) if held and rule.since is not None else None
            told = rule.told(facts, held)
            paragraph = told.paragraph or facts.paragraph
            yield Step(rule.name, paragraph, told.text, told.numbers, told.comparison, held, since)


def always(_facts: object) -> bool:
    """Of the last rule of a table: it holds."""
    return True
