"""What the coordinator's side goes by: schedule, endpoints, adjudication, and what is derived outside the station."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from seedcryo_reader.criteria.protocol import names
from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections, readable
from seedcryo_reader.criteria.protocol.checks.questions import no_question
from seedcryo_reader.criteria.protocol.coordinating import (
    Adjudication,
    BestResponse,
    Derived,
    Design,
    Endpoints,
    LocalControl,
    ScheduledVisit,
    Sdtm,
)
from seedcryo_reader.criteria.protocol.local_model import LocalProgression
from seedcryo_reader.criteria.protocol.model import Question, Reasons, Reference


def _schedule(sections: Sections) -> Iterator[Problem]:
    visits: Sequence[ScheduledVisit] = sections.get("schedule", ())
    for place, visit in enumerate(visits):
        path = f"schedule[{place}]"
        if visit.timepoint != place:
            text = f"must be {place}: the timepoints are numbered 0, 1, 2 and so on, in their order"
            yield Problem("impossible", f"{path}.timepoint", text)
        if visit.label in {other.label for other in visits[:place]}:
            yield Problem(
                "impossible", f"{path}.label", f'there is another timepoint "{visit.label}"; use another label'
            )
        yield from _window(visit, path)
    for place, (before, visit) in enumerate(pairwise(visits), start=1):
        if _in_window(before) and _in_window(visit) and visit.earliest <= before.latest:
            text = f"must be after day {before.latest}, the last of the window before: a scan belongs to one timepoint"
            yield Problem("impossible", f"schedule[{place}].earliest", text)


def _window(visit: ScheduledVisit, path: str) -> Iterator[Problem]:
    if visit.latest < visit.earliest:
        yield Problem("impossible", f"{path}.latest", f"must not be before {path}.earliest")
    elif not _in_window(visit):
        text = f"must lie in its own window, from {visit.earliest} to {visit.latest}"
        yield Problem("impossible", f"{path}.day", text)


def _in_window(visit: ScheduledVisit) -> bool:
    return visit.earliest <= visit.day <= visit.latest


def _reference(sections: Sections) -> Iterator[Problem]:
    visits: Sequence[ScheduledVisit] = sections.get("schedule", ())
    for reference in readable(Reference, sections, "reference"):
        for key in ("timepoint", "grace_until"):
            if visits and getattr(reference, key) >= len(visits):
                yield _not_scheduled(f"reference.{key}", getattr(reference, key), visits)


def _not_scheduled(path: str, timepoint: int, visits: Sequence[ScheduledVisit]) -> Problem:
    text = f"timepoint {timepoint} is not scheduled; scheduled are 0 to {len(visits) - 1}"
    return Problem("dangling", path, text)


def _best_response(sections: Sections) -> Iterator[Problem]:
    visits: Sequence[ScheduledVisit] = sections.get("schedule", ())
    for best in readable(BestResponse, sections, "best_response"):
        if best.confirmation and best.confirm_after_days == 0:
            text = "must be at least 1, because best_response.confirmation is true"
            yield Problem("impossible", "best_response.confirm_after_days", text)
        if visits and best.sd_min_days > max(visit.latest for visit in visits):
            text = "is after the last window of the schedule: stable disease could never count"
            yield Problem("impossible", "best_response.sd_min_days", text)


def _endpoints(sections: Sections) -> Iterator[Problem]:
    for endpoints in readable(Endpoints, sections, "endpoints"):
        if sections.get("schedule") == ():
            text = "need the schedule, on which missed assessments are counted; add [[schedule]]"
            yield Problem("dangling", "endpoints", text)
        else:
            yield from _landmark(endpoints.local_control, sections)


def _landmark(control: LocalControl, sections: Sections) -> Iterator[Problem]:
    path = "endpoints.local_control"
    visits: Sequence[ScheduledVisit] = sections.get("schedule", ())
    for reference in readable(Reference, sections, "reference"):
        if control.landmark <= reference.timepoint:
            text = f"must be after the reference timepoint, which is {reference.timepoint}"
            yield Problem("impossible", f"{path}.landmark", text)
    if control.latest < control.earliest:
        yield Problem("impossible", f"{path}.latest", f"must not be before {path}.earliest")
    elif visits and control.landmark >= len(visits):
        yield _not_scheduled(f"{path}.landmark", control.landmark, visits)
    elif visits:
        yield from _landmark_window(control, visits, path)


def _landmark_window(control: LocalControl, visits: Sequence[ScheduledVisit], path: str) -> Iterator[Problem]:
    own = visits[control.landmark]
    inside = [visit for visit in visits if control.earliest <= visit.day <= control.latest]
    if inside != [own]:
        found = ", ".join(f"{visit.timepoint} on day {visit.day}" for visit in inside) or "none"
        text = (
            f"the window from day {control.earliest} to {control.latest} must hold the scheduled day {own.day} of "
            f"timepoint {own.timepoint} and of no other; it holds {found}"
        )
        yield Problem("impossible", f"{path}.landmark", text)
    else:
        yield from _neighbours(control, visits, path)
    if control.bracketing and own is visits[-1]:
        text = "needs a scheduled timepoint after the landmark; add one to the schedule, or write false"
        yield Problem("impossible", f"{path}.bracketing", text)


def _neighbours(control: LocalControl, visits: Sequence[ScheduledVisit], path: str) -> Iterator[Problem]:
    """A scan of another visit is none of the landmark."""
    before, after = visits[: control.landmark], visits[control.landmark + 1 :]
    if before and control.earliest <= before[-1].latest:
        text = f"must be after day {before[-1].latest}, the last of the window of timepoint {before[-1].timepoint}"
        yield Problem("impossible", f"{path}.earliest", text)
    if after and control.latest >= after[0].earliest:
        text = f"must be before day {after[0].earliest}, the first of the window of timepoint {after[0].timepoint}"
        yield Problem("impossible", f"{path}.latest", text)


def _adjudication(sections: Sections) -> Iterator[Problem]:
    for rule in readable(Adjudication, sections, "adjudication"):
        if "design" in sections:
            yield from _two_reads(sections["design"])
        yield from _variables(rule, sections)


def _two_reads(design: Design | None) -> Iterator[Problem]:
    if design is None:
        yield Problem("dangling", "adjudication", "needs the number of readers; add [design]")
    elif design.readers < 2:
        text = "must be at least 2, because the reads are adjudicated; or remove [adjudication]"
        yield Problem("impossible", "design.readers", text)


def _variables(rule: Adjudication, sections: Sections) -> Iterator[Problem]:
    path = "adjudication.variables"
    dated = [one for one in rule.variables if one.endswith(" timepoint")]
    for one in dated:
        event = one.removesuffix(" timepoint")
        if event not in rule.variables:
            text = f'"{one}" needs "{event}" too: timepoints can be compared only where both reads have one'
            yield Problem("impossible", path, text)
    if "best response" in rule.variables and sections.get("best_response", "") is None:
        yield Problem("dangling", path, '"best response" needs the section [best_response]; add it')
    visits: Sequence[ScheduledVisit] = sections.get("schedule", ())
    if rule.tolerance_timepoints and not dated:
        text = "tolerates nothing, because no variable is about a timepoint; write 0"
        yield Problem("impossible", "adjudication.tolerance_timepoints", text)
    elif visits and rule.tolerance_timepoints >= len(visits) - 1:
        text = f"must be less than {len(visits) - 1}, the number of scheduled follow-ups, or no two timepoints differ"
        yield Problem("impossible", "adjudication.tolerance_timepoints", text)


def _derived(sections: Sections) -> Iterator[Problem]:
    for derived in readable(Derived, sections, "derived"):
        if "questions" in sections:
            questions = {one.id: one for one in sections["questions"]}
            for part, name in dict(derived.treatment_response).items():
                yield from _raw_finding(part, name, questions)
        yield from _same_tissue(derived, sections)


def _raw_finding(part: str, name: str, questions: dict[str, Question]) -> Iterator[Problem]:
    path = f"derived.treatment_response.{part}"
    if name not in questions:
        yield no_question(path, name, questions)
        return
    known = names.finding_words(part)
    strange = [answer for answer in questions[name].answers if answer not in known]
    if strange:
        text = (
            f'the tables of treatment response do not know the answers {", ".join(strange)} of the question "{name}"; '
            f"they know {', '.join(sorted(known))}"
        )
        yield Problem("dangling", path, text)


def _same_tissue(derived: Derived, sections: Sections) -> Iterator[Problem]:
    """Treatment response and local progression are about the same tissue."""
    for local in readable(LocalProgression, sections, "local_progression"):
        if local.tissue is not None and derived.treatment_response.tissue != local.tissue.question:
            text = f'must be the question of local_progression.tissue.question, "{local.tissue.question}"'
            yield Problem("impossible", "derived.treatment_response.tissue", text)


def _sdtm(sections: Sections) -> Iterator[Problem]:
    lists = sections.get("picklists")
    for sdtm in readable(Sdtm, sections, "sdtm"):
        for reasons in readable(Reasons, sections, "reasons"):
            if not lists:
                continue
            used = dict(reasons).values()
            # one that is not there was named already, and may be any of those that are
            known = {name: lists[name] for name in (used if {*used} <= lists.keys() else lists)}
            for reason in sdtm.not_evaluable:
                if not any(reason in terms for terms in known.values()):
                    reasons_there = "; ".join(", ".join(terms) for terms in known.values())
                    text = f"is no reason of the picklists {', '.join(known)}, which hold {reasons_there}"
                    yield Problem("dangling", f"sdtm.not_evaluable.{reason}", text)


COORDINATING: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (
    _schedule,
    _reference,
    _best_response,
    _endpoints,
    _adjudication,
    _derived,
    _sdtm,
)
