"""Where lesions lie and what is drawn, to tell whether two lesions can be one. No number that counts is made here."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from seedcryo_reader.domain import events
from seedcryo_reader.domain.case import MarkMm
from seedcryo_reader.domain.lesion import Mark
from seedcryo_reader.domain.measurement import Caliper, ImagePlace
from seedcryo_reader.domain.read import TimepointRead


@dataclass(frozen=True, slots=True)
class Place:
    """A point (x, y, z in LPS, mm) in a frame of reference; points of two frames cannot be compared."""

    frame: str
    point: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Ball:
    """The ball that has a lesion's long axis as its diameter."""

    centre: Place
    radius_mm: Decimal


def place_of(mark: Mark, one: TimepointRead) -> Place:
    """Where a mark of a timepoint lies."""
    return Place(_frame(mark.image, one), _point(mark.point_mm))


def ball_of(caliper: Caliper, one: TimepointRead) -> Ball:
    """The ball around what was measured at a timepoint."""
    ends = zip(_point(caliper.long.start), _point(caliper.long.end), strict=True)
    middle = tuple((start + end) / 2 for start, end in ends)
    return Ball(Place(_frame(caliper.image, one), middle), caliper.long.mm / 2)


def apart_mm(one: Place, other: Place) -> Decimal | None:
    """Distance in mm with one decimal place; None where the two cannot be compared."""
    if one.frame != other.frame:
        return None
    squares = sum(((a - b) ** 2 for a, b in zip(one.point, other.point, strict=True)), Decimal(0))
    return squares.sqrt().quantize(Decimal("0.1"), ROUND_HALF_UP)


def _frame(image: ImagePlace, one: TimepointRead) -> str:
    """The frame of reference of an image; a series that names none is alone in its own."""
    named = next((series.frame_of_reference for series in one.series if series.number == image.series), "")
    return named or f"{one.seal}/{image.series}"


def _point(point_mm: MarkMm) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, point_mm))


def drawn(
    act: events.MeasurementMade | events.MeasurementRevised | events.LesionRecorded,
) -> tuple[ImagePlace, list[tuple[MarkMm, MarkMm]]]:
    """The image that an act names, and the ends of each line on it; a point is a line from itself to itself."""
    if isinstance(act, events.LesionRecorded):
        mark = act.lesion.mark
        return mark.image, [(mark.point_mm, mark.point_mm)]
    axes = (act.caliper.long, act.caliper.short)
    return act.caliper.image, [(axis.start, axis.end) for axis in axes if axis is not None]
