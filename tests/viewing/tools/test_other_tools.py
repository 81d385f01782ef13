"""Length, ellipse, point, probe and contour."""

from dataclasses import replace

import numpy as np
import pytest

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.contour import Contour
from seedcryo_reader.viewing.tools.ellipse import Ellipse
from seedcryo_reader.viewing.tools.length import Length
from seedcryo_reader.viewing.tools.point import Point
from seedcryo_reader.viewing.tools.probe import Probe
from seedcryo_reader.viewing.tools.tool import Pointer, Tool
from seedcryo_reader.viewing.view import Orientation, Shown

FRAME = Frame((5.0, 6.0, 7.0), (0.6, 0.8, 0.0), (0.0, 0.0, -1.0), 0.5, (400.0, 300.0))
ALL = (Length, Ellipse, Point, Probe, Contour)


def at(spot: tuple[float, float], *, free: bool = False) -> Pointer:
    return Pointer(FRAME.to_mm(*spot), FRAME, free)


def drag(tool: Tool, start: tuple[float, float], end: tuple[float, float], *, free: bool = False) -> Drawn | None:
    tool.press(at(start))
    tool.move(at(end, free=free))
    return tool.release(at(end, free=free))


def click(tool: Tool, spot: tuple[float, float]) -> Drawn | None:
    tool.move(at(spot))
    tool.press(at(spot))
    return tool.release(at(spot))


def made(kind: type[Length | Ellipse | Point | Probe | Contour]) -> Tool:
    return kind(Shown("TP1", 2), Orientation.CORONAL)


def on_screen(drawn: Drawn | None) -> list[list[float]]:
    assert drawn is not None
    assert np.abs(FRAME.depth_mm(drawn.points_mm)).max() < 1e-9
    return FRAME.to_screen(drawn.points_mm).round(9).tolist()


def test_a_length_by_drag_and_by_clicks_is_the_same_and_knows_its_stack() -> None:
    dragged, clicked = made(Length), made(Length)
    one = drag(dragged, (100, 50), (160, 130))
    assert click(clicked, (100, 50)) is None
    assert click(clicked, (160, 130)) == one
    assert one is not None
    assert (one.kind, one.shown, one.orientation) == (Kind.LENGTH, Shown("TP1", 2), Orientation.CORONAL)
    assert on_screen(one) == [[100, 50], [160, 130]]


def test_an_ellipse_reaches_as_far_as_the_pointer_from_its_centre() -> None:
    assert on_screen(drag(made(Ellipse), (200, 150), (170, 190))) == [[200, 150], [230, 150], [200, 190]]


def test_shift_makes_it_a_circle_through_the_pointer() -> None:
    assert on_screen(drag(made(Ellipse), (200, 150), (170, 190), free=True)) == [[200, 150], [250, 150], [200, 200]]


def test_an_ellipse_without_an_inside_is_none() -> None:
    tool = made(Ellipse)
    assert drag(tool, (200, 150), (200, 190)) is None
    assert tool.draft is None


def test_a_point_stays_where_the_button_is_released() -> None:
    tool = made(Point)
    tool.move(at((10, 10)))
    assert tool.draft is None
    assert on_screen(drag(tool, (20, 20), (24, 27))) == [[24, 27]]


def test_a_probe_goes_with_the_pointer_and_a_click_leaves_it() -> None:
    tool = made(Probe)
    tool.move(at((10, 12)))
    assert on_screen(tool.draft) == [[10, 12]]
    assert tool.release(at((10, 12))) is None
    assert on_screen(click(tool, (30, 40))) == [[30, 40]]


CORNERS = ((100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (120.0, 220.0))


def outlined() -> Tool:
    tool = made(Contour)
    assert [click(tool, corner) for corner in CORNERS] == [None] * 4
    return tool


def test_a_click_on_the_first_corner_closes_a_contour() -> None:
    tool = outlined()
    assert on_screen(click(tool, (104, 97))) == [list(corner) for corner in CORNERS]
    assert tool.draft is None


def test_enter_closes_a_contour_without_the_corner_in_hand() -> None:
    tool = outlined()
    tool.move(at((90, 150)))
    assert on_screen(tool.draft)[-1] == [90, 150]
    assert on_screen(tool.close()) == [list(corner) for corner in CORNERS]


def test_the_clicks_of_a_double_click_are_one_corner() -> None:
    tool = outlined()
    click(tool, CORNERS[-1])
    assert on_screen(tool.close()) == [list(corner) for corner in CORNERS]


def test_two_corners_cannot_be_closed() -> None:
    tool = made(Contour)
    click(tool, CORNERS[0])
    click(tool, CORNERS[1])
    assert tool.close() is None
    assert click(tool, CORNERS[0]) is None


def test_a_corner_moves_while_the_button_is_down() -> None:
    tool = made(Contour)
    drag(tool, (10, 10), (50, 60))
    assert on_screen(tool.draft) == [[50, 60], [50, 60]]


@pytest.mark.parametrize("kind", ALL)
def test_escape_drops_what_was_begun_and_then_puts_the_tool_away(
    kind: type[Length | Ellipse | Point | Probe | Contour],
) -> None:
    tool = made(kind)
    tool.press(at((100, 100)))
    assert tool.draft is not None
    assert tool.cancel() == (kind is not Probe)
    assert tool.draft is None
    assert not tool.cancel()
    assert tool.release(at((150, 150))) is None


@pytest.mark.parametrize("kind", [Length, Ellipse, Point, Probe])
def test_enter_finishes_nothing_that_a_release_finishes(kind: type[Length | Ellipse | Point | Probe | Contour]) -> None:
    tool = made(kind)
    tool.press(at((100, 100)))
    tool.move(at((150, 150)))
    assert tool.close() is None


def test_an_unfinished_contour_is_taken_up_again_on_its_own_plane() -> None:
    tool = outlined()
    tool.move(at((90, 150)))
    again = Contour(Shown("TP1", 2), Orientation.CORONAL, tool.draft)
    assert again.draft == tool.draft
    scrolled = replace(FRAME, centre_mm=tuple(np.array(FRAME.centre_mm) + 3 * FRAME.normal))  # type: ignore[arg-type]
    again.press(Pointer(scrolled.to_mm(80, 160), scrolled))
    again.release(Pointer(scrolled.to_mm(80, 160), scrolled))
    assert on_screen(again.close()) == [*(list(corner) for corner in CORNERS), [80, 160]]
