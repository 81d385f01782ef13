"""Drawings on a picture: lines where the affine of the images says, told apart without colour, labels beside them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QPainter
from ui.viewport_drawing.canvas import away, near, painted, spots

from seedcryo_reader.imaging.geometry import to_mm
from seedcryo_reader.ui.shared.theme import COLOURS
from seedcryo_reader.ui.viewport.drawing import paint_items
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind, Look
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (320, 240)
SCALE = 0.25
"""mm of a logical pixel."""
ROW_MM, COLUMN_MM = 0.9, 0.6
MIDDLE = (40, 30)
"""Column and row of the voxel in the middle of the viewport."""

AXIAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
TURNED = ((0.6, 0.8, 0.0), (0.0, 0.0, -1.0))
Directions = tuple[PointMm, PointMm]


def affine(directions: Directions) -> np.ndarray:
    made = np.eye(4)
    made[:3, 0], made[:3, 1] = np.array(directions[0]) * COLUMN_MM, np.array(directions[1]) * ROW_MM
    made[:3, 2] = np.cross(*directions) * 2.0
    made[:3, 3] = (-31.0, 12.0, 205.0)
    return made


def frame(directions: Directions = AXIAL) -> Frame:
    x, y, z = to_mm(affine(directions), (*MIDDLE, 7))
    return Frame((float(x), float(y), float(z)), *directions, SCALE, SIZE)


def drawn(*voxels: tuple[float, float], directions: Directions = AXIAL, kind: Kind = Kind.BIDIRECTIONAL) -> Drawn:
    points = to_mm(affine(directions), [(*voxel, 7) for voxel in voxels])
    return Drawn(kind, Shown("TP0", 1), Orientation.ACQUIRED, tuple(tuple(map(float, point)) for point in points))  # type: ignore[arg-type]


def where(voxel: tuple[float, float]) -> np.ndarray:
    """Logical pixel of a voxel's centre, by its column and row alone: no direction of the patient comes in."""
    offset = (np.array(voxel) - MIDDLE) * (COLUMN_MM, ROW_MM) / SCALE
    return offset + np.array(SIZE) / 2


def picture(
    *items: Item,
    on: Frame | None = None,
    ratio: float = 1.0,
    ground: int = 70,
    chosen: str | None = None,
    hovered: str | None = None,
    depth_mm: float = 1.0,
) -> np.ndarray:
    def paint(painter: QPainter) -> None:
        paint_items(painter, on or frame(), items, chosen=chosen, hovered=hovered, depth_mm=depth_mm)

    return painted(SIZE, ratio, paint, ground)


LONG = ((20.0, 24.0), (64.0, 37.0))
SHORT = ((38.0, 40.0), (44.3571, 20.7))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("directions", [AXIAL, TURNED])
def test_a_caliper_lies_on_the_voxels_it_was_drawn_on(directions: Directions, ratio: float) -> None:
    item = Item("T01", drawn(*LONG, *SHORT, directions=directions))
    yellow = spots(near(picture(item, on=frame(directions), ratio=ratio), COLOURS.own), ratio)
    axes = [(where(start), where(end)) for start, end in (LONG, SHORT)]
    beside = np.min([away(yellow, *axis) for axis in axes], axis=0)
    # Nothing but the lines and the ticks across their ends ...
    ticks = np.min([np.linalg.norm(yellow - end, axis=1) for axis in axes for end in axis], axis=0) <= 5
    assert beside[~ticks].max() <= 1.5
    # ... the lines centred on where they should be ...
    for start, end in axes:
        length = np.linalg.norm(end - start)
        across = np.array([start[1] - end[1], end[0] - start[0]]) / length
        along = (yellow - start) @ (end - start) / length
        mine = (np.abs((yellow - start) @ across) < 2) & (along > 8) & (along < length - 8)
        assert abs(((yellow - start) @ across)[mine].mean()) < 0.15
        # ... and as long, end to end.
        reach = ((yellow - start) @ (end - start) / length)[np.abs((yellow - start) @ across) < 1.0]
        assert reach.min() == pytest.approx(0, abs=1.25)
        assert reach.max() == pytest.approx(length, abs=1.25)


def test_what_lies_off_the_plane_is_not_drawn() -> None:
    item = Item("T01", drawn(*LONG), ("T01",))
    bare = picture()
    across = np.array(frame().normal)
    for off, is_drawn in ((0.0, True), (0.99, True), (1.01, False), (-1.01, False)):
        centre = tuple(np.array(frame().centre_mm) + off * across)
        shown = picture(item, on=replace(frame(), centre_mm=centre), depth_mm=1.0)  # type: ignore[arg-type]
        assert (shown != bare).any() == is_drawn


def test_a_caliper_that_leaves_the_plane_is_not_drawn() -> None:
    line = drawn(*LONG)
    x, y, z = line.points_mm[1]
    leaving = replace(line, points_mm=(line.points_mm[0], (x, y, z + 3)))
    assert (picture(Item("T01", leaving)) == picture()).all()


