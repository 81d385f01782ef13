"""Everything the criteria conclude about the timepoints of a case, each from this and earlier timepoints only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final

from seedcryo_reader.criteria import new_lesions, non_target, target
from seedcryo_reader.criteria.course import Course, Lesion, Timepoint
from seedcryo_reader.criteria.evaluation import Counted, Evaluation, Size
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.lengths import Visit, viable_is_asked, visits
from seedcryo_reader.criteria.local import (
    AT_FIRST,
    EQUIVOCAL,
    PROGRESSED,
    LocalVisit,
    local_progression,
    nadir,
    state_after,
)
from seedcryo_reader.criteria.merged import local_visits, merged_with
from seedcryo_reader.criteria.new_lesions import NewLesionFacts
from seedcryo_reader.criteria.non_target import NonTarget, NonTargetFacts, non_targets
from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.overall import Before, timepoint_response
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.rules import decide
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.criteria.target import TargetFacts
from seedcryo_reader.domain.conclusion import OVERALL, Conclusion, Step
from seedcryo_reader.domain.lesion import NonTargetStatus
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Read


def evaluate(read: Read, protocol: Protocol, timepoint: str) -> tuple[Conclusion, ...]:
    """The conclusions about a timepoint of a read, with their reasons; see `Evaluation.outcomes`.

    What is not said yet counts as not evaluable.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    *_, last = evaluations(course_of(read, protocol, timepoint), protocol)
    return last.conclusions()


def progressed_before(read: Read, protocol: Protocol, timepoint: str) -> bool:
    """Whether the overall response that counts was progression at a timepoint before this one.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    *_, last = evaluations(course_of(read, protocol, timepoint), protocol)
    return last.progressed_before


def evaluations(course: Course, protocol: Protocol) -> Iterator[Evaluation]:
    """The evaluation of every timepoint, baseline first.

    What earlier timepoints came to is what counts there: the reader's call where the protocol lets it count and one was
    made, else what was computed. Work grows with the number of timepoints times what one of them looks back at.
    """
    case = _Case(course, protocol)
    yield _baseline(case)
    past = _Past()
    for place in range(1, len(course.timepoints)):
        evaluation = _evaluated(case, place, past)
        yield evaluation
        past = _followed_by(past, case, place, evaluation)


@dataclass(frozen=True)
class _Case:
    """A course with the visits that the rules look at, each worked out once."""

    given: Course
    protocol: Protocol
    _groups: dict[tuple[Lesion, ...], tuple[LocalVisit, ...]] = field(default_factory=dict)

    @cached_property
    def course(self) -> Course:
        timepoints = tuple(_stated(one) for one in self.given.timepoints)
        return Course(self.given.targets, self.given.chosen, self.given.in_sum, self.given.non_targets, timepoints)

    @cached_property
    def sums(self) -> tuple[Visit, ...]:
        return visits(self.course, self.course.in_sum, Extent(self.protocol.target_response.extent), self.protocol)

    @cached_property
    def outside(self) -> tuple[Visit, ...]:
        """The targets that are not in the sum."""
        rest = [one for one in self.course.targets if one not in self.course.in_sum]
        return visits(self.course, rest, Extent(self.protocol.target_response.extent), self.protocol)

    @cached_property
    def any_call(self) -> bool:
        """Whether the reader called anything."""
        return any(one.calls for one in self.course.timepoints)

    @cached_property
    def treated(self) -> bool:
        """Whether a treated lesion is in the sum."""
        return any(one in self.course.targets for one in self.course.in_sum)

    def group(self, lesion: Lesion, place: int) -> tuple[LocalVisit, ...]:
        """The visits, up to a place, of the targets that are judged as one with this one there."""
        timepoint = self.course.timepoints[place]
        group = merged_with(self.course, timepoint, lesion.lesion) if timepoint.any_merged else (lesion,)
        if group not in self._groups:
            self._groups[group] = local_visits(self.course, group, self.protocol)
        return self._groups[group][: place + 1]

    def others(self, place: int) -> tuple[NonTarget, ...]:
        """The non-target disease at a timepoint."""
        normal = self.protocol.target_response.node_normal_mm
        return non_targets(self.course, self.course.timepoints[place], self.outside[place], normal)


def _stated(one: Timepoint) -> Timepoint:
    """The timepoint; where it is not evaluable as a whole one that says no more than this and what was found."""
    if one.not_evaluable is None:
        return one
    return Timepoint(one.name, one.number, found=one.found, not_evaluable=one.not_evaluable)


@dataclass(frozen=True, slots=True)
class _Past:
    """What the timepoints before leave behind.

    Attributes
    ----------
    responded : bool
        Whether an overall response that counts was complete.
    gone : frozenset of str
        Lesions that were gone at that complete response or since. One that the reader left in view when calling it
        cannot be there again.
    progressed_at : str or None
        The timepoint that the first overall progression dates from.
    states : mapping of str to str
        The state of each target, by what counted.
    since : mapping of str to str
        Since when each target that progressed has.
    equivocal_since : mapping of str to str
        Since when each target that is equivocal, and could not be judged since at the most, has been so.
    """

    responded: bool = False
    gone: frozenset[str] = frozenset()
    progressed_at: str | None = None
    states: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)
    equivocal_since: Mapping[str, str] = field(default_factory=dict)


def _followed_by(past: _Past, case: _Case, place: int, evaluation: Evaluation) -> _Past:
    one, protocol = case.course.timepoints[place], case.protocol
    overall = evaluation.counted[OVERALL]
    responded, gone = past.responded or overall.value == "CR", past.gone
    if responded:
        normal = protocol.target_response.node_normal_mm
        gone |= {length.lesion for length in case.sums[place].lengths if length.is_gone(normal)}
        gone |= {other.lesion for other in case.others(place) if other.status is NonTargetStatus.ABSENT}
    progressed_at = past.progressed_at
    if overall.value == "PD" and progressed_at is None:
        progressed_at = overall.dates_from or one.name
    states, since, doubtful = dict(past.states), dict(past.since), dict(past.equivocal_since)
    for outcome in evaluation.outcomes[: len(case.course.targets)]:
        lesion, found = outcome.about, evaluation.counted[outcome.about]
        states[lesion] = state_after(_state(past, lesion, protocol), found.value)
        if states[lesion] == PROGRESSED:
            since.setdefault(lesion, found.dates_from or one.name)
        if found.value == "equivocal" and (found.called or outcome.rule == EQUIVOCAL):
            doubtful.setdefault(lesion, one.name)
        elif found.value != "NE":
            doubtful.pop(lesion, None)
    return _Past(responded, gone, progressed_at, states, since, doubtful)


def _state(past: _Past, lesion: str, protocol: Protocol) -> str:
    """The state of a target before a timepoint; one that progressed begins anew where progression does not stay."""
    state = past.states.get(lesion, AT_FIRST)
    return state if protocol.local_progression.stays or state != PROGRESSED else AT_FIRST


def _counted(one: Timepoint, protocol: Protocol, outcome: Outcome, since: str | None = None) -> Counted:
    """What counts; `since` is where a progression dates from that the reader called and nothing computed bears out."""
    call = _call(one, outcome.about, protocol)
    if call is None or call == outcome.value:
        return Counted(outcome.value, outcome.dates_from, called=call is not None)
    return Counted(call, since if call == "LP" else None, called=True)


def _call(one: Timepoint, about: str, protocol: Protocol) -> str | None:
    """The reader's call where the protocol lets it count."""
    return None if protocol.calls.counts == "computed" else one.calls.get(about)


