"""Metal rods with the streaks they cast in CT, and the thin tracks that lead to a treated lesion."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom.canvas import coverage
from seedcryo_reader.demo.phantom.lesions import axes_of
from seedcryo_reader.demo.phantom.shapes import Points, piece_distance

if TYPE_CHECKING:
    from seedcryo_reader.demo.phantom.canvas import Canvas
    from seedcryo_reader.demo.phantom.lesions import Site
    from seedcryo_reader.demo.phantom.shapes import Image
    from seedcryo_reader.demo.phantom.space import Matrix
    from seedcryo_reader.demo.phantom.story import Lesion, Look
    from seedcryo_reader.demo.phantom.tissues import Palette

ROD_LENGTH_MM = 4.5
ROD_RADIUS_MM = 0.4
_PEAK_HU = 7000.0
_BLUR_MM = 0.62
_STREAK_HU = 150.0
_STREAK_REACH_MM = 62.0
_QUIET_MM = 2.0
_INSET_MM = 3.6
_ROOM_MM = 6.0
_TRACK_RADIUS_MM = 1.7
_TRACK_STRENGTH = {1: 0.85, 2: 0.4}


@dataclass(frozen=True, eq=False)
class Rod:
    """A metal rod: ``middle`` and unit ``way`` in mm along, across and through its lesion, from the centre."""

    middle: Matrix
    way: Matrix

    def ends(self) -> tuple[Matrix, Matrix]:
        """Return both ends, in the same frame."""
        half = self.way * (ROD_LENGTH_MM / 2)
        return self.middle - half, self.middle + half


def lay_rods(rng: np.random.Generator, lesion: Lesion, timepoint: int) -> tuple[Rod, ...]:
    """Return the rods in a lesion at a timepoint; as the zone shrinks they draw together."""
    if not lesion.markers or timepoint == 0:
        return ()
    first = axes_of(lesion.course[1].body + lesion.course[1].viable)
    now = axes_of(lesion.course[timepoint].body + lesion.course[timepoint].viable)
    if first is None:
        return ()
    pull = max(0.5, now.long / first.long) if now else 0.5
    angle = math.radians((lesion.approach or 0.0) - lesion.turn)
    needle = np.array([math.cos(angle), math.sin(angle), 0.05])
    side = np.array([-math.sin(angle), math.cos(angle), 0.0])
    half = np.array([first.long, first.short, first.short]) / 2
    rods = []
    for layer, row, step in itertools.product(
        (-9.0, -4.5, 0.0, 4.5, 9.0), (-8.0, -4.0, 0.0, 4.0, 8.0), (-9.0, -2.5, 4.0)
    ):
        at = needle * (step + 0.4 * row) + side * (row + 0.3 * layer) + np.array([0, 0, layer])
        at = at + rng.normal(0, 0.5, 3)
        way = needle + rng.normal(0, 0.07, 3)
        if np.sum((at / (half - _INSET_MM)) ** 2) < 1 and _leaves_room(at, lesion.course[1]):
            rods.append(Rod(at * pull, way / np.linalg.norm(way)))
    chosen = rng.permutation(len(rods))[: lesion.markers]
    return tuple(rods[n] for n in sorted(chosen))


def _leaves_room(at: Matrix, look: Look) -> bool:
    """Tell whether a rod lies away from viable parts, which enhance because none was laid there, and caliper ends."""
    near_viable = any(math.dist(at, (o.along, 0.0, 0.0)) < o.long / 2 + 3.5 for o in look.viable)
    near_caliper = any(math.dist(at, (*end, 0.0)) < _ROOM_MM for end in caliper_ends(look))
    return not (near_viable or near_caliper)


def paint_rods(canvas: Canvas, k: int, site: Site, rods: tuple[Rod, ...]) -> None:
    """Add rods that saturate the scale, a little wider than they are, as a scanner shows them."""
    window = site.window(canvas, 40)
    if window is None:
        return
    along, across, through = site.local(window, k)
    for rod in rods:
        depth = np.maximum(np.abs(through - rod.middle[2]) - site.grid.spacing[2] / 2, 0)
        start, end = ([*p[:2], 0.0, ROD_RADIUS_MM] for p in rod.ends())
        outside = np.maximum(piece_distance(Points(along, across, depth), start, end), 0)
        glow = np.float32(_PEAK_HU) * np.exp(-((outside / np.float32(_BLUR_MM)) ** 2))
        window.image[...] += glow


def cast_streaks(
    rng: np.random.Generator, canvas: Canvas, k: int, site: Site, *, rods: tuple[Rod, ...], look: Look
) -> None:
    """Add bright and dark rays around the rods of a slice, and dark bands between neighbours.

    Rays that would run across the end of a caliper are left out: truth must stay findable.
    """
    window = site.window(canvas, _STREAK_REACH_MM + 25)
    cut = [rod for rod in rods if abs(rod.middle[2] - (k - site.centre[2]) * site.grid.spacing[2]) < 3.0]
    if window is None or not cut:
        return
    along, across, _ = site.local(window, k)
    total = np.zeros_like(along)
    ends = caliper_ends(look)
    for rod in cut:
        for n in range(7):
            angle = math.atan2(rod.way[1], rod.way[0]) + math.pi * (n + rng.uniform(-0.3, 0.3)) / 7
            sign = 1.0 if n % 2 == 0 else -1.15
            strength, width = rng.uniform(0.4, 1.0), rng.uniform(0.7, 1.7)
            if not _crosses(rod.middle, angle, ends):
                total += _ray((along, across), rod.middle, angle, strength=sign * strength, width=width)
    for n, one in enumerate(cut):
        for other in cut[n + 1 :]:
            span = other.middle[:2] - one.middle[:2]
            angle = math.atan2(span[1], span[0])
            if np.linalg.norm(span) < 16 and not _crosses(one.middle, angle, ends):
                middle = (one.middle + other.middle) / 2
                total += _ray((along, across), middle, angle, strength=-0.9, width=1.6, fade=11.0)
    near = np.sqrt(along * along + across * across) * np.float32(1 / (_STREAK_REACH_MM + 20))
    total *= np.clip(np.float32(3) * (1 - near), 0, 1)
    window.image[...] += np.float32(_STREAK_HU) * total


def _ray(
    plane: tuple[Image, Image], middle: Matrix, angle: float, *, strength: float, width: float, fade: float = 24.0
) -> Image:
    c, s = np.float32(math.cos(angle)), np.float32(math.sin(angle))
    x, y = plane[0] - np.float32(middle[0]), plane[1] - np.float32(middle[1])
    beside, away = y * c - x * s, np.abs(x * c + y * s)
    spread = np.float32(width) + np.float32(0.025) * away
    result: Image = np.float32(strength) * np.exp(-((beside / spread) ** 2) - away * np.float32(1 / fade))
    return result


def _crosses(middle: Matrix, angle: float, ends: tuple[tuple[float, float], ...]) -> bool:
    c, s = math.cos(angle), math.sin(angle)
    return any(abs((y - middle[1]) * c - (x - middle[0]) * s) < _QUIET_MM for x, y in ends)


def caliper_ends(look: Look) -> tuple[tuple[float, float], ...]:
    """Return the ends of all axes of a look, mm along and across from the centre."""
    both = [axes_of(look.body + look.viable), axes_of(look.viable)]
    return tuple(end for axes in both if axes for end in axes.long_ends + axes.short_ends)


def paint_track(canvas: Canvas, k: int, site: Site, lesion: Lesion, *, timepoint: int, palette: Palette) -> None:
    """Paint two thin tracks from the lesion out to the skin, fading from visit to visit."""
    strength = _TRACK_STRENGTH.get(timepoint, 0.0)
    axes = axes_of(lesion.course[timepoint].body + lesion.course[timepoint].viable)
    height = (k - float(site.centre[2])) * site.grid.spacing[2]
    if lesion.approach is None or not strength or axes is None or abs(height) > 8:
        return
    angle = math.radians(lesion.approach - lesion.turn)
    way = np.array([math.cos(angle), math.sin(angle)])
    side = np.array([-way[1], way[0]])
    edge = 1 / math.sqrt((2 * way[0] / axes.long) ** 2 + (2 * way[1] / axes.short) ** 2)
    local = site.local(canvas, k)
    solid = np.clip((canvas.image - np.float32((palette.air + palette.fat) / 2)) * np.float32(0.01), 0, 1)
    for offset, rise in ((-3.4, 0.03), (3.4, -0.03)):
        start = way * (edge + 1.5) + side * offset
        stop = way * (edge + 130) + side * (offset * 1.6)
        distance = piece_distance(local, (*start, 0.0, _TRACK_RADIUS_MM), (*stop, 130 * rise, _TRACK_RADIUS_MM * 0.8))
        cover = coverage(distance, canvas.edge_mm) * np.float32(strength) * solid
        canvas.image[...] += cover * (np.float32(palette.track) - canvas.image)
