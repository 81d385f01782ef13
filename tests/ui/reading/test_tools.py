"""The tool in hand, the same in all viewports."""

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from support.shown_images import made_images, made_volume

from seedcryo_reader.ui.reading.tools import Tools
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.drawing import Kind
from seedcryo_reader.viewing.view import Shown

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def viewports(qtbot):
    made = []
    for _ in range(2):
        one = Viewport()
        qtbot.addWidget(one)
        one.resize(400, 300)
        one.show_stack(made_images(), Shown("TP0", 1))
        one.show()
        made.append(one)
    return made


def long_axis(viewport):
    QTest.mousePress(viewport, LEFT, NONE, QPoint(100, 100))
    QTest.mouseMove(viewport, QPoint(150, 100))
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(200, 100))


def test_what_was_begun_is_dropped_everywhere_and_the_tool_stays_in_hand(viewports):
    owner = QObject()
    tools = Tools(viewports, owner)
    tools.take(Kind.BIDIRECTIONAL)
    assert not tools.begin_again()
    for one in viewports:
        long_axis(one)
        assert one.draft is not None
    assert tools.begin_again()
    assert [one.draft for one in viewports] == [None, None]
    assert tools.kind is Kind.BIDIRECTIONAL
    long_axis(viewports[0])
    assert viewports[0].draft is not None


def test_an_act_takes_its_tool_and_never_puts_it_away(viewports):
    owner = QObject()
    tools, act = Tools(viewports, owner), QAction(owner)
    tools.show_on({Kind.BIDIRECTIONAL: act})
    act.triggered.connect(lambda: tools.take(Kind.BIDIRECTIONAL))
    for _ in range(2):
        act.trigger()
        assert (tools.kind, act.isChecked()) == (Kind.BIDIRECTIONAL, True)
    viewports[0].cancel_drawing()
    assert (tools.kind, act.isChecked()) == (None, False)


def test_half_a_caliper_on_a_series_that_is_not_shown_is_dropped_too(viewports):
    owner, images = QObject(), made_images(made_volume(), made_volume())
    tools = Tools(viewports, owner)
    tools.take(Kind.BIDIRECTIONAL)
    long_axis(viewports[0])
    viewports[0].show_stack(images, Shown("TP0", 2))
    assert tools.begin_again()
    viewports[0].show_stack(images, Shown("TP0", 1))
    assert viewports[0].draft is None
