"""A mark on a point."""

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown


class Point:
    """Put where the button is released, so that it can be corrected while it is down."""

    def __init__(self, shown: Shown, orientation: Orientation) -> None:
        self._shown = shown
        self._orientation = orientation
        self._point: PointMm | None = None

    @property
    def draft(self) -> Drawn | None:
        """The mark while the button is down."""
        return None if self._point is None else self._drawn(self._point)

    @property
    def held_mm(self) -> PointMm | None:
        """The mark while the button is down."""
        return self._point

    def press(self, at: Pointer) -> None:
        """The mark is here."""
        self._point = at.point_mm

    def move(self, at: Pointer) -> None:
        """It follows while the button is down."""
        if self._point is not None:
            self._point = at.point_mm

    def release(self, at: Pointer) -> Drawn | None:
        """It stays here."""
        if self._point is None:
            return None
        self._point = None
        return self._drawn(at.point_mm)

    def close(self) -> Drawn | None:
        """Nothing: the release finishes it."""
        return None

    def cancel(self) -> bool:
        """Drop it."""
        was_begun = self._point is not None
        self._point = None
        return was_begun

    def _drawn(self, point: PointMm) -> Drawn:
        return Drawn(Kind.POINT, self._shown, self._orientation, (point,))
