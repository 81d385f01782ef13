"""What the criteria make of a read is worked out once, as long as the read is the same."""

import pytest
from reading.ways import assessed, baseline, begun, called, found, measured, revised, said

from seedcryo_reader.criteria.demands import demands
from seedcryo_reader.criteria.evaluate import evaluate
from seedcryo_reader.criteria.history import history
from seedcryo_reader.criteria.selection import selection_findings
from seedcryo_reader.domain.lifecycle import IllegalAct


@pytest.fixture
def reading():
    reading, _ = begun()
    baseline(reading)
    reading.open_next()
    said(reading, *assessed("TP1"))
    return reading


def test_whoever_asks_gets_the_same_until_the_read_changes(reading):
    now = reading.worked_out
    for about in (now.demands, now.history, now.evaluations, now.conclusions):
        assert about("TP1") is about("TP1")
        assert about("TP0") is not about("TP1")
    assert now.selection is now.selection
    assert reading.worked_out is now
    said(reading, revised("TP1", "T01", "30.1"))
    assert reading.worked_out is not now
    assert now.history("TP1")[0].current.mm != reading.worked_out.history("TP1")[0].current.mm


def test_an_act_that_is_refused_leaves_it_as_it_was(reading):
    now = reading.worked_out
    with pytest.raises(IllegalAct):
        said(reading, measured("TP1", "T01", "20"))
    assert reading.worked_out is now


def test_it_says_what_the_criteria_say(reading):
    now, given = reading.worked_out, (reading.read, reading.protocol)
    for name in ("TP0", "TP1"):
        assert now.demands(name) == demands(*given, name)
        assert now.history(name) == history(*given, name)
        assert now.conclusions(name) == evaluate(*given, name)
    assert now.selection == selection_findings(*given)


def test_nothing_can_be_asked_about_a_timepoint_that_was_not_opened(reading):
    for about in (reading.worked_out.demands, reading.worked_out.history, reading.worked_out.conclusions):
        with pytest.raises(ValueError, match="TP2 was not opened"):
            about("TP2")


def test_enhancement_is_asked_only_where_there_may_be_tissue_and_is_void_without_it(reading):
    asked = [
        ("T01", "enhancement") in reading.worked_out.demands("TP1").questions
        for answer in ("uncertain", "present", "none")
        if said(reading, found("TP1", "T01", "tissue", answer)) is None
    ]
    assert asked == [True, True, False]
    with pytest.raises(IllegalAct, match="'enhancement' is not asked about T01 at TP1"):
        said(reading, found("TP1", "T01", "enhancement", "yes"))
    said(reading, found("TP1", "T01", "tissue", "present"), found("TP1", "T01", "enhancement", "yes"))
    said(reading, found("TP1", "T01", "tissue", "none"))
    assert ("T01", "enhancement") not in reading.read.active.sheet.findings
    said(reading, called("TP1", "T01", "no LP"))
    assert "no-call" not in {one.code for one in reading.missing() if one.about == "T01"}
