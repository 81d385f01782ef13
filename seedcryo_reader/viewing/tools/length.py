"""A distance between two points."""

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.stroke import Stroke
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown


class Length:
    """One line, by a drag or by two clicks."""

    def __init__(self, shown: Shown, orientation: Orientation) -> None:
        self._shown = shown
        self._orientation = orientation
        self._stroke = Stroke()

    @property
    def draft(self) -> Drawn | None:
        """The line as it is now."""
        points = self._stroke.points
        return None if points is None else Drawn(Kind.LENGTH, self._shown, self._orientation, points)

    @property
    def held_mm(self) -> PointMm | None:
        """The end that follows the pointer."""
        return None if self._stroke.points is None else self._stroke.points[1]

    def press(self, at: Pointer) -> None:
        """First end, or the second of two clicks."""
        self._stroke.press(at)

    def move(self, at: Pointer) -> None:
        """The second end follows."""
        self._stroke.move(at)

    def release(self, at: Pointer) -> Drawn | None:
        """The line, where both ends are there and far enough apart."""
        if not self._stroke.release(at):
            return None
        drawn = self.draft if self._stroke.is_line else None
        self._stroke = Stroke()
        return drawn

    def close(self) -> Drawn | None:
        """Nothing: a line of one end is none."""
        return None

    def cancel(self) -> bool:
        """Drop the first end."""
        was_begun = self._stroke.points is not None
        self._stroke = Stroke()
        return was_begun
