"""Calls, the reveal and the reason in words, by mouse and by keys."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget
from reading.ways import (
    WHY,
    assessed,
    baseline,
    begun,
    called,
    calls,
    follow_up,
    new_lesion,
    non_target,
    recorded,
    revised,
    said,
    unlock,
)
from ui.reading.verdict.rooms import acting_on, at_follow_up

from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.ui.reading.panel import LEAST_WIDTH
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.reading.verdict.todo import TodoSection
from seedcryo_reader.ui.shared.theme import SPACING

LEFT = Qt.MouseButton.LeftButton


def _shown(qtbot, reading, why=None):
    acting = acting_on(reading, why)
    section = CallsSection(acting)
    qtbot.addWidget(section)
    section.resize(360, 900)
    section.show()
    return section, acting


def _texts(section):
    """Everything that can be read on it."""
    return " ".join(re.sub("<[^>]*>", " ", one.text()) for one in section.findChildren(QLabel) if one.isVisible())


def _calls(reading):
    return {about: (one.value, one.reason) for about, one in reading.read.active.sheet.calls.items()}


def test_a_click_calls_and_a_second_one_on_the_same_says_nothing(qtbot):
    reading = at_follow_up(called=False)
    section, _ = _shown(qtbot, reading)
    button = section.block("T01").choices.button("LP")
    QTest.mouseClick(button, LEFT)
    QTest.mouseClick(button, LEFT)
    assert _calls(reading) == {"T01": ("LP", None)}
    assert reading.records[-1].event.value == "LP"
    assert type(reading.records[-2].event).__name__ != "CallMade"
    assert button.isChecked()


def test_the_arrow_keys_walk_and_only_enter_calls(qtbot):
    reading = at_follow_up(called=False)
    section, _ = _shown(qtbot, reading)
    choices = section.block("T01").choices
    section.activateWindow()
    qtbot.waitUntil(section.isActiveWindow)
    choices.button("LP").setFocus()
    QTest.keyClick(choices.button("LP"), Qt.Key.Key_Right)
    QTest.keyClick(choices.button("no LP"), Qt.Key.Key_Right)
    assert choices.button("residual").hasFocus()
    assert _calls(reading) == {}
    QTest.keyClick(choices.button("residual"), Qt.Key.Key_Return)
    assert _calls(reading) == {"T01": ("residual", None)}


def test_nothing_computed_can_be_read_before_the_reveal_and_the_reason_in_words_after_it(qtbot):
    reading = at_follow_up("30.1")
    section, _ = _shown(qtbot, reading)
    assert not re.search(r"Computed|28\.6|agrees|differs", _texts(section))
    with qtbot.waitSignal(section.revealed):
        QTest.mouseClick(section.button, LEFT)
    texts = _texts(section).replace("\u00a0", " ")
    assert "Computed: local progression – differs from your call" in texts
    assert "30.1 mm is +6.7 mm and +28.6 % over the nadir 23.4 mm at TP1; rule 4.2" in texts
    assert "Computed: stable disease – agrees" in texts
    assert section.focusWidget() is section.block("T01").choices.button("no LP")
    assert "30.1 ≥ 1.20 × 23.4" not in texts
    QTest.mouseClick(section.block("T01").trace.toggle, LEFT)
    assert "30.1 ≥ 1.20 × 23.4 and 30.1 − 23.4 ≥ 5" in _texts(section)
    assert section.button.isHidden()


def test_the_text_of_a_conclusion_has_true_minus_signs_and_no_code_and_the_record_stays_as_it_was(qtbot):
    reading = at_follow_up("22", called=False)
    said(reading, recorded("TP2", "NL01"), new_lesion("TP2", "NL01", "unequivocal"), *calls("TP2", "PD", reason=None))
    section, _ = _shown(qtbot, reading)
    section.reveal()
    texts = _texts(section).replace("\u00a0", " ")
    assert "22.0 mm is \N{MINUS SIGN}1.4 mm and \N{MINUS SIGN}6.0 % over the nadir" in texts
    assert "Progression: a new lesion" in texts
    assert not re.search(r"\s-\d|UNEQUIVOCAL", texts)
    logged = {one.about: one.text for one in reading.read.active.revealed.conclusions}
    assert "22.0 mm is -1.4 mm and -6.0 %" in logged["T01"]


def test_nothing_that_is_revealed_is_wider_than_the_narrowest_panel(qtbot):
    reading, _ = begun()
    baseline(reading, recorded("TP0", "NT01"))
    reading.open_next()
    said(reading, *assessed("TP1"), non_target("TP1", "NT01"), *calls("TP1", reason=None))
    section, _ = _shown(qtbot, reading)
    section.reveal()
    assert any(one.text() == "Non-target disease: NON-CR/NON-PD" for one in section.findChildren(QToolButton))
    assert section.minimumSizeHint().width() <= LEAST_WIDTH - 2 * SPACING.medium


def test_what_the_reveal_waits_for_is_named_and_it_cannot_be_had_before(qtbot):
    reading = at_follow_up(called=False)
    section, acting = _shown(qtbot, reading)
    assert not section.button.isEnabled()
    assert "Your call about T01 is missing. Your call about T02 is missing. And 1 more." in _texts(section)
    with qtbot.waitSignal(acting.refused):
        section.reveal()
    assert reading.read.active.revealed is None
    for about, value in (("T01", "no LP"), ("T02", "no LP"), (OVERALL, "SD")):
        QTest.mouseClick(section.block(about).choices.button(value), LEFT)
    assert section.button.isEnabled()


def test_a_call_that_differs_asks_why_and_keeps_the_reason_with_the_call(qtbot):
    reading = at_follow_up("30.1")
    section, _ = _shown(qtbot, reading)
    assert section.block("T01").reason.isHidden()
    section.reveal()
    field = section.block("T01").reason
    assert (field.isVisible(), section.block("T02").reason.isVisible()) == (True, False)
    assert [one.code for one in reading.missing()] == ["no-reason"]
    QTest.keyClicks(field, "  the rim is smooth ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert _calls(reading)["T01"] == ("no LP", "the rim is smooth")
    assert reading.missing() == ()


def _in_column(qtbot, reading):
    """The calls with what is left to do above them, in a column that scrolls, where a reason was begun about T01."""
    acting, column, inside = acting_on(reading), QScrollArea(), QWidget()
    section, todo = CallsSection(acting), TodoSection(acting)
    box = QVBoxLayout(inside)
    box.addWidget(todo)
    box.addWidget(section)
    column.setWidget(inside)
    column.setWidgetResizable(True)
    qtbot.addWidget(column)
    column.resize(360, 420)
    column.show()
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    section.reveal()
    field = section.block("T01").reason
    field.setFocus()
    QTest.keyClicks(field, "the rim is smooth")
    _settle()
    return section, todo, column


def _settle():
    """Let everything happen that may: layouts ask each other more than once."""
    for _ in range(5):
        QApplication.processEvents()


def _press_and_look(section, button):
    """Press a button and let what follows from that happen; how far the button moved."""
    before = button.mapTo(section.window(), button.rect().center())
    QTest.mousePress(button, LEFT)
    _settle()
    return button.mapTo(section.window(), button.rect().center()) - before


def test_a_click_on_another_call_is_not_lost_to_the_reason_that_was_begun(qtbot):
    reading = at_follow_up("30.1")
    section, todo, _ = _in_column(qtbot, reading)
    button, rows = section.block("T01").choices.button("LP"), todo.list.count()
    assert _press_and_look(section, button).isNull()
    assert (todo.list.count(), _calls(reading)["T01"]) == (rows, ("no LP", None))
    QTest.mouseRelease(button, LEFT)
    QApplication.processEvents()
    assert _calls(reading)["T01"] == ("LP", None)
    assert "the rim is smooth" not in [getattr(one.event, "reason", None) for one in reading.records]


def test_a_reason_is_kept_once_the_click_elsewhere_was_delivered(qtbot):
    reading = at_follow_up("30.1")
    section, _, _ = _in_column(qtbot, reading)
    button = section.block("T02").choices.button("LP")
    assert _press_and_look(section, button).isNull()
    assert _calls(reading)["T01"] == ("no LP", None)
    QTest.mouseRelease(button, LEFT)
    qtbot.waitUntil(lambda: _calls(reading)["T01"] == ("no LP", "the rim is smooth"))
    assert _calls(reading)["T02"] == ("LP", None)


def test_another_reason_is_kept_before_the_click_that_may_lock(qtbot):
    reading = at_follow_up("30.1")
    section, todo, _ = _in_column(qtbot, reading)
    field = section.block("T01").reason
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, " at its end")
    heard = []
    todo.lock_wanted.connect(lambda: heard.append(_calls(reading)["T01"]))
    QTest.mouseClick(todo.button, LEFT)
    assert heard == [("no LP", "the rim is smooth at its end")]


def test_one_letter_is_no_reason(qtbot):
    reading = at_follow_up("30.1")
    section, _ = _shown(qtbot, reading)
    section.reveal()
    field = section.block("T01").reason
    QTest.keyClicks(field, " u ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert _calls(reading)["T01"] == ("no LP", None)
    assert "Say why in a few words." in _texts(section)
    QTest.keyClicks(field, "nclear rim")
    assert "Say why in a few words." not in _texts(section)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert _calls(reading)["T01"] == ("no LP", "u nclear rim")


def test_the_place_of_a_call_that_wants_a_reason_is_its_button_and_a_key_there_writes_nothing(qtbot):
    reading = at_follow_up("30.1")
    section, _ = _shown(qtbot, reading)
    section.reveal()
    place = section.place_of("T01")
    assert place is section.block("T01").choices.button("no LP")
    QTest.keyClick(place, Qt.Key.Key_U)
    assert section.block("T01").reason.text() == ""
    assert section.place_of("T09") is None


def test_after_the_reveal_the_focus_is_at_the_first_call_that_differs_and_that_is_seen(qtbot):
    reading = at_follow_up("22")
    said(reading, called("TP2", OVERALL, "PD"))
    section, _ = _shown(qtbot, reading)
    section.reveal()
    assert section.focusWidget() is section.block(OVERALL).choices.button("PD")


def test_the_arrow_keys_walk_in_the_order_that_is_seen_and_scroll_it_into_view(qtbot):
    reading = at_follow_up("30.1")
    section, _, column = _in_column(qtbot, reading)
    buttons = section.block(OVERALL).choices.findChildren(QPushButton)
    seen = sorted(buttons, key=lambda one: (one.y(), one.x()))
    seen[0].setFocus()
    column.verticalScrollBar().setValue(0)
    walked = []
    for _ in seen:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        at = QApplication.focusWidget()
        walked.append(at)
        assert column.viewport().rect().contains(at.mapTo(column.viewport(), at.rect().center()))
    assert walked == [*seen[1:], seen[0]]
    assert column.verticalScrollBar().value() > 0


def test_a_call_changed_after_the_reveal_loses_its_reason_and_says_that_it_is_late(qtbot):
    reading = at_follow_up("30.1")
    section, acting = _shown(qtbot, reading)
    section.reveal()
    said(reading, called("TP2", "T01", "no LP", "the rim is smooth"))
    acting.tell_changed()
    QTest.mouseClick(section.block("T01").choices.button("LP"), LEFT)
    assert _calls(reading)["T01"] == ("LP", None)
    assert "After the reveal: called." in _texts(section)
    assert section.block("T01").reason.isHidden()


def test_measuring_again_makes_the_conclusion_old_until_it_is_shown_again(qtbot):
    reading = at_follow_up("30.1")
    section, acting = _shown(qtbot, reading)
    section.reveal()
    said(reading, revised("TP2", "T01", "22"))
    acting.tell_changed()
    texts = _texts(section)
    assert "Something was changed after the conclusions had been shown" in texts
    assert "Computed: local progression – from before the change" in texts
    assert "After the reveal: T01 assessed." in texts
    assert section.button.text() == "Reveal again"
    QTest.mouseClick(section.button, LEFT)
    assert "Computed: no local progression – agrees" in _texts(section)
    assert "After the reveal: T01 assessed." in _texts(section)


@pytest.mark.parametrize(("why", "made"), [("the wrong line was clicked", "LP"), (None, "no LP")])
def test_a_call_after_a_lock_says_why_or_is_not_made(qtbot, why, made):
    reading, _ = begun()
    baseline(reading)
    follow_up(reading)
    unlock(reading, "TP1")
    section, _ = _shown(qtbot, reading, why)
    QTest.mouseClick(section.block("T01").choices.button("LP"), LEFT)
    assert _calls(reading)["T01"][0] == made
    assert section.block("T01").choices.button(made).isChecked()
    assert (reading.records[-1].reason == why) is (why is not None)


def test_the_blocks_are_those_of_the_open_timepoint(qtbot):
    reading, _ = begun()
    section, acting = _shown(qtbot, reading)
    assert "No call is made at the baseline." in _texts(section)
    baseline(reading)
    reading.open_next()
    acting.tell_changed()
    assert section.block("T02").choices.isEnabled()
    qtbot.waitUntil(lambda: "Overall" in _texts(section))
    unlock(reading, "TP0")
    said(reading, revised("TP0", "T01", "23"), why=WHY)
    acting.tell_changed()
    assert "Overall" not in _texts(section)
