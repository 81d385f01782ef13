"""One slice being painted: its values, and the position of each pixel in the reference anatomy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom.shapes import Points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seedcryo_reader.demo.phantom.shapes import Box, Image, Shape
    from seedcryo_reader.demo.phantom.space import Matrix

_BEND_REACH_MM = 8.0
_SMALL_WINDOW = 3000


@dataclass(frozen=True, eq=False)
class Plane:
    """The affine map between a slice's pixels and the reference anatomy.

    ``to_anatomy`` (3, 4) takes (column, row, slice offset, 1) to mm, ``to_pixel`` (3, 4) leads back;
    a slice offset of one is one slice.
    """

    to_anatomy: Matrix
    to_pixel: Matrix

    def pixels(self, points: Matrix) -> Matrix:
        """Return column, row and the offset from the slice in slices of anatomy points (n, 3) in mm."""
        result: Matrix = points @ self.to_pixel[:, :3].T + self.to_pixel[:, 3]
        return result

    def misses(self, box: Box, slack: float) -> bool:
        """Tell quickly whether a box, widened by ``slack`` mm, lies wholly beside the slice."""
        (x, y, z), (a, b, c), (u, v, w, start) = box.centre, box.half, self._through
        return abs(u * x + v * y + w * z + start) > abs(u) * (a + slack) + abs(v) * (b + slack) + abs(w) * (c + slack)

    @cached_property
    def _through(self) -> tuple[float, float, float, float]:
        u, v, w, start = self.to_pixel[2].tolist()
        return u, v, w, start

    def spans(self, halves: Matrix) -> Matrix:
        """Return the half sizes in columns, rows and slices that hold boxes of half sizes (n, 3) in mm."""
        result: Matrix = halves @ np.abs(self.to_pixel[:, :3]).T
        return result


@dataclass(frozen=True, eq=False)
class Canvas:
    """A window of a slice; its arrays (rows, columns) share one shape, and windows share memory.

    ``whole`` is the full slice that ``image`` is a part of, from the pixel ``corner`` (row, column) on;
    ``rigid`` holds exact anatomy positions in mm, ``soft`` the same bent a little so that organs have
    irregular contours; ``coarse`` and ``fine`` are texture of unit spread; ``edge_mm`` is
    the half width over which an edge rises, with its half height exactly on the contour.
    """

    whole: Image
    image: Image
    rigid: Points
    soft: Points
    coarse: Image
    fine: Image
    plane: Plane
    edge_mm: float
    corner: tuple[int, int]

    def window(self, box: Box) -> Canvas | None:
        """Return the part of the slice that a box of the reference anatomy can touch, or nothing."""
        if self.plane.misses(box, _BEND_REACH_MM):
            return None
        found = self.windows(np.array([box.centre]), np.array([box.half]))
        return next((window for _, window in found), None)

    def windows(self, centres: Matrix, halves: Matrix) -> Iterator[tuple[int, Canvas]]:
        """Yield the number and window of each box that touches the slice; ``centres`` and ``halves`` (n, 3) in mm.

        The soft frame is bent, so a box is moved by the bend in its middle and widened by what the bend
        may change from there to its sides.
        """
        size = np.array(self.image.shape)
        corner = np.array(self.corner)
        at = np.clip(self.plane.pixels(centres)[:, 1::-1].astype(int) - corner, 0, size - 1)
        rows, columns = at.T
        bend = [soft[rows, columns] - rigid[rows, columns] for soft, rigid in zip(self.soft, self.rigid, strict=True)]
        middle = self.plane.pixels(centres - np.stack(bend, axis=1))
        slack = np.minimum(_BEND_REACH_MM, 2.0 + 0.35 * halves[:, :2].max(axis=1))
        span = self.plane.spans(halves + slack[:, None])
        low = np.maximum((middle - span)[:, 1::-1].astype(int) - corner, 0)
        high = np.minimum((middle + span)[:, 1::-1].astype(int) + 2 - corner, size)
        for n in np.flatnonzero((np.abs(middle[:, 2]) <= span[:, 2]) & (low < high).all(axis=1)):
            (r0, c0), (r1, c1) = low[n].tolist(), high[n].tolist()
            yield int(n), self.crop(slice(r0, r1), slice(c0, c1))

    def distance(self, shape: Shape) -> Image:
        """Return the signed distance in mm of each pixel to a shape of the soft frame.

        Large smooth contours are worked out on every second pixel and interpolated: at this scale the
        difference is a few hundredths of a mm, and most of the time is saved.
        """
        if self.image.size < _SMALL_WINDOW:
            return shape.distance(self.soft)
        return doubled(shape.distance(every_second(self.soft)), self.image.shape)

    def crop(self, rows: slice, columns: slice) -> Canvas:
        """Return a window that shares memory with this canvas."""
        cut = (rows, columns)
        return Canvas(
            self.whole,
            self.image[cut],
            Points(*(p[cut] for p in self.rigid)),
            Points(*(p[cut] for p in self.soft)),
            self.coarse[cut],
            self.fine[cut],
            self.plane,
            self.edge_mm,
            (self.corner[0] + rows.start, self.corner[1] + columns.start),
        )

    def blend(self, distance: Image, value: Image | float, strength: Image | float = 1.0) -> None:
        """Paint ``value`` where ``distance`` (mm) is negative, softly over the edge."""
        if distance.min() > self.edge_mm:
            return
        cover = coverage(distance, self.edge_mm)
        cover *= strength
        change = value - self.image
        change *= cover
        np.add(self.image, change, out=self.image)


def coverage(distance: Image, edge_mm: float) -> Image:
    """Return 1 deep inside, 0 outside and 0.5 exactly on the contour."""
    t = distance * np.float32(-0.5 / edge_mm)
    t += np.float32(0.5)
    np.clip(t, 0, 1, out=t)
    result = t * t
    t *= np.float32(-2)
    t += np.float32(3)
    result *= t
    return result


def every_second(points: Points) -> Points:
    """Return every second pixel's position in both directions."""
    return Points(*(p[::2, ::2] for p in points))


def doubled(half: Image, shape: tuple[int, ...]) -> Image:
    """Return values given at every second pixel on every pixel of ``shape``."""
    full = np.empty(shape, dtype=np.float32)
    full[::2, ::2] = half
    full[::2, 1:-1:2] = (half[:, :-1] + half[:, 1:])[:, : full[0, 1:-1:2].size] * np.float32(0.5)
    if shape[1] % 2 == 0:
        full[::2, -1] = half[:, -1]
    full[1:-1:2] = (full[:-2:2] + full[2::2]) * np.float32(0.5)
    if shape[0] % 2 == 0:
        full[-1] = full[-2]
    return full


def paint(canvas: Canvas, shape: Shape, value: float, *, texture: float = 0.0, strength: float = 1.0) -> None:
    """Paint a shape with a value and organ texture of the given spread."""
    window = canvas.window(shape.box)
    if window is None:
        return
    window.blend(window.distance(shape), textured(window, value, texture), strength)


def textured(window: Canvas, value: float, texture: float) -> Image | float:
    """Return the value with organ texture of the given spread, half of it coarse and half of it fine."""
    if not texture:
        return value
    return np.float32(value) + np.float32(0.7 * texture) * (window.coarse + window.fine)
