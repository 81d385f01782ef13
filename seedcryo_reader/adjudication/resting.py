"""Which lesion shows on the images what a read says of a part of the disease."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from seedcryo_reader.adjudication.comparing import differ
from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import NEW_LESION_ID, NON_TARGET_ID, Certainty, NonTargetStatus
from seedcryo_reader.domain.read import Read

_FORMS: Final = {NON_TARGET: NON_TARGET_ID, NEW_LESIONS: NEW_LESION_ID}
_BY_WEIGHT: Final = (
    Certainty.UNEQUIVOCAL,
    NonTargetStatus.PROGRESSION,
    Certainty.EQUIVOCAL,
    NonTargetStatus.PRESENT,
    NonTargetStatus.NOT_EVALUABLE,
    NonTargetStatus.ABSENT,
    Certainty.RESOLVED,
)
"""What is said of a lesion; what speaks most for progression comes first."""

_NOTHING: Final = (len(_BY_WEIGHT) + 1, "")


def lesion_of(side: SideRead, timepoint: str, about: str) -> str:
    """The lesion of one read that speaks most for progression at a timepoint; empty where it has none.

    Parameters
    ----------
    about : str
        ``"new lesions"`` or ``"non-target"``: lesions of one read, which are not those of the other.
    """
    return _weighed(side, timepoint, about)[1]


def part_of(sides: Sequence[SideRead], timepoint: str, about: str) -> str:
    """The part of the disease, or the target, that something is about; of overall the first in which reads differ."""
    return next(_parts(sides, timepoint), OVERALL) if about == OVERALL else about


def shown_by(sides: Sequence[SideRead], timepoint: str, about: str) -> tuple[str, str]:
    """The side and the lesion that show best what reads say; the lesion is empty where none does.

    Parameters
    ----------
    sides : sequence of SideRead
        A and B.
    about : str
        A target, or a part of the disease.
    """
    if about in _FORMS:
        (_, lesion), name = min((_weighed(side, timepoint, about), side.name) for side in sides)
        return name, lesion
    lesion = _apart_most(sides, timepoint) if about == TARGET else about
    return sides[0].name, "" if lesion == OVERALL else lesion


def _weighed(side: SideRead, timepoint: str, about: str) -> tuple[int, str]:
    """The lesion, after its place in the order in which lesions speak for progression."""
    form = _FORMS[about]
    seen = side.read.timepoint(timepoint)
    if seen is None:
        return _NOTHING
    of_set = dict.fromkeys(seen.sheet.recorded, len(_BY_WEIGHT))
    for name, state in seen.sheet.new_lesions.items():
        of_set[name] = _BY_WEIGHT.index(state.certainty)
    for name, status in seen.sheet.non_targets.items():
        of_set[name] = _BY_WEIGHT.index(status.status)
    found = [(weight, name) for name, weight in of_set.items() if form.fullmatch(name)]
    return min(found, default=None) or _in_hindsight(side.read, timepoint, about)


def _in_hindsight(read: Read, timepoint: str, about: str) -> tuple[int, str]:
    """A new lesion that was said later to have been there."""
    later = (
        (len(_BY_WEIGHT), name)
        for one in read.timepoints
        for name, state in sorted(one.sheet.new_lesions.items())
        if about == NEW_LESIONS and state.first_seen == timepoint
    )
    return next(later, _NOTHING)


def _parts(sides: Sequence[SideRead], timepoint: str) -> Iterator[str]:
    """New lesions, non-target disease, targets, the sum: those in which the reads differ."""
    a, b = (side.evaluations[timepoint] for side in sides)
    every = (NEW_LESIONS, NON_TARGET, *(one.target_id for one in sides[0].read.targets), TARGET)
    return (one for one in every if differ(a, b, one))


def _apart_most(sides: Sequence[SideRead], timepoint: str) -> str:
    """The target of both sums in whose length the reads differ most."""
    a, b = ({one.lesion: one.mm for one in side.evaluations[timepoint].sum.lengths} for side in sides)
    targets = (one.target_id for one in sides[0].read.targets)
    return max((one for one in targets if one in a and one in b), key=lambda one: _apart(a[one], b[one]), default="")


def _apart(one: Decimal | None, other: Decimal | None) -> Decimal:
    return Decimal(-1) if one is None or other is None else abs(one - other)
