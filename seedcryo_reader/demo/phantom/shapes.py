"""Soft shapes as signed distances: negative inside, zero on the contour, mm.

Distances are exact on the contour and good near it, which is all that painting an edge needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seedcryo_reader.demo.phantom.space import Vec

Image = NDArray[np.float32]


class Points(NamedTuple):
    """Coordinates in mm of many points, three arrays of one shape."""

    x: Image
    y: Image
    z: Image


class Box(NamedTuple):
    """An upright box: its middle and half sizes, mm."""

    centre: Vec
    half: Vec


class Shape(Protocol):
    """Anything that can be painted; it lies wholly within its box."""

    @property
    def box(self) -> Box:
        """Return a box that holds the shape."""
        ...

    def distance(self, points: Points) -> Image:
        """Return the signed distance in mm of each point."""
        ...


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid with semi-axes ``radii`` in mm, turned by ``yaw`` radians about z (from +x towards +y)."""

    centre: Vec
    radii: Vec
    yaw: float = 0.0

    @property
    def box(self) -> Box:
        """Return a box that holds the ellipsoid."""
        a, b, c = self.radii
        across, down = (max(a, b), max(a, b)) if self.yaw else (a, b)
        return Box(self.centre, (across, down, c))

    def distance(self, points: Points) -> Image:
        """Return the signed distance in mm of each point, to first order: exact on the contour."""
        x, y, z = (p - np.float32(c) for p, c in zip(points, self.centre, strict=True))
        if self.yaw:
            c, s = np.float32(np.cos(self.yaw)), np.float32(np.sin(self.yaw))
            x, y = c * x + s * y, c * y - s * x
        level, slope2 = np.full_like(x, -1), np.full_like(x, 1e-6)
        for part, radius in zip((x, y, z), self.radii, strict=True):
            part *= part  # noqa: PLW2901 - the arrays are ours and large
            part *= np.float32(1 / radius**2)  # noqa: PLW2901
            level += part
            slope2 += part * np.float32(1 / radius**2)
        np.sqrt(slope2, out=slope2)
        level /= slope2
        level *= np.float32(0.5)
        return level


@dataclass(frozen=True)
class Tube:
    """A chain of straight pieces through ``knots`` (x, y, z, radius), each in mm, with rounded ends."""

    knots: tuple[tuple[float, float, float, float], ...]
    blend: float = 0.0

    @property
    def box(self) -> Box:
        """Return a box that holds all knots."""
        return box_around([Box((x, y, z), (r, r, r)) for x, y, z, r in self.knots])

    def distance(self, points: Points) -> Image:
        """Return the signed distance in mm of each point."""
        pieces = [piece_distance(points, a, b) for a, b in zip(self.knots, self.knots[1:], strict=False)]
        return smooth_least(pieces, self.blend)


@dataclass(frozen=True)
class Union:
    """Several shapes grown into one; contours closer than ``blend`` mm flow together."""

    parts: tuple[Shape, ...]
    blend: float = 0.0

    @property
    def box(self) -> Box:
        """Return a box that holds all parts."""
        return box_around([part.box for part in self.parts])

    def distance(self, points: Points) -> Image:
        """Return the signed distance in mm of each point."""
        return smooth_least([part.distance(points) for part in self.parts], self.blend)


@dataclass(frozen=True)
class Cut:
    """A shape without what lies nearer than ``gap`` mm to the shapes ``away``; corners rounded by ``blend`` mm."""

    shape: Shape
    away: tuple[Shape, ...]
    gap: float = 0.0
    blend: float = 6.0

    @property
    def box(self) -> Box:
        """Return the box of the uncut shape."""
        return self.shape.box

    def distance(self, points: Points) -> Image:
        """Return the signed distance in mm of each point."""
        outside = [part.distance(points) - np.float32(self.gap) for part in self.away]
        return -smooth_least([-self.shape.distance(points), *outside], self.blend)


def box_around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds all boxes."""
    low = [min(b.centre[n] - b.half[n] for b in boxes) for n in range(3)]
    high = [max(b.centre[n] + b.half[n] for b in boxes) for n in range(3)]
    x, y, z = ((top + bottom) / 2 for bottom, top in zip(low, high, strict=True))
    a, b, c = ((top - bottom) / 2 for bottom, top in zip(low, high, strict=True))
    return Box((x, y, z), (a, b, c))


def smooth_least(distances: Sequence[Image], blend: float) -> Image:
    """Return the smallest distance of each point, with the crease rounded over ``blend`` mm."""
    result = distances[0]
    for other in distances[1:]:
        least = np.minimum(result, other)
        if blend > 0:
            overlap = np.maximum(np.float32(blend) - np.abs(result - other), np.float32(0))
            least -= overlap * overlap * np.float32(0.25 / blend)
        result = least
    return result


def piece_distance(points: Points, a: Sequence[float], b: Sequence[float]) -> Image:
    """Return the signed distance in mm to a round piece from ``a`` to ``b``, each (x, y, z, radius)."""
    span = [float(q - p) for p, q in zip(a[:3], b[:3], strict=True)]
    length2 = max(sum(s * s for s in span), 1e-9)
    x, y, z = (p - np.float32(c) for p, c in zip(points, a[:3], strict=True))
    along = x * np.float32(span[0] / length2)
    along += y * np.float32(span[1] / length2)
    along += z * np.float32(span[2] / length2)
    np.clip(along, 0, 1, out=along)
    total = np.zeros_like(x)
    for part, step in zip((x, y, z), span, strict=True):
        part -= along * np.float32(step)  # noqa: PLW2901 - the arrays are ours and large
        part *= part  # noqa: PLW2901
        total += part
    np.sqrt(total, out=total)
    along *= np.float32(b[3] - a[3])
    total -= along
    total -= np.float32(a[3])
    return total
