"""What may be done at a timepoint is what the read itself would take; no screen has rules of its own."""

import re

import pytest
from reading.ways import IMAGE, baseline, begun, follow_up, measured, none_new, recorded, said, signed

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Extent, LesionSet
from seedcryo_reader.ui.reading.lesions.at import at, measurement, next_id, pieces


def test_what_may_be_done_is_what_the_read_takes():
    reading, _ = begun()
    baseline(reading, recorded("TP0", "NT01"))
    reading.open_next()
    said(reading, measured("TP1", "T01", "22"))
    acts = [
        none_new("TP1"),
        measured("TP1", "T01", "30"),
        measured("TP1", "T02", "18", "16"),
        recorded("TP1", "NT02"),
        recorded("TP1", "NL01"),
        events.AssessmentRemoved("TP1", "T02", Extent.WHOLE),
        events.LesionMarkedMerged("TP1", "T01", "T02"),
        events.LesionMarkedMerged("TP1", "T01", "T01"),
        events.LesionMarkedNotEvaluable("TP1", "T01", Extent.WHOLE, "artefact"),
        events.LesionMarkedNotEvaluable("TP1", "T01", Extent.WHOLE, "no list has this"),
        events.TimepointMarkedEvaluable("TP1"),
    ]
    where = at(reading)
    expected = [where.why_not(act) for act in acts]
    taken = []
    for act, why_not in zip(acts, expected, strict=True):
        before = len(reading.records)
        if why_not:
            with pytest.raises(IllegalAct, match=re.escape(why_not)):
                reading.do(act)
        else:
            reading.do(act)
            reading.undo()
        taken.append(len(reading.records) > before)
    assert taken == [not why_not for why_not in expected]
    assert any(taken)
    assert not all(taken)


def test_a_locked_timepoint_and_a_signed_read_are_shown_and_not_changed():
    reading, _ = begun()
    baseline(reading)
    reading.open_next()
    earlier = at(reading, "TP0")
    assert (earlier.name, earlier.editable) == ("TP0", False)
    assert "TP0 is not open" in earlier.why_not(events.AssessmentRemoved("TP0", "T01", Extent.WHOLE))
    assert at(reading).editable
    done, _ = signed()
    assert not at(done).editable


def test_without_an_open_timepoint_the_last_one_is_shown():
    reading, _ = begun()
    baseline(reading)
    name = follow_up(reading)
    assert (at(reading).name, at(reading).editable) == (name, False)


def test_a_caliper_is_a_first_measurement_or_another_one_of_the_right_set():
    reading, _ = begun()
    said(reading, measured("TP0", "T01", "22"), recorded("TP0", "R01"))
    where = at(reading)
    drawn = measured("TP0", "T01", "30").caliper
    again, first = (measurement(where, (lesion, Extent.WHOLE), drawn) for lesion in ("T01", "R01"))
    assert isinstance(again, events.MeasurementRevised)
    assert (type(first), first.lesion_set) == (events.MeasurementMade, LesionSet.RECIST)
    reading.do(again)
    reading.do(first)
    assert reading.read.timepoints[0].sheet.assessed("R01").image == IMAGE


def test_no_number_is_given_to_two_lesions():
    reading, _ = begun()
    assert next_id(reading.read, "NT") == "NT01"
    said(reading, recorded("TP0", "NT01"), recorded("TP0", "NT02"), events.LesionDropped("TP0", "NT02"))
    assert (next_id(reading.read, "NT"), next_id(reading.read, "R")) == ("NT03", "R01")
    assert pieces("T04", 3) == ("T04.1", "T04.2", "T04.3")
