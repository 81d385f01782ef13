"""Rules that are tried in order."""

from typing import NamedTuple

import pytest

from seedcryo_reader.criteria.rules import Rule, Told, decide


class Facts(NamedTuple):
    paragraph: str
    what: str


IT = Facts("1.1", "it")


def rule(value: str, holds: bool | None, since: str | None = None):
    return Rule(value, "rule", lambda _: holds, lambda facts, held: Told(f"{facts.what} {held}"), lambda _: since)


def test_the_first_rule_that_holds_decides_and_later_ones_are_not_tried():
    rules = [rule("A", None), rule("B", False, "TP1"), rule("C", True, "TP2"), rule("D", True)]
    found = decide("T01", rules, IT)
    assert (found.value, found.dates_from) == ("C", "TP2")
    told = found.conclusion()
    assert (told.text, told.dates_from) == ("it True; rule 1.1", "TP2")
    assert [(step.text, step.dates_from) for step in told.trace] == [("it False", None), ("it True", "TP2")]


def test_rules_of_which_none_holds_are_a_bug():
    with pytest.raises(AssertionError, match="no rule decided about T01"):
        decide("T01", [rule("A", False)], IT)


def test_nothing_is_told_before_it_is_asked_for():
    def told(_facts, _held):
        msg = "told too early"
        raise RuntimeError(msg)

    found = decide("T01", [Rule("A", "rule", lambda _: True, told)], IT)
    with pytest.raises(RuntimeError):
        found.conclusion()
