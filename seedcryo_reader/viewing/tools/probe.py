"""The value under the pointer."""

from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown


class Probe:
    """Goes with the pointer without a button, so that a value is read by pointing; a click leaves it there."""

    def __init__(self, shown: Shown, orientation: Orientation) -> None:
        self._shown = shown
        self._orientation = orientation
        self._draft: Drawn | None = None
        self._down = False

    @property
    def draft(self) -> Drawn | None:
        """The point under the pointer."""
        return self._draft

    @property
    def held_mm(self) -> PointMm | None:
        """Nothing: a magnifier would cover the neighbourhood that is probed."""
        return None

    def press(self, at: Pointer) -> None:
        """The button went down."""
        self._down = True
        self.move(at)

    def move(self, at: Pointer) -> None:
        """It follows."""
        self._draft = Drawn(Kind.PROBE, self._shown, self._orientation, (at.point_mm,))

    def release(self, at: Pointer) -> Drawn | None:
        """It stays here."""
        if not self._down:
            return None
        self.move(at)
        left, self._draft, self._down = self._draft, None, False
        return left

    def close(self) -> Drawn | None:
        """Nothing: the release leaves it."""
        return None

    def cancel(self) -> bool:
        """Nothing is ever begun: the tool is put away at once."""
        self._draft, self._down = None, False
        return False
