"""What a reader is asked for, as a radiologist would expect it; a timepoint locks when the list is empty, only then."""

from decimal import Decimal
from itertools import pairwise

import pytest
from criteria.reads import changed
from reading.ways import (
    answers,
    assessed,
    baseline,
    begun,
    called,
    calls,
    codes,
    follow_up,
    found,
    measured,
    new_lesion,
    non_target,
    none_new,
    recorded,
    revised,
    said,
    state,
    with_protocol,
)

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import NewLesions
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Extent


def _at_follow_up(*more):
    """A reading whose first follow-up is open."""
    reading, desk = begun()
    baseline(reading, *more)
    reading.open_next()
    return reading, desk


def _lock_refused(reading, desk) -> str:
    before = state(reading, desk)
    with pytest.raises(IllegalAct) as refused:
        reading.lock()
    assert state(reading, desk) == before
    return str(refused.value)


def test_the_baseline_asks_for_its_targets_and_for_nothing_of_a_follow_up():
    reading, desk = begun()
    assert codes(reading) == [("not-assessed", "T01", "whole"), ("not-assessed", "T02", "whole")]
    assert _lock_refused(reading, desk) == "T01 is not assessed at TP0. T02 is not assessed at TP0."
    said(reading, measured("TP0", "T01", "23.4", None), measured("TP0", "T02", "18", "16"))
    assert codes(reading) == [("no-short-axis", "T01", "whole")]
    said(reading, revised("TP0", "T01", "23.4"))
    assert codes(reading) == []
    reading.lock()


def test_a_follow_up_names_all_that_it_lacks_and_the_lock_says_the_same():
    reading, desk = _at_follow_up(recorded("TP0", "NT01"))
    assert codes(reading) == [
        ("not-assessed", "T01", "whole"),
        ("not-assessed", "T02", "whole"),
        ("not-answered", "T01", "tissue"),
        ("not-answered", "T01", "contiguous"),
        ("not-answered", "T02", "tissue"),
        ("not-answered", "T02", "contiguous"),
        ("no-status", "NT01", ""),
        ("new-lesions", "TP1", ""),
        ("no-call", "T01", ""),
        ("no-call", "T02", ""),
        ("no-call", "overall", ""),
        ("not-revealed", "TP1", ""),
    ]
    assert _lock_refused(reading, desk) == " ".join(one.text for one in reading.missing())


def test_the_list_gets_shorter_by_each_answer_and_longer_again_by_undoing():
    reading, desk = _at_follow_up(recorded("TP0", "NT01"))
    lists = [codes(reading)]
    for act in (*assessed("TP1"), non_target("TP1", "NT01"), *calls("TP1")):
        reading.do(act)
        lists.append(codes(reading))
        _lock_refused(reading, desk)
    assert all(set(after) < set(before) for before, after in pairwise(lists))
    assert lists[-1] == [("not-revealed", "TP1", "")]
    for before in reversed(lists[:-1]):
        reading.undo()
        assert codes(reading) == before
    for _ in lists[1:]:
        reading.redo()
    reading.reveal()
    assert codes(reading) == []
    reading.lock()


def test_a_call_that_differs_needs_a_reason_once_the_computed_one_was_shown():
    reading, desk = _at_follow_up()
    said(reading, *assessed("TP1"), *calls("TP1", "PR", "LP", reason=None))
    reading.reveal()
    assert codes(reading) == [("no-reason", "T01", ""), ("no-reason", "T02", ""), ("no-reason", "overall", "")]
    assert "Your call about T01 (LP) differs from the computed one (no LP); say why." in _lock_refused(reading, desk)
    said(reading, called("TP1", "T01", "no LP"), called("TP1", "T02", "LP", "I see it"), called("TP1", "overall", "SD"))
    assert codes(reading) == []
    reading.lock()


def test_a_protocol_need_not_ask_for_that_reason():
    reading, desk = _at_follow_up()
    said(reading, *assessed("TP1"), *calls("TP1", "PR", "LP", reason=None))
    reading.reveal()
    free = reading.protocol.calls.model_copy(update={"reason_if_different": False})
    assert codes(with_protocol(desk, reading.protocol.model_copy(update={"calls": free}))) == []


