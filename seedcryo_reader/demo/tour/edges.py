"""A lesion's edge in a picture of the screen: where the grey is half-way between the lesion and what surrounds it.

Pictures are (rows, columns) arrays of grey; points are (x, y) in pixels, with the middle of the first pixel at 0.5.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float64]
Points = NDArray[np.float64]
Point = tuple[float, float]

_DIRECTIONS: Final = 240
_STEP: Final = 0.5
"""Between two samples along a direction, pixels."""
_SMOOTHED_OVER: Final = 7
"""Directions whose profiles are averaged against the noise."""
_HARMONICS: Final = 4
"""An outline is as smooth as that: an ellipse with a bulge."""
_INSIDE: Final = (-2.2, -0.9)
_OUTSIDE: Final = (0.9, 2.2)
"""Where the grey of the lesion and of what surrounds it is taken, from the edge, in image pixels (voxels)."""
_ROUNDS: Final = 6
_ALIKE: Final = 14.0
"""Greys of one tissue differ by less than this once the noise is averaged."""
_STAYS: Final = 2.5
"""A profile is outside once it keeps to the grey outside over so many voxels."""
_MOST_REACHED: Final = 0.8
"""Share of the directions in which an edge has to be found."""
_REACH: Final = 45
"""Voxels from its middle within which a lesion's edge lies."""
_NEAR: Final = 30
"""Voxels within which the grey around a lesion is looked for."""
_LEAST_SHARE: Final = 0.1
"""Of what lies near a lesion, what surrounds it has this share at least; less is noise."""
_WHITE: Final = 255


@dataclass(frozen=True, eq=False)
class Outline:
    """The edge of a lesion.

    Attributes
    ----------
    points : Points
        (n, 2), once round.
    """

    points: Points

    @property
    def middle(self) -> Point:
        """The mean of its points."""
        x, y = self.points.mean(axis=0)
        return float(x), float(y)

    @property
    def area(self) -> float:
        """In square pixels."""
        x, y = self.points.T
        return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)

    def long_axis(self) -> tuple[Point, Point]:
        """The two points that are farthest apart."""
        gaps = np.linalg.norm(self.points[:, None] - self.points[None], axis=2)
        first, second = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
        return _point(self.points[first]), _point(self.points[second])

    def short_axis(self) -> tuple[Point, Point]:
        """The longest line at a right angle to the long axis, from edge to edge."""
        start, end = (np.array(one) for one in self.long_axis())
        along = (end - start) / np.linalg.norm(end - start)
        across = np.array([-along[1], along[0]])
        place, height = (self.points - start) @ along, (self.points - start) @ across
        sides = []
        grid = np.linspace(place.min(), place.max(), 400)[4:-4]
        for side in (height >= 0, height <= 0):
            order = np.argsort(place[side])
            sides.append(np.interp(grid, place[side][order], height[side][order]))
        at = int(np.argmax(sides[0] - sides[1]))
        foot = start + grid[at] * along
        return _point(foot + sides[0][at] * across), _point(foot + sides[1][at] * across)


def outline_around(picture: Picture, inside: Point, voxel: float) -> Outline | None:
    """The outline of the lesion around a point; None where there is none.

    Parameters
    ----------
    inside : (x, y)
        A point in the lesion.
    voxel : float
        Pixels of the picture to one of the image.
    """
    found = _from(picture, inside, voxel)
    for _ in range(_ROUNDS):
        if found is None or np.hypot(*np.subtract(found.middle, inside)) < voxel / 20:
            break
        inside = found.middle
        found = _from(picture, inside, voxel)
    return found


def _from(picture: Picture, inside: Point, voxel: float) -> Outline | None:
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    borders = (inside[0], inside[1], picture.shape[1] - inside[0], picture.shape[0] - inside[1])
    reach = min(*borders, _REACH * voxel)
    radii = np.arange(0.0, reach - 2, _STEP)
    if len(radii) < 2 * _STAYS * voxel / _STEP:
        return None
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    profiles = _sample(picture, np.array(inside) + radii[None, :, None] * ways[:, None, :])
    profiles = _round_mean(profiles, _SMOOTHED_OVER)
    around = _grey_around(picture, inside, voxel)
    edges = None if around is None else _first_edges(profiles, around, voxel)
    if edges is None:
        return None
    for _ in range(3):
        edges = _smooth(_refined(profiles, edges, voxel))
    return Outline(np.array(inside) + edges[:, None] * ways)


