"""Where the lesions lie that a progression rests on, named so that two readers can be held against each other.

A prespecified target has an id that the protocol fixes for both. Any other lesion has an id of its reader's own, so it
is named by the organ and the place.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.evaluation import NON_TARGET, TARGET, Evaluation
from seedcryo_reader.criteria.new_lesions import weighed
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus
from seedcryo_reader.domain.read import Read

_NONE: Final = Decimal(0)


def new_lesions(read: Read, found: Evaluation, protocol: Protocol) -> Iterator[str]:
    """Where the unequivocal new lesions of a timepoint lie."""
    for lesion, said in found.timepoint.new_lesions.items():
        if weighed(said, protocol.new_lesions) is Certainty.UNEQUIVOCAL:
            yield _named(read, lesion)


def worse_non_targets(read: Read, found: Evaluation) -> Iterator[str]:
    """Where non-target disease lies that progressed unequivocally at a timepoint, if that is progression."""
    if found.value(NON_TARGET) != "PD":
        return
    for lesion, status in found.timepoint.non_targets.items():
        if status is NonTargetStatus.PROGRESSION:
            yield _named(read, lesion)


def grown_most(read: Read, found: Evaluation, every: Sequence[Evaluation]) -> Iterator[str]:
    """The lesion of the sum that grew most since the nadir of the sum, several where they grew alike.

    Nothing where the sum is no progression, or grew by no length that was known at both.
    """
    if found.nadir is None or found.value(TARGET) != "PD":
        return
    nadir = next(one for one in every if one.timepoint.name == found.nadir.timepoint)
    before = {one.lesion: one.mm for one in nadir.sum.lengths}
    growth = {one.lesion: _by(before.get(one.lesion), one.mm) for one in found.sum.lengths}
    most = max(growth.values(), default=_NONE)
    yield from (_named(read, lesion) for lesion, by in growth.items() if by == most > 0)


def _by(before: Decimal | None, now: Decimal | None) -> Decimal:
    return _NONE if before is None or now is None else now - before


def _named(read: Read, lesion: str) -> str:
    recorded = read.recorded().get(lesion)
    return lesion if recorded is None else f"{recorded.organ}, {recorded.place}"