def _counted_local(case: _Case, place: int, past: _Past, outcome: Outcome) -> Counted:
    back = case.protocol.local_progression.equivocal == "dates back"
    since = past.equivocal_since.get(outcome.about) if back else None
    return _counted(case.course.timepoints[place], case.protocol, outcome, since)


def _evaluated(case: _Case, place: int, past: _Past) -> Evaluation:
    """The evaluation of a follow-up."""
    local = tuple(_local(case, place, one, past) for one in case.course.targets)
    counted = {outcome.about: _counted_local(case, place, past, outcome) for outcome in local}
    facts = _target_facts(case, place, past)
    parts = _parts(case, place, past, facts)
    overall = _overall(case, parts, counted, past.progressed_at)
    counted[OVERALL] = _counted(case.course.timepoints[place], case.protocol, overall)
    baseline = case.sums[0]
    return Evaluation(
        timepoint=case.course.timepoints[place],
        sum=case.sums[place],
        baseline=baseline.total if baseline.lengths and not baseline.missing else None,
        nadir=facts.nadir if facts.current.lengths else None,
        outcomes=(*local, *parts, overall),
        counted=counted,
        progressed_before=past.progressed_at is not None,
        measure=partial(_sizes, case, place, past, local),
    )


def _sizes(case: _Case, place: int, past: _Past, local: tuple[Outcome, ...]) -> tuple[Size, ...]:
    pairs = zip(case.course.targets, local, strict=True)
    return tuple(_size(case, place, one, past, outcome) for one, outcome in pairs)


def _local(case: _Case, place: int, lesion: Lesion, past: _Past) -> Outcome:
    one, protocol = case.course.timepoints[place], case.protocol
    stays_since = past.since.get(lesion.lesion) if protocol.local_progression.stays else None
    if one.not_evaluable is not None and stays_since is None:
        return _not_evaluable(lesion.lesion, protocol.local_progression.paragraph, one)
    visits = case.group(lesion, place)
    called: list[str | None] = []
    if case.any_call:
        called = [*(_call(before, lesion.lesion, protocol) for before in case.course.timepoints[:place]), None]
    return local_progression(lesion.lesion, visits, protocol, stays_since, called)