@pytest.mark.parametrize(
    ("look", "colour", "share"),
    [
        (Look.OWN, COLOURS.own, (0.99, 1)),
        (Look.GHOST, COLOURS.ghost, (0.45, 0.7)),
        (Look.TEMPORARY, COLOURS.temporary, (0.2, 0.4)),
    ],
)
def test_whose_a_line_is_can_be_told_without_its_colour(look: Look, colour: str, share: tuple[float, float]) -> None:
    line = Item("T01", drawn((10, 30), (70, 30), kind=Kind.LENGTH), look=look)
    ratio = 4.0
    shown = near(picture(line, ratio=ratio), colour, within=40)
    row = round(where((10, 30))[1] * ratio)
    first, last = round((where((10, 30))[0] + 4) * ratio), round((where((70, 30))[0] - 4) * ratio)
    assert share[0] <= shown[row, first:last].mean() <= share[1]


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_a_line_has_a_dark_rim_on_any_ground(ground: int) -> None:
    line = Item("T01", drawn((10, 30), (70, 30), kind=Kind.LENGTH))
    shown = picture(line, ratio=4.0, ground=ground)
    column = shown[:, round(where((40, 30))[0] * 4)].sum(axis=1)
    middle = round(where((40, 30))[1] * 4)
    assert column[middle] > 400
    assert column[middle - 5] < 300
    assert column[middle + 5] < 300


def test_handles_show_on_the_chosen_item_where_it_can_be_edited() -> None:
    line = drawn((10, 30), (70, 30), kind=Kind.LENGTH)
    start = np.round(where((10, 30))).astype(int)
    beyond = (slice(start[1] - 1, start[1] + 2), slice(start[0] - 6, start[0] - 2))
    for editable, chosen, is_there in ((True, "T01", True), (True, None, False), (False, "T01", False)):
        shown = picture(Item("T01", line, editable=editable), chosen=chosen)
        assert near(shown, COLOURS.own)[beyond].any() == is_there


def test_what_the_pointer_is_on_is_drawn_thicker() -> None:
    line = Item("T01", drawn((10, 30), (70, 30), kind=Kind.LENGTH))
    plain, hovered = (near(picture(line, ratio=4.0, hovered=one), COLOURS.own).sum() for one in (None, "T01"))
    assert hovered > 1.3 * plain


def test_a_mark_leaves_its_very_point_to_be_seen() -> None:
    shown = picture(Item("T01", drawn((40, 30), kind=Kind.POINT), look=Look.MARK))
    x, y = (int(one) for one in where((40, 30)))
    assert near(shown, COLOURS.mark).any()
    assert (shown[y - 1 : y + 1, x - 1 : x + 1] == 70).all()


def test_an_ellipse_passes_through_its_ends_and_leaves_its_inside_alone() -> None:
    item = Item("roi", drawn((40, 30), (55, 30), (40, 36), kind=Kind.ELLIPSE))
    points = spots(near(picture(item, ratio=2.0), COLOURS.own), 2.0) - where((40, 30))
    a, b = 15 * COLUMN_MM / SCALE, 6 * ROW_MM / SCALE
    radii = np.hypot(points[:, 0] / a, points[:, 1] / b)
    assert radii == pytest.approx(np.ones(len(radii)), abs=0.08)
    assert len({tuple(point) for point in np.sign(points)}) >= 4


def test_a_label_stands_beside_the_lesion_and_not_on_it() -> None:
    item = Item("T01", drawn((35, 25), (45, 25), (40, 22), (40, 28)), ("T01", "24.3 × 18.0 mm"))
    lines, both = (near(picture(one), COLOURS.own) for one in (replace(item, label=()), item))
    text = spots(both & ~lines, 1.0)
    assert len(text) > 100
    middle, radius = where((40, 25)), 5 * COLUMN_MM / SCALE
    assert np.linalg.norm(text - middle, axis=1).min() > radius
    assert text[:, 0].min() > where((45, 25))[0]


def test_a_label_at_the_edge_is_not_cut() -> None:
    right = Item("T01", drawn((50, 25), (64, 25), kind=Kind.LENGTH), ("24.3 × 18.0 mm",))
    middle = Item("T01", drawn((10, 25), (24, 25), kind=Kind.LENGTH), ("24.3 × 18.0 mm",))
    counts = []
    for item in (right, middle):
        lines, both = (near(picture(one), COLOURS.own) for one in (replace(item, label=()), item))
        counts.append((both & ~lines).sum())
    assert counts[0] == counts[1]


def test_the_painter_is_left_as_it_was() -> None:
    def paint(painter: QPainter) -> None:
        before = painter.pen(), painter.font(), painter.renderHints(), painter.transform()
        paint_items(painter, frame(), [Item("T01", drawn(*LONG), ("T01",))], depth_mm=1.0)
        assert (painter.pen(), painter.font(), painter.renderHints(), painter.transform()) == before

    painted(SIZE, 1.0, paint)
