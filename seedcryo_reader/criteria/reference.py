"""The reference timepoint and the grace period: both numbers of scheduled timepoints, the same in all arms."""

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import Final

from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.protocol.model import Reference


def after_reference(number: int | Decimal, reference: Reference) -> bool:
    """Whether a timepoint lies after the reference timepoint."""
    return number > reference.timepoint


def after_grace(number: int | Decimal, reference: Reference) -> bool:
    """Whether growth alone is judged at a timepoint."""
    return number > reference.grace_until


def least(visits: Iterable[Visit], now: int | Decimal, reference: Reference, *, from_reference: bool) -> Point | None:
    """The nadir for the timepoint with the number `now`: the smallest total of the `visits` before it that count.

    Where it should begin at the reference timepoint, but there is no length at it, the protocol says if it begins at
    the baseline instead, and then for good: a nadir that rises with the first length after it would hide slow growth.
    """
    counting = tuple(visits)
    if from_reference and after_reference(now, reference):
        first = reference.timepoint
        measured = any(one.number == first for one in counting)
        if measured or reference.if_missing != "baseline":
            counting = tuple(one for one in counting if one.number >= first)
    found = min(counting, key=_total, default=None)
    return None if found is None else Point(found.timepoint, found.total)


_total: Final = attrgetter("total")
