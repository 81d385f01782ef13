"""Rules that are tried in order."""

import pytest

from seedcryo_reader.criteria.trace import first_that_holds, plain


def rule(holds: bool | None):
    return lambda facts: None if holds is None else plain("rule", "1.1", f"{facts} {holds}", holds)


def test_the_first_rule_that_holds_decides_and_later_ones_are_not_tried():
    found = first_that_holds("T01", [("A", rule(None)), ("B", rule(False)), ("C", rule(True)), ("D", rule(True))], "it")
    assert (found.value, found.text) == ("C", "it True; rule 1.1")
    assert [step.text for step in found.trace] == ["it False", "it True"]


def test_rules_of_which_none_holds_are_a_bug():
    with pytest.raises(AssertionError, match="no rule decided about T01"):
        first_that_holds("T01", [("A", rule(False))], "it")
