"""What was begun and is not finished: on the slice it was begun on, whatever the wheel does meanwhile."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.shown_images import made_images, made_volume

from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind
from seedcryo_reader.viewing.tools.bidirectional import Bidirectional
from seedcryo_reader.viewing.view import Orientation, Shown

FIRST, SECOND = Shown("TP1", 1), Shown("TP1", 2)
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
IMAGES = made_images(made_volume(), made_volume())


@pytest.fixture
def viewport(qtbot) -> Viewport:
    made = Viewport()
    qtbot.addWidget(made)
    made.resize(516, 400)
    made.show_stack(IMAGES, FIRST)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    made.set_tool(Bidirectional)
    return made


def press(widget, x, y):
    QTest.mousePress(widget, LEFT, PLAIN, QPoint(x, y))


def release(widget, x, y):
    QTest.mouseRelease(widget, LEFT, PLAIN, QPoint(x, y))


def move(widget, x, y, held=LEFT):
    place = QPointF(x, y)
    kind = QEvent.Type.MouseMove
    QApplication.sendEvent(widget, QMouseEvent(kind, place, widget.mapToGlobal(place), LEFT, held, PLAIN))


def drag(widget, start, end):
    press(widget, *start)
    move(widget, *end)
    release(widget, *end)


def turn_wheel(widget, notches):
    place, none = QPointF(250, 200), Qt.MouseButton.NoButton
    turned, phase = QPoint(0, 120 * notches), Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, widget.mapToGlobal(place), QPoint(), turned, none, PLAIN, phase, False)
    QApplication.sendEvent(widget, event)


def slice_of(widget):
    return moving.slice_of(widget.volume, widget.view)


def test_while_the_button_is_down_in_a_drawing_the_image_stays(viewport):
    before = slice_of(viewport)
    press(viewport, 200, 200)
    move(viewport, 250, 200)
    turn_wheel(viewport, -3)
    QTest.keyClick(viewport, Qt.Key.Key_PageDown)
    QTest.keyClick(viewport, Qt.Key.Key_R)
    viewport.slider.moved.emit(0)
    assert (slice_of(viewport), viewport.view.orientation) == (before, Orientation.ACQUIRED)
    QTest.keyClick(viewport, Qt.Key.Key_I)
    assert viewport.view.window.inverted
    move(viewport, 300, 200)
    release(viewport, 300, 200)
    turn_wheel(viewport, -3)
    assert slice_of(viewport) == before - 3


def test_while_an_end_is_in_the_hand_the_image_stays(viewport, qtbot):
    viewport.set_tool(None)
    points = tuple(viewport.frame.to_mm(*one) for one in ((200, 200), (300, 200)))
    drawn = Drawn(Kind.LENGTH, FIRST, Orientation.ACQUIRED, points)
    viewport.set_items((Item("T01/whole", drawn, editable=True),))
    before = slice_of(viewport)
    press(viewport, 300, 200)
    turn_wheel(viewport, -2)
    assert slice_of(viewport) == before
    move(viewport, 340, 200)
    viewport.set_view(moving.scroll(viewport.volume, viewport.view, 2))
    move(viewport, 400, 200)
    with qtbot.waitSignal(viewport.item_changed) as told:
        release(viewport, 400, 200)
    assert np.allclose(told.args[1].points_mm[1], (*viewport.frame.to_mm(340, 200)[:2], points[0][2]))


def test_a_button_that_is_released_over_another_window_holds_no_image(viewport):
    before = slice_of(viewport)
    press(viewport, 200, 200)
    move(viewport, 250, 200)
    begun = viewport.draft
    QApplication.sendEvent(viewport, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    turn_wheel(viewport, -3)
    assert (slice_of(viewport), viewport.draft) == (before - 3, begun)


def test_what_was_begun_is_gone_on_with_on_its_own_slice_only(viewport, qtbot):
    drag(viewport, (200, 200), (300, 200))
    begun, place = viewport.draft, viewport.frame.centre_mm[2]
    turn_wheel(viewport, -3)
    with qtbot.assertNotEmitted(viewport.drawn):
        for act in (
            lambda: drag(viewport, (250, 180), (250, 230)),
            lambda: QTest.mouseDClick(viewport, LEFT, PLAIN, QPoint(250, 230)),
            lambda: QTest.keyClick(viewport, Qt.Key.Key_Return),
        ):
            with qtbot.waitSignal(viewport.refused) as told:
                act()
            assert "begun on another slice" in told.args[0]
    assert viewport.draft == begun
    turn_wheel(viewport, 3)
    with qtbot.waitSignal(viewport.drawn) as told:
        drag(viewport, (250, 180), (250, 230))
    assert [point[2] for point in told.args[0].points_mm] == pytest.approx([place] * 4)


def test_an_image_that_moved_on_by_itself_does_not_take_the_end_of_a_drawing_along(viewport, qtbot):
    press(viewport, 200, 200)
    move(viewport, 250, 200)
    begun = viewport.draft
    viewport.set_view(moving.scroll(viewport.volume, viewport.view, 3))
    move(viewport, 300, 200)
    release(viewport, 300, 200)
    assert viewport.draft == begun


def test_escape_drops_what_was_begun_on_another_slice(viewport):
    drag(viewport, (200, 200), (300, 200))
    turn_wheel(viewport, -3)
    QTest.keyClick(viewport, Qt.Key.Key_Escape)
    assert viewport.draft is None


def test_a_drawing_on_a_reformat_goes_on_when_its_place_is_scrolled_to_again(viewport, qtbot):
    QTest.keyClick(viewport, Qt.Key.Key_R)
    QTest.keyClick(viewport, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: viewport.message == "")
    drag(viewport, (200, 200), (300, 200))
    turn_wheel(viewport, -2)
    turn_wheel(viewport, 2)
    with qtbot.waitSignal(viewport.drawn):
        drag(viewport, (250, 180), (250, 230))


def test_what_was_begun_waits_on_its_series_while_another_phase_is_looked_at(viewport, qtbot):
    drag(viewport, (200, 200), (300, 200))
    begun, view = viewport.draft, viewport.view
    viewport.show_stack(IMAGES, SECOND, view)
    assert viewport.draft is None
    drag(viewport, (100, 100), (140, 120))
    other = viewport.draft
    viewport.show_stack(IMAGES, FIRST, view)
    assert viewport.draft == begun
    with qtbot.waitSignal(viewport.drawn) as told:
        drag(viewport, (250, 180), (250, 230))
    assert (told.args[0].shown, len(told.args[0].points_mm)) == (FIRST, 4)
    viewport.show_stack(IMAGES, SECOND, view)
    assert viewport.draft == other


def test_another_tool_drops_what_waits_on_other_series_too(viewport):
    drag(viewport, (200, 200), (300, 200))
    view = viewport.view
    viewport.show_stack(IMAGES, SECOND, view)
    assert viewport.has_begun
    viewport.set_tool(Bidirectional)
    assert not viewport.has_begun
    viewport.show_stack(IMAGES, FIRST, view)
    assert viewport.draft is None
