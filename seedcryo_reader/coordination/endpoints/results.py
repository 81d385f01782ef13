"""Everything that is worked out of one read, and the rates over all reads of a reader."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.endpoints.assessments import Followed, first_of, followed
from seedcryo_reader.coordination.endpoints.best_response import Best, Visit, best_response
from seedcryo_reader.coordination.endpoints.control import (
    VIEWS,
    Controlled,
    Status,
    View,
    of_subject,
    of_targets,
)
from seedcryo_reader.coordination.endpoints.rates import Rate, of_lesions, of_subjects
from seedcryo_reader.coordination.endpoints.retreated import retreated, said_of, without
from seedcryo_reader.coordination.endpoints.study_days import StudyDays
from seedcryo_reader.coordination.endpoints.survival import CENSORED, EVENT, VARIANTS, Ended, Variant, lpfs, pfs
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.protocol.coordinating import BestResponse, Endpoints
from seedcryo_reader.criteria.protocol.model import Protocol

Survivals = Mapping[Variant, Ended]


@dataclass(frozen=True, slots=True)
class LesionResult:
    """A prespecified target.

    Attributes
    ----------
    lesion : str
    control : mapping of view to Controlled
    progressed : int or None
        The day of its local progression, up to the cutoff; `timepoint` is the one it dates from, empty without one.
    treated_again : int or None
        The day of its first further treatment, up to the cutoff.
    """

    lesion: str
    control: Mapping[View, Controlled]
    progressed: int | None
    timepoint: str
    treated_again: int | None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One read of one subject.

    Attributes
    ----------
    unconfirmed, confirmed : Best
        Which of them counts is said by the protocol.
    pfs, lpfs : mapping of variant to Ended
        `lpfs` is empty without a prespecified target.
    control : mapping of view to Controlled
        Of the subject; empty without a prespecified target.
    lesions : tuple of LesionResult
    """

    subject: str
    reader: str
    unconfirmed: Best
    confirmed: Best
    pfs: Survivals
    lpfs: Survivals
    control: Mapping[View, Controlled]
    lesions: tuple[LesionResult, ...]


@dataclass(frozen=True, slots=True)
class ReaderRates:
    """The rates over all subjects of a reader.

    Attributes
    ----------
    lesions, subjects : mapping of view to Rate
        Local control at the landmark: of those that are controlled or failed.
    lesion_statuses, subject_statuses : mapping of view to mapping of Status to int
        How many of each.
    treated_again : mapping of str to Rate
        Lesions and subjects treated again, ``"by landmark"`` and ``"ever"``: ``"lesions by landmark"`` and so on.
    """

    lesions: Mapping[View, Rate]
    subjects: Mapping[View, Rate]
    lesion_statuses: Mapping[View, Mapping[Status, int]]
    subject_statuses: Mapping[View, Mapping[Status, int]]
    treated_again: Mapping[str, Rate]


def case_result(case: Case, days: StudyDays, protocol: Protocol) -> CaseResult:
    """What is worked out of a read and the days of its subject.

    Raises
    ------
    ValueError
        The protocol has no section for best response, or none for endpoints.
    """
    options, endpoints = sections(protocol)
    read = followed(case.course, evaluations(case.course, protocol), protocol)
    gone = retreated(case.course, days) if endpoints.survival.retreated_in_sum == "not evaluable" else {}
    left = _left(case, gone, protocol) if gone else read
    visits = _visits(left, days, endpoints)
    control = {view: of_targets(read, days, protocol, view) for view in VIEWS}
    return CaseResult(
        case.subject,
        case.reader,
        best_response(visits, options, confirmed=False),
        best_response(visits, options, confirmed=True),
        _pfs(read, left, gone, days, protocol),
        {variant: lpfs(read, days, protocol, variant) for variant in VARIANTS if read.targets},
        {view: of_subject(found) for view, found in control.items() if found},
        tuple(_lesion(one, read, days, endpoints, control) for one in read.targets),
    )


def sections(protocol: Protocol) -> tuple[BestResponse, Endpoints]:
    """The two sections of the protocol that endpoints need besides the schedule.

    Raises
    ------
    ValueError
        One is missing.
    """
    if protocol.best_response is None or protocol.endpoints is None:
        msg = "the protocol has no section for best response, or none for endpoints"
        raise ValueError(msg)
    return protocol.best_response, protocol.endpoints


def _left(case: Case, gone: Mapping[str, frozenset[str]], protocol: Protocol) -> Followed:
    """The read without the lesions of the sum that were treated again."""
    course = without(case.course, gone)
    return followed(course, evaluations(course, protocol), protocol)


