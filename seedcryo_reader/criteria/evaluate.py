"""Everything the criteria conclude about a timepoint of a read, from this and earlier timepoints only."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from seedcryo_reader.criteria import new_lesions, non_target, target
from seedcryo_reader.criteria.lengths import (
    Lesion,
    Visit,
    recist_lesions,
    stated,
    targets,
    until,
    viable_is_asked,
    visits,
)
from seedcryo_reader.criteria.local import LocalVisit, local_progression
from seedcryo_reader.criteria.new_lesions import NewLesionVisit, new_lesion_status
from seedcryo_reader.criteria.non_target import non_target_response
from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.criteria.overall import Course, timepoint_response
from seedcryo_reader.criteria.protocol.model import Overall, Protocol
from seedcryo_reader.criteria.responses import counted_response
from seedcryo_reader.criteria.sheets import (
    local_visits,
    merged_with,
    new_lesion_visits,
    non_targets,
    outside_sums,
    sums,
)
from seedcryo_reader.criteria.target import target_response
from seedcryo_reader.criteria.trace import concluded, plain
from seedcryo_reader.domain.conclusion import Conclusion, Step
from seedcryo_reader.domain.lesion import NonTargetStatus
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import BASELINE, Read, TimepointRead

TARGET_RULES: Final = {"recist-1.1": target_response}
NON_TARGET_RULES: Final = {"recist-1.1": non_target_response}
NEW_LESION_RULES: Final = {"recist-1.1": new_lesion_status}
OVERALL_RULES: Final = {"recist-1.1": timepoint_response}
"""The closed tables: the rules that a protocol may name, and their code."""


def evaluate(read: Read, protocol: Protocol, timepoint: str) -> tuple[Conclusion, ...]:
    """The conclusions about a timepoint.

    At the baseline one about ``"target"`` with the value ``"baseline"``: the sums. At a follow-up one about each
    prespecified target (local progression), then ``"target"``, ``"non-target"``, ``"new lesions"`` and `OVERALL`.
    What is not said yet counts as not evaluable. What earlier timepoints came to is the response that counts there: the
    reader's call or the computed one, as the protocol says.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    if timepoint == BASELINE:
        until(read, timepoint)
        return (_baseline(read, protocol),)
    material = _material(read, protocol, timepoint)
    return _concluded(material, len(material.course) - 1, _past(material), local=True)