def _first_edges(profiles: Picture, around: float, voxel: float) -> NDArray[np.float64] | None:
    """Where each profile comes to the grey that surrounds the lesion, and stays there; radii in pixels."""
    over = max(int(voxel / _STEP), 1)
    smooth = np.lib.stride_tricks.sliding_window_view(profiles, over, axis=1).mean(axis=2)
    is_out = np.abs(smooth - around) < _ALIKE
    windows = np.lib.stride_tricks.sliding_window_view(is_out, int(_STAYS * voxel / _STEP), axis=1)
    held: NDArray[np.bool_] = np.all(windows, axis=2)
    reached = np.any(held, axis=1)
    if reached.mean() < _MOST_REACHED:
        return None
    first = held.argmax(axis=1).astype(np.float64)
    first[~reached] = np.median(first[reached])
    return _smooth(first * _STEP)


def _grey_around(picture: Picture, inside: Point, voxel: float) -> float | None:
    """The grey of most of what lies near a lesion and is not like its middle; None where there is nothing else."""
    rows, columns = np.indices(picture.shape)
    away = np.hypot(columns + 0.5 - inside[0], rows + 0.5 - inside[1])
    own = float(np.median(picture[away < voxel]))
    near = picture[away < _NEAR * voxel]
    other = near[(np.abs(near - own) > _ALIKE) & (near > 0) & (near < _WHITE)]
    counts, _ = np.histogram(other, bins=np.arange(_WHITE + 2))
    around = float(np.convolve(counts, np.ones(9), "same").argmax()) + 0.5
    share = np.count_nonzero(np.abs(other - around) < _ALIKE) / len(near)
    return around if abs(around - own) > _ALIKE and share > _LEAST_SHARE else None


def _refined(profiles: Picture, edges: NDArray[np.float64], voxel: float) -> NDArray[np.float64]:
    """The crossing of the half height next to each edge, with the greys taken on both sides of it."""
    lines = np.arange(len(profiles))
    greys = [_grey_at(profiles, edges, limits, voxel) for limits in (_INSIDE, _OUTSIDE)]
    level = (greys[0] + greys[1]) / 2
    above = profiles > level[:, None]
    crosses = above[:, :-1] != above[:, 1:]
    radii = np.arange(profiles.shape[1] - 1) * _STEP
    away = np.where(crosses, np.abs(radii - edges[:, None]), np.inf)
    at = away.argmin(axis=1)
    before, after = profiles[lines, at], profiles[lines, at + 1]
    is_found = np.isfinite(away[lines, at])
    share = np.divide(level - before, after - before, out=np.zeros_like(level), where=is_found & (after != before))
    refined: NDArray[np.float64] = np.where(is_found, radii[at] + share * _STEP, edges)
    return refined


def _grey_at(
    profiles: Picture, edges: NDArray[np.float64], limits: tuple[float, float], voxel: float
) -> NDArray[np.float64]:
    """The median grey of each profile in a range of distances from its edge (voxels)."""
    places = edges[:, None] + np.arange(*limits, _STEP / voxel) * voxel
    columns = np.clip(np.rint(places / _STEP).astype(int), 0, profiles.shape[1] - 1)
    found: NDArray[np.float64] = np.median(np.take_along_axis(profiles, columns, axis=1), axis=1)
    return found


def _smooth(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without outliers, and with no more than a few waves to a round."""
    wide = np.concatenate([edges[-8:], edges, edges[:8]])
    steady = np.median(np.lib.stride_tricks.sliding_window_view(wide, 17), axis=1)
    waves = np.fft.rfft(steady)
    waves[_HARMONICS + 1 :] = 0
    smoothed: NDArray[np.float64] = np.fft.irfft(waves, len(edges))
    return smoothed


def _round_mean(profiles: Picture, over: int) -> Picture:
    half = over // 2
    mean: Picture = np.mean([np.roll(profiles, shift, axis=0) for shift in range(-half, half + 1)], axis=0)
    return mean


def _sample(picture: Picture, points: Points) -> NDArray[np.float64]:
    """Greys at points, linear between the middles of pixels."""
    x, y = points[..., 0] - 0.5, points[..., 1] - 0.5
    x0 = np.clip(np.floor(x).astype(int), 0, picture.shape[1] - 2)
    y0 = np.clip(np.floor(y).astype(int), 0, picture.shape[0] - 2)
    fx, fy = x - x0, y - y0
    above = picture[y0, x0] * (1 - fx) + picture[y0, x0 + 1] * fx
    below = picture[y0 + 1, x0] * (1 - fx) + picture[y0 + 1, x0 + 1] * fx
    found: NDArray[np.float64] = above * (1 - fy) + below * fy
    return found


def _point(values: Points) -> Point:
    return float(values[0]), float(values[1])
