"""Moving ends, whole drawings, nudging and deleting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.editing import Grip, end_at, grip, move_end, nudge, without
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, Shown

FRAME = Frame((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0), 0.5, (400.0, 400.0))
Spot = tuple[float, float]


def drawn(kind: Kind, *spots: Spot) -> Drawn:
    return Drawn(kind, Shown("TP0", 1), Orientation.CORONAL, tuple(FRAME.to_mm(*spot) for spot in spots))


CALIPER = drawn(Kind.BIDIRECTIONAL, (100, 200), (300, 200), (150, 160), (150, 260))


def at(spot: Spot, *, free: bool = False) -> Pointer:
    return Pointer(FRAME.to_mm(*spot), FRAME, free)


def spots(one: Drawn | None) -> list[list[float]]:
    assert one is not None
    return FRAME.to_screen(one.points_mm).round(6).tolist()


def taken(one: Drawn, spot: Spot) -> Grip:
    held = grip(one, at(spot))
    assert held is not None
    return held


@pytest.mark.parametrize(("spot", "end"), [((103, 204), 0), ((297, 200), 1), ((150, 165), 2), ((148, 262), 3)])
def test_an_end_near_the_pointer_is_gripped(spot: Spot, end: int) -> None:
    assert taken(CALIPER, spot).end == end


def test_a_line_is_gripped_as_a_whole_and_beside_it_nothing_is() -> None:
    assert taken(CALIPER, (220, 204)).end is None
    assert grip(CALIPER, at((220, 207))) is None
    assert grip(CALIPER, at((330, 200))) is None


def test_an_ellipse_is_gripped_by_its_line_and_all_four_ends_but_not_inside() -> None:
    one = drawn(Kind.ELLIPSE, (200, 200), (260, 200), (200, 230))
    assert [taken(one, spot).end for spot in ((260, 200), (200, 230), (140, 200), (200, 170))] == [0, 1, 2, 3]
    assert taken(one, (200 + 60 * np.cos(0.8), 200 + 30 * np.sin(0.8))).end is None
    assert grip(one, at((205, 204))) is None


def test_the_end_follows_the_hand_without_jumping_to_the_pointer() -> None:
    line = drawn(Kind.LENGTH, (100, 100), (200, 100))
    assert spots(taken(line, (203, 104)).moved(at((213, 114)))) == [[100, 100], [210, 110]]


def test_a_short_end_stays_on_its_line() -> None:
    assert spots(taken(CALIPER, (150, 260)).moved(at((190, 280))))[2:] == [[150, 160], [150, 280]]


def test_with_shift_a_short_end_takes_the_short_axis_along() -> None:
    assert spots(taken(CALIPER, (150, 260)).moved(at((190, 280), free=True)))[2:] == [[190, 160], [190, 280]]


def test_a_short_end_does_not_leave_the_long_axis() -> None:
    assert spots(taken(CALIPER, (150, 260)).moved(at((150, 180))))[2:] == [[150, 160], [150, 200]]


@pytest.mark.parametrize(("end", "spot"), [(0, (300, 400)), (1, (100, 400))])
def test_a_long_end_turns_the_short_axis_with_it(end: int, spot: Spot) -> None:
    rests = FRAME.to_screen(CALIPER.points_mm[1 - end])
    after = np.array(spots(taken(CALIPER, ((100, 200), (300, 200))[end]).moved(at(spot))))
    assert after[1 - end].tolist() == rests.tolist()
    assert after[end].tolist() == list(spot)
    long, short = after[1] - after[0], after[3] - after[2]
    assert abs(long @ short) < 1e-3
    assert np.hypot(*short) == pytest.approx(100)
    foot = after[2] + short * 0.4
    assert np.hypot(*(foot - after[1 - end])) == pytest.approx(150 if end == 0 else 50)


def test_a_short_axis_that_is_pulled_longer_changes_places_and_keeps_its_end() -> None:
    held = taken(CALIPER, (150, 260))
    after = held.moved(at((150, 460)))
    assert spots(after) == [[150, 160], [150, 460], [100, 200], [300, 200]]
    assert end_at(after, at((150, 460)).point_mm) == 1


def test_an_end_is_not_brought_onto_the_other_one() -> None:
    line = drawn(Kind.LENGTH, (100, 100), (200, 100))
    assert move_end(line, 1, at((100, 100)).point_mm, FRAME.normal) == line
    assert move_end(CALIPER, 1, at((100, 200)).point_mm, FRAME.normal) == CALIPER


def test_the_far_end_of_an_ellipse_mirrors_and_the_other_axis_turns_with_it() -> None:
    one = drawn(Kind.ELLIPSE, (200, 200), (260, 200), (200, 230))
    after = move_end(one, 2, at((200, 120)).point_mm, FRAME.normal)
    assert spots(after) == [[200, 200], [200, 280], [170, 200]]
    circle = move_end(one, 1, at((200, 240)).point_mm, FRAME.normal, free=True)
    assert spots(circle) == [[200, 200], [240, 200], [200, 240]]


def test_a_whole_drawing_follows_the_hand() -> None:
    assert spots(taken(CALIPER, (220, 202)).moved(at((230, 192)))) == [[110, 190], [310, 190], [160, 150], [160, 250]]


def test_an_arrow_key_moves_by_a_pixel_and_with_shift_by_ten() -> None:
    line = drawn(Kind.LENGTH, (100, 100), (200, 100))
    assert spots(nudge(line, 1, (0, 1), FRAME)[0]) == [[100, 100], [200, 101]]
    assert spots(nudge(line, None, (-1, 0), FRAME, far=True)[0]) == [[90, 100], [190, 100]]


def test_close_up_an_arrow_key_still_moves_by_a_tenth_of_a_millimetre() -> None:
    line = drawn(Kind.LENGTH, (100, 100), (200, 100))
    close = Frame(FRAME.centre_mm, FRAME.across, FRAME.down, 0.02, FRAME.size)
    after, _ = nudge(line, 0, (1, 0), close)
    assert np.subtract(after.points_mm[0], line.points_mm[0]) == pytest.approx([0.1, 0, 0])


def test_a_nudged_end_stays_the_same_one_also_while_the_axes_change_places() -> None:
    one, end = drawn(Kind.BIDIRECTIONAL, (150, 260), (150, 150), (100, 200), (200, 200)), 3
    for _ in range(3):
        one, end = nudge(one, end, (1, 0), FRAME, far=True)  # type: ignore[assignment]
    assert spots(one)[end] == [230, 200]
    assert spots(one)[:2] == [[100, 200], [230, 200]]


def test_deleting_takes_the_short_axis_or_a_corner_or_everything() -> None:
    assert spots(without(CALIPER, 3)) == [[100, 200], [300, 200]]
    assert without(CALIPER, 0) is None
    assert without(CALIPER, None) is None
    square = drawn(Kind.CONTOUR, (0, 0), (50, 0), (50, 50), (0, 50))
    triangle = without(square, 1)
    assert spots(triangle) == [[0, 0], [50, 50], [0, 50]]
    assert triangle is not None
    assert without(triangle, 1) is None


@given(
    moves=st.lists(
        st.tuples(st.integers(0, 3), st.floats(0, 400), st.floats(0, 400), st.booleans()), min_size=1, max_size=6
    )
)
def test_whatever_is_moved_a_caliper_keeps_its_right_angle_and_its_crossing(
    moves: list[tuple[int, float, float, bool]],
) -> None:
    one = CALIPER
    for end, x, y, free in moves:
        one = move_end(one, end, at((x, y)).point_mm, FRAME.normal, free=free)
    a, b, c, d = np.array(one.points_mm)
    long, short = b - a, d - c
    assert np.linalg.norm(long) >= np.linalg.norm(short) - 1e-6
    assert abs(long @ short) <= 1e-6 * np.linalg.norm(long) * max(1.0, float(np.linalg.norm(short)))
    assert -1e-6 <= (c - a) @ long / (long @ long) <= 1 + 1e-6
    sides = [float(np.cross(long, end - a) @ FRAME.normal) for end in (c, d)]
    assert min(sides) <= 1e-5
    assert max(sides) >= -1e-5
