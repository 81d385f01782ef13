"""A viewport under real mouse, wheel and key events, and the picture it gives."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.shown_images import BALL, BALL_MM, BALL_RADIUS_MM, BODY, made_images, made_volume

from seedcryo_reader.imaging.window import Window, grey
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind
from seedcryo_reader.viewing.tools.bidirectional import Bidirectional
from seedcryo_reader.viewing.tools.length import Length
from seedcryo_reader.viewing.tools.point import Point
from seedcryo_reader.viewing.view import Orientation, Shown

SHOWN = Shown("TP1", 1)
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
PLAIN, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def viewport(qtbot) -> Viewport:
    made = Viewport()
    qtbot.addWidget(made)
    made.resize(516, 400)
    made.show_stack(made_images(), SHOWN, None, "TP1 · portal venous")
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


def move(widget: Viewport, at: tuple[float, float], held=Qt.MouseButton.NoButton, modifiers=PLAIN) -> None:
    place = QPointF(*at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, widget.mapToGlobal(place), Qt.MouseButton.NoButton, held, modifiers
    )
    QApplication.sendEvent(widget, event)


def drag(widget: Viewport, button, start, end, modifiers=PLAIN) -> None:
    QTest.mousePress(widget, button, modifiers, QPoint(*start))
    move(widget, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), button, modifiers)
    move(widget, end, button, modifiers)
    QTest.mouseRelease(widget, button, modifiers, QPoint(*end))


def turn_wheel(widget: Viewport, angle: int, modifiers=PLAIN, at=(250.0, 200.0)) -> None:
    place = QPointF(*at)
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def slice_of(widget: Viewport) -> int | None:
    return moving.slice_of(widget.volume, widget.view)


def greys_of(widget: Viewport) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), :3].copy()


def caliper(widget: Viewport, *at: tuple[float, float], editable: bool = True) -> Item:
    points = tuple(widget.frame.to_mm(*one) for one in at)
    kind = Kind.BIDIRECTIONAL if len(at) == 4 else Kind.LENGTH
    return Item("T01/whole", Drawn(kind, SHOWN, widget.view.orientation, points), ("T01",), editable=editable)


def test_the_wheel_scrolls_by_slices_and_stops_at_the_ends(viewport, qtbot):
    start = slice_of(viewport)
    with qtbot.waitSignal(viewport.view_changed):
        turn_wheel(viewport, -120)
    assert slice_of(viewport) == start - 1
    for _ in range(8):
        turn_wheel(viewport, 15)
    assert slice_of(viewport) == start
    turn_wheel(viewport, 120 * 100)
    assert slice_of(viewport) == 23
    with qtbot.assertNotEmitted(viewport.view_changed):
        turn_wheel(viewport, 120)


def test_keys_scroll(viewport):
    for key, wanted in (
        (Qt.Key.Key_Home, 23),
        (Qt.Key.Key_Down, 22),
        (Qt.Key.Key_PageDown, 12),
        (Qt.Key.Key_Up, 13),
        (Qt.Key.Key_PageUp, 23),
        (Qt.Key.Key_End, 0),
    ):
        QTest.keyClick(viewport, key)
        assert slice_of(viewport) == wanted


def test_the_slider_goes_to_slices_and_shows_marks(viewport):
    viewport.set_marks((("T01", BALL_MM),))
    [(place, label)] = viewport.slider.ticks
    assert label == "T01"
    QTest.mouseClick(viewport.slider, LEFT, PLAIN, QPoint(8, round(viewport.slider.y_of(place))))
    assert slice_of(viewport) == 10


def test_the_right_button_windows(viewport):
    drag(viewport, RIGHT, (100, 100), (150, 80))
    window = viewport.view.window
    assert window.width == round(400 * np.exp(0.25))
    assert window.center == 40 - 20 * 400 * 0.004


def test_the_middle_button_and_space_pan(viewport):
    before = viewport.frame
    drag(viewport, MIDDLE, (100, 100), (130, 90))
    assert np.allclose(viewport.frame.to_screen(before.to_mm(100, 100)), (130, 90))
    QTest.keyPress(viewport, Qt.Key.Key_Space)
    drag(viewport, LEFT, (100, 100), (70, 110))
    QTest.keyRelease(viewport, Qt.Key.Key_Space)
    assert np.allclose(viewport.frame.to_screen(before.to_mm(100, 100)), (100, 100))


def test_ctrl_and_the_wheel_enlarge_about_the_pointer(viewport):
    before = viewport.frame
    turn_wheel(viewport, 120, CTRL, (60.0, 320.0))
    assert viewport.frame.mm_per_pixel < before.mm_per_pixel
    assert np.allclose(viewport.frame.to_screen(before.to_mm(60, 320)), (60, 320))
    QTest.keyClick(viewport, Qt.Key.Key_F)
    assert moving.is_fitted(viewport.volume, viewport.view, viewport.canvas)
    QTest.keyClick(viewport, Qt.Key.Key_O)
    assert viewport.frame.mm_per_pixel == 1.5 * viewport.devicePixelRatioF()


def test_number_keys_take_presets_and_i_inverts(viewport, qtbot):
    for key, window in ((Qt.Key.Key_2, (80, 150)), (Qt.Key.Key_3, (-600, 1500)), (Qt.Key.Key_0, (40, 400))):
        QTest.keyClick(viewport, key)
        assert (viewport.view.window.center, viewport.view.window.width) == window
    QTest.keyClick(viewport, Qt.Key.Key_I)
    QTest.keyClick(viewport, Qt.Key.Key_1)
    assert viewport.view.window.inverted
    with qtbot.waitSignal(viewport.refused):
        QTest.keyClick(viewport, Qt.Key.Key_9)


def test_what_a_program_shows_is_told_to_nobody(viewport, qtbot):
    view = moving.to_slice(viewport.volume, viewport.view, 3)
    with qtbot.assertNotEmitted(viewport.view_changed):
        viewport.set_view(view)
    assert viewport.view == view


def test_a_fitted_image_stays_fitted_in_another_size(viewport, qtbot):
    viewport.resize(716, 600)
    qtbot.waitUntil(lambda: viewport.canvas == (700, 600))
    assert moving.is_fitted(viewport.volume, viewport.view, (700, 600))


def test_the_picture_shows_the_ball_where_it_is_in_its_grey(viewport):
    viewport.go(moving.centred(viewport.volume, viewport.view, BALL_MM))
    viewport.go(moving.pan(viewport.volume, viewport.view, 60, -35))
    pixels = greys_of(viewport)[..., 0]
    window = viewport.view.window
    ball, body = (grey(np.array([value]), window)[0] for value in (BALL, BODY))
    x, y = np.round(viewport.frame.to_screen(BALL_MM)).astype(int)
    assert pixels[y, x] == ball
    room = pixels[y - 60 : y + 60, x - 60 : x + 60].astype(float)
    rows, columns = np.nonzero(room > (float(ball) + body) / 2)
    assert np.allclose([rows.mean(), columns.mean()], 60, atol=1.5)
    radius = np.sqrt(len(rows) / np.pi) * viewport.view.mm_per_pixel
    assert radius == pytest.approx(BALL_RADIUS_MM, abs=0.5)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_on_a_fine_screen_the_ball_lies_at_the_same_place_and_is_cut_as_finely(viewport, qtbot, ratio):
    viewport.go(moving.turn_to(viewport.volume, viewport.view, Orientation.CORONAL))
    viewport.go(moving.zoom(viewport.volume, viewport.view, 2.0, (250, 200), viewport.canvas))
    viewport.go(moving.centred(viewport.volume, viewport.view, BALL_MM))
    qtbot.waitUntil(lambda: viewport.message == "")
    image = QImage((viewport.size() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    viewport.render(image)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., 0].astype(float)
    ball, body = (float(grey(np.array([value]), viewport.view.window)[0]) for value in (BALL, BODY))
    x, y = (viewport.frame.to_screen(BALL_MM) * ratio).round().astype(int)
    reach = round(80 * ratio)
    rows, columns = np.nonzero(pixels[y - reach : y + reach, x - reach : x + reach] > (ball + body) / 2)
    assert np.allclose([rows.mean(), columns.mean()], reach, atol=2 * ratio)
    assert np.sqrt(len(rows) / np.pi) / ratio * viewport.view.mm_per_pixel == pytest.approx(BALL_RADIUS_MM, abs=0.6)


def test_squares_are_shown_instead_of_a_smooth_image(viewport):
    viewport.go(moving.with_window(viewport.view, Window(-400, 1400)))
    smooth = np.unique(greys_of(viewport)[50:350, 50:450, 0])
    QTest.keyClick(viewport, Qt.Key.Key_S)
    squares = np.unique(greys_of(viewport)[50:350, 50:450, 0])
    assert len(squares) < len(smooth)


def test_a_reformat_is_shown_when_all_its_slices_are_checked(viewport, qtbot):
    QTest.keyClick(viewport, Qt.Key.Key_R)
    assert viewport.view.orientation is Orientation.AXIAL
    QTest.keyClick(viewport, Qt.Key.Key_R)
    assert viewport.view.orientation is Orientation.CORONAL
    qtbot.waitUntil(lambda: viewport.message == "")
    viewport.go(moving.centred(viewport.volume, viewport.view, BALL_MM))
    x, y = np.round(viewport.frame.to_screen(BALL_MM)).astype(int)
    assert greys_of(viewport)[y, x, 0] == grey(np.array([BALL]), viewport.view.window)[0]


def test_a_reformat_that_would_lie_is_refused_and_the_view_stays(qtbot):
    viewport = Viewport()
    qtbot.addWidget(viewport)
    viewport.show_stack(made_images(made_volume(measurable="in-plane")), SHOWN)
    with qtbot.waitExposed(viewport):
        viewport.show()
    viewport.setFocus()
    before = viewport.view
    with qtbot.waitSignal(viewport.refused) as told:
        QTest.keyClick(viewport, Qt.Key.Key_R)
    assert "distances" in told.args[0]
    assert viewport.view == before


def test_a_changed_slice_is_a_sentence_instead_of_pixels(qtbot):
    viewport = Viewport()
    qtbot.addWidget(viewport)
    images = made_images(damaged=frozenset({11}))
    viewport.show_stack(images, SHOWN)
    assert viewport.message == ""
    viewport.step(1)
    assert viewport.message == "Slice 12 is not what was decoded any more."
    viewport.step(1)
    assert viewport.message == ""
    viewport.step(-1)
    assert images.checked == [(1, 0, 12), (1, 0, 11), (1, 0, 10)]


def test_a_slice_that_could_not_be_decoded_shows_no_pixels(qtbot):
    viewport = Viewport()
    qtbot.addWidget(viewport)
    volume = made_volume()
    sources = tuple(replace(one, readable=k != 12) for k, one in enumerate(volume.sources))
    viewport.show_stack(made_images(replace(volume, sources=sources)), SHOWN)
    assert "could not be decoded" in viewport.message
    viewport.step(1)
    assert viewport.message == ""


def test_a_place_beyond_the_images_shows_no_image(viewport):
    viewport.set_view(replace(viewport.view, centre_mm=(0.0, 0.0, 500.0)))
    assert "outside" in viewport.message
    turn_wheel(viewport, -120)
    assert viewport.message == ""


def test_a_caliper_is_drawn_by_the_left_button(viewport, qtbot):
    viewport.set_tool(Bidirectional)
    frame = viewport.frame
    drag(viewport, LEFT, (200, 200), (300, 200))
    assert viewport.draft.points_mm[:2] == (frame.to_mm(200, 200), frame.to_mm(300, 200))
    with qtbot.waitSignal(viewport.drawn) as told:
        drag(viewport, LEFT, (250, 180), (250, 230))
    assert told.args[0].kind is Kind.BIDIRECTIONAL
    assert np.allclose(told.args[0].points_mm[2:], [frame.to_mm(250, 180), frame.to_mm(250, 230)])
    assert viewport.draft is None


def test_a_draft_is_taken_up_again_by_another_viewport(viewport, qtbot):
    viewport.set_tool(Bidirectional)
    drag(viewport, LEFT, (200, 200), (300, 200))
    draft = viewport.draft
    other = Viewport()
    qtbot.addWidget(other)
    other.show_stack(made_images(), SHOWN, viewport.view)
    assert not other.restore_draft(draft)
    other.set_tool(Bidirectional)
    assert other.restore_draft(draft)
    assert other.draft.points_mm[:2] == draft.points_mm[:2]
    assert not other.restore_draft(replace(draft, shown=Shown("TP2", 1)))


def test_escape_drops_the_draft_then_the_tool(viewport, qtbot):
    viewport.set_tool(lambda shown, orientation, _begun=None: Length(shown, orientation))
    QTest.mouseClick(viewport, LEFT, PLAIN, QPoint(200, 200))
    move(viewport, (260.0, 200.0))
    assert viewport.draft is not None
    QTest.keyClick(viewport, Qt.Key.Key_Escape)
    assert viewport.draft is None
    with qtbot.waitSignal(viewport.put_away):
        QTest.keyClick(viewport, Qt.Key.Key_Escape)


def test_a_double_click_finishes(viewport, qtbot):
    viewport.set_tool(Bidirectional)
    drag(viewport, LEFT, (200, 200), (300, 200))
    with qtbot.waitSignal(viewport.drawn) as told:
        QTest.mouseDClick(viewport, LEFT, PLAIN, QPoint(320, 250))
    assert len(told.args[0].points_mm) in {2, 4}
    assert viewport.draft is None


def test_an_end_is_chosen_and_moved(viewport, qtbot):
    item = caliper(viewport, (200, 200), (300, 200))
    viewport.set_items((item,))
    with qtbot.waitSignal(viewport.item_changed) as told:
        drag(viewport, LEFT, (300, 200), (340, 210))
    item_id, drawn = told.args
    assert item_id == "T01/whole"
    assert np.allclose(drawn.points_mm, [item.drawn.points_mm[0], viewport.frame.to_mm(340, 210)])


def test_a_line_moves_its_drawing_only_where_that_was_chosen_before(viewport, qtbot):
    item = caliper(viewport, (200, 200), (300, 200))
    viewport.set_items((item,))
    with qtbot.assertNotEmitted(viewport.item_changed):
        drag(viewport, LEFT, (230, 200), (250, 240))
    assert viewport.chosen == "T01/whole"
    with qtbot.waitSignal(viewport.item_changed) as told:
        drag(viewport, LEFT, (230, 200), (250, 240))
    wanted = [viewport.frame.to_mm(220, 240), viewport.frame.to_mm(320, 240)]
    assert np.allclose(told.args[1].points_mm, wanted)


def test_with_a_tool_in_hand_an_end_is_moved_and_a_press_elsewhere_draws(viewport, qtbot):
    viewport.set_items((caliper(viewport, (200, 200), (300, 200)),))
    viewport.set_tool(Bidirectional)
    with qtbot.waitSignal(viewport.item_changed) as told:
        drag(viewport, LEFT, (300, 200), (340, 210))
    assert np.allclose(told.args[1].points_mm[1], viewport.frame.to_mm(340, 210))
    assert viewport.draft is None
    with qtbot.assertNotEmitted(viewport.item_changed):
        drag(viewport, LEFT, (250, 200), (250, 300))
        assert viewport.draft is not None
        drag(viewport, LEFT, (200, 200), (290, 250))  # a part of what is begun, though it begins on an end


def test_an_end_that_may_not_be_moved_is_no_hindrance_to_a_tool(viewport):
    viewport.set_items((caliper(viewport, (200, 200), (300, 200), editable=False),))
    viewport.set_tool(Bidirectional)
    drag(viewport, LEFT, (300, 200), (340, 210))
    assert viewport.draft is not None


def test_a_tool_that_does_not_take_ends_is_put_on_one(viewport, qtbot):
    viewport.set_items((caliper(viewport, (200, 200), (300, 200)),))
    viewport.set_tool(lambda shown, orientation, _begun=None: Point(shown, orientation), takes_ends=False)
    with qtbot.waitSignal(viewport.drawn):
        QTest.mouseClick(viewport, LEFT, PLAIN, QPoint(300, 200))
    assert viewport.chosen is None


def test_the_pointer_shows_where_an_end_would_be_taken(viewport):
    cross, take = Qt.CursorShape.CrossCursor, Qt.CursorShape.SizeAllCursor
    viewport.set_items((caliper(viewport, (200, 200), (300, 200)),))
    viewport.set_tool(Bidirectional)
    for at, shape, hovered in (
        ((250.0, 200.0), cross, None),
        ((300.0, 200.0), take, "T01/whole"),
        ((350.0, 200.0), cross, None),
    ):
        move(viewport, at)
        assert (viewport.cursor().shape(), viewport.drawings().hovered) == (shape, hovered)
    drag(viewport, LEFT, (120, 120), (180, 120))
    move(viewport, (300.0, 200.0))
    assert viewport.cursor().shape() == cross


def test_arrow_keys_nudge_the_chosen_end_and_tell_it_when_they_go_up(viewport, qtbot):
    item = caliper(viewport, (200, 200), (300, 200))
    viewport.set_items((item,))
    QTest.mouseClick(viewport, LEFT, PLAIN, QPoint(300, 200))
    before = slice_of(viewport)
    with qtbot.waitSignal(viewport.item_changed) as told:
        QTest.keyClick(viewport, Qt.Key.Key_Up)
    assert np.allclose(told.args[1].points_mm[1], viewport.frame.to_mm(300, 199))
    with qtbot.waitSignal(viewport.item_changed) as told:
        QTest.keyClick(viewport, Qt.Key.Key_Right, SHIFT)
    assert np.allclose(told.args[1].points_mm[1], viewport.frame.to_mm(310, 200))
    assert slice_of(viewport) == before
    QTest.keyClick(viewport, Qt.Key.Key_Escape)
    QTest.keyClick(viewport, Qt.Key.Key_Up)
    assert slice_of(viewport) == before + 1


def test_the_chosen_drawing_is_deleted_by_its_key(viewport, qtbot):
    viewport.set_items((caliper(viewport, (200, 200), (300, 200)),))
    with qtbot.assertNotEmitted(viewport.item_deleted):
        QTest.keyClick(viewport, Qt.Key.Key_Delete)
    QTest.mouseClick(viewport, LEFT, PLAIN, QPoint(250, 200))
    with qtbot.waitSignal(viewport.item_deleted) as told:
        QTest.keyClick(viewport, Qt.Key.Key_Delete)
    assert told.args == ["T01/whole"]


def test_what_cannot_be_edited_is_chosen_and_stays(viewport, qtbot):
    viewport.set_items((caliper(viewport, (200, 200), (300, 200), editable=False),))
    with qtbot.waitSignal(viewport.item_chosen), qtbot.assertNotEmitted(viewport.item_changed):
        drag(viewport, LEFT, (300, 200), (340, 210))
    with qtbot.waitSignal(viewport.item_chosen) as told:
        QTest.mouseClick(viewport, LEFT, PLAIN, QPoint(100, 350))
    assert told.args == [None]


def test_a_number_is_not_shown_for_a_drawing_that_is_no_longer_as_it_was_measured(viewport):
    viewport.set_label(lambda drawn: (f"{len(drawn.points_mm)} points",))
    viewport.set_items((caliper(viewport, (200, 200), (300, 200)),))
    QTest.mousePress(viewport, LEFT, PLAIN, QPoint(300, 200))
    move(viewport, (330.0, 200.0), LEFT)
    [item] = viewport.drawings().items
    assert item.label == ("2 points",)
    assert viewport.drawings().held_mm == pytest.approx(viewport.frame.to_mm(330, 200))
    QTest.mouseRelease(viewport, LEFT, PLAIN, QPoint(330, 200))
    assert viewport.drawings().items[0].label == ("T01",)


def test_the_place_under_the_pointer_is_told_and_its_value_known(viewport, qtbot):
    viewport.go(moving.centred(viewport.volume, viewport.view, BALL_MM))
    x, y = viewport.frame.to_screen(BALL_MM)
    with qtbot.waitSignal(viewport.pointed) as told:
        move(viewport, (float(x), float(y)))
    assert viewport.value_at(told.args[0]) == BALL
    with qtbot.waitSignal(viewport.pointed) as told:
        QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    assert told.args == [None]


def test_cine_plays_round_until_it_is_stopped(viewport, qtbot):
    QTest.keyClick(viewport, Qt.Key.Key_End)
    for _ in range(6):
        QTest.keyClick(viewport, Qt.Key.Key_Period)
    QTest.keyClick(viewport, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: slice_of(viewport) == 22)
    QTest.keyClick(viewport, Qt.Key.Key_J)
    assert not viewport.cine.is_playing


def test_series_are_changed_and_come_back_without_another_check(qtbot):
    viewport = Viewport()
    qtbot.addWidget(viewport)
    images = made_images(made_volume(), made_volume())
    viewport.show_stack(images, SHOWN)
    viewport.show_stack(images, Shown("TP1", 2), viewport.view)
    viewport.show_stack(images, SHOWN, viewport.view)
    assert images.checked == [(1, 0, 12), (2, 0, 12)]
    with pytest.raises(LookupError):
        viewport.show_stack(images, Shown("TP1", 7))
    viewport.clear("Nothing to see.")
    assert (viewport.message, viewport.view, viewport.shown) == ("Nothing to see.", None, None)
    QTest.keyClick(viewport, Qt.Key.Key_Down)
    turn_wheel(viewport, 120)
    drag(viewport, RIGHT, (10, 10), (60, 60))
    assert viewport.view is None


def test_a_long_title_leaves_the_letter_and_the_other_corner_alone(viewport):
    def upper(title: str) -> np.ndarray:
        viewport.show_stack(images, SHOWN, viewport.view, title)
        return greys_of(viewport)[:24, 232:500]

    images = made_images()
    assert np.array_equal(upper("TP1"), upper("TP1 " + "portal venous phase " * 5))


def test_letters_place_and_window_are_written(viewport):
    bare = greys_of(viewport)
    viewport.go(moving.invert(moving.invert(moving.scroll(viewport.volume, viewport.view, 1))))
    corner = np.s_[5:40, 420:500]
    assert not np.array_equal(greys_of(viewport)[corner], bare[corner])
    letters = {"R": np.s_[180:220, 4:24], "L": np.s_[180:220, 476:496], "A": np.s_[4:28, 240:260]}
    for where in letters.values():
        assert bare[where].max() > 180


def test_the_focus_is_seen(viewport):
    focused = greys_of(viewport)[1, 200]
    viewport.clearFocus()
    assert not np.array_equal(greys_of(viewport)[1, 200], focused)


def test_a_release_that_was_lost_does_not_hold_the_hand(viewport):
    QTest.mousePress(viewport, RIGHT, PLAIN, QPoint(100, 100))
    drag(viewport, RIGHT, (100, 100), (150, 100))
    assert viewport.view.window.width == round(400 * np.exp(0.25))


def test_a_second_button_does_not_disturb_what_the_first_one_does(viewport):
    QTest.mousePress(viewport, MIDDLE, PLAIN, QPoint(100, 100))
    at = QPointF(100, 100)
    both = MIDDLE | RIGHT
    second = QMouseEvent(QEvent.Type.MouseButtonPress, at, viewport.mapToGlobal(at), RIGHT, both, PLAIN)
    QApplication.sendEvent(viewport, second)
    window, frame = viewport.view.window, viewport.frame
    move(viewport, (120.0, 100.0), both)
    assert viewport.view.window == window
    assert np.allclose(viewport.frame.to_screen(frame.to_mm(100, 100)), (120, 100))
