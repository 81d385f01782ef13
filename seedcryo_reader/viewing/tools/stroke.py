"""Two points by the hand: pressed, dragged and released, or clicked one after the other."""

from typing import Final

from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.plane import distance_mm, least_mm, onto
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import PointMm

CLICK_PIXELS: Final = 4.0
"""A release nearer to its press than this was a click: the second point is still to come."""


class Stroke:
    """From a first point to a second one on the same plane, however it is drawn.

    Both points lie on the plane that the first was put on, also where the viewport was scrolled in between.
    """

    def __init__(self, begun: tuple[PointMm, PointMm] | None = None) -> None:
        """Take up points whose first one was clicked already, where there are any."""
        self._frame: Frame | None = None
        self._start: PointMm | None = None
        self._end: PointMm | None = None
        self._clicked = begun is not None
        self._down = False
        if begun is not None:
            self._start, self._end = begun

    @property
    def points(self) -> tuple[PointMm, PointMm] | None:
        """First point, and the second as it is now; None where nothing was begun."""
        return None if self._start is None or self._end is None else (self._start, self._end)

    @property
    def frame(self) -> Frame | None:
        """The viewport's plane when the first point was put, or first seen again."""
        return self._frame

    @property
    def is_line(self) -> bool:
        """Whether the points are far enough apart."""
        if self._start is None or self._end is None or self._frame is None:
            return False
        return distance_mm(self._start, self._end) >= least_mm(self._frame)

    def press(self, at: Pointer) -> None:
        """The button went down: the first point, or the second of two clicks."""
        self._down = True
        if self._start is None:
            self._frame, self._start, self._end = at.frame, at.point_mm, at.point_mm
        else:
            self.move(at)

    def move(self, at: Pointer) -> None:
        """The second point follows."""
        if self._start is not None:
            self._frame = self._frame or at.frame
            self._end = onto(at.point_mm, self._start, self._frame.normal)

    def release(self, at: Pointer) -> bool:
        """The button went up; whether both points are there now."""
        if not self._down or self._start is None or self._end is None:
            return False
        self._down = False
        self.move(at)
        dragged = distance_mm(self._start, self._end) >= CLICK_PIXELS * at.frame.mm_per_pixel
        if not (dragged or self._clicked):
            self._clicked = True
            return False
        return True