def test_the_change_of_tissue_is_asked_after_the_reference_where_there_is_tissue():
    reading, _ = _at_follow_up()
    change = ("not-answered", "T01", "tissue-change")
    said(reading, found("TP1", "T01", "tissue", "present"))
    assert change not in codes(reading)
    reading, _ = begun()
    baseline(reading)
    follow_up(reading)
    reading.open_next()
    for answer, asked in (("present", True), ("uncertain", True), ("none", False)):
        said(reading, found("TP2", "T01", "tissue", answer))
        assert (change in codes(reading)) is asked
    said(reading, found("TP2", "T01", "tissue", "present"), found("TP2", "T01", "tissue-change", "same"))
    assert change not in codes(reading)


def test_new_lesions_are_followed_until_they_are_resolved():
    reading, _ = _at_follow_up()
    said(reading, recorded("TP1", "NL01"))
    assert ("no-status", "NL01", "") in codes(reading)
    assert ("new-lesions", "TP1", "") not in codes(reading)
    said(reading, *assessed("TP1")[:-1], new_lesion("TP1", "NL01"), *calls("TP1"))
    reading.reveal()
    reading.lock()
    reading.open_next()
    assert {("no-status", "NL01", ""), ("new-lesions", "TP2", "")} <= set(codes(reading))
    said(reading, new_lesion("TP2", "NL01", "resolved"), none_new("TP2"))
    assert not {("no-status", "NL01", ""), ("new-lesions", "TP2", "")} & set(codes(reading))


def test_dropping_the_only_new_lesion_asks_again_whether_there_is_one():
    reading, _ = _at_follow_up()
    said(reading, none_new("TP1"), recorded("TP1", "NL01"), events.LesionDropped("TP1", "NL01"))
    assert ("new-lesions", "TP1", "") in codes(reading)
    said(reading, events.NewLesionsStated("TP1", NewLesions.NOT_ASSESSABLE, "artefact"))
    assert ("new-lesions", "TP1", "") not in codes(reading)


def test_a_split_target_asks_for_its_pieces_and_a_merged_one_for_nothing_of_its_own():
    reading, _ = _at_follow_up()
    said(reading, events.LesionMarkedSplit("TP1", "T01", ("T01.1", "T01.2")))
    assert codes(reading)[:2] == [("not-assessed", "T01.1", "whole"), ("not-assessed", "T01.2", "whole")]
    said(reading, measured("TP1", "T01.1", "9"), events.LesionMarkedAbsent("TP1", "T01.2", Extent.WHOLE))
    assert codes(reading)[0] == ("not-assessed", "T02", "whole")
    said(reading, events.LesionMarkedMerged("TP1", "T01", "T02"))
    asked = codes(reading)
    assert ("not-assessed", "T02", "whole") in asked
    assert ("no-call", "T01", "") in asked
    assert not [one for one in asked if one[1].startswith("T01") and one[0] != "no-call"]


def _progressed():
    """A case with progression at TP1 and non-target, chosen and new lesions; TP2 is open."""
    reading, desk = begun()
    extra = (
        recorded("TP0", "R01"),
        measured("TP0", "R01", "12"),
        recorded("TP0", "NT01"),
        events.RecistSetChosen("TP0", ("T01", "T02", "R01")),
    )
    baseline(reading, *extra)
    reading.open_next()
    new = (recorded("TP1", "NL01"), new_lesion("TP1", "NL01", "unequivocal"))
    rest = (measured("TP1", "R01", "12"), non_target("TP1", "NT01"), *new, *calls("TP1", "PD"))
    said(reading, *assessed("TP1")[:-1], *rest)
    reading.reveal()
    reading.lock()
    reading.open_next()
    return reading, desk


def test_after_overall_progression_only_the_targets_and_the_calls_stay_mandatory():
    reading, _ = _progressed()
    assert {about for _, about, _ in codes(reading)} == {"T01", "T02", "overall", "TP2"}
    said(reading, *assessed("TP2")[:-1], *calls("TP2", "PD"))
    reading.reveal()
    assert codes(reading) == []
    reading.lock()
    assert reading.read.timepoints[2].revealed.value("overall") == "PD"