def _size(case: _Case, place: int, lesion: Lesion, past: _Past, outcome: Outcome) -> Size:
    size = case.protocol.local_progression.size
    series = [_own(visit, lesion) for visit in case.group(lesion, place)]
    current, first = series[-1], series[0]
    return Size(
        lesion.lesion,
        lesion.node,
        None if current.missing else current.total,
        None if first.missing else Point(first.timepoint, first.total),
        None if size is None else nadir(series[:-1], current.number, case.protocol),
        state_after(_state(past, lesion.lesion, case.protocol), outcome.value),
    )


def _own(visit: LocalVisit, lesion: Lesion) -> Visit:
    """What is compared for a target: it alone, or those merged with it together."""
    return next(one for one in visit.sizes if any(length.lesion == lesion.lesion for length in one.lengths))


def _target_facts(case: _Case, place: int, past: _Past) -> TargetFacts:
    protocol = case.protocol
    return TargetFacts(case.sums[: place + 1], protocol.target_response, protocol.reference, case.treated, past.gone)


def _parts(case: _Case, place: int, past: _Past, facts: TargetFacts) -> tuple[Outcome, Outcome, Outcome]:
    one, protocol = case.course.timepoints[place], case.protocol
    of_targets, of_others, of_new = protocol.target_response, protocol.non_target_response, protocol.new_lesions
    if one.not_evaluable is not None:
        return (
            _not_evaluable(target.ABOUT, of_targets.paragraph, one),
            _not_evaluable(non_target.ABOUT, of_others.paragraph, one),
            _not_evaluable(new_lesions.ABOUT, of_new.paragraph, one),
        )
    others = NonTargetFacts(case.others(place), of_others, past.gone)
    found = NewLesionFacts(case.course.timepoints[1 : place + 1], of_new)
    return (
        decide(target.ABOUT, FAMILIES[of_targets.rule].target, facts),
        decide(non_target.ABOUT, FAMILIES[of_others.rule].non_target, others),
        decide(new_lesions.ABOUT, FAMILIES[of_new.rule].new_lesions, found),
    )


def _not_evaluable(about: str, paragraph: str, one: Timepoint) -> Outcome:
    return Outcome(about, "NE", _WHOLE, None, partial(_tell_not_evaluable, paragraph, one))


def _tell_not_evaluable(paragraph: str, one: Timepoint) -> tuple[Step]:
    text = f"Not evaluable: {one.name} is not evaluable as a whole ({one.not_evaluable})"
    return (Step(_WHOLE, paragraph, text, (), "", holds=True),)


_WHOLE: Final = "timepoint-not-evaluable"


def _overall(
    case: _Case, parts: tuple[Outcome, ...], local: Mapping[str, Counted], progressed_at: str | None
) -> Outcome:
    options = case.protocol.overall
    progressing = {about: one for about, one in local.items() if one.value == "LP"} if options.lp_counts_as_pd else {}
    dated = {parts[2].dates_from, *(one.dates_from for one in progressing.values())}
    earliest = next((one.name for one in case.course.timepoints if one.name in dated), None)
    of_targets, of_others, of_new = (one.value for one in parts)
    return timepoint_response(
        of_targets, of_others, of_new, options, Before(progressed_at, tuple(progressing), earliest)
    )


def _baseline(case: _Case) -> Evaluation:
    """The sum of diameters that later ones are compared with, and of the viable parts where they are measured."""
    total = case.sums[0]
    return Evaluation(
        timepoint=case.course.timepoints[0],
        sum=total,
        baseline=total.total if total.lengths and not total.missing else None,
        nadir=None,
        outcomes=(Outcome(target.ABOUT, "baseline", "baseline-sum", None, partial(_tell_baseline, case)),),
        counted={},
        progressed_before=False,
        measure=lambda: tuple(_baseline_size(case, one) for one in case.course.targets),
    )


def _baseline_size(case: _Case, lesion: Lesion) -> Size:
    first = _own(case.group(lesion, 0)[0], lesion)
    point = None if first.missing else Point(first.timepoint, first.total)
    return Size(lesion.lesion, lesion.node, None if point is None else point.mm, point, None)


def _tell_baseline(case: _Case) -> Iterator[Step]:
    course, protocol = case.course, case.protocol
    viable = tuple(one for one in course.targets if viable_is_asked(one.node, protocol))
    if viable:
        first = visits(course.until(0), viable, Extent.VIABLE, protocol)[0]
        yield _sum("baseline-viable-sum", "sum of viable diameters", first, protocol)
    first = visits(course.until(0), course.in_sum, Extent.WHOLE, protocol)[0]
    yield _sum("baseline-sum", "sum of diameters", first, protocol)


def _sum(rule: str, what: str, visit: Visit, protocol: Protocol) -> Step:
    text = f"Baseline: the {what} is {mm(visit.total)}"
    if visit.missing:
        text = f"{text} without {', '.join(visit.missing)}, which no length was given for"
    return Step(rule, protocol.lengths.paragraph, text, (("sum_mm", f"{visit.total:f}"),), "", holds=True)