def _pfs(
    read: Followed, left: Followed, gone: Mapping[str, frozenset[str]], days: StudyDays, protocol: Protocol
) -> Survivals:
    """PFS in both variants; lesions of the sum that were treated again may leave the strict one."""
    found = {variant: pfs(read, days, protocol, variant) for variant in VARIANTS}
    if gone:
        strict = pfs(left, days, protocol, "strict")
        found["strict"] = replace(strict, reason=f"{strict.reason} {said_of(gone)}")
    return found


def _visits(read: Followed, days: StudyDays, endpoints: Endpoints) -> tuple[Visit, ...]:
    """The follow-ups as best response takes them: the timepoint that progression dates from is the progression."""
    known = read.until(days)
    evidence = [found for one in known.assessments for found in one.progression]
    first = first_of(evidence, days, endpoints.survival.sum_progression_day)
    progressed = None if first is None else first[1].timepoint
    return tuple(
        Visit(one.timepoint, max(days.days(one.timepoint)), "PD" if one.timepoint == progressed else one.overall)
        for one in known.assessments
    )


def _lesion(
    lesion: str, read: Followed, days: StudyDays, endpoints: Endpoints, control: Mapping[View, dict[str, Controlled]]
) -> LesionResult:
    evidence = [one.local[lesion] for one in read.until(days).assessments if lesion in one.local]
    first = first_of(evidence, days, endpoints.survival.sum_progression_day)
    day, timepoint = (None, "") if first is None else (first[0], first[1].timepoint)
    views = {view: found[lesion] for view, found in control.items()}
    return LesionResult(lesion, views, day, timepoint, days.treated_again(lesion))


# --- over all subjects ----------------------------------------------------------------------------------------------


class Summary(NamedTuple):
    """How many times to an event ended with it, and how many were censored."""

    events: int
    censored: int


def summaries(results: Sequence[CaseResult]) -> dict[str, dict[str, dict[Variant, Summary]]]:
    """Events and censored ones of each reader, by endpoint (``PFS``, ``LPFS``) and variant."""
    found: dict[str, dict[str, dict[Variant, Summary]]] = {}
    for reader in sorted({one.reader for one in results}):
        own = [one for one in results if one.reader == reader]
        pairs = {"PFS": [one.pfs for one in own], "LPFS": [one.lpfs for one in own if one.lpfs]}
        found[reader] = {
            name: {variant: _summary([one[variant].status for one in times]) for variant in VARIANTS}
            for name, times in pairs.items()
        }
    return found


def _summary(statuses: Sequence[str]) -> Summary:
    return Summary(statuses.count(EVENT), statuses.count(CENSORED))


# --- rates -----------------------------------------------------------------------------------------------------------


def reader_rates(results: Iterable[CaseResult], protocol: Protocol) -> dict[str, ReaderRates]:
    """The rates of each reader, in alphabetical order.

    Raises
    ------
    ValueError
        The protocol has no section for endpoints.
    """
    by_reader: dict[str, list[CaseResult]] = {}
    for one in results:
        by_reader.setdefault(one.reader, []).append(one)
    _, endpoints = sections(protocol)
    return {reader: _rates(cases, endpoints) for reader, cases in sorted(by_reader.items())}


def _rates(cases: list[CaseResult], endpoints: Endpoints) -> ReaderRates:
    options = endpoints.local_control
    counted = {Status.CONTROLLED: True, Status.FAILED: False}
    lesions: dict[View, Rate] = {}
    subjects: dict[View, Rate] = {}
    lesion_statuses: dict[View, Mapping[Status, int]] = {}
    subject_statuses: dict[View, Mapping[Status, int]] = {}
    for view in VIEWS:
        of_each = {one.subject: [found.control[view].status for found in one.lesions] for one in cases}
        of_all = [one.control[view].status for one in cases if one.control]
        kept = {who: [counted[status] for status in found if status in counted] for who, found in of_each.items()}
        lesions[view] = of_lesions(kept, options)
        subject_statuses[view] = {status: of_all.count(status) for status in Status}
        every = [status for found in of_each.values() for status in found]
        lesion_statuses[view] = {status: every.count(status) for status in Status}
        decided = sum(status in counted for status in of_all)
        subjects[view] = of_subjects(of_all.count(Status.CONTROLLED), decided, options)
    again = dict(_treated_again(cases, endpoints))
    return ReaderRates(lesions, subjects, lesion_statuses, subject_statuses, again)


def _treated_again(cases: list[CaseResult], endpoints: Endpoints) -> Iterator[tuple[str, Rate]]:
    """Of all prespecified targets, and of all subjects with one, those that were treated again."""
    options = endpoints.local_control
    for when, latest in (("by landmark", options.latest), ("ever", None)):
        found = {
            one.subject: [
                lesion.treated_again is not None and (latest is None or lesion.treated_again <= latest)
                for lesion in one.lesions
            ]
            for one in cases
            if one.lesions
        }
        yield f"lesions {when}", of_lesions(found, options)
        yield f"subjects {when}", of_subjects(sum(any(one) for one in found.values()), len(found), options)
