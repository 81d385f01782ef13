"""What stands around an image, as values: letters of the four edges, a scale bar, place and position."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from seedcryo_reader.imaging.geometry import LETTERS, direction_letters
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import PointMm, View

_BARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Lengths that a scale bar can have, mm."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Letters of the directions that the four edges of the screen lie in, such as ``"R"`` or ``"AH"``."""

    left: str
    right: str
    top: str
    bottom: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale bar: its length in mm and in logical pixels."""

    mm: int
    pixels: float


@dataclass(frozen=True, slots=True)
class Position:
    """How far a plane lies from the origin along the axis of the patient that it is nearest to."""

    letter: str
    mm: float


def edges(frame: Frame) -> Edges:
    """The letters at the four edges."""
    across, down = np.asarray(frame.across), np.asarray(frame.down)
    return Edges(
        direction_letters(-across), direction_letters(across), direction_letters(-down), direction_letters(down)
    )


def bar(frame: Frame) -> Bar | None:
    """The longest of the usual lengths that takes up to a quarter of the width; None where none fits."""
    room = frame.size[0] / 4 * frame.mm_per_pixel
    fitting = [mm for mm in _BARS if mm <= room]
    return Bar(fitting[-1], fitting[-1] / frame.mm_per_pixel) if fitting else None


def position(frame: Frame) -> Position:
    """Position of the plane, e.g. 12.5 mm towards the head."""
    axis = int(np.argmax(np.abs(frame.normal)))
    mm = frame.centre_mm[axis]
    return Position(LETTERS[axis][0 if mm >= 0 else 1], abs(mm))


def places_of(volume: Volume, view: View, points_mm: tuple[PointMm, ...]) -> tuple[int, ...]:
    """Where points lie on the way through the volume, as `moving.travel` counts."""
    return tuple(moving.travel(volume, moving.centred(volume, view, point)).at for point in points_mm)
