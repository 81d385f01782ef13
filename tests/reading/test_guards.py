"""What is asked once more before a lock, when it is not, and that an answer counts for this very question."""

from dataclasses import replace
from decimal import Decimal

import pytest
from reading.scripts import WHOLE, follow_up, player, script
from reading.ways import (
    CASE,
    IMAGE,
    WHY,
    assessed,
    baseline,
    begun,
    calls,
    locked,
    measured,
    new_lesion,
    recorded,
    revised,
    said,
    unlock,
)
from support.fake_desk import fake_desk

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import Mark
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.guards import Limits, guards
from seedcryo_reader.reading.playing import NotThisScript
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.worked_out import WorkedOut


def at_follow_up(*first, t01="22"):
    """TP1 with everything but the calls, after a baseline of T01 23.4 mm and the node T02 16 mm."""
    reading, desk = begun()
    baseline(reading, *first)
    reading.open_next()
    said(reading, *assessed("TP1", t01))
    return reading, desk


def raised(reading):
    return [(one.code, one.about) for one in reading.guards()]


@pytest.mark.parametrize(
    ("mm", "asked"), [("35.1", False), ("35.2", True), ("11.7", False), ("11.6", True), ("23.4", False)]
)
def test_a_change_of_more_than_half_is_asked_about(mm, asked):
    reading, _ = at_follow_up(t01=mm)
    assert raised(reading) == ([("large-change", "T01")] if asked else [])


def test_a_change_of_five_millimetres_is_asked_about_only_if_it_is_more_than_that():
    reading, _ = begun()
    said(reading, measured("TP0", "T01", "6", "4"), measured("TP0", "T02", "18", "16"))
    said(reading, events.RecistSetChosen("TP0", ("T02",)))
    reading.lock()
    reading.open_next()
    said(reading, *assessed("TP1", "11"))
    assert raised(reading) == []
    said(reading, revised("TP1", "T01", "11.1"))
    assert raised(reading) == [("large-change", "T01")]


def test_a_lesion_that_is_gone_and_one_that_is_back_are_asked_about_with_both_numbers():
    reading, _ = at_follow_up()
    said(reading, events.LesionMarkedAbsent("TP1", "T01", Extent.WHOLE))
    [gone] = reading.guards()
    assert gone.question == (
        "T01 was 23.4 mm at TP0 and is 0.0 mm at TP1 (-23.4 mm and -100.0 %). Is it the same lesion, measured in the "
        "same way?"
    )
    said(reading, *calls("TP1"))
    reading.reveal()
    locked(reading)
    reading.open_next()
    said(reading, measured("TP2", "T01", "5.1", "4"))
    assert "T01 was 0.0 mm at TP1 and is 5.1 mm at TP2 (+5.1 mm)." in reading.guards()[0].question


def test_two_merged_lesions_are_asked_about_once():
    reading, _ = at_follow_up(t01="80")
    said(reading, events.LesionMarkedMerged("TP1", "T02", "T01"))
    [one] = reading.guards()
    assert (one.code, one.about) == ("large-change", "T01")
    assert one.question.startswith("T01 with T02 was 39.4 mm at TP0 and is 80.0 mm")


def test_a_sum_that_falls_while_one_lesion_grows_is_asked_about():
    reading, _ = at_follow_up(t01="14")
    said(reading, revised("TP1", "T02", "25", "21"))
    assert raised(reading) == [("grows-as-sum-falls", "T02")]
    assert reading.guards()[0].question == (
        "The sum of diameters fell from 39.4 mm at TP0 to 35.0 mm at TP1, while T02 grew from 16.0 mm to 21.0 mm "
        "(+5.0 mm and +31.3 %). Are both so?"
    )
    said(reading, revised("TP1", "T02", "25", "20.9"))
    assert raised(reading) == []


def test_a_sum_that_is_not_known_falls_for_nobody():
    reading, _ = at_follow_up(t01="14")
    said(reading, revised("TP1", "T02", "25", "21"))
    said(reading, events.LesionMarkedNotEvaluable("TP1", "T01", Extent.WHOLE, "artefact"))
    assert raised(reading) == []


