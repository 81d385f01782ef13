"""The state of a target, by its table: what it was, and what counts now."""

import itertools

import pytest
from criteria.reads import read_of, sheet, values

from seedcryo_reader.criteria.evaluate import evaluate, evaluations
from seedcryo_reader.criteria.local import state_after
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.criteria.tables import names, table
from seedcryo_reader.criteria.tables.matching import first_row
from seedcryo_reader.domain.read import Call

STATES = ("controlled", "residual", "equivocal", "progressed", "not evaluable")
FOUND = ("no LP", "residual", "equivocal", "LP", "NE")
CLEAR, SAME, LARGER = "T01:none/-/none", "T01:present/same/none", "T01:present/larger/none"
MAYBE = "T01:uncertain/new/none"


def test_the_table_has_a_row_for_every_state_and_every_finding():
    rows = table("local_states")
    assert [(one["before"], one["found"]) for one in rows] == [
        (before, found)
        for before in ("controlled", "residual", "equivocal", "not evaluable", "progressed")
        for found in FOUND
    ]
    assert {one["after"] for one in rows} == set(STATES)


@pytest.mark.parametrize(("before", "found"), list(itertools.product(STATES, FOUND)))
def test_progression_stays_and_else_the_last_finding_is_the_state(before, found):
    plain = dict(zip(FOUND, ("controlled", "residual", "equivocal", "progressed", "not evaluable"), strict=True))
    assert state_after(before, found) == ("progressed" if before == "progressed" else plain[found])


def test_there_is_no_other_table_and_no_other_row():
    assert "local_states" in names()
    with pytest.raises(KeyError):
        table("nothing")
    with pytest.raises(KeyError, match="local_states"):
        state_after("controlled", "PD")
    assert first_row("recist-1.1", ("target", "NA"), ("non_target", "NA"), ("new_lesion", "NO"))["overall"] == "NED"


def course(protocol, *answers: str, calls=()):
    """States of one target of 30 mm with these answers at the follow-ups."""
    said = dict(calls)
    sheets = [sheet("T01=30", one, calls=said.get(k, {})) for k, one in enumerate(answers, 1)]
    read = read_of("T01", sheet("T01=30"), *sheets)
    return read, list(evaluations(course_of(read, protocol, read.timepoints[-1].name), protocol))


def test_a_target_goes_from_state_to_state_and_its_progression_dates_from_when_it_was_first_seen(protocol):
    read, found = course(protocol, CLEAR, SAME, MAYBE, "T01:not assessable/-/none", LARGER, CLEAR)
    assert [one.sizes[0].state for one in found] == [
        "",
        "controlled",
        "residual",
        "equivocal",
        "not evaluable",
        "progressed",
        "progressed",
    ]
    assert [one.outcome("T01").dates_from for one in found[-2:]] == ["TP3", "TP3"]
    last = evaluate(read, protocol, "TP6")[0]
    assert last.text == "Local progression: it was reached at TP3, and stays so; rule 4.1"
    assert last.trace[0].rule == "progression-by-size"


def test_progression_begins_anew_at_each_timepoint_where_the_protocol_says_so(first_protocol):
    _, found = course(first_protocol, CLEAR, LARGER, CLEAR)
    assert [one.sizes[0].state for one in found[1:]] == ["controlled", "progressed", "controlled"]


def test_the_call_counts_for_what_stays(protocol, protocol_with):
    overruled = ((2, {"T01": Call("residual", "an even rim")}),)
    read, found = course(protocol, CLEAR, LARGER, CLEAR, calls=overruled)
    assert [one.value("T01") for one in found[1:]] == ["no LP", "LP", "no LP"]
    computing = protocol_with({"calls.counts": "computed"})
    assert values(evaluate(read, computing, "TP3"))["T01"] == "LP"


