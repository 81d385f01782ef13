"""Whatever a hand draws can be drawn by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.shown_images import made_images

from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.drawing import Kind
from seedcryo_reader.viewing.tools.bidirectional import Bidirectional
from seedcryo_reader.viewing.tools.contour import Contour
from seedcryo_reader.viewing.tools.plane import distance_mm
from seedcryo_reader.viewing.view import Shown

LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
PUT = Qt.Key.Key_Return


@pytest.fixture
def viewport(qtbot):
    made = Viewport()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show_stack(made_images(), Shown("TP0", 1))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def press(viewport, *keys):
    for key in keys:
        QTest.keyClick(viewport, key)


def far(viewport, key, times=1):
    for _ in range(times):
        QTest.keyClick(viewport, key, Qt.KeyboardModifier.ShiftModifier)


def test_a_caliper_of_two_axes_is_drawn_by_keys(viewport, qtbot):
    viewport.set_tool(Bidirectional)
    place = viewport.view.centre_mm
    press(viewport, PUT)
    far(viewport, LEFT)
    press(viewport, PUT)
    far(viewport, RIGHT, 3)
    press(viewport, PUT)
    far(viewport, LEFT)
    far(viewport, UP)
    press(viewport, PUT)
    with qtbot.waitSignal(viewport.drawn) as drawn:
        far(viewport, DOWN, 2)
        press(viewport, PUT)
    (made,) = drawn.args
    step = 20 * viewport.frame.mm_per_pixel
    long, short = (distance_mm(*made.points_mm[at : at + 2]) for at in (0, 2))
    assert (made.kind, long, short) == (Kind.BIDIRECTIONAL, pytest.approx(3 * step), pytest.approx(2 * step))
    assert viewport.view.centre_mm == place
    press(viewport, DOWN)
    assert viewport.view.centre_mm != place


def test_putting_twice_at_one_place_finishes_a_contour_and_a_caliper_of_one_axis(viewport, qtbot):
    for tool, corners in ((Bidirectional, (LEFT, RIGHT)), (Contour, (LEFT, UP, RIGHT))):
        viewport.set_tool(tool)
        press(viewport, PUT)
        for key in corners:
            far(viewport, key, 2)
            press(viewport, PUT)
        with qtbot.waitSignal(viewport.drawn) as drawn:
            press(viewport, PUT)
        assert len(drawn.args[0].points_mm) == len(corners)


def test_escape_drops_the_draft_then_the_pointer_then_the_tool(viewport, qtbot):
    viewport.set_tool(Bidirectional)
    press(viewport, PUT, RIGHT, PUT)
    assert viewport.draft is not None
    press(viewport, Qt.Key.Key_Escape)
    assert viewport.draft is None
    place = viewport.view.centre_mm
    press(viewport, DOWN)
    assert viewport.view.centre_mm == place
    press(viewport, Qt.Key.Key_Escape, DOWN)
    assert viewport.view.centre_mm != place
    with qtbot.waitSignal(viewport.put_away):
        press(viewport, Qt.Key.Key_Escape)