def test_a_target_merged_into_an_optional_lesion_makes_it_mandatory():
    reading, desk = _progressed()
    said(reading, *assessed("TP2")[1:-1], *calls("TP2", "PD"), events.LesionMarkedMerged("TP2", "T01", "R01"))
    assert codes(reading) == [("not-assessed", "R01", "whole"), ("not-revealed", "TP2", "")]
    assert "R01 is not assessed at TP2." in _lock_refused(reading, desk)
    said(reading, measured("TP2", "R01", "30", None))
    assert codes(reading)[0] == ("no-short-axis", "R01", "whole")
    said(reading, revised("TP2", "R01", "30"))
    reading.reveal()
    reading.lock()


def test_a_lesion_recorded_for_the_sum_is_put_into_it_or_dropped():
    reading, desk = begun()
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"), recorded("TP0", "R01"))
    assert codes(reading) == [("not-assessed", "R01", "whole"), ("not-in-recist-set", "R01", "")]
    said(reading, measured("TP0", "R01", "14"))
    assert "R01 was recorded for the sum of diameters and is not in it" in _lock_refused(reading, desk)
    said(reading, events.RecistSetChosen("TP0", ("T01", "R01")))
    assert codes(reading) == []
    reading.undo()
    said(reading, events.LesionDropped("TP0", "R01"))
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("organ", "place", "size", "small"),
    [
        ("lung", "lingula", ("9.9", "5"), True),
        ("lung", "lingula", ("10", "5"), False),
        ("lymph node", "mesenteric", ("20", "14.9"), True),
        ("lymph node", "mesenteric", ("20", "15"), False),
    ],
)
def test_a_lesion_in_the_sum_can_be_measured_again(organ, place, size, small):
    reading, _ = begun()
    said(reading, recorded("TP0", "R01", organ, place), events.RecistSetChosen("TP0", ("T01", "R01")))
    said(reading, measured("TP0", "R01", *size))
    assert (("not-measurable", "R01", "whole") in codes(reading)) is small
    said(reading, events.LesionMarkedTooSmall("TP0", "R01", Extent.WHOLE))
    assert ("not-measurable", "R01", "whole") in codes(reading)


def test_a_target_that_is_not_measurable_is_taken_out_of_the_sum_and_followed_all_the_same():
    reading, desk = begun()
    said(reading, measured("TP0", "T01", "9.9"), measured("TP0", "T02", "18", "16"))
    assert codes(reading) == [("not-measurable", "T01", "whole")]
    assert _lock_refused(reading, desk) == (
        "T01 is in the sum of diameters, but not measurable: the long axis 9.9 mm is below 10 mm. Take it out of the "
        "sum: it is then non-target disease."
    )
    said(reading, events.RecistSetChosen("TP0", ("T02",)))
    assert codes(reading) == []
    reading.lock()
    reading.open_next()
    assert ("not-assessed", "T01", "whole") in codes(reading)


def test_the_sum_has_at_most_two_lesions_of_an_organ_and_five_in_all():
    reading, desk = begun()
    chosen = ("R01", "R02", "R03", "R04")
    places = (("lung", "lingula"), ("lung", "left hilum"), ("lung", "right hilum"), ("spleen", "whole organ"))
    for lesion, place in zip(chosen, places, strict=True):
        said(reading, recorded("TP0", lesion, *place), measured("TP0", lesion, "20"))
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    for lesions in (("T01", "T02", *chosen), chosen):
        said(reading, events.RecistSetChosen("TP0", lesions))
        assert codes(reading)[0] == ("recist-set", "TP0", "")
    assert "3 lesions of one organ (lung) are in the sum of diameters (R01, R02, R03)" in _lock_refused(reading, desk)
    said(reading, events.RecistSetChosen("TP0", ("T01", "T02", "R01", "R02", "R04")))
    assert codes(reading) == [("not-in-recist-set", "R03", "")]
    said(reading, events.LesionDropped("TP0", "R03"))
    reading.lock()


