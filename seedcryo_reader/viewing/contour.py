"""A closed contour: its area, its longest axis and the longest one at a right angle to it.

The longest axis is the largest distance of two points of the boundary (RECIST 1.1, Eisenhauer 2009, 4.2: the longest
diameter in the plane of measurement); the line between them need not lie inside. The other one is the widest stretch at
a right angle to it, from the boundary on one side to that on the other, or to the long axis itself where the contour
bends away from it and nothing lies on the other side: so the two always cross.
"""

from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np
import numpy.typing as npt

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.plane import point_of
from seedcryo_reader.viewing.view import PointMm

_TINY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Outline:
    """Figures of a contour.

    Attributes
    ----------
    area_mm2 : float
    long_mm : two PointMm
        Ends of the longest axis, LPS.
    short_mm : two PointMm
        Ends of the longest axis at a right angle to it.
    """

    area_mm2: float
    long_mm: tuple[PointMm, PointMm]
    short_mm: tuple[PointMm, PointMm]


def outline(points_mm: tuple[PointMm, ...]) -> Outline:
    """Figures of a contour by its corners in order, LPS mm, all on one plane.

    Raises
    ------
    Refused
        ``no-area``: fewer than three corners, or all on one line; ``self-crossing``.
    """
    points = np.asarray(points_mm, dtype=np.float64)
    if len(points) < 3 or _spread(points) <= _TINY:
        _refuse("no-area", "The contour has no inside: it needs three corners that do not lie on one line.")
    first, last = _farthest(points)
    start, along = points[first], points[last] - points[first]
    length = float(np.linalg.norm(along))
    along = along / length
    across = _across(points - start, along)
    flat = np.stack([(points - start) @ along, (points - start) @ across], axis=1)
    if _crosses_itself(flat):
        _refuse("self-crossing", "The contour crosses itself: draw it again.")
    place, low, high = _widest(flat)
    foot = start + place * along
    return Outline(
        abs(_signed_area(flat)),
        (point_of(start), point_of(points[last])),
        (point_of(foot + low * across), point_of(foot + high * across)),
    )


def axes_of(drawn: Drawn) -> Drawn:
    """The caliper that a drawn contour amounts to: its axes, on the same plane of the same stack.

    Raises
    ------
    Refused
        As `outline` does.
    """
    figures = outline(drawn.points_mm)
    return Drawn(Kind.BIDIRECTIONAL, drawn.shown, drawn.orientation, (*figures.long_mm, *figures.short_mm))


def _refuse(code: str, text: str) -> NoReturn:
    raise Refused([Finding(code, text)])


def _spread(points: Vector) -> float:
    """How far corners lie from one line: the second singular value."""
    return float(np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[1])


def _farthest(points: Vector) -> tuple[int, int]:
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    first, last = np.unravel_index(int(np.argmax(apart)), apart.shape)
    return int(first), int(last)


def _across(offsets: Vector, along: Vector) -> Vector:
    """Unit direction (3,) in the plane of offsets (n, 3), at a right angle to the long axis."""
    beside = offsets - np.outer(offsets @ along, along)
    widest = beside[int(np.argmax(np.linalg.norm(beside, axis=1)))]
    return np.asarray(widest / np.linalg.norm(widest), dtype=np.float64)


def _signed_area(flat: Vector) -> float:
    """Shoelace formula over corners (n, 2)."""
    x, y = flat.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _crosses_itself(flat: Vector) -> bool:
    """Whether two edges that are no neighbours meet, or two neighbours fold back onto each other."""
    nexts = np.roll(flat, -1, axis=0)
    back, forth = flat - nexts, np.roll(nexts, -1, axis=0) - nexts
    folds = (np.abs(_cross(back, forth)) <= _TINY) & ((back * forth).sum(axis=1) > 0)
    count = len(flat)
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    strangers = (apart > 1) & (apart < count - 1)
    return bool(folds.any() or (_meet(flat, nexts) & strangers).any())


def _meet(starts: Vector, ends: Vector) -> npt.NDArray[np.bool_]:
    """Whether edges (n) share a point, each with each: (n, n)."""
    steps = ends - starts
    # Rows are edges, columns points: beside which edge they lie on which side, and which edge they touch.
    sides, touching = [], np.zeros((len(starts), len(starts)), dtype=bool)
    for points in (starts, ends):
        from_start, from_end = points[None] - starts[:, None], points[None] - ends[:, None]
        side = _cross(steps[:, None], from_start)
        sides.append(side)
        touching |= (np.abs(side) <= _TINY) & ((from_start * from_end).sum(axis=2) <= _TINY)
    parted = sides[0] * sides[1] < 0
    return np.asarray((parted & parted.T) | touching)


def _cross(one: Vector, two: Vector) -> Vector:
    """Signed area (…) that pairs of vectors (…, 2) span."""
    return np.asarray(one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0], dtype=np.float64)


def _widest(flat: Vector) -> tuple[float, float, float]:
    """Place along the long axis, and both ends beside it, of the widest stretch across.

    Between two neighbouring corners both ends follow straight edges and the width is a convex function of the place,
    so it is largest beside a corner.
    """
    nexts = np.roll(flat, -1, axis=0)
    found = [(float(place), *_reach(flat, nexts, place)) for place in flat[:, 0]]
    return max(found, key=lambda one: one[2] - one[1])


def _reach(flat: Vector, nexts: Vector, place: float) -> tuple[float, float]:
    """Lowest and highest point of the boundary, or of the long axis itself, at a place along that."""
    left, right = np.minimum(flat[:, 0], nexts[:, 0]), np.maximum(flat[:, 0], nexts[:, 0])
    here = (left - _TINY <= place) & (place <= right + _TINY)
    a, b = flat[here], nexts[here]
    steep = np.abs(b[:, 0] - a[:, 0]) <= _TINY
    step = np.where(steep, 1.0, b[:, 0] - a[:, 0])
    share = np.clip((place - a[:, 0]) / step, 0, 1)
    at = a[:, 1] + share * (b[:, 1] - a[:, 1])
    ends = np.concatenate([at[~steep], a[steep, 1], b[steep, 1]])
    return min(float(ends.min()), 0.0), max(float(ends.max()), 0.0)