def test_one_place_measured_as_two_lesions_is_asked_about():
    reading, _ = begun()
    said(reading, measured("TP0", "T01", "23.4"))
    there = measured("TP0", "T01", "20", "16").caliper
    act = replace(measured("TP0", "T02", "18", "16"), caliper=there)
    said(reading, act)
    [one] = reading.guards()
    assert (one.code, one.about) == ("same-place", "T02")
    assert "T01 and T02 are measured at the same place at TP0: their middles are 1.7 mm apart" in one.question
    said(reading, revised("TP0", "T02", "18", "16"))
    assert raised(reading) == []


def test_places_in_two_frames_of_reference_are_not_compared():
    reading, _ = begun()
    said(reading, measured("TP0", "T01", "23.4"))
    said(reading, replace(measured("TP0", "T02", "18", "16"), caliper=measured("TP0", "T01", "20", "16").caliper))
    read = reading.read
    one = read.timepoints[0]
    apart = replace(one.series[0], frame_of_reference="2.25.1")
    other = replace(apart, number=2, frame_of_reference="2.25.2")
    slots = dict(one.sheet.assessments)
    slots["T02", Extent.WHOLE] = replace(slots["T02", Extent.WHOLE], image=replace(IMAGE, series=2))
    sheet = replace(one.sheet, assessments=slots)

    def asked(*series):
        placed = replace(read, timepoints=(replace(one, series=series, sheet=sheet),))
        return guards(WorkedOut(placed, reading.protocol))

    assert asked(apart, other) == ()
    assert [one.code for one in asked(apart, replace(other, frame_of_reference="2.25.1"))] == ["same-place"]


def test_a_new_lesion_that_was_there_already_is_asked_about_once():
    reading, _ = at_follow_up()
    said(reading, *calls("TP1"))
    reading.reveal()
    reading.lock()
    reading.open_next()
    said(reading, *assessed("TP2"), recorded("TP2", "NL01"), new_lesion("TP2", "NL01"))
    assert raised(reading) == []
    said(reading, new_lesion("TP2", "NL01", "unequivocal", first_seen="TP1"))
    assert raised(reading) == [("seen-earlier", "NL01")]
    assert "visible since TP1" in reading.guards()[0].question


def test_a_new_lesion_at_a_known_place_is_asked_about():
    reading, _ = at_follow_up()
    one = recorded("TP1", "NL01")
    two = recorded("TP1", "NL02")
    beside = replace(two, lesion=replace(two.lesion, mark=Mark(IMAGE, ("1.000", "1524.900", "0.000"))))
    said(reading, one, beside)
    assert raised(reading) == [("known-place", "NL02")]
    assert (
        reading.guards()[0].question
        == "NL02 is marked 4.9 mm from NL01, which was recorded at TP1. Is it another lesion?"
    )


def test_a_new_lesion_inside_a_target_is_asked_about():
    reading, _ = at_follow_up()
    one = recorded("TP1", "NL01")
    said(reading, replace(one, lesion=replace(one.lesion, mark=Mark(IMAGE, ("110.000", "3.000", "0.000")))))
    [guard] = reading.guards()
    assert guard.question == "NL01 is marked inside what is measured as T01 at TP1. Is it a lesion of its own?"


def test_a_question_keeps_the_lock_until_it_is_answered_with_a_reason():
    reading, desk = at_follow_up(t01="40")
    said(reading, *calls("TP1"))
    reading.reveal()
    [guard] = reading.guards()
    before = reading.records
    with pytest.raises(IllegalAct, match=r"T01 was 23.4 mm .* or answer with a reason"):
        reading.lock()
    for empty in ("", " "):
        with pytest.raises(IllegalAct, match="The reason is empty"):
            reading.answer_guard(guard, empty)
    assert reading.records == before
    record = reading.answer_guard(guard, "It did grow.")
    assert record.event == events.GuardAnswered("TP1", "large-change", "T01", guard.question, "It did grow.")
    assert reading.guards() == ()
    with pytest.raises(IllegalAct, match="It is not asked"):
        reading.answer_guard(guard, "again")
    reading.lock()
    assert Reading(CASE, desk.desk).read.guards_answered[0].reason == "It did grow."