def test_a_timepoint_not_evaluable_as_a_whole_is_one_act_and_a_lock():
    reading, desk = _at_follow_up(recorded("TP0", "NT01"))
    said(reading, events.TimepointMarkedNotEvaluable("TP1", "artefact"))
    assert codes(reading) == []
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="not evaluable as a whole; take that back"):
        said(reading, called("TP1", "overall", "NE"))
    assert state(reading, desk) == before
    reading.lock()
    reading.open_next()
    assert ("no-status", "NT01", "") in codes(reading)


def test_what_was_called_before_a_timepoint_turned_out_not_evaluable_asks_for_no_reason():
    reading, _ = _at_follow_up()
    said(reading, *assessed("TP1"), *calls("TP1", reason=None))
    reading.reveal()
    said(reading, events.TimepointMarkedNotEvaluable("TP1", "artefact"))
    assert codes(reading) == []
    reading.reveal()
    assert {one.value for one in reading.read.active.revealed.conclusions} == {"NE"}
    assert codes(reading) == []
    said(reading, events.TimepointMarkedEvaluable("TP1"))
    lost = [("no-call", about, "") for about in ("T01", "T02", "overall")]
    assert codes(reading) == [*lost, ("not-revealed", "TP1", "")]
    said(reading, *calls("TP1"))
    reading.reveal()
    reading.lock()


def test_a_baseline_may_be_not_evaluable_as_a_whole():
    reading, _ = begun()
    said(reading, recorded("TP0", "R01"), events.TimepointMarkedNotEvaluable("TP0", "series missing"))
    assert codes(reading) == []
    reading.lock()


def test_a_viable_part_is_asked_for_where_the_protocol_measures_it():
    reading, desk = begun()
    baseline(reading)
    reading.open_next()
    measuring = reading.protocol.measuring.model_copy(update={"viable": ("non-nodal",)})
    viable = with_protocol(desk, reading.protocol.model_copy(update={"measuring": measuring}))
    assert ("not-assessed", "T01", "viable") in codes(viable)
    assert "T01 (viable) is not assessed at TP1." in [one.text for one in viable.missing()]
    assert ("not-assessed", "T02", "viable") not in codes(viable)
    said(viable, events.LesionMarkedAbsent("TP1", "T01", Extent.WHOLE))
    assert ("not-assessed", "T01", "viable") not in codes(viable)


def test_short_axes_may_be_asked_of_nodes_alone():
    reading, desk = begun()
    measuring = reading.protocol.measuring.model_copy(update={"short_axis": "where it counts"})
    nodes = with_protocol(desk, reading.protocol.model_copy(update={"measuring": measuring}))
    said(nodes, measured("TP0", "T01", "23.4", None), measured("TP0", "T02", "18", None))
    assert codes(nodes) == [("no-short-axis", "T02", "whole")]


def test_every_way_to_say_that_nothing_can_be_said_can_be_locked():
    reading, _ = _at_follow_up(recorded("TP0", "NT01"))
    nothing = [events.LesionMarkedNotEvaluable("TP1", one, Extent.WHOLE, "artefact") for one in ("T01", "T02")]
    unsure = [found("TP1", one.lesion, one.question, "not assessable", "artefact") for one in answers("TP1")]
    other = non_target("TP1", "NT01", "not evaluable", "artefact")
    new = events.NewLesionsStated("TP1", NewLesions.NOT_ASSESSABLE, "artefact")
    said(reading, *nothing, *unsure, other, new, *calls("TP1", "NE", "NE", reason=None))
    reading.reveal()
    assert codes(reading) == []
    reading.lock()


def test_limits_come_from_the_protocol():
    reading, desk = begun()
    limits = {"sets.recist.max_total": 1, "measurability.non_nodal_mm": Decimal(30)}
    strict = with_protocol(desk, changed(reading.protocol, limits))
    said(strict, measured("TP0", "T01", "29.9"))
    asked = codes(strict)
    assert ("recist-set", "TP0", "") in asked
    assert ("not-measurable", "T01", "whole") in asked
