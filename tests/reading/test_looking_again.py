"""Going back: unlocks, reconfirming, new images, new versions; every change says why."""

from dataclasses import replace

import pytest
from reading.ways import (
    ANSWERS,
    CASE,
    WHY,
    assessed,
    baseline,
    begun,
    called,
    calls,
    closed,
    codes,
    follow_up,
    leave,
    locked,
    measured,
    new_version,
    non_target,
    none_new,
    recorded,
    revised,
    said,
    signed,
    state,
    unlock,
    with_protocol,
)
from support.fake_desk import PASSWORD, fake_desk

from seedcryo_reader.criteria.evaluate import evaluate
from seedcryo_reader.domain import events
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.reading.reading import Reading


def _three_locked():
    reading, desk = begun()
    baseline(reading)
    follow_up(reading)
    follow_up(reading)
    return reading, desk


@pytest.mark.parametrize("at", ["TP1", "TP2"])
def test_whatever_is_changed_after_an_unlock_needs_a_reason(at):
    reading, desk = _three_locked()
    unlock(reading, at)
    before = state(reading, desk)
    for act in (revised(at, "T01", "23"), none_new(at), called(at, "T01", "LP")):
        with pytest.raises(IllegalAct, match="give a reason for the change"):
            reading.do(act)
        assert state(reading, desk) == before
    said(reading, revised(at, "T01", "23"), none_new(at), called(at, "T01", "LP"), why=WHY)
    assert [one.reason for one in reading.records[-3:]] == [WHY] * 3
    said(reading, called(at, "T01", "LP", "the rim is thicker"), events.ImageQueried(at, "other", "a note"))


def test_an_unlock_marks_hindsight_where_there_is_some():
    for at, hindsight in (("TP1", True), ("TP2", False)):
        reading, _ = _three_locked()
        unlock(reading, at)
        assert reading.read.timepoint(at).hindsight is hindsight


def test_an_unlocked_timepoint_is_locked_again_with_the_conclusion_shown_anew():
    reading, _ = _three_locked()
    unlock(reading, "TP1")
    assert codes(reading) == [("not-revealed", "TP1", "")]
    with pytest.raises(IllegalAct, match="have it shown again"):
        locked(reading)
    reading.reveal()
    locked(reading)
    assert (reading.read.active.name, codes(reading)) == ("TP2", [])
    with pytest.raises(IllegalAct, match="TP2 is locked"):
        reading.do(revised("TP2", "T01", "23"), WHY)
    reading.reconfirm()
    assert reading.read.state is State.WAITING


def test_a_timepoint_of_which_more_is_asked_now_cannot_be_reconfirmed():
    reading, desk = _three_locked()
    unlock(reading, "TP1")
    said(reading, recorded("TP1", "NL01"), events.NewLesionAssessed("TP1", "NL01", "equivocal"), why=WHY)
    reading.reveal()
    locked(reading)
    assert codes(reading) == [("no-status", "NL01", "")]
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="TP2 is locked: ask the coordinator"):
        reading.reconfirm()
    assert state(reading, desk) == before
    unlock(reading, "TP1", and_later=True)
    reading.reveal()
    locked(reading)
    said(reading, events.NewLesionAssessed("TP2", "NL01", "resolved"), why=WHY)
    reading.reveal()
    locked(reading)
    assert reading.read.state is State.WAITING


def test_a_corrected_progression_asks_later_timepoints_for_what_it_had_made_optional():
    reading, _ = begun()
    baseline(reading, recorded("TP0", "NT01"))
    reading.open_next()
    said(reading, *assessed("TP1"), non_target("TP1", "NT01", "unequivocal progression"), *calls("TP1", "PD"))
    reading.reveal()
    locked(reading)
    follow_up(reading)
    unlock(reading, "TP1")
    said(reading, non_target("TP1", "NT01"), *calls("TP1"), why=WHY)
    reading.reveal()
    locked(reading)
    assert ("no-status", "NT01", "") in codes(reading)


def test_new_images_open_a_timepoint_and_all_after_it_and_no_reason_is_asked_for_a_fresh_sheet():
    reading, desk = _three_locked()
    desk.images.replaced["TP1"] = 50
    reading.open_next()
    assert [one.locked for one in reading.read.timepoints] == [True, False, False]
    said(reading, *assessed("TP1"), *calls("TP1"))
    reading.reveal()
    locked(reading)
    assert codes(reading) == [("not-revealed", "TP2", "")]
    with pytest.raises(IllegalAct, match="give a reason"):
        reading.do(revised("TP2", "T01", "23"))
    reading.reveal()
    locked(reading)
    assert reading.read.state is State.WAITING
    reading.open_next()
    assert reading.read.state is State.CLOSED


def test_new_images_may_come_while_a_later_timepoint_is_open():
    reading, desk = begun()
    baseline(reading)
    follow_up(reading)
    reading.open_next()
    said(reading, measured("TP2", "T01", "22"))
    desk.images.replaced["TP0"] = 50
    reading.open_next()
    assert reading.read.active.name == "TP0"
    baseline(reading)
    reading.reveal()
    locked(reading)
    assert (reading.read.active.name, reading.read.active.hindsight) == ("TP2", False)
    said(reading, *assessed("TP2")[1:], *calls("TP2"))
    reading.reveal()
    locked(reading)


def test_an_unlock_of_a_closed_case_ends_where_it_began():
    reading, _ = closed()
    reading.answer_questionnaire(ANSWERS, "a guess")
    unlock(reading, "TP2")
    reading.reveal()
    locked(reading)
    assert reading.read.state is State.QUESTIONNAIRE
    reading.sign(PASSWORD)


