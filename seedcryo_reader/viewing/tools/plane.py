"""Points on the plane of a drawing: bringing them onto it, and how far apart they must be to mean anything."""

from typing import Final

import numpy as np

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import PointMm

LEAST_MM: Final = 0.1
LEAST_PIXELS: Final = 1.0
"""A line shorter than either is a slip of the hand and no drawing."""


def point_of(vector: Vector) -> PointMm:
    """A vector (3,) in mm as a point."""
    return float(vector[0]), float(vector[1]), float(vector[2])


def moved(point_mm: PointMm, by_mm: Vector) -> PointMm:
    """The point shifted by a vector (3,) in mm."""
    return point_of(np.asarray(point_mm) + by_mm)


def onto(point_mm: PointMm, origin_mm: PointMm, normal: Vector) -> PointMm:
    """The point brought along the unit normal onto the plane through `origin_mm`."""
    offset = np.asarray(point_mm) - np.asarray(origin_mm)
    return moved(point_mm, -float(offset @ normal) * normal)


def distance_mm(one: PointMm, other: PointMm) -> float:
    """Distance of two points, mm."""
    return float(np.linalg.norm(np.asarray(one) - np.asarray(other)))


def least_mm(frame: Frame) -> float:
    """Shortest line that is one, mm."""
    return max(LEAST_MM, LEAST_PIXELS * frame.mm_per_pixel)
