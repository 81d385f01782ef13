"""The way to a lock: questions, reasons, the background, and looking again at what was locked."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from reading.ways import WHY, assessed, baseline, begun, called, calls, follow_up, revised, said, unlock
from support.fake_desk import fake_desk
from ui.reading.verdict.rooms import acting_on, at_follow_up

from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.ui.reading.verdict.asking import ReasonDialog
from seedcryo_reader.ui.reading.verdict.locking import LockFlow

LEFT = Qt.MouseButton.LeftButton


def _flow(reading, room):
    acting = acting_on(reading)
    room.window.show()
    return LockFlow(acting, room.background, room.window), acting


def _asked(room):
    return next((one for one in room.window.findChildren(ReasonDialog) if one.isVisible()), None)


def _complete(t01, desk=None):
    """TP2 ready to be locked but for its guards."""
    reading = at_follow_up(t01, desk=desk)
    if t01 != "22":
        said(reading, called("TP2", "T01", "LP"), called("TP2", OVERALL, "PD"))
    reading.reveal()
    assert reading.missing() == ()
    return reading


def test_a_timepoint_without_a_question_is_locked_in_the_background(qtbot, room):
    reading = _complete("22")
    flow, acting = _flow(reading, room)
    with qtbot.waitSignals([acting.changed, flow.locked]):
        flow.start()
        assert not room.window.isEnabled()
        flow.start()
    assert room.window.isEnabled()
    assert reading.read.timepoint("TP2").locked
    assert reading.read.state is State.WAITING


def test_a_lock_goes_on_when_its_page_is_left(qtbot, room):
    reading = _complete("22")
    page, go = QWidget(room.window), Event()
    room.window.show()
    room.background.run(lambda _watch: go.wait(5), lambda _went: None)
    LockFlow(acting_on(reading), room.background, page).start()
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    go.set()
    qtbot.waitUntil(lambda: not room.background.is_busy)
    assert reading.read.timepoint("TP2").locked


def test_what_is_missing_is_said_and_nothing_is_locked(qtbot, room):
    reading = at_follow_up("22", called=False)
    flow, acting = _flow(reading, room)
    with qtbot.waitSignal(acting.refused) as refused:
        flow.start()
    assert refused.args == ["Your call about T01 is missing."]
    assert room.window.isEnabled()


def test_a_question_is_answered_with_a_reason_that_is_kept(qtbot, room):
    reading = _complete("40")
    flow, _ = _flow(reading, room)
    flow.start()
    dialog = _asked(room)
    assert "23.4 mm at TP1 and is 40.0 mm at TP2" in dialog.question.text().replace("\u00a0", " ")
    assert not dialog.keep.isEnabled()
    QTest.keyClicks(dialog.field, "   ")
    assert not dialog.keep.isEnabled()
    QTest.keyClicks(dialog.field, "regrowth at the margin")
    with qtbot.waitSignal(flow.locked):
        QTest.keyPress(dialog.field, Qt.Key.Key_Return)
    answered = reading.read.guards_answered
    assert [(one.about, one.reason) for one in answered] == [("T01", "regrowth at the margin")]
    assert reading.read.timepoint("TP2").locked


@pytest.mark.parametrize("way", ["button", "Esc"])
def test_going_back_leads_to_the_lesion_and_locks_nothing(qtbot, room, way):
    reading = _complete("40")
    flow, _ = _flow(reading, room)
    flow.start()
    dialog = _asked(room)
    with qtbot.waitSignal(flow.wanted) as wanted:
        if way == "button":
            QTest.mouseClick(dialog.back, LEFT)
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert wanted.args == ["T01"]
    assert not reading.read.timepoint("TP2").locked
    flow.start()
    assert _asked(room) is not None


def test_images_that_are_not_those_that_were_opened_are_told_and_the_room_comes_back(qtbot, room):
    desk = fake_desk()
    reading = _complete("22", desk)
    desk.images.changed.add("TP2")
    flow, acting = _flow(reading, room)
    with qtbot.waitSignal(acting.refused) as refused:
        flow.start()
    assert refused.args == ["The images of TP2 are not the ones that were opened."]
    assert room.window.isEnabled()
    assert not reading.read.timepoint("TP2").locked
    desk.images.changed.clear()
    with qtbot.waitSignal(flow.locked):
        flow.start()


def _to_be_reconfirmed(smaller, desk=None):
    reading, _ = begun(desk)
    baseline(reading)
    follow_up(reading, "22")
    reading.open_next()
    said(reading, *assessed("TP2"), *calls("TP2", reason=None))
    reading.reveal()
    reading.lock()
    unlock(reading, "TP1")
    said(reading, revised("TP1", "T01", smaller), why=WHY)
    reading.reveal()
    reading.lock()
    return reading


def test_what_still_holds_is_reconfirmed_at_once(qtbot, room):
    reading = _to_be_reconfirmed("21.9")
    flow, _ = _flow(reading, room)
    with qtbot.waitSignal(flow.reconfirmed):
        flow.start()
    assert reading.read.state is State.WAITING


def test_a_call_that_stands_against_the_new_conclusion_needs_a_reason(qtbot, room):
    reading = _to_be_reconfirmed("16")
    flow, _ = _flow(reading, room)
    flow.start()
    dialog = _asked(room)
    assert "After the change the criteria say LP about T01 at TP2; you called no LP." in dialog.question.text().replace(
        "\u00a0", " "
    )
    QTest.keyClicks(dialog.field, "the earlier zone had collapsed")
    with qtbot.waitSignal(flow.reconfirmed):
        QTest.mouseClick(dialog.keep, LEFT)
    assert reading.records[-1].reason == "the earlier zone had collapsed"
    assert reading.read.timepoint("TP2").sheet.calls[OVERALL].value == "SD"


def test_not_now_leaves_it_to_be_reconfirmed(qtbot, room):
    reading = _to_be_reconfirmed("16")
    flow, _ = _flow(reading, room)
    flow.start()
    before = reading.records
    QTest.mouseClick(_asked(room).back, LEFT)
    assert reading.records == before
    assert reading.read.active.reconfirm


def test_what_cannot_be_written_is_told_and_can_be_tried_again(qtbot, room):
    desk = fake_desk()
    reading = _to_be_reconfirmed("21.9", desk)
    flow, acting = _flow(reading, room)
    desk.log.fails = True
    with qtbot.waitSignal(acting.refused) as refused:
        flow.start()
    assert refused.args == ["The disk is full."]
    assert reading.read.active.reconfirm
    desk.log.fails = False
    with qtbot.waitSignal(flow.reconfirmed):
        flow.start()