def test_a_new_version_needs_reasons_keeps_the_old_signature_and_is_signed_again():
    reading, desk = signed()
    new_version(reading, "TP2")
    with pytest.raises(IllegalAct, match="give a reason"):
        reading.do(revised("TP2", "T01", "30.1"))
    said(reading, revised("TP2", "T01", "30.1"), why=WHY)
    with pytest.raises(IllegalAct, match="A timepoint is open"):
        reading.sign(PASSWORD)
    reading.reveal()
    locked(reading)
    assert reading.read.state is State.QUESTIONNAIRE
    reading.sign(PASSWORD)
    assert [one.version for one in reading.read.signatures] == [1, 2]
    assert len({one.signature for one in reading.read.signatures}) == 2
    assert desk.images.purged == [CASE, CASE]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "The reason is empty"),
        ({"reason": " "}, "The reason is empty"),
        ({"document": ""}, "The leave is empty"),
        ({"document": "x" * 4001}, "The leave has 4001 characters; it can have 4000"),
        ({"version": 3}, "The next version of this read is 2"),
        ({"version": None}, "signed and frozen"),
        ({"timepoint": "TP7"}, "TP7 is not locked"),
        ({"case_number": "C-0002"}, "The leave is for C-0002, not for C-0001"),
    ],
)
def test_a_leave_that_does_not_fit_a_signed_read_opens_nothing(changes, sentence):
    reading, desk = signed()
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match=sentence):
        reading.go_back(replace(leave("TP2", version=2), **changes))
    assert state(reading, desk) == before


def test_a_leave_counts_once_and_stands_in_the_log_as_it_came():
    reading, desk = _three_locked()
    one = leave("TP2")
    record = reading.go_back(one)
    assert (record.event, record.reason) == (events.TimepointUnlocked("TP2", one.document), WHY)
    reading.reveal()
    locked(reading)
    before = state(reading, desk)
    for again in (reading, Reading(CASE, desk.desk)):
        with pytest.raises(IllegalAct, match="used before; it counts once"):
            again.go_back(one)
    assert state(reading, desk) == before
    assert reading.go_back(leave("TP2", 2)).event.leave == "leave 2 for TP2"


def test_a_leave_that_was_used_before_the_signature_begins_no_version_after_it():
    reading, _ = closed()
    unlock(reading, "TP2")
    document = reading.records[-1].event.leave
    reading.reveal()
    locked(reading)
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)
    with pytest.raises(IllegalAct, match="used before"):
        reading.go_back(replace(leave("TP2", version=2), document=document))
    assert reading.read.is_signed


def test_images_are_brought_for_a_read_that_is_not_signed():
    reading, desk = closed()
    reading.bring_images()
    assert desk.images.brought == [CASE]
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)
    reading.bring_images()
    assert desk.images.brought == [CASE]
    new_version(reading, "TP2")
    reading.bring_images()
    assert desk.images.brought == [CASE, CASE]


def _grown_before(reason="as I see it"):
    """TP1 was 10 mm short of what it is now called to be: TP2 waits to be reconfirmed, and would be progression."""
    reading, desk = begun()
    baseline(reading)
    follow_up(reading)
    reading.open_next()
    said(reading, *assessed("TP2", "24"), *calls("TP2", reason=reason))
    reading.reveal()
    locked(reading)
    unlock(reading, "TP1")
    said(reading, revised("TP1", "T01", "10"), *calls("TP1"), why=WHY)
    reading.reveal()
    locked(reading)
    return reading, desk


def test_a_reconfirmation_keeps_what_the_criteria_say_after_the_change():
    reading, _ = _grown_before()
    shown = reading.read.timepoint("TP2").revealed
    assert (shown.value("T01"), shown.is_stale(reading.read.active.sheet)) == ("no LP", True)
    record = reading.reconfirm(WHY)
    assert record.event.conclusions == evaluate(reading.read, reading.protocol, "TP2")
    now = reading.read.timepoint("TP2").revealed
    assert (now.value("T01"), now.conclusions) == ("LP", record.event.conclusions)
    assert not now.is_stale(reading.read.timepoint("TP2").sheet)


@pytest.mark.parametrize("reason", [None, "as I see it"])
def test_a_call_that_differs_now_needs_a_reason_to_stand(reason):
    reading, desk = _grown_before(reason)
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="After the change the criteria say LP about T01 at TP2; you called no LP"):
        reading.reconfirm()
    assert state(reading, desk) == before
    assert reading.reconfirm("I still see no growth").reason == "I still see no growth"
    assert reading.read.state is State.WAITING


def test_an_erratum_is_written_after_the_lock_and_changes_nothing_that_was_locked():
    desk = fake_desk()
    reading, _ = begun(desk)
    baseline(reading)
    sheet = reading.read.timepoints[0].sheet
    reading.do(events.ErratumNoted("TP0", "T02 is the other node"))
    assert reading.read.timepoints[0].sheet == sheet
    assert [one.text for one in reading.read.errata] == ["T02 is the other node"]


def test_a_reason_for_a_difference_that_is_the_same_as_before_is_asked_once():
    reading, _ = _three_locked()
    unlock(reading, "TP2")
    said(reading, called("TP2", "overall", "NE", "too much breathing"), why=WHY)
    reading.reveal()
    locked(reading)
    unlock(reading, "TP1")
    reading.reveal()
    locked(reading)
    reading.reconfirm()
    assert reading.read.state is State.WAITING


def test_no_reason_is_asked_for_where_the_protocol_asks_for_none():
    reading, desk = _grown_before()
    free = reading.protocol.calls.model_copy(update={"reason_if_different": False})
    other = with_protocol(desk, reading.protocol.model_copy(update={"calls": free}))
    assert other.reconfirm().reason is None
