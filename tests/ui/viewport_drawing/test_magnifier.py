"""The loupe."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from ui.viewport_drawing.canvas import near, painted, spots

from seedcryo_reader.ui.shared.theme import COLOURS
from seedcryo_reader.ui.viewport.magnifier import RADIUS, TIMES, paint_magnifier, place_loupe
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import Orientation, Shown

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (400, 320)
FRAME = Frame((3.0, 4.0, 5.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, SIZE)


def ramp(ratio: float) -> np.ndarray:
    """Red grows to the right, green downwards, by half a step a logical pixel."""
    y, x = np.indices((int(SIZE[1] * ratio), int(SIZE[0] * ratio)))
    blank = np.zeros_like(x)
    layers = (blank, (y + 0.5) / ratio / 2, (x + 0.5) / ratio / 2, blank + 255)
    return np.ascontiguousarray(np.stack(layers, axis=2).astype(np.uint8))


def loupe(at: tuple[float, float], ratio: float, *items: Item, smooth: bool = True) -> np.ndarray:
    raw = ramp(ratio)
    source = QImage(raw.data, raw.shape[1], raw.shape[0], raw.strides[0], QImage.Format.Format_RGB32).copy()

    def paint(painter: QPainter) -> None:
        paint_magnifier(painter, source, FRAME, at, items=items, depth_mm=1.0, smooth=smooth)

    return painted(SIZE, ratio, paint)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("at", [(100.0, 200.0), (350.0, 60.0)])
def test_it_shows_what_lies_under_the_pointer_three_times_larger(
    at: tuple[float, float], ratio: float, smooth: bool
) -> None:
    picture = loupe(at, ratio, smooth=smooth)
    centre = place_loupe(at, SIZE)
    for dx, dy in ((24, 24), (-36, 12), (12, -40), (-27, -27)):
        row, column = int((centre[1] + dy) * ratio), int((centre[0] + dx) * ratio)
        red, green = picture[row, column, :2]
        assert red == pytest.approx((at[0] + dx / TIMES) / 2, abs=1.0)
        assert green == pytest.approx((at[1] + dy / TIMES) / 2, abs=1.0)


def test_it_is_round_and_changes_nothing_beside_it() -> None:
    picture = loupe((100.0, 200.0), 1.0)
    x, y = place_loupe((100.0, 200.0), SIZE)
    changed = spots((picture != 70).any(axis=2), 1.0)
    assert np.linalg.norm(changed - (x, y), axis=1).max() <= RADIUS + 3
    assert len(changed) == pytest.approx(np.pi * (RADIUS + 2) ** 2, rel=0.02)


def test_beyond_the_edge_of_the_picture_it_is_dark() -> None:
    picture = loupe((2.0, 200.0), 1.0)
    x, y = place_loupe((2.0, 200.0), SIZE)
    assert near(picture, COLOURS.background, 5)[int(y) + 20, int(x) - 40 : int(x) - 10].all()


def test_the_line_in_hand_ends_in_its_middle() -> None:
    ends = FRAME.to_mm(60, 200), FRAME.to_mm(100, 200)
    line = Item("T01", Drawn(Kind.LENGTH, Shown("TP0", 1), Orientation.ACQUIRED, ends))
    x, y = place_loupe((100.0, 200.0), SIZE)
    yellow = spots(near(loupe((100.0, 200.0), 2.0, line), COLOURS.own), 2.0)
    assert yellow[:, 1] == pytest.approx(np.full(len(yellow), y), abs=1)
    assert yellow[:, 0].max() == pytest.approx(x, abs=1)
    assert yellow[:, 0].min() == pytest.approx(x - RADIUS, abs=3)


@given(x=st.floats(0, 400), y=st.floats(0, 320))
def test_it_stays_inside_the_viewport_and_off_the_pointer(x: float, y: float) -> None:
    left, top = place_loupe((x, y), SIZE)
    assert RADIUS <= left <= SIZE[0] - RADIUS
    assert RADIUS <= top <= SIZE[1] - RADIUS
    assert np.hypot(left - x, top - y) > RADIUS


def test_in_a_small_viewport_it_stays_inside() -> None:
    for at in ((5.0, 5.0), (65.0, 70.0), (128.0, 128.0)):
        left, top = place_loupe(at, (130.0, 130.0))
        assert min(left, top) >= RADIUS
        assert max(left, top) <= 130 - RADIUS
