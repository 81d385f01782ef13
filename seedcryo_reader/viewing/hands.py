"""What a hand on mouse and wheel does to a view while a button is held, without a toolkit."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.view import View

NOTCH: Final = 120
"""Eighths of a degree of one notch of a usual wheel; finer wheels send less at a time."""

ZOOM_PER_NOTCH: Final = 1.15
DEGREES_PER_PIXEL: Final = 0.25


class Grip(Enum):
    """What a held button does."""

    WINDOW = auto()
    PAN = auto()
    TURN = auto()


@dataclass(frozen=True, slots=True)
class Drag:
    """A held button: what it does, where it went down in logical pixels, and the view there was then."""

    grip: Grip
    x: float
    y: float
    start: View

    def to(self, volume: Volume, view: View, x: float, y: float) -> View:
        """The view after the pointer moved to a place; the way it took there does not matter."""
        dx, dy = x - self.x, y - self.y
        if self.grip is Grip.WINDOW:
            return moving.drag_window(view, self.start.window, dx, dy)
        if self.grip is Grip.PAN:
            return moving.pan(volume, self.start, dx, dy)
        return moving.turn_by(self.start, -dy * DEGREES_PER_PIXEL, dx * DEGREES_PER_PIXEL)


class Wheel:
    """Gathers what a wheel sends until it is whole notches."""

    def __init__(self) -> None:
        self._rest = 0

    def steps(self, angle: int) -> int:
        """Notches towards the hand (places onward); what is left over counts next time, unless the wheel turns back.

        Parameters
        ----------
        angle : int
            In eighths of a degree, positive away from the hand, as Qt tells it.
        """
        if -angle * self._rest < 0:
            self._rest = 0
        self._rest -= angle
        steps = int(self._rest / NOTCH)
        self._rest -= steps * NOTCH
        return steps


def zoom_of(angle: int) -> float:
    """Factor of enlargement for a turn of the wheel."""
    return float(ZOOM_PER_NOTCH ** (angle / NOTCH))
