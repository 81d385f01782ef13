"""Area and axes of contours, against shapes whose figures are known."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.viewing.contour import Outline, axes_of, outline
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.view import Orientation, Shown

ACROSS, DOWN = np.array([0.6, 0.8, 0.0]), np.array([0.0, 0.0, -1.0])
PLACE = np.array([30.0, -12.0, 7.0])
turns = st.floats(0, 2 * np.pi)


def figures(flat: list[tuple[float, float]] | np.ndarray, turn: float = 0.0) -> Outline:
    """Of a shape in its own plane, mm, turned and put somewhere in the patient."""
    x, y = np.asarray(flat, dtype=float).T
    u, v = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    points = PLACE + np.outer(u, ACROSS) + np.outer(v, DOWN)
    return outline(tuple(tuple(map(float, point)) for point in points))  # type: ignore[arg-type]


def lengths(one: Outline) -> tuple[float, float]:
    long, short = (np.subtract(ends[1], ends[0]) for ends in (one.long_mm, one.short_mm))
    assert abs(long @ short) < 1e-6 * np.linalg.norm(long)
    return float(np.linalg.norm(long)), float(np.linalg.norm(short))


@given(a=st.floats(2, 50), share=st.floats(0.2, 0.98), turn=turns, backwards=st.booleans())
@settings(deadline=None, max_examples=40)
def test_an_ellipse_has_its_axes_and_its_area(a: float, share: float, turn: float, backwards: bool) -> None:
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    flat = np.stack([a * np.cos(angle), a * share * np.sin(angle)], axis=1)
    one = figures(flat[::-1] if backwards else flat, turn)
    assert lengths(one) == pytest.approx((2 * a, 2 * a * share), rel=1e-6)
    assert one.area_mm2 == pytest.approx(np.pi * a * a * share, rel=0.002)


@given(width=st.floats(1, 60), height=st.floats(1, 60), turn=turns)
@settings(deadline=None, max_examples=40)
def test_a_rectangle_has_its_diagonal_and_the_widest_stretch_across_it(
    width: float, height: float, turn: float
) -> None:
    one = figures([(0, 0), (width, 0), (width, height), (0, height)], turn)
    diagonal = np.hypot(width, height)
    # At a right angle to the diagonal the widest stretch ends in a corner and on the long side opposite.
    small, large = sorted((width, height))
    assert lengths(one) == pytest.approx((diagonal, diagonal * small / large), rel=1e-6)
    assert one.area_mm2 == pytest.approx(width * height)


@given(sides=st.lists(st.floats(2, 20), min_size=5, max_size=12), turn=turns)
@example(sides=[2.0, 2.0, 2.0, 15.875, 2.0, 2.0, 6.0, 2.0, 2.0, 18.0, 2.0, 2.0], turn=0.0)
@settings(deadline=None, max_examples=40)
def test_the_axes_of_a_star_are_those_a_fine_search_finds(sides: list[float], turn: float) -> None:
    angle = np.linspace(0, 2 * np.pi, len(sides), endpoint=False)
    flat = np.stack([np.array(sides) * np.cos(angle), np.array(sides) * np.sin(angle)], axis=1)
    one = figures(flat, turn)
    apart = np.linalg.norm(flat[:, None] - flat[None], axis=2)
    long, short = lengths(one)
    assert long == pytest.approx(apart.max())
    # A tie between two long axes may be broken either way by the last bit.
    assume(np.sort(apart[np.triu_indices(len(flat), 1)])[-2] < apart.max() - 1e-6)
    assert short >= _searched(flat) - 1e-6
    assert short == pytest.approx(_searched(flat), rel=0.02, abs=0.05)


def _searched(flat: np.ndarray) -> float:
    """Widest stretch across the longest axis, or from it, by walking along it in small steps and over every corner."""
    apart = np.linalg.norm(flat[:, None] - flat[None], axis=2)
    first, last = np.unravel_index(int(np.argmax(apart)), apart.shape)
    along = (flat[last] - flat[first]) / apart.max()
    x, y = (flat - flat[first]) @ along, (flat - flat[first]) @ np.array([-along[1], along[0]])
    widest = 0.0
    corners = np.concatenate([x - 1e-7, x + 1e-7])
    for place in (*np.linspace(0, apart.max(), 401), *corners[(corners > 0) & (corners < apart.max())]):
        hits = []
        for (x0, y0), (x1, y1) in zip(
            zip(x, y, strict=True), zip(np.roll(x, -1), np.roll(y, -1), strict=True), strict=True
        ):
            if min(x0, x1) <= place <= max(x0, x1) and x0 != x1:
                hits.append(y0 + (place - x0) * (y1 - y0) / (x1 - x0))
        widest = max(widest, max(*hits, 0.0) - min(*hits, 0.0)) if hits else widest
    return widest


def test_the_short_axis_of_a_bent_lesion_reaches_the_long_one() -> None:
    banana = [(0.0, 0.0), (10.0, 8.0), (20.0, 0.0), (20.0, 1.0), (10.0, 12.0), (0.0, 1.0)]
    points = tuple(tuple(map(float, PLACE + x * ACROSS + y * DOWN)) for x, y in banana)
    caliper = axes_of(Drawn(Kind.CONTOUR, Shown("TP0", 1), Orientation.AXIAL, points))  # type: ignore[arg-type]
    assert caliper.kind is Kind.BIDIRECTIONAL
    ends = [((point - PLACE) @ ACROSS, (point - PLACE) @ DOWN) for point in np.array(caliper.points_mm)]
    long, short = np.array(ends[:2]), np.array(ends[2:])
    assert np.hypot(*(long[1] - long[0])) == pytest.approx(np.hypot(20, 1))
    # From the top of the bend straight down to the long axis, which lies outside there.
    top = short[int(np.argmax(short[:, 1]))]
    assert top == pytest.approx((10, 12))
    assert np.hypot(*(short[1] - short[0])) == pytest.approx(11.5 * 20 / np.hypot(20, 1))


@pytest.mark.parametrize(
    ("flat", "code"),
    [
        ([(0, 0), (10, 10), (10, 0), (0, 10)], "self-crossing"),
        ([(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)], "self-crossing"),
        ([(0, 0), (10, 0), (5, 0), (5, 10)], "self-crossing"),
        ([(0, 0), (10, 0)], "no-area"),
        ([(0, 0), (10, 0), (20, 0)], "no-area"),
        ([(0, 0), (0, 0), (0, 0)], "no-area"),
    ],
)
def test_what_is_no_outline_is_refused(flat: list[tuple[float, float]], code: str) -> None:
    with pytest.raises(Refused) as refused:
        figures(flat)
    assert [finding.code for finding in refused.value.findings] == [code]


@given(points=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=7, unique=True))
@settings(deadline=None)
def test_no_crossing_is_missed(points: list[tuple[int, int]]) -> None:
    edges = [(points[at], points[(at + 1) % len(points)]) for at in range(len(points))]
    crossed = any(
        _proper(*one, *other) for at, one in enumerate(edges) for other in edges[at + 1 :]
    )  # fmt: skip
    assume(crossed)
    with pytest.raises(Refused):
        figures([(float(x), float(y)) for x, y in points])


def _proper(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]) -> bool:
    def side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
