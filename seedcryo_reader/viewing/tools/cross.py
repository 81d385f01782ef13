"""Two lines that cross at a right angle: the shape every caliper of two axes keeps, however it is drawn or moved."""

from dataclasses import dataclass, replace

import numpy as np

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.viewing.tools.plane import distance_mm, moved
from seedcryo_reader.viewing.view import PointMm


@dataclass(frozen=True, slots=True, eq=False)
class Cross:
    """A long line, and a short one across it on the same plane.

    Attributes
    ----------
    start, end : PointMm
        Of the long line, LPS; two different points.
    normal : array (3,)
        Unit normal of the plane.
    at_mm : float
        Where the short line crosses the long one: distance from `start`, 0 to the length.
    low_mm, high_mm : float
        How far the short line reaches to either side of the crossing: low ≤ 0 ≤ high.
    """

    start: PointMm
    end: PointMm
    normal: Vector
    at_mm: float
    low_mm: float
    high_mm: float

    @classmethod
    def of(cls, points_mm: tuple[PointMm, ...], normal: Vector) -> "Cross":
        """The cross of four points: both ends of the long line, then both of the short one."""
        start, end, low, high = points_mm
        bare = cls(start, end, normal, 0.0, 0.0, 0.0)
        (at, below), (_, above) = bare.place(low), bare.place(high)
        return replace(bare, at_mm=bare.within(at), low_mm=min(below, above, 0.0), high_mm=max(below, above, 0.0))

    @classmethod
    def offered(cls, start: PointMm, end: PointMm, normal: Vector) -> "Cross":
        """The long line with a short one of half its length at its middle, for the reader to move."""
        length = distance_mm(start, end)
        return cls(start, end, normal, length / 2, -length / 4, length / 4)

    @property
    def length_mm(self) -> float:
        """Length of the long line."""
        return distance_mm(self.start, self.end)

    @property
    def along(self) -> Vector:
        """Unit direction (3,) of the long line."""
        step = np.asarray(self.end) - np.asarray(self.start)
        return np.asarray(step / np.linalg.norm(step), dtype=np.float64)

    @property
    def across(self) -> Vector:
        """Unit direction (3,) of the short line."""
        return np.cross(self.normal, self.along)

    @property
    def points_mm(self) -> tuple[PointMm, PointMm, PointMm, PointMm]:
        """Ends of the longer of both lines, then of the other one."""
        low, high = self.beside(self.low_mm), self.beside(self.high_mm)
        if self.high_mm - self.low_mm > self.length_mm:
            return low, high, self.start, self.end
        return self.start, self.end, low, high

    def place(self, point_mm: PointMm) -> tuple[float, float]:
        """A point along and across the long line, mm from its start."""
        offset = np.asarray(point_mm) - np.asarray(self.start)
        return float(offset @ self.along), float(offset @ self.across)

    def beside(self, across_mm: float) -> PointMm:
        """The point on the line of the short axis, so far from the crossing."""
        return moved(self.start, self.at_mm * self.along + across_mm * self.across)

    def within(self, at_mm: float) -> float:
        """The nearest place on the long line."""
        return min(max(at_mm, 0.0), self.length_mm)

    def spanning(self, at_mm: float, one_mm: float, other_mm: float) -> "Cross":
        """With a short line from one side to the other; it always reaches the long one."""
        low, high = min(one_mm, other_mm, 0.0), max(one_mm, other_mm, 0.0)
        return replace(self, at_mm=self.within(at_mm), low_mm=low, high_mm=high)
