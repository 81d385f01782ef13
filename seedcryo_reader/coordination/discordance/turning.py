"""By how many millimetres a length would have to be another for a conclusion to be another: the criteria are asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.course import Course, Said, State
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.evaluation import Evaluation
from seedcryo_reader.criteria.lengths import merged_into, viable_is_asked
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.measurement import Extent

_FARTHEST_MM: Final = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Varied:
    """A length at the last timepoint of a course.

    Attributes
    ----------
    course : Course
    protocol : Protocol
    lesion : str
    extent : Extent
        Which of its extents counts.
    mm : Decimal
        What it adds now, in the protocol's decimal places.
    """

    course: Course
    protocol: Protocol
    lesion: str
    extent: Extent
    mm: Decimal

    def evaluated(self, mm: Decimal) -> Evaluation:
        """The last timepoint with another length."""
        *before, last = self.course.timepoints
        name = merged_into(last, self.lesion)
        node = any(one.node for one in (*self.course.targets, *self.course.chosen) if one.lesion == name)
        viable = self.extent is Extent.VIABLE and viable_is_asked(node, self.protocol)
        said = Said(State.MEASURED, mm, viable=Said(State.MEASURED, mm) if viable else None)
        changed = replace(last, said={**last.said, name: said})
        *_, found = evaluations(replace(self.course, timepoints=(*before, changed)), self.protocol)
        return found


def turning_mm(varied: Varied, turned: Callable[[Evaluation], bool], *, longer: bool) -> Decimal | None:
    """The least change of a length, in mm with its sign, at which a conclusion is another; None where none does.

    Parameters
    ----------
    varied : Varied
    turned : callable
        Whether the conclusion is the other one. Once it is, it stays so however much further the length is changed.
    longer : bool
        Whether the length has to grow for it, or to shrink, to 0 mm at the most.
    """
    unit = Decimal(1).scaleb(-varied.protocol.lengths.places) * (1 if longer else -1)
    most = int(_FARTHEST_MM / unit) if longer else int(varied.mm / -unit)

    def turns(steps: int) -> bool:
        return turned(varied.evaluated(varied.mm + steps * unit))

    steps = _least(turns, most)
    return None if steps is None else steps * unit


def _least(holds: Callable[[int], bool], most: int) -> int | None:
    """The least whole number from 1 to `most` that something holds for, which then holds for all above it."""
    low, high = 0, 1
    while high < most and not holds(high):
        low, high = high, 2 * high
    high = min(high, most)
    if high <= low or not holds(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
