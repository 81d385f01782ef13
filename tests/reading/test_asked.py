"""What a reader may answer and draw: what is asked, on the images of the timepoint, in the case as it is now."""

from dataclasses import replace

import pytest
from reading.ways import CASE, IMAGE, assessed, baseline, begun, calls, found, measured, recorded, said, state
from support.fake_desk import fake_desk

from seedcryo_reader.domain import events
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.lesion import Mark
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.domain.measurement import Axis, Plane
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.telling import told


def _at_second_follow_up():
    """TP2 is open: tissue and its change are asked there."""
    reading, desk = begun()
    baseline(reading)
    reading.open_next()
    said(reading, *assessed("TP1"), *calls("TP1"))
    reading.reveal()
    reading.lock()
    reading.open_next()
    return reading, desk


@pytest.mark.parametrize("answer", ["none", "uncertain"])
def test_an_answer_makes_void_what_is_asked_because_of_another_one(answer):
    reading, _ = _at_second_follow_up()
    said(reading, found("TP2", "T01", "tissue", "present"), found("TP2", "T01", "tissue-change", "larger"))
    said(reading, found("TP2", "T02", "tissue", "present"), found("TP2", "T02", "tissue-change", "larger"))
    record = reading.do(found("TP2", "T01", "tissue", answer))
    void = () if answer == "uncertain" else ("tissue-change",)
    assert record.event.clears == void
    assert (("T01", "tissue-change") in reading.read.active.sheet.findings) is not bool(void)
    assert ("T02", "tissue-change") in reading.read.active.sheet.findings
    reading.undo()
    assert reading.read.active.sheet.findings[("T01", "tissue-change")].answer == "larger"


def test_what_an_act_says_is_void_is_for_the_program_to_say():
    reading, _ = _at_second_follow_up()
    said(reading, found("TP2", "T01", "tissue", "present"), found("TP2", "T01", "tissue-change", "larger"))
    record = reading.do(replace(found("TP2", "T01", "contiguous"), clears=("tissue", "tissue-change")))
    assert record.event.clears == ()
    assert ("T01", "tissue") in reading.read.active.sheet.findings


def test_a_question_that_is_not_asked_takes_no_answer():
    reading, desk = _at_second_follow_up()
    said(reading, found("TP2", "T01", "tissue", "none"))
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="The question 'tissue-change' is not asked about T01 at TP2"):
        reading.do(found("TP2", "T01", "tissue-change", "larger"))
    with pytest.raises(IllegalAct, match="is not asked about T09 at TP2"):
        reading.do(found("TP2", "T09", "tissue"))
    assert state(reading, desk) == before


def _elsewhere(act):
    """The act with something drawn off the image that it names."""
    beside = ("0.000", "0.000", "7.000")
    if isinstance(act, events.LesionRecorded):
        return replace(act, lesion=replace(act.lesion, mark=Mark(IMAGE, beside)))
    return replace(act, caliper=replace(act.caliper, short=Axis.between(beside, ("0.000", "8.000", "7.000"), 1)))


@pytest.mark.parametrize("act", [measured("TP0", "T01", "22"), recorded("TP0", "NT01")], ids=["caliper", "mark"])
def test_what_is_drawn_lies_on_the_image_it_names(act):
    reading, desk = begun()
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="lies on one image, the one that it names"):
        reading.do(_elsewhere(act))
    assert state(reading, desk) == before
    reading.do(act)


def test_an_axis_across_images_is_refused_by_the_images():
    reading, desk = begun()
    act = measured("TP0", "T01", "22")
    across = Axis.between(("0.000", "0.000", "0.000"), ("0.000", "0.000", "8.000"), 1)
    with pytest.raises(Refused, match="no image"):
        reading.do(replace(act, caliper=replace(act.caliper, short=across)))
    assert len(desk.log.stored) == 1


def test_another_timepoint_or_series_is_illegal_before_any_image_is_looked_at():
    reading, desk = begun()
    act = measured("TP0", "T01", "22")
    two = replace(act, caliper=replace(act.caliper, image=replace(IMAGE, series=2)))
    for other, said_of_it in ((replace(act, timepoint="TP9"), "TP0 is open"), (two, "TP0 has no series 2")):
        with pytest.raises(IllegalAct, match=said_of_it):
            reading.do(other)
    assert len(desk.log.stored) == 1


def test_a_reformatted_plane_is_no_image_that_could_be_asked():
    reading, _ = begun()
    act = _elsewhere(measured("TP0", "T01", "22"))
    image = replace(IMAGE, plane=Plane.CORONAL)
    assert reading.do(replace(act, caliper=replace(act.caliper, image=image))).event.caliper.image == image


def test_a_case_that_was_changed_elsewhere_is_not_written_to_until_it_is_taken_from_the_log_again():
    reading, desk = begun()
    other = Reading(CASE, desk.desk)
    baseline(other)
    before = (reading.read, reading.records)
    with pytest.raises(EnvironmentFailure, match="changed in another window"):
        reading.do(measured("TP0", "T01", "22"))
    assert (reading.read, reading.records) == before
    reading.reload()
    assert (reading.read, reading.records) == (other.read, other.records)
    assert reading.open_next() is not None
    assert Reading(CASE, desk.desk).read.state is State.IN_PROGRESS


def test_a_log_that_holds_what_cannot_have_happened_is_refused_as_that():
    reading, desk = begun()
    impossible = replace(desk.log.stored[0], seq=2, event=events.TimepointLocked("TP7"), stored=None)
    desk.log.stored.append(impossible)
    for take in (reading.reload, lambda: Reading(CASE, desk.desk)):
        with pytest.raises(Refused) as refused:
            take()
        assert [one.code for one in refused.value.findings] == ["illegal-event"]
    assert len(list(told(CASE, desk.log.stored[:1]))) == 1


@pytest.mark.parametrize("event", [events.TimepointLocked("TP0"), events.CaseClosed(1, "c" * 64)])
def test_what_only_the_program_makes_is_no_act_of_a_reader(event):
    reading, desk = begun()
    with pytest.raises(TypeError, match="is no act of a reader"):
        reading.do(event)
    assert len(desk.log.stored) == 1


def test_a_call_after_the_conclusion_is_told_as_that():
    reading, _ = begun(fake_desk())
    baseline(reading)
    reading.open_next()
    said(reading, *assessed("TP1"), *calls("TP1"))
    reading.reveal()
    said(reading, *calls("TP1", "PD"))
    lines = [one.what for one in told(CASE, reading.records) if type(one.record.event).__name__ == "CallMade"]
    assert lines == ["call made"] * 3 + ["call made after the computed conclusion"] * 3
    assert {about: one.after_reveal for about, one in reading.read.active.sheet.calls.items()} == dict.fromkeys(
        ("T01", "T02", "overall"), True
    )
