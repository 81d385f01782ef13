"""The lines and the handles of a drawing, in millimetres: one answer for the painter and for the hand that grips."""

from typing import Final

import numpy as np

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.viewing.drawing import Drawn, Kind

_STEPS: Final = 72


def lines_mm(drawn: Drawn) -> list[Vector]:
    """Its lines, each as points (n, 3) in LPS mm; none for a point. An ellipse is one of 72 corners, closed."""
    points = np.asarray(drawn.points_mm, dtype=np.float64)
    if drawn.kind in (Kind.POINT, Kind.PROBE):
        return []
    if drawn.kind is Kind.ELLIPSE:
        return [_ellipse(points)]
    if drawn.kind is Kind.CONTOUR:
        return [np.concatenate([points, points[:1]])]
    return [points[at : at + 2] for at in range(0, len(points) - 1, 2)]


def corners_mm(drawn: Drawn) -> Vector:
    """Where it can be gripped, (n, 3) in LPS mm: the ends, or the corners; in the order of its points.

    An ellipse has one more at the far end of each half axis, and none at its centre, which is no place of its line:
    first both given ends, then both opposite ones.
    """
    points = np.asarray(drawn.points_mm, dtype=np.float64)
    if drawn.kind is Kind.ELLIPSE:
        centre, ends = points[0], points[1:]
        return np.concatenate([ends, 2 * centre - ends])
    return points


def lesion_mm(drawn: Drawn) -> Vector:
    """Points (n, 3) in LPS mm round what was drawn and what it probably measures: a caliper stands for an ellipse."""
    points = np.asarray(drawn.points_mm, dtype=np.float64)
    if drawn.kind is Kind.BIDIRECTIONAL and len(points) == 4:
        centre = points[:2].mean(axis=0)
        return np.concatenate([_ellipse(np.stack([centre, points[1], centre + (points[3] - points[2]) / 2])), points])
    return np.concatenate([points, *lines_mm(drawn)])


def _ellipse(points: Vector) -> Vector:
    centre, first, second = points
    angle = np.linspace(0, 2 * np.pi, _STEPS + 1)[:, None]
    return np.asarray(centre + np.cos(angle) * (first - centre) + np.sin(angle) * (second - centre))
