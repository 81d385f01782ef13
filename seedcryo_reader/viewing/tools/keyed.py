"""A pointer that keys move: so that whatever a hand draws can be drawn without a mouse."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.plane import LEAST_MM, moved, onto, point_of
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import PointMm

STEP_PIXELS: Final = 2.0
FAR: Final = 10.0
"""How far an arrow key moves it, in pixels of the screen, and how many times further with Shift."""


@dataclass(frozen=True, slots=True)
class KeyedPointer:
    """Where the keys point.

    Attributes
    ----------
    point_mm : PointMm
        On the plane that was shown when it was moved last, LPS.
    put_mm : PointMm or None
        Where it was put last; None before it was put anywhere.
    """

    point_mm: PointMm
    put_mm: PointMm | None = None

    @property
    def is_put(self) -> bool:
        """Whether it was not moved since it was put: putting it again there finishes a drawing, as a double click."""
        return self.put_mm == self.point_mm

    def at(self, frame: Frame) -> Pointer:
        """As a hand's pointer on the plane that is shown now."""
        return Pointer(onto(self.point_mm, frame.centre_mm, frame.normal), frame)

    def put(self) -> "KeyedPointer":
        """The same, put here."""
        return KeyedPointer(self.point_mm, self.point_mm)

    def moved(self, step: tuple[int, int], frame: Frame, *, far: bool) -> "KeyedPointer":
        """A step further, right and down by -1, 0 or 1; `far` goes ten times as far."""
        length = max(STEP_PIXELS * frame.mm_per_pixel, LEAST_MM) * (FAR if far else 1.0)
        by = length * (step[0] * np.asarray(frame.across) + step[1] * np.asarray(frame.down))
        return KeyedPointer(moved(self.at(frame).point_mm, by), self.put_mm)


def in_the_middle(frame: Frame) -> KeyedPointer:
    """The pointer where the plane is in the middle of the viewport: going to a lesion brings the lesion there."""
    return KeyedPointer(point_of(np.asarray(frame.centre_mm)))
