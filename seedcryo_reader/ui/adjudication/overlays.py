"""The calipers and marks of both reads, as drawings on an image."""

from collections.abc import Iterator, Sequence
from typing import Final

from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.domain.measurement import Caliper, Extent, ImagePlace
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.viewing.calipers import drawn_of, image_in
from seedcryo_reader.viewing.drawing import Item, Look
from seedcryo_reader.viewing.view import PointMm, Shown

_LOOKS: Final = {"A": Look.SIDE_A, "B": Look.SIDE_B}


def items_on(shown: Shown, volumes: Sequence[Volume], sides: Sequence[SideRead]) -> tuple[Item, ...]:
    """What both reads drew on a stack; B above A, whose line is whole, so that both are seen where they lie together.

    Parameters
    ----------
    volumes : sequence of Volume
        The stacks of the series that is shown.
    """
    return tuple(item for side in sides for item in _of_side(shown, volumes, side))


def ticks_of(items: Sequence[Item]) -> tuple[tuple[str, PointMm], ...]:
    """Where the drawings lie, for the slider."""
    return tuple(("", _middle(item)) for item in items)


def _of_side(shown: Shown, volumes: Sequence[Volume], side: SideRead) -> Iterator[Item]:
    one = side.read.timepoint(shown.timepoint)
    if one is None:
        return
    for (lesion, extent), said in one.sheet.assessments.items():
        if isinstance(said, Caliper) and _is_on(said.image, shown, volumes):
            name = lesion if extent is Extent.WHOLE else f"{lesion} {extent}"
            told = f"{words.read(side.name)} · {name}", words.said(said)
            yield Item(f"{side.name}/{lesion}/{extent}", drawn_of(said, shown), told, _LOOKS[side.name])
    for lesion, recorded in one.sheet.recorded.items():
        if _is_on(recorded.mark.image, shown, volumes):
            name = f"{words.read(side.name)} · {lesion}"
            yield Item(f"{side.name}/{lesion}", drawn_of(recorded.mark, shown), (name,), _LOOKS[side.name])


def _is_on(image: ImagePlace, shown: Shown, volumes: Sequence[Volume]) -> bool:
    place = image_in(image, volumes) if image.series == shown.series else None
    return place is not None and place[0] == shown.stack


def _middle(item: Item) -> PointMm:
    """The middle of the long axis; a point itself."""
    points = item.drawn.points_mm[:2]
    x, y, z = (sum(one[axis] for one in points) / len(points) for axis in range(3))
    return x, y, z
