"""Where a lesion is shown for one of the reads: where that read marked it, else where it did at another timepoint."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.domain.read import Read, Slot
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.whereabouts import Place, latest_place, place_of

Load = Callable[[str], TimepointImages | None]
"""The images of a timepoint; None where they are not here."""


class Found(NamedTuple):
    """Where a lesion is shown.

    Attributes
    ----------
    read : str
        The read whose lesion it is, ``"A"`` or ``"B"``.
    place : Place or None
    seen : mapping of timepoint to Place or None
        Where it was at each timepoint.
    is_own : bool
        Whether that read marked it at the timepoint that was asked for.
    """

    read: str
    place: Place | None
    seen: Mapping[str, Place | None]
    is_own: bool


def found(sides: tuple[SideRead, SideRead], load: Load, timepoint: str, slot: Slot) -> Found:
    """Where the first of two reads marked a lesion at a timepoint; a target, else where the other one did.

    Without either it is where that read marked it last before, else where it did next.
    """
    own = sides[0]
    is_target = slot[0] in {one.target_id for one in own.read.targets}
    seen = {one: _first(sides if is_target else sides[:1], load, one, slot) for one in own.timepoints}
    place = seen[timepoint] or _nearest(own.read, load, timepoint, slot)
    return Found(own.name, place, seen, _first(sides[:1], load, timepoint, slot) is not None)


def _nearest(read: Read, load: Load, timepoint: str, slot: Slot) -> Place | None:
    later = (one.name for one in read.timepoints[len(read.before(timepoint)) :])
    places = (_seen(read, load, one, slot) for one in later)
    return latest_place(read, load, timepoint, *slot) or next((one for one in places if one is not None), None)


def _first(sides: Iterable[SideRead], load: Load, timepoint: str, slot: Slot) -> Place | None:
    places = (_seen(one.read, load, timepoint, slot) for one in sides)
    return next((one for one in places if one is not None), None)


def _seen(read: Read, load: Load, timepoint: str, slot: Slot) -> Place | None:
    images = load(timepoint)
    return None if images is None else place_of(read, images, timepoint, *slot)
