"""What a hand has drawn, in millimetres, and how it is to look."""

from dataclasses import dataclass
from enum import StrEnum

from seedcryo_reader.viewing.view import Orientation, PointMm, Shown


class Kind(StrEnum):
    """What was drawn, by the tool that drew it."""

    BIDIRECTIONAL = "bidirectional"
    LENGTH = "length"
    ELLIPSE = "ellipse"
    POINT = "point"
    CONTOUR = "contour"
    PROBE = "probe"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn on one image.

    Attributes
    ----------
    kind : Kind
    shown : Shown
        The stack it was drawn on.
    orientation : Orientation
        The plane it was drawn on.
    points_mm : tuple of PointMm
        Bidirectional: the ends of the long axis, then of the short one if it is there already. Length: two ends.
        Ellipse: centre, end of one half axis, end of the other. Point, probe: one. Contour: its corners in order.
    """

    kind: Kind
    shown: Shown
    orientation: Orientation
    points_mm: tuple[PointMm, ...]


class Look(StrEnum):
    """Whose a drawing is; the screen gives each its colour."""

    OWN = "own"
    GHOST = "ghost"
    MARK = "mark"
    TEMPORARY = "temporary"
    SIDE_A = "side a"
    SIDE_B = "side b"


@dataclass(frozen=True, slots=True)
class Item:
    """A finished drawing on an image.

    Attributes
    ----------
    item_id : str
        What the room calls it, e.g. ``"T01/whole"``.
    drawn : Drawn
    label : tuple of str
        Lines beside it, e.g. ``("T01", "24.3 × 18.0 mm")``.
    look : Look
    editable : bool
        Whether its ends can be moved.
    """

    item_id: str
    drawn: Drawn
    label: tuple[str, ...] = ()
    look: Look = Look.OWN
    editable: bool = False
