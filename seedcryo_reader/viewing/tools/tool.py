"""What every tool is: it is told what the pointer does, and says what is drawn so far and what is finished."""

from dataclasses import dataclass
from typing import Protocol

from seedcryo_reader.viewing.drawing import Drawn
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import PointMm


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is.

    Attributes
    ----------
    point_mm : PointMm
        On the plane of the viewport, LPS.
    frame : Frame
        The viewport's plane now.
    free : bool
        Shift is held: what the tool would keep in place (a right angle, a circle) is let go, or the other way round.
    """

    point_mm: PointMm
    frame: Frame
    free: bool = False


class Tool(Protocol):
    """One tool in one viewport, as a state machine; it knows nothing of widgets and keeps nothing after `finished`."""

    @property
    def draft(self) -> Drawn | None:
        """What is drawn so far; None where nothing was begun."""

    @property
    def held_mm(self) -> PointMm | None:
        """The point that is being moved, for the magnifier; None where none is."""

    def press(self, at: Pointer) -> None:
        """The left button went down."""

    def move(self, at: Pointer) -> None:
        """The pointer moved, with the button down or up."""

    def release(self, at: Pointer) -> Drawn | None:
        """The left button went up; what is finished by that."""

    def close(self) -> Drawn | None:
        """Enter or a double click: finish what can be finished now (a contour; a caliper of one axis)."""

    def cancel(self) -> bool:
        """Escape: drop what was begun. False where nothing was: then the tool itself is put away."""
