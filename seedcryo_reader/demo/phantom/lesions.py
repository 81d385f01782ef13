"""Lesions with exactly known axes: placed in one timepoint's images, measured from the table, and painted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom import organs, trunk
from seedcryo_reader.demo.phantom.canvas import textured
from seedcryo_reader.demo.phantom.shapes import Ellipsoid, Points, smooth_least
from seedcryo_reader.demo.phantom.story import State

if TYPE_CHECKING:
    from seedcryo_reader.demo.phantom.canvas import Canvas
    from seedcryo_reader.demo.phantom.shapes import Image
    from seedcryo_reader.demo.phantom.space import Grid, Matrix, Rigid
    from seedcryo_reader.demo.phantom.story import Lesion, Look, Oval
    from seedcryo_reader.demo.phantom.tissues import Palette

_BED_MM = 5.0


@dataclass(frozen=True, eq=False)
class Site:
    """Where a lesion lies in one timepoint's images.

    ``centre`` is its index (i, j, k) with a whole k, so the slice cuts it through the middle; ``turn`` is the
    direction of its long axis in radians from the column direction towards the row direction.
    """

    grid: Grid
    centre: Matrix
    turn: float

    def lps(self, along: float, across: float = 0.0, through: float = 0.0) -> Matrix:
        """Return the LPS position in mm of a point given in mm from the centre along the lesion's own axes."""
        c, s = math.cos(self.turn), math.sin(self.turn)
        offset = np.array([along * c - across * s, along * s + across * c, through])
        i, j, k = self.centre + offset / np.array(self.grid.spacing)
        return self.grid.point(i, j, k)

    def local(self, canvas: Canvas, k: int) -> Points:
        """Return each pixel's position in mm along, across and through the lesion, from its centre."""
        rows, columns = canvas.image.shape
        du, dv, dw = self.grid.spacing
        u = ((np.arange(columns) + canvas.corner[1] - self.centre[0]) * du).astype(np.float32)[None, :]
        v = ((np.arange(rows) + canvas.corner[0] - self.centre[1]) * dv).astype(np.float32)[:, None]
        c, s = np.float32(math.cos(self.turn)), np.float32(math.sin(self.turn))
        through = np.full((rows, columns), (k - self.centre[2]) * dw, dtype=np.float32)
        return Points(u * c + v * s, v * c - u * s, through)

    def window(self, canvas: Canvas, reach: float) -> Canvas | None:
        """Return the part of the slice within ``reach`` mm of the centre, or nothing."""
        rows, columns = canvas.image.shape
        half_i, half_j = reach / self.grid.spacing[0], reach / self.grid.spacing[1]
        i, j = self.centre[0] - canvas.corner[1], self.centre[1] - canvas.corner[0]
        r0, r1 = max(0, int(j - half_j)), min(rows, int(j + half_j) + 2)
        c0, c1 = max(0, int(i - half_i)), min(columns, int(i + half_i) + 2)
        return canvas.crop(slice(r0, r1), slice(c0, c1)) if r0 < r1 and c0 < c1 else None


def site_of(lesion: Lesion, grid: Grid, body_to_lps: Rigid, scale: Matrix) -> Site:
    """Return where a lesion lies, moved along the slice normal to the nearest slice."""
    index = grid.index(body_to_lps.apply(np.array(lesion.at) * scale))
    return Site(grid, np.array([index[0], index[1], np.rint(index[2])]), math.radians(lesion.turn))


@dataclass(frozen=True)
class Axes:
    """Long and short axis in mm, and where they start and end along and across the lesion, mm from its centre."""

    long: float
    short: float
    long_ends: tuple[tuple[float, float], tuple[float, float]]
    short_ends: tuple[tuple[float, float], tuple[float, float]]


def axes_of(ovals: tuple[Oval, ...]) -> Axes | None:
    """Return the axes of a union of ovals that share one long axis, or nothing where there is no oval."""
    if not ovals:
        return None
    start = min(o.along - o.long / 2 for o in ovals)
    end = max(o.along + o.long / 2 for o in ovals)
    widest = max(ovals, key=lambda o: o.short)
    half = widest.short / 2
    return Axes(end - start, widest.short, ((start, 0.0), (end, 0.0)), ((widest.along, -half), (widest.along, half)))


def reach_of(lesion: Lesion) -> float:
    """Return the distance in mm from the centre within which a lesion stays over its whole course."""
    ovals = [o for look in lesion.course for part in (look, *look.parts) for o in part.body + part.viable]
    return max((abs(o.along) + o.long / 2 for o in ovals), default=0.0)


def paint_lesion(canvas: Canvas, k: int, site: Site, lesion: Lesion, *, look: Look, palette: Palette) -> None:
    """Paint a lesion as it looks at one timepoint, with its contours exactly where truth says."""
    if look.state in {State.ABSENT, State.MERGED}:
        return
    window = site.window(canvas, reach_of(lesion) + 8)
    if window is None:
        return
    local = site.local(window, k)
    for part in look.parts or (look,):
        enhancing = palette.node if lesion.node else palette.viable
        bed = _bed_of(lesion, window, palette)
        if bed is not None:
            window.blend(_distance(local, part.body + part.viable) - np.float32(_BED_MM), bed)
        for ovals, value in ((part.body, palette.treated), (part.viable, enhancing)):
            if ovals:
                window.blend(_distance(local, ovals), textured(window, value, 4 * palette.grain))


def _bed_of(lesion: Lesion, window: Canvas, palette: Palette) -> Image | float | None:
    """Return what surrounds a lesion on all sides, so that its whole contour can be seen, or nothing to leave it."""
    match lesion.organ:
        case "liver":
            return textured(window, palette.liver, organs.LIVER_TEXTURE * palette.grain)
        case "kidney":
            return palette.kidney_cortex
        case "lung":
            return organs.aerated_lung(window, palette)
        case "lymph node" | "adrenal":
            return textured(window, palette.fat, trunk.FAT_TEXTURE * palette.grain)
        case _:
            return None


def _distance(local: Points, ovals: tuple[Oval, ...]) -> Image:
    balls = [Ellipsoid((o.along, 0.0, 0.0), (o.long / 2, o.short / 2, o.short / 2)) for o in ovals]
    return smooth_least([ball.distance(local) for ball in balls], 0.0)