def test_another_finding_that_was_refuted_dates_nothing_back(protocol):
    """Row N05 of the table of new lesions: a different one, and the first one resolved."""
    doubt, other = "T01:none/-/uncertain", "T01:present/new/none"
    _, found = course(protocol, doubt, other)
    assert [one.outcome("T01").value for one in found[1:]] == ["equivocal", "LP"]
    assert found[-1].outcome("T01").dates_from is None
    _, same = course(protocol, doubt, "T01:none/-/present")
    assert same[-1].outcome("T01").dates_from == "TP1"


def test_a_call_that_there_was_none_ends_what_a_finding_dates_back_to(protocol):
    overruled = ((2, {"T01": Call("residual", "an even rim")}),)
    _, found = course(protocol, CLEAR, LARGER, LARGER, calls=overruled)
    assert [one.value("T01") for one in found[1:]] == ["no LP", "LP", "LP"]
    assert found[-1].outcome("T01").dates_from is None
    assert (found[2].counted["T01"].value, found[2].counted["T01"].called) == ("residual", True)


def test_what_the_reader_called_equivocal_dates_a_later_progression_back(protocol, protocol_with):
    """Case L08: the date goes back to the equivocal one, also where the next could not be judged."""
    doubt = (2, {"T01": Call("equivocal", "not sure")})
    unseen = "T01:not assessable/-/not assessable"
    _, computed = course(protocol, CLEAR, SAME, unseen, LARGER, calls=(doubt,))
    assert computed[-1].counted["T01"] == ("LP", "TP2", False)
    said = (doubt, (4, {"T01": Call("LP", "I see it")}))
    _, called = course(protocol, CLEAR, SAME, unseen, SAME, SAME, calls=said)
    assert called[4].counted["T01"] == ("LP", "TP2", True)
    assert called[5].outcome("T01").dates_from == "TP2"
    later = protocol_with({"local_progression.equivocal": "dates from confirmation"})
    _, confirmed = course(later, CLEAR, SAME, unseen, SAME, calls=said)
    assert confirmed[4].counted["T01"] == ("LP", None, True)


def test_tissue_that_is_only_uncertain_is_no_doubt_to_date_back_to(protocol):
    said = ((3, {"T01": Call("LP", "I see it")}),)
    _, found = course(protocol, CLEAR, "T01:uncertain/same/none", SAME, calls=said)
    assert found[3].counted["T01"] == ("LP", None, True)


def test_local_progression_counts_as_progression_where_it_is_what_counts(protocol_with):
    counting = protocol_with({"overall.lp_counts_as_pd": True})
    overruled, seen = ((2, {"T01": Call("no LP", "an even rim")}),), ((2, {"T01": Call("LP", "I see it")}),)
    _, found = course(counting, CLEAR, LARGER, calls=overruled)
    assert (found[2].value("T01"), found[2].overall) == ("LP", "NE")
    _, found = course(counting, CLEAR, SAME, calls=seen)
    assert (found[2].value("T01"), found[2].overall) == ("residual", "PD")


def test_a_target_that_progressed_stays_so_at_a_timepoint_that_is_not_evaluable(protocol):
    read = read_of(
        "T01", sheet("T01=30"), sheet("T01=30", CLEAR), sheet("T01=30", LARGER), sheet(not_evaluable="artefact")
    )
    last = evaluate(read, protocol, "TP3")[0]
    assert (last.value, last.dates_from) == ("LP", "TP2")


def test_a_rule_may_wait_for_absence_but_the_shipped_one_does_not(protocol, protocol_with):
    gated = protocol_with({"local_progression.tissue.only_after_absence": True})
    never_gone, gone = (SAME, LARGER), (SAME, CLEAR, LARGER)
    assert [course(protocol, *one)[1][-1].value("T01") for one in (never_gone, gone)] == ["LP", "LP"]
    assert [course(gated, *one)[1][-1].value("T01") for one in (never_gone, gone)] == ["residual", "LP"]
    read, _ = course(gated, *never_gone)
    told = evaluate(read, gated, "TP2")[0].trace[1].text
    assert told.endswith("larger compared with the reference timepoint TP1, but no earlier timepoint showed none")
