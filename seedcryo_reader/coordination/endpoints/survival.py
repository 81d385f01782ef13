"""PFS and local PFS: event or censored, on which day, and by which rule of the table of censoring.

Two variants stand side by side. The strict one (FDA) censors what comes after too many missed assessments or after a
new therapy. The treatment policy one (EMA, ICH E9 R1) counts every event on its day. Days count from randomisation.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from seedcryo_reader.coordination.endpoints.assessments import Assessment, Evidence, Followed, first_of
from seedcryo_reader.coordination.endpoints.gaps import Gap, Look, gap
from seedcryo_reader.coordination.endpoints.study_days import StudyDays
from seedcryo_reader.criteria.protocol.coordinating import ScheduledVisit, Survival
from seedcryo_reader.criteria.protocol.model import Protocol

Variant = Literal["strict", "treatment policy"]
VARIANTS: Final[tuple[Variant, ...]] = ("strict", "treatment policy")
EVENT: Final = "EVENT"
CENSORED: Final = "CENSORED"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a time to event ends.

    Attributes
    ----------
    status : str
        ``"EVENT"`` or ``"CENSORED"``.
    day : int
        Days since randomisation.
    rule : str
        Its id in the table of censoring (`seedcryo_reader/criteria/tables`).
    reason : str
        In words.
    timepoint : str
        The one that a progression dates from; empty where none is the event.
    """

    status: str
    day: int
    rule: str
    reason: str
    timepoint: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    """What would end the time: a progression with its evidence, or without it a death or what an option says."""

    day: int
    what: str
    rule: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class _Story:
    """What the rules look at.

    Attributes
    ----------
    baseline : bool
        Whether there is an adequate one.
    visits : tuple of Look
        The follow-ups in order; without an adequate baseline none is adequate.
    events : tuple of _Event
        All that would end the time.
    stops : tuple of (day, rule, what)
        What the strict variant censors at if it comes before the event.
    uncounted_death : bool
        Whether there was a death that is no event here.
    """

    baseline: bool
    visits: tuple[Look, ...]
    events: tuple[_Event, ...]
    stops: tuple[tuple[int, str, str], ...]
    uncounted_death: bool
    days: StudyDays
    schedule: tuple[ScheduledVisit, ...]
    options: Survival

    def event(self) -> _Event | None:
        """The first event; on one day a progression before a death."""
        return min(self.events, key=lambda one: (one.day, one.evidence is None), default=None)

    def adequate_until(self, day: int, event: _Event | None = None) -> int:
        """The last day of the last adequate assessment up to a day, without the event's own; else randomisation."""
        own = None if event is None or event.evidence is None else event.evidence.timepoint
        earlier = [one.day for one in self._before(own) if one.adequate and one.day <= day]
        return max(earlier, default=0)

    def _before(self, timepoint: str | None) -> Iterator[Look]:
        for one in self.visits:
            if one.timepoint == timepoint:
                return
            yield one

    def gap(self, after: int, event: _Event) -> Gap:
        """Scheduled assessments whose whole window lies between a day and the event, and that were not done."""
        own = None if event.evidence is None else event.evidence.timepoint
        return gap(self.schedule, self.visits, after, event.day, own)


def pfs(read: Followed, days: StudyDays, protocol: Protocol, variant: Variant) -> Ended:
    """Progression-free survival: from randomisation to overall progression or death.

    Raises
    ------
    ValueError
        The protocol has no section for endpoints.
    """
    options = _options(protocol)
    known = read.until(days)
    evidence = [one for assessment in known.assessments for one in assessment.progression]
    events = [*_progressed(evidence, "progression", days, options), *_died(days)]
    visits = _looks(known, days, lambda one: read.baseline_adequate and one.adequate)
    story = _Story(
        read.baseline_adequate, visits, tuple(events), tuple(_therapy(days)), False, days, protocol.schedule, options
    )
    return _ended(story, variant)


