"""Going back: unlocks, reconfirming, new images, new versions; every change says why."""

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
    measured,
    non_target,
    none_new,
    recorded,
    revised,
    said,
    signed,
    state,
)
from support.fake_desk import PASSWORD, fake_desk

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lifecycle import IllegalAct, State


def _three_locked():
    reading, desk = begun()
    baseline(reading)
    follow_up(reading)
    follow_up(reading)
    return reading, desk


@pytest.mark.parametrize("at", ["TP1", "TP2"])
def test_whatever_is_changed_after_an_unlock_needs_a_reason(at):
    reading, desk = _three_locked()
    reading.unlock(at, "U-1", WHY)
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
        reading.unlock(at, "U-1", WHY)
        assert reading.read.timepoint(at).hindsight is hindsight


def test_an_unlocked_timepoint_is_locked_again_with_the_conclusion_shown_anew():
    reading, _ = _three_locked()
    reading.unlock("TP1", "U-1", WHY)
    assert codes(reading) == [("not-revealed", "TP1", "")]
    with pytest.raises(IllegalAct, match="have it shown again"):
        reading.lock()
    reading.reveal()
    reading.lock()
    assert (reading.read.active.name, codes(reading)) == ("TP2", [])
    with pytest.raises(IllegalAct, match="TP2 is locked"):
        reading.do(revised("TP2", "T01", "23"), WHY)
    reading.reconfirm()
    assert reading.read.state is State.WAITING


def test_a_timepoint_of_which_more_is_asked_now_cannot_be_reconfirmed():
    reading, desk = _three_locked()
    reading.unlock("TP1", "U-1", WHY)
    said(reading, recorded("TP1", "NL01"), events.NewLesionAssessed("TP1", "NL01", "equivocal"), why=WHY)
    reading.reveal()
    reading.lock()
    assert codes(reading) == [("no-status", "NL01", "")]
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="TP2 is locked: ask the coordinator"):
        reading.reconfirm()
    assert state(reading, desk) == before
    reading.unlock("TP1", "U-2", WHY, and_later=True)
    reading.reveal()
    reading.lock()
    said(reading, events.NewLesionAssessed("TP2", "NL01", "resolved"), why=WHY)
    reading.reveal()
    reading.lock()
    assert reading.read.state is State.WAITING


def test_a_corrected_progression_asks_later_timepoints_for_what_it_had_made_optional():
    reading, _ = begun()
    baseline(reading, recorded("TP0", "NT01"))
    reading.open_next()
    said(reading, *assessed("TP1"), non_target("TP1", "NT01", "unequivocal progression"), *calls("TP1", "PD"))
    reading.reveal()
    reading.lock()
    follow_up(reading)
    reading.unlock("TP1", "U-1", WHY)
    said(reading, non_target("TP1", "NT01"), why=WHY)
    reading.reveal()
    reading.lock()
    assert ("no-status", "NT01", "") in codes(reading)


def test_new_images_open_a_timepoint_and_all_after_it_and_no_reason_is_asked_for_a_fresh_sheet():
    reading, desk = _three_locked()
    desk.images.replaced["TP1"] = 50
    reading.open_next()
    assert [one.locked for one in reading.read.timepoints] == [True, False, False]
    said(reading, *assessed("TP1"), *calls("TP1"))
    reading.reveal()
    reading.lock()
    assert codes(reading) == [("not-revealed", "TP2", "")]
    with pytest.raises(IllegalAct, match="give a reason"):
        reading.do(revised("TP2", "T01", "23"))
    reading.reveal()
    reading.lock()
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
    reading.lock()
    assert (reading.read.active.name, reading.read.active.hindsight) == ("TP2", False)
    said(reading, *assessed("TP2")[1:], *calls("TP2"))
    reading.reveal()
    reading.lock()


def test_an_unlock_of_a_closed_case_ends_where_it_began():
    reading, _ = closed()
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.unlock("TP2", "U-1", WHY)
    reading.reveal()
    reading.lock()
    assert reading.read.state is State.QUESTIONNAIRE
    reading.sign(PASSWORD, "Dr A. Reader")


def test_a_new_version_needs_reasons_keeps_the_old_signature_and_is_signed_again():
    reading, desk = signed()
    reading.new_version("TP2", "V-1", WHY)
    with pytest.raises(IllegalAct, match="give a reason"):
        reading.do(revised("TP2", "T01", "30.1"))
    said(reading, revised("TP2", "T01", "30.1"), why=WHY)
    with pytest.raises(IllegalAct, match="A timepoint is open"):
        reading.sign(PASSWORD, "Dr A. Reader")
    reading.reveal()
    reading.lock()
    assert reading.read.state is State.QUESTIONNAIRE
    reading.sign(PASSWORD, "Dr A. Reader")
    assert [one.version for one in reading.read.signatures] == [1, 2]
    assert len({one.signature for one in reading.read.signatures}) == 2
    assert desk.images.purged == [CASE, CASE]


def test_a_new_version_without_a_reason_is_refused():
    reading, desk = signed()
    before = state(reading, desk)
    for approval, reason in (("V-1", ""), ("V-1", " "), ("", WHY)):
        with pytest.raises(IllegalAct, match="is empty"):
            reading.new_version("TP2", approval, reason)
    assert state(reading, desk) == before


def test_an_erratum_is_written_after_the_lock_and_changes_nothing_that_was_locked():
    desk = fake_desk()
    reading, _ = begun(desk)
    baseline(reading)
    sheet = reading.read.timepoints[0].sheet
    reading.do(events.ErratumNoted("TP0", "T02 is the other node"))
    assert reading.read.timepoints[0].sheet == sheet
    assert [one.text for one in reading.read.errata] == ["T02 is the other node"]
