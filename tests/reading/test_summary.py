"""A whole case at a glance: rows, calls, curves."""

import pytest
from reading.ways import (
    CASE,
    assessed,
    baseline,
    begun,
    called,
    calls,
    follow_up,
    measured,
    recorded,
    revised,
    said,
)

from seedcryo_reader.criteria.history import history
from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.summary import Called, summary
from seedcryo_reader.reading.worked_out import WorkedOut


def _row(whole, lesion):
    return next(one for one in whole.lesions if one.lesion == lesion)


def _curve(whole, lesion):
    return next(one for one in whole.curves if one.lesion == lesion)


def _said(row):
    return [(None if one.mm is None else str(one.mm), one.words) for one in row.cells]


def _calls(whole, about):
    return next(one.cells for one in whole.calls if one.about == about)


def _summary(reading):
    return summary(reading.worked_out)


def _course(*lengths):
    """A case with these lengths of T01, TP0 first."""
    reading, desk = begun()
    desk.images.timepoints = [f"TP{k}" for k in range(len(lengths) + 1)]
    said(reading, measured("TP0", "T01", lengths[0]), measured("TP0", "T02", "18", "16"))
    reading.lock()
    for length in lengths[1:]:
        follow_up(reading, length)
    return reading


def test_every_length_stands_at_its_timepoint_with_the_axis_that_counts():
    whole = _summary(_course("23.4", "20", "22"))
    assert whole.timepoints == ("TP0", "TP1", "TP2")
    assert [(one.lesion, one.place) for one in whole.lesions] == [
        ("T01", "liver, segment VI"),
        ("T02", "lymph node, paraaortic"),
    ]
    assert _said(_row(whole, "T01")) == [("23.4", ""), ("20.0", ""), ("22.0", "")]
    assert _said(_row(whole, "T02")) == [("16.0", "")] * 3
    assert _said(whole.total) == [("39.4", ""), ("36.0", ""), ("38.0", "")]


def test_the_lengths_are_those_of_the_history_at_each_timepoint():
    reading = _course("23.4", "20", "22")
    whole = _summary(reading)
    for k, name in enumerate(whole.timepoints):
        at = {(one.lesion, one.extent): one.current.mm for one in history(reading.read, reading.protocol, name)}
        assert {(one.lesion, one.extent): one.cells[k].mm for one in whole.lesions} == at


@pytest.mark.parametrize(
    ("act", "length", "words"),
    [
        (events.LesionMarkedAbsent("TP1", "T01", Extent.WHOLE), "0.0", "absent"),
        (events.LesionMarkedTooSmall("TP1", "T01", Extent.WHOLE), "5.0", "too small to measure"),
        (events.LesionMarkedNotEvaluable("TP1", "T01", Extent.WHOLE, "artefact"), None, "not evaluable (artefact)"),
        (events.LesionMarkedMerged("TP1", "T01", "T02"), None, "merged with T02"),
    ],
    ids=lambda one: type(one).__name__ if not isinstance(one, str) else "",
)
def test_what_is_no_measurement_says_so_in_words(act, length, words):
    reading = _course("23.4")
    reading.open_next()
    said(reading, measured("TP1", "T02", "18", "16"), act)
    whole = _summary(reading)
    assert _said(_row(whole, "T01"))[1] == (length, words)
    assert _curve(whole, "T01").words[1] == words


def test_a_target_without_a_length_is_named_beside_the_sum():
    reading = _course("23.4")
    reading.open_next()
    said(
        reading,
        measured("TP1", "T02", "18", "16"),
        events.LesionMarkedNotEvaluable("TP1", "T01", Extent.WHOLE, "artefact"),
    )
    assert _said(_summary(reading).total)[1] == ("16.0", "without T01")


def test_a_timepoint_that_is_not_evaluable_has_no_length_and_no_call():
    reading = _course("23.4")
    reading.open_next()
    said(reading, *assessed("TP1"), *calls("TP1"), events.TimepointMarkedNotEvaluable("TP1", "artefact"))
    whole = _summary(reading)
    assert _said(_row(whole, "T01"))[1] == (None, "timepoint not evaluable (artefact)")
    assert _said(whole.total)[1] == (None, "without T01, T02")
    assert _calls(whole, "T01")[1] == Called(None, None)


def test_what_was_assessed_or_called_after_the_reveal_is_marked():
    reading = _course("23.4")
    reading.open_next()
    said(reading, *assessed("TP1"), *calls("TP1", reason=None))
    reading.reveal()
    said(reading, revised("TP1", "T01", "21"), called("TP1", "T01", "equivocal", "the rim is thick"))
    whole = _summary(reading)
    assert [one.late for one in _row(whole, "T01").cells] == [False, True]
    assert [one.late for one in _row(whole, "T02").cells] == [False, False]
    assert _calls(whole, "T01")[1] == Called("equivocal", "no LP", "the rim is thick", late=True)
    assert [_calls(whole, about)[1].differs for about in ("T01", "T02", OVERALL)] == [True, False, False]


@pytest.mark.parametrize(
    ("lengths", "nadir"),
    [
        (("23.4",), None),
        (("23.4", "22", "21"), 2),
        (("23.4", "21", "22"), 1),
        (("20", "23", "22", "23"), 2),  # the nadir begins at the reference timepoint, TP1
        (("23.4", "22", "22"), 1),
    ],
    ids=str,
)
def test_the_nadir_is_the_one_that_local_progression_is_judged_by(lengths, nadir):
    curve = _curve(_summary(_course(*lengths)), "T01")
    assert [str(one) for one in curve.mm] == [f"{float(one):.1f}" for one in lengths]
    assert curve.nadir == nadir


def test_a_curve_carries_the_calls_about_its_target():
    whole = _summary(_course("23.4", "22"))
    assert _curve(whole, "T01").calls == (None, "no LP")
    assert {one.lesion for one in whole.curves} == {"T01", "T02"}


def test_lesions_that_the_reader_chose_are_rows_and_have_no_curve():
    reading, _ = begun()
    said(reading, recorded("TP0", "R01"), measured("TP0", "R01", "12"))
    said(reading, events.RecistSetChosen("TP0", ("T01", "R01")))
    baseline(reading)
    whole = _summary(reading)
    assert [one.lesion for one in whole.lesions] == ["T01", "T02", "R01"]
    assert _row(whole, "R01").place == "lung, lingula"
    assert _said(whole.total) == [("35.4", "")]
    assert [one.lesion for one in whole.curves] == ["T01", "T02"]


def test_a_case_that_was_not_opened_has_no_summary():
    reading, _ = begun()
    with pytest.raises(ValueError, match="no timepoint was opened"):
        summary(WorkedOut(Read(CASE), reading.protocol))
