"""The outline of a lesion, corner by corner."""

from typing import Final

import numpy as np

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.plane import distance_mm, least_mm, onto
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown

CLOSE_PIXELS: Final = 8.0
"""A click nearer to the first corner than this closes the contour."""

FEWEST_CORNERS: Final = 3


class Contour:
    """Each click adds a corner; a click on the first one, a double click or Enter closes.

    While the button is down the corner in hand can be moved; a corner on top of the last one is none, so the two
    clicks of a double click are one corner. All corners lie on the plane of the first.
    """

    def __init__(self, shown: Shown, orientation: Orientation, begun: Drawn | None = None) -> None:
        """Take up the draft of an earlier tool: its corners, and the one in hand."""
        self._shown = shown
        self._orientation = orientation
        self._corners: list[PointMm] = [] if begun is None else list(begun.points_mm[:-1])
        self._hand: PointMm | None = None if begun is None else begun.points_mm[-1]
        self._down = False

    @property
    def draft(self) -> Drawn | None:
        """The corners so far, and the one in hand."""
        points = [*self._corners, *([] if self._hand is None else [self._hand])]
        return self._drawn(points) if points else None

    @property
    def held_mm(self) -> PointMm | None:
        """The corner that follows the pointer."""
        return self._hand

    def press(self, at: Pointer) -> None:
        """The next corner is taken in hand."""
        self._down = True
        self._hand = self._on_plane(at)

    def move(self, at: Pointer) -> None:
        """It follows."""
        if self._hand is not None:
            self._hand = self._on_plane(at)

    def release(self, at: Pointer) -> Drawn | None:
        """The corner is put, or the contour closed."""
        if not self._down:
            return None
        self._down = False
        corner = self._on_plane(at)
        self._hand = corner
        if len(self._corners) >= FEWEST_CORNERS and self._is_near(corner, self._corners[0], at.frame, CLOSE_PIXELS):
            return self.close()
        if not self._corners or distance_mm(corner, self._corners[-1]) >= least_mm(at.frame):
            self._corners.append(corner)
        return None

    def close(self) -> Drawn | None:
        """The contour of the corners that were put; None while there are fewer than three."""
        if len(self._corners) < FEWEST_CORNERS:
            return None
        drawn = self._drawn(self._corners)
        self.cancel()
        return drawn

    def cancel(self) -> bool:
        """Drop all of it."""
        was_begun = self._hand is not None
        self._corners, self._hand, self._down = [], None, False
        return was_begun

    def _on_plane(self, at: Pointer) -> PointMm:
        return onto(at.point_mm, self._corners[0], at.frame.normal) if self._corners else at.point_mm

    def _is_near(self, one: PointMm, other: PointMm, frame: Frame, pixels: float) -> bool:
        here, there = frame.to_screen(np.array([one, other]))
        return bool(np.hypot(*(here - there)) <= pixels)

    def _drawn(self, points: list[PointMm]) -> Drawn:
        return Drawn(Kind.CONTOUR, self._shown, self._orientation, tuple(points))
