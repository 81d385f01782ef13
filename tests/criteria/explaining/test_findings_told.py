"""What the explanation says of answers is what the engine makes of them."""

import re

import pytest

from seedcryo_reader.criteria.explaining import local_findings
from seedcryo_reader.criteria.local import Answers, LocalVisit, local_progression


def judged(protocol, rule, *said):
    """The status of a target by one rule alone, at the last of these follow-ups, and since when."""
    local = protocol.local_progression.model_copy(update={"rules": (rule,)})
    alone = protocol.model_copy(update={"local_progression": local})
    visits = [LocalVisit("TP0", 0, (), ())]
    for number, answers in enumerate(said, 1):
        visits.append(LocalVisit(f"TP{number}", number, (), (Answers("T01", answers),)))
    outcome = local_progression("T01", visits, alone)
    return outcome.value, outcome.dates_from


def rows(lines):
    found = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    return {tuple(re.findall("“(.+?)”", row[0])): row[1:] for row in found[2:]}


def after_reference(cell, change):
    """The clause of a cell that is about this change."""
    clauses = cell.split("; ")
    named = f"“{change}”" if change else "it was not said"
    return next((clause for clause in clauses if named in clause), clauses[0])


@pytest.mark.parametrize("change", ["new", "larger", "same", "smaller", "not assessable", None])
@pytest.mark.parametrize("answer", ["present", "uncertain", "none", "not assessable"])
def test_tissue_is_judged_as_the_table_says(protocol, answer, change):
    told = rows(local_findings.tissue(protocol.local_progression.tissue, protocol))
    up_to, after = told[(answer,)]
    first, second = {"tissue": answer}, {"tissue": answer} | ({"tissue-change": change} if change else {})
    value, _ = judged(protocol, "tissue", first)
    assert up_to.startswith(value)
    value, since = judged(protocol, "tissue", first, second)
    clause = after_reference(after, change)
    assert clause.startswith(value)
    confirmed, since = judged(protocol, "tissue", first, second, {"tissue": "present", "tissue-change": "new"})
    assert confirmed == "LP"
    dated_back = answer == "uncertain" and change in {"new", "larger"}
    assert (since == "TP2") == (dated_back or (answer == "present" and change in {"new", "larger"}))
    assert ("never dated back" in clause) == (answer == "uncertain" and change in {"same", "smaller"})


@pytest.mark.parametrize("answer", ["present", "uncertain", "none", "not assessable"])
def test_contiguous_tumour_is_judged_as_the_table_says(protocol, answer):
    told = rows(local_findings.contiguous(protocol.local_progression.contiguous, protocol))
    assert judged(protocol, "contiguous", {"contiguous": answer}) == (told[(answer,)][0], None)