def lpfs(read: Followed, days: StudyDays, protocol: Protocol, variant: Variant) -> Ended:
    """Local PFS: from randomisation to local progression of any prespecified target, or death if the protocol says so.

    New lesions and progression of other disease do not end it.

    Raises
    ------
    ValueError
        The protocol has no section for endpoints.
    """
    options = _options(protocol)
    known = read.until(days)
    evidence = [one for assessment in known.assessments for one in assessment.local.values()]
    events = [*_progressed(evidence, "local progression", days, options), *_residual(known, days, protocol)]
    stops = [*_therapy(days)]
    again = min((day for one in read.targets if (day := days.treated_again(one)) is not None), default=None)
    if again is not None and variant == "strict" and options.reintervention == "event":
        events.append(_Event(again, "a further treatment of a target", "R02"))
    if again is not None and options.reintervention == "censor":
        stops.append((again, "R01", "a further treatment of a target"))
    deaths = tuple(_died(days))
    if options.death_ends_lpfs:
        events += deaths
    visits = _looks(known, days, lambda one: read.locally_adequate and one.locally_adequate)
    uncounted = bool(deaths) and not options.death_ends_lpfs
    story = _Story(
        read.locally_adequate, visits, tuple(events), tuple(stops), uncounted, days, protocol.schedule, options
    )
    return _ended(story, variant)


def _options(protocol: Protocol) -> Survival:
    if protocol.endpoints is None:
        msg = "the protocol has no section for endpoints"
        raise ValueError(msg)
    return protocol.endpoints.survival


def _looks(known: Followed, days: StudyDays, adequate: Callable[[Assessment], bool]) -> tuple[Look, ...]:
    return tuple(
        Look(one.timepoint, one.number, max(days.days(one.timepoint)), adequate(one)) for one in known.assessments
    )


# --- what happened ---------------------------------------------------------------------------------------------------


def _progressed(evidence: Sequence[Evidence], what: str, days: StudyDays, options: Survival) -> Iterator[_Event]:
    first = first_of(evidence, days, options.sum_progression_day)
    if first is not None:
        yield _Event(first[0], what, "", first[1])


def _died(days: StudyDays) -> Iterator[_Event]:
    death = days.known(days.death)
    if death is not None:
        yield _Event(death, "death")


def _residual(known: Followed, days: StudyDays, protocol: Protocol) -> Iterator[_Event]:
    """Residual tissue at the reference timepoint, where the protocol takes it for an event."""
    reference = next((one for one in known.assessments if one.number == protocol.reference.timepoint), None)
    if reference is None or _options(protocol).residual != "event":
        return
    left = frozenset(target for target, status in reference.targets.items() if status == "residual")
    if left:
        evidence = Evidence(reference.timepoint, reference.timepoint, "finding", left)
        yield _Event(evidence.day(days, "first"), "residual tissue at the reference timepoint", "R03", evidence)


def _therapy(days: StudyDays) -> Iterator[tuple[int, str, str]]:
    start = days.known(days.new_therapy)
    if start is not None:
        yield start, "P08", "a new anticancer therapy"


# --- which rule decides ----------------------------------------------------------------------------------------------


def _ended(story: _Story, variant: Variant) -> Ended:
    event = story.event()
    if event is None:
        return _without_event(story, variant)
    if variant == "strict":
        for rule in _CENSORING:
            if (ended := rule(story, event)) is not None:
                return ended
    return _event(story, event, variant)


def _no_baseline(story: _Story, event: _Event) -> Ended | None:
    """P01: nothing can be judged without a baseline; a death counts if it comes before too much could be missed."""
    early = event.evidence is None and len(story.gap(0, event)) <= story.options.max_missed
    if story.baseline or early:
        return None
    return Ended(CENSORED, 0, "P01", "The baseline is no adequate assessment: censored at randomisation.")


