"""Everything the criteria conclude about a timepoint of a read, from this and earlier timepoints only."""

from typing import Final, NamedTuple

from seedcryo_reader.criteria import new_lesions, non_target, target
from seedcryo_reader.criteria.lengths import Visit, recist_lesions, targets, until, viable_is_asked, visits
from seedcryo_reader.criteria.local import local_progression
from seedcryo_reader.criteria.new_lesions import NewLesionVisit, new_lesion_status
from seedcryo_reader.criteria.non_target import non_target_response
from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.criteria.overall import Course, timepoint_response
from seedcryo_reader.criteria.protocol.model import Overall, Protocol
from seedcryo_reader.criteria.sheets import local_visits, new_lesion_visits, non_targets, outside_sums, sums
from seedcryo_reader.criteria.target import target_response
from seedcryo_reader.criteria.trace import concluded, dates_from, plain
from seedcryo_reader.domain.conclusion import OVERALL, Conclusion, Step
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
    What is not said yet counts as not evaluable.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    if timepoint == BASELINE:
        until(read, timepoint)
        return (_baseline(read, protocol),)
    return _responses(read, protocol, timepoint)[-1]


def progressed_before(read: Read, protocol: Protocol, timepoint: str) -> bool:
    """Whether the overall response was progression at a timepoint before this one."""
    before = read.before(timepoint)[1:]
    responses = _responses(read, protocol, before[-1].name) if before else ()
    return any(one.about == OVERALL and one.value == "PD" for timepoint in responses for one in timepoint)


class _Material(NamedTuple):
    """What the rules look at, for all timepoints."""

    read: Read
    protocol: Protocol
    course: tuple[TimepointRead, ...]
    sums: tuple[Visit, ...]
    outside: tuple[Visit, ...]
    new_lesions: tuple[NewLesionVisit, ...]


def _responses(read: Read, protocol: Protocol, timepoint: str) -> list[tuple[Conclusion, ...]]:
    """The conclusions about each follow-up up to this one; of earlier ones local progression only where it matters."""
    material = _Material(
        read,
        protocol,
        until(read, timepoint),
        sums(read, protocol, timepoint),
        outside_sums(read, protocol, timepoint),
        new_lesion_visits(read, timepoint),
    )
    after_cr, progressed_at = False, None
    found = []
    for place, one in enumerate(material.course[1:], 1):
        wanted = place == len(material.course) - 1 or protocol.overall.lp_counts_as_pd
        local = _local(material, one) if wanted else ()
        parts = _parts(material, place, after_cr)
        overall = _overall(protocol.overall, parts, local, progressed_at)
        found.append((*local, *parts, overall))
        after_cr = after_cr or overall.value == "CR"
        if overall.value == "PD" and progressed_at is None:
            progressed_at = dates_from(overall) or one.name
    return found


def _local(material: _Material, one: TimepointRead) -> tuple[Conclusion, ...]:
    read, protocol = material.read, material.protocol
    ids = [lesion.lesion for lesion in targets(read)]
    if one.sheet.not_evaluable is not None:
        return tuple(_not_evaluable(lesion, protocol.local_progression.paragraph, one) for lesion in ids)
    return tuple(local_progression(lesion, local_visits(read, lesion, protocol, one.name), protocol) for lesion in ids)


def _parts(material: _Material, place: int, after_cr: bool) -> tuple[Conclusion, Conclusion, Conclusion]:
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
        TARGET_RULES[of_targets.rule](material.sums[: place + 1], of_targets, after_cr=after_cr),
        NON_TARGET_RULES[of_others.rule](others, of_others, after_cr=after_cr),
        NEW_LESION_RULES[of_new.rule](material.new_lesions[:place], of_new),
    )


def _not_evaluable(about: str, paragraph: str, one: TimepointRead) -> Conclusion:
    text = f"Not evaluable: {one.name} is not evaluable as a whole ({one.sheet.not_evaluable})"
    return concluded(about, "NE", [plain("timepoint-not-evaluable", paragraph, text, holds=True)])


def _overall(
    options: Overall, parts: tuple[Conclusion, ...], local: tuple[Conclusion, ...], progressed_at: str | None
) -> Conclusion:
    progressing = tuple(one for one in local if one.value == "LP") if options.lp_counts_as_pd else ()
    dated = [first for one in (parts[2], *progressing) if (first := dates_from(one)) is not None]
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
    return plain(rule, protocol.lengths.paragraph, text, holds=True, numbers=(("sum_mm", f"{visit.total:f}"),))
