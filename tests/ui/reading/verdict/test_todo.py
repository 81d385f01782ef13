"""The completeness list and its button."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from reading.ways import assessed, baseline, begun, measured, said
from ui.reading.verdict.rooms import acting_on, at_follow_up

from seedcryo_reader.ui.reading.verdict.todo import TodoSection

LEFT = Qt.MouseButton.LeftButton


def _shown(qtbot, reading):
    acting = acting_on(reading)
    section = TodoSection(acting)
    qtbot.addWidget(section)
    section.resize(340, 500)
    section.show()
    return section, acting


def test_everything_that_is_missing_is_a_click_away(qtbot):
    reading, _ = begun()
    section, _ = _shown(qtbot, reading)
    assert [section.list.item(row).text() for row in range(section.list.count())] == [
        "T01 is not assessed at TP0.",
        "T02 is not assessed at TP0.",
    ]
    with qtbot.waitSignal(section.wanted) as wanted:
        place = section.list.visualItemRect(section.list.item(1)).center()
        QTest.mouseClick(section.list.viewport(), LEFT, pos=place)
    assert wanted.args == [reading.missing()[1]]
    with qtbot.waitSignal(section.wanted) as wanted:
        QTest.keyClick(section.list, Qt.Key.Key_Return)
    assert wanted.args == [reading.missing()[1]]
    assert section.first() == reading.missing()[0]


def test_the_lock_is_to_be_had_only_when_the_list_is_empty(qtbot):
    reading, _ = begun()
    section, acting = _shown(qtbot, reading)
    assert (section.button.text(), section.button.isEnabled()) == ("Lock TP0", False)
    QTest.mouseClick(section.button, LEFT)
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    acting.tell_changed()
    assert (section.list.isVisible(), section.first()) == (False, None)
    with qtbot.waitSignal(section.lock_wanted):
        QTest.mouseClick(section.button, LEFT)


def test_where_nothing_is_open_there_is_nothing_to_lock(qtbot):
    reading, _ = begun()
    baseline(reading)
    section, _ = _shown(qtbot, reading)
    assert section.button.isHidden()
    assert section.first() is None


def test_rows_are_whole_and_no_line_is_cut(qtbot):
    reading = at_follow_up("30.1")
    reading.reveal()
    section, _ = _shown(qtbot, reading)
    rows = section.list
    assert rows.item(0).text() == "Your call about T01 (no LP) differs from the computed one (LP); say why."
    needed = rows.fontMetrics().boundingRect(
        0, 0, rows.viewport().width() - 16, 500, Qt.TextFlag.TextWordWrap, rows.item(0).text()
    )
    assert needed.height() > rows.fontMetrics().height() * 1.5
    assert rows.visualItemRect(rows.item(0)).height() >= needed.height()
    assert rows.viewport().height() >= rows.visualItemRect(rows.item(0)).bottom()


def test_a_long_list_shows_some_rows_and_scrolls(qtbot):
    reading, _ = begun()
    baseline(reading)
    reading.open_next()
    section, _ = _shown(qtbot, reading)
    rows = section.list
    assert rows.count() == len(reading.missing()) == 11
    assert rows.height() < sum(rows.visualItemRect(rows.item(row)).height() for row in range(rows.count()))
    said(reading, *assessed("TP1"))
    section.refresh()
    assert rows.count() == 4
