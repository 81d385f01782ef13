"""Finds a diameter in an image without knowing how it was painted: where a profile crosses half height."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Sample = Callable[[Points], NDArray[np.float64]]


def diameter(sample: Sample, ends: Points, beside: Points, *, size_mm: float) -> float:
    """Diameter in mm along the axis through ``ends`` (2, 3), averaged over ±1 mm along the unit vector ``beside``.

    ``sample`` gives image values at points (n, 3) in mm.
    """
    middle = ends.mean(axis=0)
    return sum(_edge(sample, middle, end, beside, size_mm) for end in ends)


def _edge(sample: Sample, middle: Points, end: Points, beside: Points, size_mm: float) -> float:
    way = (end - middle) / np.linalg.norm(end - middle)
    steps = np.arange(-5.0, 5.0, 0.05)
    lanes = [end + steps[:, None] * way + shift * beside for shift in np.arange(-1.0, 1.01, 0.25)]
    profile = np.mean([sample(lane) for lane in lanes], axis=0)
    depth = min(3.5, max(1.6, 0.4 * size_mm))
    inner = np.median(profile[(steps > -depth) & (steps < -1.2)])
    outer = np.median(profile[(steps > 1.2) & (steps < 2.6)])
    above = profile > (inner + outer) / 2
    crossings = steps[:-1][above[:-1] != above[1:]]
    assert crossings.size, "no edge here"
    return float(np.linalg.norm(end - middle) + crossings[np.argmin(np.abs(crossings))])
