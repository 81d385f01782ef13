"""An ellipse from its centre outwards, upright on the screen; its ends can be turned later."""

import numpy as np

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.plane import distance_mm, least_mm, moved
from seedcryo_reader.viewing.tools.stroke import Stroke
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown


class Ellipse:
    """Centre first, then the corner of the box round it; with Shift a circle through the pointer."""

    def __init__(self, shown: Shown, orientation: Orientation) -> None:
        self._shown = shown
        self._orientation = orientation
        self._stroke = Stroke()
        self._circle = False

    @property
    def draft(self) -> Drawn | None:
        """The ellipse as it is now."""
        points, frame = self._stroke.points, self._stroke.frame
        if points is None or frame is None:
            return None
        centre, corner = points
        across, down = self._half_axes(centre, corner, frame)
        ends = moved(centre, across * np.asarray(frame.across)), moved(centre, down * np.asarray(frame.down))
        return Drawn(Kind.ELLIPSE, self._shown, self._orientation, (centre, *ends))

    @property
    def held_mm(self) -> PointMm | None:
        """The corner that follows the pointer."""
        return None if self._stroke.points is None else self._stroke.points[1]

    def press(self, at: Pointer) -> None:
        """The centre, or the corner where both are clicked."""
        self._circle = at.free
        self._stroke.press(at)

    def move(self, at: Pointer) -> None:
        """The corner follows."""
        self._circle = at.free
        self._stroke.move(at)

    def release(self, at: Pointer) -> Drawn | None:
        """The ellipse, where it has an inside."""
        self._circle = at.free
        if not self._stroke.release(at):
            return None
        drawn = self.draft
        self._stroke = Stroke()
        if drawn is None:
            return None
        centre, *ends = drawn.points_mm
        return drawn if min(distance_mm(centre, end) for end in ends) >= least_mm(at.frame) else None

    def close(self) -> Drawn | None:
        """Nothing: a centre alone is no ellipse."""
        return None

    def cancel(self) -> bool:
        """Drop the centre."""
        was_begun = self._stroke.points is not None
        self._stroke = Stroke()
        return was_begun

    def _half_axes(self, centre: PointMm, corner: PointMm, frame: Frame) -> tuple[float, float]:
        if self._circle:
            radius = distance_mm(centre, corner)
            return radius, radius
        offset = np.asarray(corner) - np.asarray(centre)
        return abs(float(offset @ np.asarray(frame.across))), abs(float(offset @ np.asarray(frame.down)))
