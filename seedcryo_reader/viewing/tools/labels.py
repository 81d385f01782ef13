"""Where the text of a drawing goes: beside it, inside the viewport, on top of nothing that must be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np
import numpy.typing as npt

CLEAR: Final = 8.0
"""Logical pixels left free between a drawing and its text: the lesion's edge is what the reader looks at."""

_EDGE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the screen, logical pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.top + self.height

    def grown(self, by: float) -> "Box":
        """The same with a margin all round."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def shared(self, other: "Box") -> float:
        """Area that two boxes share."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        if across <= 0:
            return 0.0
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return across * max(down, 0.0)


def box_of(points: npt.NDArray[np.float64]) -> Box:
    """The smallest box round screen points (n, 2)."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def place_label(size: tuple[float, float], drawing: Box, viewport: tuple[float, float], taken: Sequence[Box]) -> Box:
    """Where a text of some size goes.

    Parameters
    ----------
    size : (width, height)
        Of the text, logical pixels.
    drawing : Box
        What it belongs to.
    viewport : (width, height)
        Logical pixels; the text never leaves it.
    taken : sequence of Box
        Other drawings and texts.

    Returns
    -------
    Box
        The first of right, left, above, below and the corners that covers nothing; else the one that covers least.
    """
    lesion = drawing.grown(CLEAR / 2)
    best, least = Box(0.0, 0.0, *size), inf
    for one in _around(size, drawing.grown(CLEAR)):
        place = _inside(one, viewport)
        # The lesion itself counts most: a text over another text can still be told by moving on.
        covered = 10 * place.shared(lesion) + sum(place.shared(other) for other in taken)
        if covered == 0:
            return place
        if covered < least:
            best, least = place, covered
    return best


def _around(size: tuple[float, float], round_it: Box) -> Iterator[Box]:
    width, height = size
    middle = round_it.left + (round_it.width - width) / 2, round_it.top + (round_it.height - height) / 2
    right, left = round_it.right, round_it.left - width
    above, below = round_it.top - height, round_it.bottom
    corners = ((right, above), (left, above), (right, below), (left, below))
    sides = ((right, middle[1]), (left, middle[1]), (middle[0], above), (middle[0], below))
    return (Box(x, y, width, height) for x, y in sides + corners)


def _inside(one: Box, viewport: tuple[float, float]) -> Box:
    left = max(_EDGE, min(one.left, viewport[0] - one.width - _EDGE))
    top = max(_EDGE, min(one.top, viewport[1] - one.height - _EDGE))
    return Box(left, top, one.width, one.height)