def progressed_before(read: Read, protocol: Protocol, timepoint: str) -> bool:
    """Whether the overall response that counts was progression at a timepoint before this one.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    return _past(_material(read, protocol, timepoint)).progressed_at is not None


class _Material(NamedTuple):
    """What the rules look at, for all timepoints; `group` gives the visits of lesions that are judged as one."""

    read: Read
    protocol: Protocol
    course: tuple[TimepointRead, ...]
    sums: tuple[Visit, ...]
    outside: tuple[Visit, ...]
    new_lesions: tuple[NewLesionVisit, ...]
    group: Callable[[tuple[Lesion, ...]], tuple[LocalVisit, ...]]


def _material(read: Read, protocol: Protocol, timepoint: str) -> _Material:
    return _Material(
        read,
        protocol,
        until(read, timepoint),
        sums(read, protocol, timepoint),
        outside_sums(read, protocol, timepoint),
        new_lesion_visits(read, timepoint),
        cache(lambda group: local_visits(read, group, protocol, timepoint)),
    )


class _Past(NamedTuple):
    """What the overall responses of earlier timepoints leave behind.

    Attributes
    ----------
    responded : bool
        Whether one was a complete response.
    gone : frozenset of str
        Lesions that were gone at that complete response or since. One that the reader left in view when calling it
        cannot be there again.
    progressed_at : str or None
        The timepoint that the first progression dates from.
    """

    responded: bool = False
    gone: frozenset[str] = frozenset()
    progressed_at: str | None = None


def _past(material: _Material) -> _Past:
    """What all timepoints before the last one leave behind."""
    past = _Past()
    for place in range(1, len(material.course) - 1):
        overall = _concluded(material, place, past, local=material.protocol.overall.lp_counts_as_pd)[-1]
        past = _since(past, material, place, overall)
    return past


def _since(past: _Past, material: _Material, place: int, overall: Conclusion) -> _Past:
    one, protocol = material.course[place], material.protocol
    counted = counted_response(material.read, protocol, one.name, overall.value)
    responded = past.responded or counted == "CR"
    gone = past.gone
    if responded:
        lengths = material.sums[place].lengths
        gone |= {length.lesion for length in lengths if target.is_gone(length, protocol.target_response)}
        others = non_targets(material.read, one, material.outside[place], protocol)
        gone |= {other.lesion for other in others if other.status is NonTargetStatus.ABSENT}
    progressed_at = past.progressed_at
    if counted == "PD" and progressed_at is None:
        progressed_at = overall.dates_from or one.name
    return _Past(responded, gone, progressed_at)


def _concluded(material: _Material, place: int, past: _Past, *, local: bool) -> tuple[Conclusion, ...]:
    """The conclusions about one timepoint; local progression only where it is asked for."""
    lesions = tuple(_local(material, place)) if local else ()
    parts = _parts(material, place, past.gone)
    return (*lesions, *parts, _overall(material.protocol.overall, parts, lesions, past.progressed_at))


def _local(material: _Material, place: int) -> Iterator[Conclusion]:
    one, protocol = material.course[place], material.protocol
    for lesion in (one.target_id for one in material.read.targets):
        if one.sheet.not_evaluable is not None:
            yield _not_evaluable(lesion, protocol.local_progression.paragraph, one)
        else:
            group = merged_with(material.read, stated(one.sheet), lesion)
            yield local_progression(lesion, material.group(group)[: place + 1], protocol)


def _parts(material: _Material, place: int, gone: frozenset[str]) -> tuple[Conclusion, Conclusion, Conclusion]:
    one, protocol = material.course[place], material.protocol
    of_targets, of_others, of_new = protocol.target_response, protocol.non_target_response, protocol.new_lesions
    if one.sheet.not_evaluable is not None:
        return (
            _not_evaluable(target.ABOUT, of_targets.paragraph, one),
            _not_evaluable(non_target.ABOUT, of_others.paragraph, one),
            _not_evaluable(new_lesions.ABOUT, of_new.paragraph, one),
        )
    others = non_targets(material.read, one, material.outside[place], protocol)
    return (
        TARGET_RULES[of_targets.rule](material.sums[: place + 1], of_targets, gone=gone),
        NON_TARGET_RULES[of_others.rule](others, of_others, gone=gone),
        NEW_LESION_RULES[of_new.rule](material.new_lesions[:place], of_new),
    )


def _not_evaluable(about: str, paragraph: str, one: TimepointRead) -> Conclusion:
    text = f"Not evaluable: {one.name} is not evaluable as a whole ({one.sheet.not_evaluable})"
    return concluded(about, "NE", [plain("timepoint-not-evaluable", paragraph, text, holds=True)])


def _overall(
    options: Overall, parts: tuple[Conclusion, ...], local: tuple[Conclusion, ...], progressed_at: str | None
) -> Conclusion:
    progressing = tuple(one for one in local if one.value == "LP") if options.lp_counts_as_pd else ()
    dated = [first for one in (parts[2], *progressing) if (first := one.dates_from) is not None]
    earliest = min(dated, key=lambda timepoint: int(timepoint.removeprefix("TP")), default=None)
    course = Course(progressed_at, tuple(one.about for one in progressing), earliest)
    of_targets, of_others, of_new = (one.value for one in parts)
    return OVERALL_RULES[options.rule](of_targets, of_others, of_new, options, course)


def _baseline(read: Read, protocol: Protocol) -> Conclusion:
    """The sum of diameters that later ones are compared with, and of the viable parts where they are measured."""
    lesions = recist_lesions(read)
    viable = tuple(one for one in targets(read) if viable_is_asked(one.node, protocol))
    steps = [
        _sum("baseline-sum", "sum of diameters", visit, protocol)
        for visit in visits(read, lesions, Extent.WHOLE, protocol, BASELINE)
    ]
    if viable:
        steps[:0] = [
            _sum("baseline-viable-sum", "sum of viable diameters", visit, protocol)
            for visit in visits(read, viable, Extent.VIABLE, protocol, BASELINE)
        ]
    return concluded(target.ABOUT, "baseline", steps)


def _sum(rule: str, what: str, visit: Visit, protocol: Protocol) -> Step:
    text = f"Baseline: the {what} is {mm(visit.total)}"
    if visit.missing:
        text = f"{text} without {', '.join(visit.missing)}, which no length was given for"
    return Step(rule, protocol.lengths.paragraph, text, (("sum_mm", f"{visit.total:f}"),), "", holds=True)
