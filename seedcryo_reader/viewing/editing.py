"""Changing what was drawn: what lies under the pointer, and how a drawing follows the hand, as new values."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.contour import FEWEST_CORNERS
from seedcryo_reader.viewing.tools.cross import Cross
from seedcryo_reader.viewing.tools.outline import corners_mm, lines_mm
from seedcryo_reader.viewing.tools.plane import LEAST_MM, distance_mm, moved, onto, point_of
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import PointMm

END_PIXELS: Final = 8.0
BODY_PIXELS: Final = 5.0
"""How near the pointer must be to an end, and to a line."""

FAR: Final = 10.0
"""Times that a nudge with Shift goes further."""


@dataclass(frozen=True, slots=True)
class Grip:
    """What of a drawing was taken in hand, where, and what the drawing was then.

    Attributes
    ----------
    drawn : Drawn
        As it was when it was taken.
    end : int or None
        Which of `corners_mm`; None for the whole of it.
    from_mm : PointMm
        Where the pointer took it.
    """

    drawn: Drawn
    end: int | None
    from_mm: PointMm

    def moved(self, at: Pointer) -> Drawn:
        """The drawing with the pointer here."""
        normal = at.frame.normal
        step = np.asarray(onto(at.point_mm, self.from_mm, normal)) - np.asarray(self.from_mm)
        if self.end is None:
            return move_whole(self.drawn, step)
        corner = point_of(corners_mm(self.drawn)[self.end])
        return move_end(self.drawn, self.end, moved(corner, step), normal, free=at.free)

    @property
    def held_mm(self) -> PointMm | None:
        """The end as it was taken; None for the whole."""
        return None if self.end is None else point_of(corners_mm(self.drawn)[self.end])


def grip(drawn: Drawn, at: Pointer) -> Grip | None:
    """What the pointer takes: the nearest end, else the drawing by one of its lines; None beside it."""
    here = at.frame.to_screen(at.point_mm)
    corners = at.frame.to_screen(corners_mm(drawn))
    away = np.hypot(*(corners - here).T)
    nearest = int(np.argmin(away))
    point = onto(at.point_mm, drawn.points_mm[0], at.frame.normal)
    if away[nearest] <= END_PIXELS:
        return Grip(drawn, nearest, point)
    lines = [at.frame.to_screen(line) for line in lines_mm(drawn)]
    near = any(_distance(here, line) <= BODY_PIXELS for line in lines)
    return Grip(drawn, None, point) if near else None


def move_end(drawn: Drawn, end: int, to_mm: PointMm, normal: Vector, *, free: bool = False) -> Drawn:
    """With one of its `corners_mm` brought to a point on its plane.

    A caliper keeps its right angle: an end of the long axis takes the short one along, which turns about the crossing
    and stays as far from the end that rests; an end of the short axis moves on its own line. `free` (Shift) lets the
    short axis slide along the long one as well, and makes an ellipse a circle. What would make an axis vanish changes
    nothing.

    Parameters
    ----------
    normal : array (3,)
        Unit normal of the plane it was drawn on.
    """
    to_mm = onto(to_mm, drawn.points_mm[0], normal)
    if drawn.kind is Kind.BIDIRECTIONAL and len(drawn.points_mm) == 4:
        points = _moved_axis(drawn.points_mm, end, to_mm, normal, free=free)
    elif drawn.kind is Kind.ELLIPSE:
        points = _moved_ellipse(drawn.points_mm, end, to_mm, normal, circle=free)
    else:
        points = (*drawn.points_mm[:end], to_mm, *drawn.points_mm[end + 1 :])
    return replace(drawn, points_mm=points) if _is_sound(drawn.kind, points) else drawn


def move_whole(drawn: Drawn, by_mm: Vector) -> Drawn:
    """All of it shifted by a vector (3,) in mm."""
    return replace(drawn, points_mm=tuple(moved(point, by_mm) for point in drawn.points_mm))


def end_at(drawn: Drawn, point_mm: PointMm) -> int:
    """Which of its `corners_mm` lies nearest to a point: axes that change places take their ends along."""
    return int(np.argmin(np.linalg.norm(corners_mm(drawn) - np.asarray(point_mm), axis=1)))


def nudge(
    drawn: Drawn, end: int | None, step: tuple[int, int], frame: Frame, *, far: bool = False
) -> tuple[Drawn, int | None]:
    """An arrow key: an end, or with None the whole, one pixel of the screen further, but 0.1 mm at least.

    Parameters
    ----------
    step : (right, down)
        Each -1, 0 or 1.
    far : bool
        Shift is held: ten times as far.

    Returns
    -------
    drawn, end
        The end has another number where the short axis became the longer one.
    """
    length = max(frame.mm_per_pixel, LEAST_MM) * (FAR if far else 1.0)
    by = length * (step[0] * np.asarray(frame.across) + step[1] * np.asarray(frame.down))
    if end is None:
        return move_whole(drawn, by), None
    to_mm = moved(point_of(corners_mm(drawn)[end]), by)
    after = move_end(drawn, end, to_mm, frame.normal)
    return after, end_at(after, to_mm)


def without(drawn: Drawn, end: int | None) -> Drawn | None:
    """What is left when a part is deleted: a caliper without its short axis, a contour without a corner; or nothing."""
    points = drawn.points_mm
    if end is not None and drawn.kind is Kind.BIDIRECTIONAL and end >= 2:
        return replace(drawn, points_mm=points[:2])
    if end is not None and drawn.kind is Kind.CONTOUR and len(points) > FEWEST_CORNERS:
        return replace(drawn, points_mm=(*points[:end], *points[end + 1 :]))
    return None


def _moved_axis(
    ends: tuple[PointMm, ...], end: int, to_mm: PointMm, normal: Vector, *, free: bool
) -> tuple[PointMm, ...]:
    cross = Cross.of(ends, normal)
    if end >= 2:
        along, across = cross.place(to_mm)
        is_low = cross.place(ends[end])[1] <= cross.place(ends[5 - end])[1]
        low, high = (min(across, 0.0), cross.high_mm) if is_low else (cross.low_mm, max(across, 0.0))
        return cross.spanning(along if free else cross.at_mm, low, high).points_mm
    rests = cross.end if end == 0 else cross.start
    if distance_mm(rests, to_mm) < LEAST_MM:
        return cross.points_mm
    if end == 1:
        turned = replace(cross, end=to_mm)
        return turned.spanning(cross.at_mm, cross.low_mm, cross.high_mm).points_mm
    turned = replace(cross, start=to_mm)
    at = turned.length_mm - (cross.length_mm - cross.at_mm)
    return turned.spanning(at, cross.low_mm, cross.high_mm).points_mm


def _moved_ellipse(
    points: tuple[PointMm, ...], end: int, to_mm: PointMm, normal: Vector, *, circle: bool
) -> tuple[PointMm, ...]:
    """The half axis that was moved, and the other one turned to stay at a right angle to it."""
    centre, *ends = (np.asarray(point) for point in points)
    half = (np.asarray(to_mm) - centre) * (1 if end < 2 else -1)
    other = ends[1 - end % 2] - centre
    length = float(np.linalg.norm(half))
    if length < LEAST_MM:
        return points
    square = np.cross(normal, half) / length
    square *= np.copysign(length if circle else float(np.linalg.norm(other)), float(square @ other))
    pair = (half, square) if end % 2 == 0 else (square, half)
    return points[0], point_of(centre + pair[0]), point_of(centre + pair[1])


def _is_sound(kind: Kind, points: tuple[PointMm, ...]) -> bool:
    """Whether every axis is still one."""
    if kind not in (Kind.BIDIRECTIONAL, Kind.LENGTH):
        return True
    return all(distance_mm(*points[at : at + 2]) >= LEAST_MM for at in range(0, len(points), 2))


def _distance(point: Vector, line: Vector) -> float:
    """Distance of a point (2,) from a line through points (n, 2)."""
    steps = np.diff(line, axis=0)
    offset = point - line[:-1]
    lengths = np.maximum((steps**2).sum(axis=1), 1e-12)
    share = np.clip((offset * steps).sum(axis=1) / lengths, 0, 1)
    return float(np.hypot(*(offset - share[:, None] * steps).T).min())
