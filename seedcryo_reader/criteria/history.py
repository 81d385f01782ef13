"""A lesion's lengths over the timepoints, as the read panel shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.lengths import Visit, viable_is_asked, visits
from seedcryo_reader.criteria.local import nadir
from seedcryo_reader.criteria.merged import merged_with
from seedcryo_reader.criteria.non_target import non_targets
from seedcryo_reader.criteria.numbers import percent
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import course_of
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
    course = course_of(read, protocol, upto)
    rows = []
    last = course.timepoints[-1]
    rest = [one for one in course.targets if one not in course.in_sum]
    outside = visits(course, rest, Extent(protocol.target_response.extent), protocol)[-1]
    others = non_targets(course, last, outside, protocol.target_response.node_normal_mm)
    statuses = {} if last.name == BASELINE else {one.lesion: one.status for one in others}
    for lesion in (*course.targets, *course.chosen):
        group = merged_with(course, last, lesion.lesion)
        viable = lesion in course.targets and viable_is_asked(lesion.node, protocol)
        for extent in (Extent.WHOLE, Extent.VIABLE) if viable else (Extent.WHOLE,):
            names = tuple(one.lesion for one in group) if len(group) > 1 else ()
            row = _row(lesion.lesion, extent, names, visits(course, group, extent, protocol), protocol)
            rows.append(replace(row, non_target=statuses.get(lesion.lesion)))
    return tuple(rows)


def _row(
    lesion: str, extent: Extent, merged: tuple[str, ...], series: Sequence[Visit], protocol: Protocol
) -> LesionHistory:
    known = [Point(visit.timepoint, visit.total) for visit in series if not visit.missing]
    last = series[-1]
    before = [point for point in known if point.timepoint != last.timepoint]
    return LesionHistory(
        lesion,
        extent,
        merged,
        next((point for point in known if point.timepoint == BASELINE), None),
        nadir(series[:-1], last.number, protocol),
        before[-1] if before else None,
        next((point for point in known if point.timepoint == last.timepoint), None),
    )