def test_other_numbers_make_another_question_and_the_same_ones_the_same():
    reading, _ = at_follow_up(t01="40")
    [first] = reading.guards()
    reading.answer_guard(first, WHY)
    said(reading, revised("TP1", "T01", "41"))
    [second] = reading.guards()
    assert second.question != first.question
    reading.undo()
    assert reading.guards() == ()


def test_nothing_is_asked_of_what_is_not_open_or_not_evaluable():
    reading, _ = at_follow_up(t01="40")
    said(reading, events.TimepointMarkedNotEvaluable("TP1", "artefact"))
    assert reading.guards() == ()
    reading.lock()
    assert reading.guards() == ()
    unlock(reading, "TP0")
    locked(reading, WHY)
    assert reading.read.active.reconfirm
    assert reading.guards() == ()


def test_the_limits_can_be_others():
    reading, _ = at_follow_up(t01="25")
    narrow = Limits(change_percent=Decimal(5), change_mm=Decimal(1))
    assert [one.code for one in guards(reading.worked_out, narrow)] == ["large-change"]


GROWN = [*WHOLE[:11], *follow_up(40)[:-2], {"act": "reveal"}]


def test_a_script_answers_with_the_reason_of_its_lock():
    desk = fake_desk()
    whole = script([*GROWN, {"act": "lock"}])
    one = player(desk)
    for act in whole.acts[:-1]:
        one.play(act)
    with pytest.raises(IllegalAct, match=r"is 40\.0 mm"):
        one.play(whole.acts[-1])
    answering = script([*GROWN, {"act": "lock", "reason": "It grew.", "why": "done"}])
    again = player(desk)
    assert again.done(answering) == len(GROWN)
    lock = again.play(answering.acts[-1])
    assert (lock.reason, desk.log.stored[-2].event.reason) == ("done", "It grew.")
    assert player(desk).done(answering) == len(GROWN) + 1


def test_a_play_that_ended_between_answer_and_lock_goes_on_and_keeps_to_its_reason():
    desk = fake_desk()
    whole = script([*GROWN, {"act": "lock", "reason": "It grew."}])
    one = player(desk)
    for act in whole.acts[:-1]:
        one.play(act)
    reading = Reading(CASE, desk.desk)
    reading.answer_guard(reading.guards()[0], "It grew.")
    again = player(desk)
    assert again.done(whole) == len(GROWN)
    again.play(whole.acts[-1])
    assert sum(isinstance(one.event, events.GuardAnswered) for one in desk.log.stored) == 1
    with pytest.raises(NotThisScript, match=rf"acts\[{len(GROWN)}\]"):
        player(desk).done(script([*GROWN, {"act": "lock", "reason": "Something else."}]))


# --- the sum of diameters ---


def with_slices(reading, millimetres):
    """The read as it is, its images so far apart."""
    one = reading.read.timepoints[0]
    series = (replace(one.series[0], slice_mm=millimetres),)
    return WorkedOut(replace(reading.read, timepoints=(replace(one, series=series),)), reading.protocol)


def test_a_node_of_the_sum_on_thick_slices_is_asked_about_and_one_that_is_out_of_it_is_not():
    reading, _ = begun()
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    [one] = guards(with_slices(reading, "10"))
    assert (one.code, one.about) == ("open-question", "T02")
    assert one.question == (
        "T02: the short axis 16.0 mm is at least 15 mm, but below 20 mm, 2 times the slice distance 10 mm; whether "
        "that holds for lymph nodes is open (EORTC). Decide whether it stays in the sum of diameters."
    )
    assert guards(with_slices(reading, "8")) == ()
    said(reading, events.RecistSetChosen("TP0", ("T01",)))
    assert guards(with_slices(reading, "10")) == ()


def test_a_node_that_stays_in_the_sum_with_a_reason_is_locked():
    desk = fake_desk()
    desk.images.slice_mm = "10"
    reading, _ = begun(desk)
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    assert reading.missing() == ()
    with pytest.raises(IllegalAct, match="Decide whether it stays"):
        reading.lock()
    [one] = reading.guards()
    reading.answer_guard(one, "seen on three slices")
    assert reading.guards() == ()
    reading.lock()
