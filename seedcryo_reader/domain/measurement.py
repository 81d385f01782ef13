"""A measured lesion: two ends of each axis on an image, and the millimetres that follow from them.

The number belongs here and is computed once, from the stored points, in exact decimals: what is drawn, compared, sent
and signed is this value and no other.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import isqrt
from typing import Final

from seedcryo_reader.domain.case import MarkMm, is_mark

MOST_PLACES: Final = 3
"""Decimal places of a length at most: points are kept to a thousandth of a millimetre."""

_LENGTH: Final = re.compile(r"(0|[1-9][0-9]{0,4})(\.[0-9]{1,3})?")
_UID: Final = re.compile(r"(?=.{1,64}\Z)[0-2](\.(0|[1-9][0-9]*))+")


class Extent(StrEnum):
    """What of a lesion is measured: all of it (lesion or treated zone), or its viable (enhancing) part."""

    WHOLE = "whole"
    VIABLE = "viable"


class LesionSet(StrEnum):
    """Why a lesion is measured: it is a prespecified target, or the reader chose it for RECIST."""

    ENDPOINT = "endpoint"
    RECIST = "recist"


class Plane(StrEnum):
    """The plane a caliper was drawn on; `ACQUIRED` is the image itself."""

    ACQUIRED = "acquired"
    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"


def length_mm(start: MarkMm, end: MarkMm, places: int) -> Decimal:
    """Distance of two points, rounded once, half up.

    Parameters
    ----------
    start, end : three str
        x, y, z in LPS, mm with three decimals.
    places : int
        Decimal places of the result, 0 to 3, as the protocol says.

    Raises
    ------
    ValueError
        `places` is none of these.
    """
    if not 0 <= places <= MOST_PLACES:
        msg = f"a length has 0 to {MOST_PLACES} decimal places"
        raise ValueError(msg)
    # Thousandths of a millimetre are whole numbers, so everything up to the one rounding is exact.
    squares = _squared(start[0], end[0]) + _squared(start[1], end[1]) + _squared(start[2], end[2])
    unit: int = 10 ** (MOST_PLACES - places)
    half_up = (isqrt(4 * squares) + unit) // (2 * unit)
    return Decimal(half_up).scaleb(-places)


def _squared(start: str, end: str) -> int:
    thousandths = int(start.replace(".", "")) - int(end.replace(".", ""))
    return thousandths * thousandths


@dataclass(frozen=True, slots=True)
class ImagePlace:
    """The image that something was drawn on.

    Attributes
    ----------
    series : int
        Number of the series in the timepoint's part.
    sop_instance : str
        Its (masked) SOP Instance UID; for a reformatted plane, of the image nearest to what was drawn.
    frame : int
        Frame of a multi-frame image, from 1; 1 for any other.
    plane : Plane
    """

    series: int
    sop_instance: str
    frame: int = 1
    plane: Plane = Plane.ACQUIRED

    def __post_init__(self) -> None:
        if self.series < 1 or self.frame < 1 or not _UID.fullmatch(self.sop_instance):
            msg = "an image is named by its series and frame, counted from 1, and a SOP Instance UID"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight line across a lesion: both ends in LPS mm (three decimals), and its length in mm.

    The length is the one that `length_mm` gives for the ends with as many places as it has.
    """

    start: MarkMm
    end: MarkMm
    mm: Decimal

    def __post_init__(self) -> None:
        if not (is_mark(self.start) and is_mark(self.end)):
            msg = "an end of an axis is three coordinates in mm with three decimals"
            raise ValueError(msg)
        text = str(self.mm)
        if not _LENGTH.fullmatch(text) or length_mm(self.start, self.end, _places(text)) != self.mm:
            msg = "the length of an axis is not the distance of its ends"
            raise ValueError(msg)

    @classmethod
    def between(cls, start: MarkMm, end: MarkMm, places: int) -> "Axis":
        """The axis of these ends, its length rounded to the protocol's places."""
        return cls(start, end, length_mm(start, end, places))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Caliper:
    """A bidirectional measurement: the long axis, and where it was drawn the short one, on one image."""

    image: ImagePlace
    long: Axis
    short: Axis | None = None

    def __post_init__(self) -> None:
        if self.long.mm == 0:
            msg = "the two ends of the long axis are the same point"
            raise ValueError(msg)
        if self.short is not None and self.short.mm == 0:
            msg = "the two ends of the short axis are the same point"
            raise ValueError(msg)
        if self.short is not None and self.short.mm > self.long.mm:
            msg = "the short axis is longer than the long axis"
            raise ValueError(msg)
