"""A lesion's lengths over the timepoints, as the read panel shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.lengths import Visit, chosen, stated, targets, until, viable_is_asked, visits
from seedcryo_reader.criteria.local import nadir
from seedcryo_reader.criteria.numbers import percent
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import merged_with, non_targets, outside_sums
from seedcryo_reader.domain.lesion import NonTargetStatus
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import BASELINE, Read


@dataclass(frozen=True, slots=True)
class Change:
    """A change in mm, and in percent rounded to four places for reading; None over a length of 0 mm."""

    mm: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class LesionHistory:
    """One extent of a lesion up to a timepoint.

    Attributes
    ----------
    lesion : str
    extent : Extent
    merged : tuple of str
        The lesions that share its diameter at this timepoint, if it is merged; lengths are then those of all together.
    baseline, nadir, previous, current : Point or None
        Length in mm and its timepoint; `nadir` as local progression is judged by, `previous` the latest one before.
    non_target : NonTargetStatus or None
        What a target outside the sum of diameters counts as at this timepoint; None of others, and where it is open.
    """

    lesion: str
    extent: Extent
    merged: tuple[str, ...]
    baseline: Point | None
    nadir: Point | None
    previous: Point | None
    current: Point | None
    non_target: NonTargetStatus | None = None

    def change_from(self, point: Point | None) -> Change | None:
        """Change of the current length from an earlier one; None where one of them is not there."""
        if point is None or self.current is None:
            return None
        by = self.current.mm - point.mm
        return Change(by, percent(by, point.mm))


def history(read: Read, protocol: Protocol, upto: str) -> tuple[LesionHistory, ...]:
    """The history of every extent that is measured: targets first, then chosen lesions.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    rows = []
    last = until(read, upto)[-1]
    sheet = stated(last.sheet)
    others = non_targets(read, last, outside_sums(read, protocol, upto)[-1], protocol)
    statuses = {} if last.name == BASELINE else {one.lesion: one.status for one in others}
    for lesion in (*targets(read), *chosen(read)):
        group = merged_with(read, sheet, lesion.lesion)
        viable = lesion in targets(read) and viable_is_asked(lesion.node, protocol)
        for extent in (Extent.WHOLE, Extent.VIABLE) if viable else (Extent.WHOLE,):
            course = tuple(visits(read, group, extent, protocol, upto))
            names = tuple(one.lesion for one in group) if len(group) > 1 else ()
            row = _row(lesion.lesion, extent, names, course, protocol)
            rows.append(replace(row, non_target=statuses.get(lesion.lesion)))
    return tuple(rows)


def _row(
    lesion: str, extent: Extent, merged: tuple[str, ...], course: Sequence[Visit], protocol: Protocol
) -> LesionHistory:
    known = [Point(visit.timepoint, visit.total) for visit in course if not visit.missing]
    last = course[-1].timepoint
    before = [point for point in known if point.timepoint != last]
    return LesionHistory(
        lesion,
        extent,
        merged,
        next((point for point in known if point.timepoint == BASELINE), None),
        nadir(course[:-1], last, protocol),
        before[-1] if before else None,
        next((point for point in known if point.timepoint == last), None),
    )
