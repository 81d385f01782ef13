"""The caliper of two axes, drawn by dragging and by clicking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.bidirectional import Bidirectional
from seedcryo_reader.viewing.tools.tool import Pointer, Tool
from seedcryo_reader.viewing.view import Orientation, Shown

SHOWN = Shown("TP0", 1)
AXIAL = Frame((10.0, -20.0, 30.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, (400.0, 400.0))
TURNED = Frame((0.0, 0.0, 0.0), (0.6, 0.8, 0.0), (0.0, 0.0, -1.0), 0.7, (400.0, 400.0))

screen = st.tuples(st.floats(20, 380), st.floats(20, 380))


def at(frame: Frame, spot: tuple[float, float], *, free: bool = False) -> Pointer:
    return Pointer(frame.to_mm(*spot), frame, free)


def drag(tool: Tool, frame: Frame, start: tuple[float, float], end: tuple[float, float]) -> Drawn | None:
    tool.press(at(frame, start))
    tool.move(at(frame, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)))
    tool.move(at(frame, end))
    return tool.release(at(frame, end))


def click(tool: Tool, frame: Frame, spot: tuple[float, float]) -> Drawn | None:
    tool.move(at(frame, spot))
    tool.press(at(frame, spot))
    return tool.release(at(frame, spot))


def tool() -> Bidirectional:
    return Bidirectional(SHOWN, Orientation.ACQUIRED)


def axes(drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d = np.array(drawn.points_mm)
    return b - a, d - c


def screen_points(drawn: Drawn, frame: Frame) -> np.ndarray:
    return frame.to_screen(drawn.points_mm)


def test_two_drags_make_both_axes() -> None:
    one = tool()
    assert drag(one, AXIAL, (100, 200), (300, 200)) is None
    drawn = drag(one, AXIAL, (220, 140), (230, 260))
    assert drawn is not None
    assert (drawn.kind, drawn.shown, drawn.orientation) == (Kind.BIDIRECTIONAL, SHOWN, Orientation.ACQUIRED)
    assert screen_points(drawn, AXIAL) == pytest.approx(
        np.array([[100, 200], [300, 200], [220, 140], [220, 260]]), abs=1e-9
    )
    assert one.draft is None
    assert one.held_mm is None


def test_four_clicks_make_the_same_as_two_drags() -> None:
    dragged, clicked = tool(), tool()
    drag(dragged, AXIAL, (100, 200), (300, 200))
    by_drag = drag(dragged, AXIAL, (220, 140), (230, 260))
    assert [click(clicked, AXIAL, spot) for spot in ((100, 200), (300, 200), (220, 140))] == [None, None, None]
    assert click(clicked, AXIAL, (230, 260)) == by_drag


def test_the_short_axis_is_offered_at_the_middle_and_follows_the_pointer() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (300, 200))
    assert one.draft is not None
    assert screen_points(one.draft, AXIAL)[2:] == pytest.approx(np.array([[200, 150], [200, 250]]))
    one.move(at(AXIAL, (250, 230)))
    assert sorted(map(tuple, screen_points(one.draft, AXIAL)[2:].round(6))) == [(250, 170), (250, 230)]


def test_the_draft_grows_while_the_long_axis_is_dragged() -> None:
    one = tool()
    one.press(at(AXIAL, (100, 200)))
    one.move(at(AXIAL, (180, 260)))
    assert one.draft is not None
    assert screen_points(one.draft, AXIAL) == pytest.approx(np.array([[100, 200], [180, 260]]))
    assert one.held_mm == AXIAL.to_mm(180, 260)


def test_a_short_axis_drawn_longer_than_the_long_one_becomes_the_long_one() -> None:
    one = tool()
    drag(one, AXIAL, (150, 200), (250, 200))
    drawn = drag(one, AXIAL, (200, 100), (200, 300))
    assert drawn is not None
    assert screen_points(drawn, AXIAL) == pytest.approx(np.array([[200, 100], [200, 300], [150, 200], [250, 200]]))


def test_both_ends_on_one_side_still_reach_the_long_axis() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (300, 200))
    drawn = drag(one, AXIAL, (200, 210), (200, 260))
    assert drawn is not None
    assert screen_points(drawn, AXIAL)[2:] == pytest.approx(np.array([[200, 200], [200, 260]]))


def test_shift_slides_the_short_axis_along_the_long_one() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (300, 200))
    one.press(at(AXIAL, (220, 140)))
    drawn = one.release(at(AXIAL, (260, 250), free=True))
    assert drawn is not None
    assert screen_points(drawn, AXIAL)[2:] == pytest.approx(np.array([[260, 140], [260, 250]]))


def test_enter_finishes_with_the_long_axis_alone() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (300, 200))
    one.move(at(AXIAL, (250, 230)))
    drawn = one.close()
    assert drawn is not None
    assert screen_points(drawn, AXIAL) == pytest.approx(np.array([[100, 200], [300, 200]]))
    assert one.draft is None


def test_enter_before_the_long_axis_is_there_finishes_nothing() -> None:
    one = tool()
    assert one.close() is None
    click(one, AXIAL, (100, 200))
    assert one.close() is None


def test_a_slip_of_the_hand_draws_nothing() -> None:
    one = tool()
    click(one, AXIAL, (100, 200))
    assert click(one, AXIAL, (100.5, 200)) is None
    assert one.draft is None
    near = Frame(AXIAL.centre_mm, AXIAL.across, AXIAL.down, 0.01, (400.0, 400.0))
    assert drag(one, near, (100, 200), (109, 200)) is None
    assert one.draft is None


def test_escape_drops_the_short_axis_first_and_then_everything() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (300, 200))
    click(one, AXIAL, (220, 140))
    assert one.cancel()
    assert one.held_mm is None
    assert one.draft is not None
    assert one.cancel()
    assert one.draft is None
    assert not one.cancel()


def test_scrolling_in_between_leaves_both_axes_on_the_first_image() -> None:
    one = tool()
    scrolled = Frame((10.0, -20.0, 35.0), AXIAL.across, AXIAL.down, 0.5, (400.0, 400.0))
    click(one, AXIAL, (100, 200))
    click(one, scrolled, (300, 200))
    drawn = drag(one, scrolled, (220, 140), (230, 260))
    assert drawn is not None
    assert {point[2] for point in drawn.points_mm} == {30.0}


def test_an_unfinished_caliper_is_taken_up_again() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (300, 200))
    again = Bidirectional(SHOWN, Orientation.ACQUIRED, one.draft)
    assert drag(again, AXIAL, (220, 140), (230, 260)) == drag(one, AXIAL, (220, 140), (230, 260))


def test_half_a_long_axis_is_taken_up_again() -> None:
    one = tool()
    click(one, AXIAL, (100, 200))
    one.move(at(AXIAL, (180, 260)))
    again = Bidirectional(SHOWN, Orientation.ACQUIRED, one.draft)
    assert again.draft == one.draft
    click(again, AXIAL, (300, 200))
    assert again.draft is not None
    assert screen_points(again.draft, AXIAL)[:2] == pytest.approx(np.array([[100, 200], [300, 200]]))
    assert len(again.draft.points_mm) == 4


def test_what_is_offered_is_never_longer_than_the_long_axis() -> None:
    one = tool()
    drag(one, AXIAL, (100, 200), (200, 200))
    one.move(at(AXIAL, (150, 390)))
    assert one.draft is not None
    assert screen_points(one.draft, AXIAL) == pytest.approx(np.array([[100, 200], [200, 200], [150, 150], [150, 250]]))


@given(a=screen, b=screen, c=screen, d=screen, frame=st.sampled_from([AXIAL, TURNED]))
def test_whatever_is_drawn_crosses_at_a_right_angle_on_one_plane_with_the_long_axis_first(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float], frame: Frame
) -> None:
    one = tool()
    for spot in (a, b, c):
        click(one, frame, spot)
    drawn = click(one, frame, d)
    if drawn is None:
        return
    long, short = axes(drawn)
    assert np.linalg.norm(long) >= np.linalg.norm(short) - 1e-9
    assert abs(long @ short) <= 1e-6 * np.linalg.norm(long)
    assert np.abs(frame.depth_mm(drawn.points_mm)).max() < 1e-6
    start, _, low, high = np.array(drawn.points_mm)
    ends = [np.cross(long, one_end - start) @ frame.normal for one_end in (low, high)]
    assert min(ends) <= 1e-6 * np.linalg.norm(long)
    assert max(ends) >= -1e-6 * np.linalg.norm(long)
    share = (low - start) @ long / (long @ long)
    assert -1e-6 <= share <= 1 + 1e-6
