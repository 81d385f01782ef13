"""What the sheets of a read say, as the criteria take it: a timepoint not evaluable as a whole says nothing."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from seedcryo_reader.criteria.lengths import (
    Length,
    Lesion,
    Visit,
    chosen,
    merged_into,
    recist_lesions,
    stated,
    targets,
    until,
    visits,
)
from seedcryo_reader.criteria.local import Answers, LocalVisit
from seedcryo_reader.criteria.new_lesions import NewLesionVisit
from seedcryo_reader.criteria.non_target import NonTarget
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import NEW_LESION_ID, NON_TARGET_ID, NonTargetState, NonTargetStatus
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Read, Sheet, TimepointRead


def sums(read: Read, protocol: Protocol, upto: str) -> tuple[Visit, ...]:
    """The lesions in the sum of diameters at each timepoint."""
    return tuple(visits(read, recist_lesions(read), Extent.WHOLE, protocol, upto))


def outside_sums(read: Read, protocol: Protocol, upto: str) -> tuple[Visit, ...]:
    """The targets that are not in the sum of diameters, at each timepoint."""
    inside = recist_lesions(read)
    outside = (one for one in targets(read) if one not in inside)
    return tuple(visits(read, outside, Extent.WHOLE, protocol, upto))


def non_targets(read: Read, one: TimepointRead, outside: Visit, protocol: Protocol) -> tuple[NonTarget, ...]:
    """The non-target disease at a timepoint.

    A target that is not in the sum of diameters is non-target disease (RECIST 1.1: "all other lesions"): it persists
    until it is gone, and progresses if the reader says that it did unequivocally (4.3.3), whatever it measures.
    """
    said = stated(one.sheet).non_targets
    recorded = (
        NonTarget(name, lesion.node, said[name].status if name in said else None)
        for name, lesion in sorted(read.recorded(one.name).items())
        if NON_TARGET_ID.fullmatch(name)
    )
    normal = protocol.target_response.node_normal_mm
    rest = (
        NonTarget(length.lesion, length.node, _worse(said.get(length.lesion)) or _status(length, normal))
        for length in outside.lengths
    )
    return (*recorded, *rest)


def _worse(said: NonTargetState | None) -> NonTargetStatus | None:
    return said.status if said is not None and said.status is NonTargetStatus.PROGRESSION else None


def _status(length: Length, normal: Decimal) -> NonTargetStatus | None:
    if length.mm is None:
        return None
    gone = length.mm < normal if length.node else length.mm == 0
    return NonTargetStatus.ABSENT if gone else NonTargetStatus.PRESENT


def new_lesion_visits(read: Read, upto: str) -> tuple[NewLesionVisit, ...]:
    """What was said of new lesions at each follow-up."""
    return tuple(_new_lesion_visit(one.name, one.sheet) for one in until(read, upto)[1:])


def _new_lesion_visit(timepoint: str, sheet: Sheet) -> NewLesionVisit:
    said = stated(sheet)
    recorded = tuple(sorted(name for name in said.recorded if NEW_LESION_ID.fullmatch(name)))
    answer = None if said.any_new_lesion is None else said.any_new_lesion.answer
    return NewLesionVisit(timepoint, said.new_lesions, recorded, answer)


def answered_by(read: Read, sheet: Sheet, lesion: str) -> str:
    """The target that the questions about a target are asked of: itself, or the target it merged into."""
    carrier = merged_into(sheet, lesion)
    return carrier if any(one.target_id == carrier for one in read.targets) else lesion


def answered_with(read: Read, sheet: Sheet, lesion: str) -> tuple[str, ...]:
    """The targets that merged into this one, which is asked for them."""
    ids = (one.target_id for one in read.targets if one.target_id != lesion)
    return tuple(one for one in ids if answered_by(read, sheet, one) == lesion)


def local_visits(read: Read, group: tuple[Lesion, ...], protocol: Protocol, upto: str) -> tuple[LocalVisit, ...]:
    """Lesions that are judged as one, at each timepoint; after a merger those that share one diameter."""
    size = protocol.local_progression.size
    extent = Extent.WHOLE if size is None else Extent(size.extent)
    together = size is None or size.merged_against == "sum"
    compared = (group,) if together else tuple((one,) for one in group)
    members = [one.lesion for one in targets(read) if one in group]
    series = zip(*(visits(read, one, extent, protocol, upto) for one in compared), strict=True)
    return tuple(
        LocalVisit(one.name, sizes, tuple(_answers(read, stated(one.sheet), members)))
        for one, sizes in zip(until(read, upto), series, strict=True)
    )


def merged_with(read: Read, sheet: Sheet, lesion: str) -> tuple[Lesion, ...]:
    """The measured lesions that share one diameter with this one, itself included."""
    carrier = merged_into(sheet, lesion)
    everything = (*targets(read), *chosen(read))
    return tuple(one for one in everything if merged_into(sheet, one.lesion) == carrier)


def _answers(read: Read, sheet: Sheet, group: Collection[str]) -> Iterator[Answers]:
    """What was answered about these targets, by themselves or by those they are merged with.

    What was said of a merged target itself counts too, beside what was said of the one that is asked for it.
    """
    asked = dict.fromkeys(answered_by(read, sheet, one) for one in group)
    for one in asked:
        said = _said(sheet, one)
        yield Answers(one, said)
        for merged in answered_with(read, sheet, one):
            if own := _said(sheet, merged):
                yield Answers(merged, {**said, **own})


def _said(sheet: Sheet, target: str) -> dict[str, str]:
    return {question: found.answer for (lesion, question), found in sheet.findings.items() if lesion == target}