def _stopped_before(story: _Story, event: _Event) -> Ended | None:
    """P08 and R01: what counts is only what was seen up to a new therapy, or a further treatment of a target."""
    before = [one for one in story.stops if one[0] < event.day]
    return _censored_at(story, min(before), event) if before else None


def _after_a_gap(story: _Story, event: _Event) -> Ended | None:
    """P06: more missed assessments in a row, right before the event, than are allowed."""
    last = story.adequate_until(event.day, event)
    missed = story.gap(last, event)
    if len(missed) <= story.options.max_missed:
        return None
    text = (
        f"{_capital(event.what)} on day {event.day} comes right after {missed.said()}, and at most "
        f"{story.options.max_missed} may be: {_at(last, ' before them')}."
    )
    return Ended(CENSORED, last, "P06", text)


_CENSORING: Final[tuple[Callable[[_Story, _Event], Ended | None], ...]] = (
    _no_baseline,
    _stopped_before,
    _after_a_gap,
)
"""What the strict variant asks of an event before it counts, in this order."""


def _event(story: _Story, event: _Event, variant: Variant) -> Ended:
    last = story.adequate_until(event.day, event)
    missed = story.gap(last, event)
    evidence = event.evidence
    text = f"{_capital(event.what)} on day {event.day}"
    if evidence is not None:
        text = f"{text} at {evidence.timepoint}"
    if event.rule:
        rule = event.rule
    elif len(missed) > story.options.max_missed:
        rule, text = "P06", f"{text}, right after {missed.said()}"
    elif evidence is not None and evidence.dates_back:
        rule, text = "P12", f"{text}, where it was first seen; it was sure at {evidence.found_at}"
    elif evidence is None and not story.baseline:
        rule, text = "P04", f"{text}, without an adequate baseline, and before too many assessments could be missed"
    elif missed:
        rule, text = "P07", f"{text}, right after {missed.said()}, which is allowed"
    elif evidence is not None:
        rule = "P03"
    else:
        rule = "P05" if last > 0 else "P04"
    if variant == "treatment policy" and any(one[0] < event.day for one in story.stops):
        what = min(one for one in story.stops)[2]
        text = f"{text}; {what} before it is ignored"
    return Ended(EVENT, event.day, rule, f"{text}.", "" if evidence is None else evidence.timepoint)


def _without_event(story: _Story, variant: Variant) -> Ended:
    if not story.baseline:
        return Ended(CENSORED, 0, "P01", "The baseline is no adequate assessment: censored at randomisation.")
    if variant == "strict" and story.stops:
        return _censored_at(story, min(story.stops), None)
    last = story.adequate_until(max((one.day for one in story.visits), default=0))
    rule, text = _why_open(story, last)
    return Ended(CENSORED, last, rule, f"{text}: {_at(last)}.")


def _why_open(story: _Story, last: int) -> tuple[str, str]:
    days = story.days
    if story.uncounted_death:
        return "R04", "A death does not end it"
    if not story.visits:
        return "P13", "Never imaged after the baseline"
    if days.known(days.clinical_progression) is not None:
        return "P09", f"Stopped on day {days.clinical_progression} for clinical progression that no image documents"
    if days.known(days.stopped) is not None:
        return "P10", f"Stopped on day {days.stopped} without an event"
    if story.visits[-1].day > last:
        return "P11", "No event, and what was not evaluable does not move the day"
    return "P02", "No event"


def _censored_at(story: _Story, stop: tuple[int, str, str], event: _Event | None) -> Ended:
    day, rule, what = stop
    last = story.adequate_until(day, event)
    later = "" if event is None else f", before {event.what} on day {event.day}"
    return Ended(CENSORED, last, rule, f"{_capital(what)} on day {day}{later}: {_at(last, ' until then')}.")


def _at(day: int, when: str = "") -> str:
    """Where it is censored, in words; `when` begins with a blank."""
    if day > 0:
        return f"censored at the last adequate assessment{when}, on day {day}"
    return f"censored at randomisation, because there is no adequate assessment{when}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
