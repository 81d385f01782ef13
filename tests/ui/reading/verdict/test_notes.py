"""Notes to the centre, and the charter's note beside what is in hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from reading.ways import baseline, begun, signed
from ui.reading.verdict.rooms import acting_on, at_follow_up

from seedcryo_reader.domain import events
from seedcryo_reader.ui.reading.verdict.notes import ErratumDialog, IncidentalDialog, QueryDialog
from seedcryo_reader.ui.reading.verdict.popover import ChartPopover

LEFT = Qt.MouseButton.LeftButton


def _opened(qtbot, dialog):
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def _texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def test_a_query_names_timepoint_and_kind_and_is_kept_on_one_line(qtbot):
    reading = at_follow_up()
    dialog = _opened(qtbot, QueryDialog(acting_on(reading)))
    kinds = [dialog.kind.itemText(k) for k in range(dialog.kind.count())]
    assert kinds == list(reading.protocol.picklists["query-kinds"])
    assert (dialog.timepoint.currentText(), dialog.keep.isEnabled()) == ("TP2", False)
    dialog.kind.setFocus()
    QTest.keyClicks(dialog.kind, "poor")
    QTest.keyClicks(dialog.text, "movement")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.text, "in the upper slices")
    QTest.mouseClick(dialog.keep, LEFT)
    assert reading.records[-1].event == events.ImageQueried("TP2", "poor quality", "movement in the upper slices")
    assert not dialog.isVisible()
    again = _opened(qtbot, QueryDialog(acting_on(reading)))
    assert "TP2 · poor quality · movement in the upper slices" in _texts(again)


def test_an_incidental_finding_can_be_told_after_the_signature_too(qtbot):
    reading, _ = signed()
    dialog = _opened(qtbot, IncidentalDialog(acting_on(reading)))
    QTest.keyClicks(dialog.text, "an aneurysm of the aorta")
    QTest.mouseClick(dialog.keep, LEFT)
    assert reading.read.incidental[0].text == "an aneurysm of the aorta"


def test_an_erratum_is_about_a_locked_timepoint(qtbot):
    reading = at_follow_up()
    dialog = _opened(qtbot, ErratumDialog(acting_on(reading)))
    assert [dialog.timepoint.itemText(k) for k in range(dialog.timepoint.count())] == ["TP0", "TP1"]
    QTest.keyClicks(dialog.text, "T02 is the other node")
    QTest.mouseClick(dialog.keep, LEFT)
    assert reading.records[-1].event == events.ErratumNoted("TP1", "T02 is the other node")


def test_before_the_first_lock_no_erratum_can_be_kept(qtbot):
    reading, _ = begun()
    dialog = _opened(qtbot, ErratumDialog(acting_on(reading)))
    QTest.keyClicks(dialog.text, "too early")
    assert not dialog.keep.isEnabled()


def test_a_text_that_is_too_long_says_by_how_much(qtbot):
    dialog = _opened(qtbot, IncidentalDialog(acting_on(at_follow_up())))
    dialog.text.setPlainText("x" * 4003)
    assert dialog.banner.text == "The text is 3 characters too long."
    assert not dialog.keep.isEnabled()
    dialog.text.setPlainText("x" * 4000)
    assert (dialog.banner.isVisible(), dialog.keep.isEnabled()) == (False, True)


def test_a_note_that_cannot_be_written_stays_on_the_screen_with_the_reason(qtbot):
    reading, desk = begun()
    baseline(reading)
    dialog = _opened(qtbot, ErratumDialog(acting_on(reading)))
    QTest.keyClicks(dialog.text, "a slip")
    desk.log.fails = True
    QTest.mouseClick(dialog.keep, LEFT)
    assert (dialog.isVisible(), dialog.banner.text) == (True, "The disk is full.")
    assert dialog.text.toPlainText() == "a slip"
    desk.log.fails = False
    QTest.mouseClick(dialog.keep, LEFT)
    assert reading.read.errata[0].text == "a slip"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1])
def test_a_charter_note_closes_by_its_keys_and_gives_the_focus_back(qtbot, room, key):
    field = QLineEdit(room.window)
    room.window.show()
    room.window.activateWindow()
    qtbot.waitUntil(room.window.isActiveWindow)
    field.setFocus()
    popover = ChartPopover(room.window)
    popover.toggle("Absent", "The lesion is not seen any more. It counts as 0 mm.", field)
    assert popover.isVisible()
    assert popover.hasFocus()
    assert room.window.rect().contains(popover.geometry())
    QTest.keyClick(popover, key)
    assert not popover.isVisible()
    assert field.hasFocus()


def test_a_charter_note_covers_nothing_of_what_it_is_to_keep_clear_of(qtbot, room):
    panel = QWidget(room.window)
    panel.setGeometry(500, 0, 400, 700)
    field = QLineEdit(panel)
    field.move(200, 120)
    room.window.show()
    popover = ChartPopover(room.window)
    popover.toggle("Absent", "It counts as 0 mm.", field, clear_of=panel)
    assert popover.geometry().right() < panel.x()
    assert popover.y() == 120


def test_the_same_note_again_closes_it_and_another_one_takes_its_place(qtbot, room):
    room.window.show()
    popover = ChartPopover(room.window)
    popover.toggle("Absent", "It counts as 0 mm.")
    popover.toggle("Too small", "It counts as 5 mm.")
    assert (popover.isVisible(), popover.text) == (True, "It counts as 5 mm.")
    popover.toggle("Too small", "It counts as 5 mm.")
    assert not popover.isVisible()
