"""What the explanation says of answers, and of what progression dates from, is what the engine makes of them."""

import re
from decimal import Decimal

import pytest

from seedcryo_reader.criteria.course import Course, Lesion, NewLesionSaid, Said, State, Timepoint
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.explaining import local, local_findings, overall
from seedcryo_reader.criteria.local import Answers, LocalVisit, local_progression
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import Certainty, NewLesions


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


# --- what progression dates from -------------------------------------------------------------------------------------

T01 = Lesion("T01", node=False)


def counted(protocol, follow_ups, about="T01"):
    """What counts at the last of these follow-ups, each an answer about contiguity, calls, and new lesions."""
    chain = [_timepoint(0, "none", {}, {})]
    chain += (_timepoint(number, *one) for number, one in enumerate(follow_ups, 1))
    *_, last = evaluations(Course((T01,), (), (T01,), (), tuple(chain)), protocol)
    return last.counted[about].value, last.counted[about].dates_from


def _timepoint(number, answer, calls, new):
    answers = {("T01", "contiguous"): answer, ("T01", "tissue"): "none"}
    return Timepoint(
        f"TP{number}",
        number,
        {"T01": Said(State.MEASURED, Decimal(20))},
        answers if number else {},
        new_lesions={lesion: NewLesionSaid(certainty) for lesion, certainty in new.items()},
        any_new_lesion=None if new else NewLesions.NONE,
        calls=calls,
    )


def dating(protocol, lines=local.lines):
    return "\n".join(line for line in lines(protocol) if " dates from " in line or "the reader called" in line)


@pytest.mark.parametrize(
    ("call", "since", "words"),
    [
        ("no LP", None, "one called no LP or residual ends the row"),
        ("residual", None, "one called no LP or residual ends the row"),
        ("equivocal", "TP1", "one called equivocal or LP goes on with it"),
        ("NE", "TP1", "one called NE is passed over"),
    ],
)
def test_a_call_ends_the_row_that_progression_dates_back_through_or_not(protocol, call, since, words):
    assert words in dating(protocol)
    follow_ups = [("uncertain", {}, {}), ("uncertain", {"T01": call}, {}), ("present", {}, {})]
    assert counted(protocol, follow_ups) == ("LP", since)


def test_a_call_of_progression_goes_on_with_the_row_where_it_does_not_stay(protocol_with):
    anew = protocol_with({"local_progression.stays": False})
    assert "one called equivocal or LP goes on with it" in dating(anew)
    follow_ups = [("uncertain", {}, {}), ("none", {"T01": "LP"}, {}), ("present", {}, {})]
    assert counted(anew, follow_ups) == ("LP", "TP1")


@pytest.mark.parametrize(
    ("choice", "since", "words"),
    [
        ("dates back", "TP1", "dates from the first of the equivocal timepoints right before it, if there is one"),
        ("dates from confirmation", None, "dates from its own timepoint"),
    ],
)
def test_progression_that_only_the_reader_called_dates_from_what_was_equivocal_before(
    protocol_with, choice, since, words
):
    one = protocol_with({"local_progression.equivocal": choice})
    assert f"Local progression that the reader called, and no rule concludes, {words}" in dating(one)
    called = ("none", {"T01": "LP"}, {})
    assert counted(one, [("uncertain", {}, {}), ("not assessable", {}, {}), called]) == ("LP", since)
    assert counted(one, [("uncertain", {}, {}), ("none", {}, {}), called]) == ("LP", None)


def test_what_calls_do_is_not_told_where_they_do_not_count(protocol_with):
    for changes in ({"calls.counts": "computed"}, {"calls.local_progression": False}):
        assert "the reader called" not in dating(protocol_with(changes))
        assert "another finding" in dating(protocol_with(changes)).lower()
    only_size = dating(protocol_with({"local_progression.rules": ("size",)}))
    assert "ends the row" not in only_size
    assert "Local progression that the reader called" in only_size


SURE, DOUBTFUL = Certainty.UNEQUIVOCAL, Certainty.EQUIVOCAL


def test_overall_progression_dates_from_what_was_seen_of_new_lesions_whatever_was_called(protocol_with):
    follow_ups = [("none", {OVERALL: "SD"}, {"NL01": DOUBTFUL}), ("none", {}, {"NL01": SURE})]
    seen = "or from the earlier one that what was seen of an unequivocal new lesion dates from, whatever the overall"
    back, never = (protocol_with({"new_lesions.dates_back": choice}) for choice in (True, False))
    assert seen in dating(back, overall.lines)
    assert counted(back, follow_ups, OVERALL) == ("PD", "TP1")
    assert "- Overall progression dates from the timepoint at which it is found." in dating(never, overall.lines)
    assert counted(never, follow_ups, OVERALL) == ("PD", None)


def test_local_progression_that_counts_as_overall_is_what_the_reader_called(protocol_with):
    one = protocol_with({"overall.lp_counts_as_pd": True})
    assert "What counts of a target decides: the reader's call" in "\n".join(overall.lines(one))
    assert "or the local progression that counts dates from" in dating(one, overall.lines)
    assert counted(one, [("present", {"T01": "no LP"}, {})], OVERALL)[0] != "PD"
    assert counted(one, [("uncertain", {}, {}), ("none", {"T01": "LP"}, {})], OVERALL) == ("PD", "TP1")
    computed = protocol_with({"overall.lp_counts_as_pd": True, "calls.counts": "computed"})
    assert "What counts of a target decides" not in "\n".join(overall.lines(computed))
    assert counted(computed, [("present", {"T01": "no LP"}, {})], OVERALL)[0] == "PD"


def test_overall_progression_that_only_the_reader_called_dates_from_its_own_timepoint(protocol, protocol_with):
    words = "Progression that only the reader called dates from its own timepoint."
    assert words in dating(protocol, overall.lines)
    assert words not in dating(protocol_with({"calls.overall": False}), overall.lines)
    follow_ups = [("none", {}, {"NL01": DOUBTFUL}), ("none", {OVERALL: "PD"}, {"NL01": DOUBTFUL})]
    assert counted(protocol, follow_ups, OVERALL) == ("PD", None)
