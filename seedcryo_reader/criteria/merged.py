"""Targets that are judged as one: those that share a diameter at a timepoint, and the answers that count for them."""

from collections.abc import Collection, Iterator

from seedcryo_reader.criteria.course import Course, Lesion, Timepoint
from seedcryo_reader.criteria.lengths import merged_into, visits
from seedcryo_reader.criteria.local import Answers, LocalVisit
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.measurement import Extent


def merged_with(course: Course, timepoint: Timepoint, lesion: str) -> tuple[Lesion, ...]:
    """The measured lesions that share one diameter with this one, itself included."""
    carrier = merged_into(timepoint, lesion)
    return tuple(one for one in (*course.targets, *course.chosen) if merged_into(timepoint, one.lesion) == carrier)


def answered_by(course: Course, timepoint: Timepoint, lesion: str) -> str:
    """The target that the questions about a target are asked of: itself, or the target it merged into."""
    carrier = merged_into(timepoint, lesion)
    return carrier if any(one.lesion == carrier for one in course.targets) else lesion


def answered_with(course: Course, timepoint: Timepoint, lesion: str) -> tuple[str, ...]:
    """The targets that merged into this one, which is asked for them."""
    ids = (one.lesion for one in course.targets if one.lesion != lesion)
    return tuple(one for one in ids if answered_by(course, timepoint, one) == lesion)


def local_visits(course: Course, group: tuple[Lesion, ...], protocol: Protocol) -> tuple[LocalVisit, ...]:
    """Lesions that are judged as one, at each timepoint; after a merger those that share one diameter."""
    size = protocol.local_progression.size
    extent = Extent.WHOLE if size is None else Extent(size.extent)
    together = size is None or size.merged_against == "sum"
    compared = (group,) if together else tuple((one,) for one in group)
    members = [one.lesion for one in course.targets if one in group]
    series = zip(*(visits(course, one, extent, protocol) for one in compared), strict=True)
    return tuple(
        LocalVisit(one.name, one.number, sizes, tuple(_answers(course, one, members)))
        for one, sizes in zip(course.timepoints, series, strict=True)
    )


def _answers(course: Course, timepoint: Timepoint, group: Collection[str]) -> Iterator[Answers]:
    """What was answered about these targets, by themselves or by those they are merged with.

    What was said of a merged target itself counts too, beside what was said of the one that is asked for it.
    """
    if not timepoint.any_merged:
        for one in group:
            yield Answers(one, _said(timepoint, one))
        return
    for one in dict.fromkeys(answered_by(course, timepoint, one) for one in group):
        said = _said(timepoint, one)
        yield Answers(one, said)
        for merged in answered_with(course, timepoint, one):
            if own := _said(timepoint, merged):
                yield Answers(merged, {**said, **own})


def _said(timepoint: Timepoint, target: str) -> dict[str, str]:
    return {question: answer for (lesion, question), answer in timepoint.findings.items() if lesion == target}
