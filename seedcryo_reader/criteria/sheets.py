"""What the sheets of a read in the reading room say, as the criteria take it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from seedcryo_reader.criteria import lengths
from seedcryo_reader.criteria.course import Course, Lesion, NewLesionSaid, Said, State, Timepoint
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import (
    CHOSEN_ID,
    NEW_LESION_ID,
    NON_TARGET_ID,
    Absent,
    Assessment,
    Merged,
    RecordedLesion,
    Split,
    TooSmall,
    whole_of,
)
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Read, Sheet, TimepointRead


def number(timepoint: str) -> int:
    """The number of a timepoint at the station: 3 for ``"TP3"``."""
    return int(timepoint.removeprefix("TP"))


def until(read: Read, timepoint: str) -> tuple[TimepointRead, ...]:
    """The timepoints up to and including this one, baseline first.

    Raises
    ------
    ValueError
        It was not opened.
    """
    last = read.timepoint(timepoint)
    if last is None:
        msg = f"{timepoint} was not opened"
        raise ValueError(msg)
    return (*read.before(timepoint), last)


def stated(sheet: Sheet) -> Sheet:
    """The sheet, or where the whole timepoint is not evaluable one that says no more than this.

    Lesions that were recorded there are known from then on, and the set that was chosen is the set: that stays.
    """
    if sheet.not_evaluable is None:
        return sheet
    return Sheet(recorded=sheet.recorded, recist_set=sheet.recist_set, not_evaluable=sheet.not_evaluable)


def targets(read: Read) -> tuple[Lesion, ...]:
    """The prespecified targets."""
    return tuple(Lesion(one.target_id, one.node) for one in read.targets)


def chosen(read: Read) -> tuple[Lesion, ...]:
    """The lesions that the reader chose at the baseline for the sum of diameters."""
    recorded = sorted(read.recorded(BASELINE).items())
    return tuple(Lesion(name, one.node) for name, one in recorded if CHOSEN_ID.fullmatch(name))


def recist_lesions(read: Read) -> tuple[Lesion, ...]:
    """The lesions in the sum of diameters: those put into the set at the baseline, or all targets."""
    baseline = read.timepoint(BASELINE)
    in_set = None if baseline is None else stated(baseline.sheet).recist_set
    if in_set is None:
        return targets(read)
    known = {one.lesion: one for one in (*targets(read), *chosen(read))}
    return tuple(known[name] for name in in_set)


def course_of(read: Read, protocol: Protocol, upto: str) -> Course:
    """The read up to and including a timepoint, as the criteria take it.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    one_by_one = until(read, upto)
    recorded = read.recorded(upto)
    nodes = {name for name, one in recorded.items() if one.node} | {one.target_id for one in read.targets if one.node}
    non_targets = tuple(
        Lesion(name, one.node) for name, one in sorted(recorded.items()) if NON_TARGET_ID.fullmatch(name)
    )
    timepoints = tuple(_timepoint(one, recorded, nodes, protocol) for one in one_by_one)
    return Course(targets(read), chosen(read), recist_lesions(read), non_targets, timepoints)


def _timepoint(
    one: TimepointRead, recorded: Mapping[str, RecordedLesion], nodes: set[str], protocol: Protocol
) -> Timepoint:
    sheet = stated(one.sheet)
    return Timepoint(
        name=one.name,
        number=number(one.name),
        said=dict(_said_of(sheet, nodes, protocol)),
        findings={key: found.answer for key, found in sheet.findings.items()},
        non_targets={name: state.status for name, state in sheet.non_targets.items()},
        new_lesions={
            name: NewLesionSaid(state.certainty, state.first_seen, name in recorded and recorded[name].node)
            for name, state in sheet.new_lesions.items()
        },
        found=tuple(sorted(name for name in sheet.recorded if NEW_LESION_ID.fullmatch(name))),
        any_new_lesion=None if sheet.any_new_lesion is None else sheet.any_new_lesion.answer,
        not_evaluable=sheet.not_evaluable,
        calls={about: call.value for about, call in sheet.calls.items()},
    )


def _said_of(sheet: Sheet, nodes: set[str], protocol: Protocol) -> Iterator[tuple[str, Said]]:
    for lesion, extent in sheet.assessments:
        if extent is Extent.WHOLE:
            node = (whole_of(lesion) or lesion) in nodes
            viable = sheet.assessed(lesion, Extent.VIABLE)
            viable_said = None if viable is None else _said(viable, node, protocol)
            yield lesion, _said(sheet.assessments[lesion, extent], node, protocol, viable_said)
    for lesion, extent in sheet.assessments:
        if (lesion, Extent.WHOLE) not in sheet.assessments:
            node = (whole_of(lesion) or lesion) in nodes
            yield lesion, Said(State.NOT_EVALUABLE, viable=_said(sheet.assessments[lesion, extent], node, protocol))


def _said(what: Assessment, node: bool, protocol: Protocol, viable: Said | None = None) -> Said:
    match what:
        case Caliper():
            return Said(State.MEASURED, _axis(what, node, protocol), viable=viable)
        case Merged():
            return Said(State.MERGED, into=what.into)
        case Split():
            return Said(State.SPLIT, pieces=what.pieces)
        case Absent():
            return Said(State.ABSENT)
        case TooSmall():
            return Said(State.TOO_SMALL, viable=viable)
    return Said(State.NOT_EVALUABLE, viable=viable)


def _axis(caliper: Caliper, node: bool, protocol: Protocol) -> Decimal | None:
    rule = protocol.measuring.node if node else protocol.measuring.non_nodal
    axis = caliper.long if rule == "long" else caliper.short
    return None if axis is None else axis.mm


def visits(read: Read, lesions: Iterable[Lesion], extent: Extent, protocol: Protocol, upto: str) -> tuple[Visit, ...]:
    """What the lesions of a set measure at each timepoint up to and including one, baseline first."""
    return lengths.visits(course_of(read, protocol, upto), lesions, extent, protocol)


def sums(read: Read, protocol: Protocol, upto: str) -> tuple[Visit, ...]:
    """The lesions in the sum of diameters at each timepoint."""
    return visits(read, recist_lesions(read), Extent(protocol.target_response.extent), protocol, upto)
