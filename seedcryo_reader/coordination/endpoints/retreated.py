"""Lesions of the sum of diameters that were treated again: they leave the assessment (EORTC's answers on RECIST 1.1).

Timepoints after that lack a lesion of the sum, and are not evaluable unless there is progression otherwise.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from seedcryo_reader.coordination.endpoints.study_days import StudyDays
from seedcryo_reader.criteria.course import Course, Said, State, Timepoint
from seedcryo_reader.domain.conclusion import OVERALL

_GONE: Final = Said(State.NOT_EVALUABLE)


def retreated(course: Course, days: StudyDays) -> dict[str, frozenset[str]]:
    """The lesions of the sum that were treated again before a timepoint was scanned, by timepoint; no other ones."""
    in_sum = {one.lesion for one in course.in_sum}
    again = {
        one.lesion: day
        for one in course.targets
        if one.lesion in in_sum and (day := days.treated_again(one.lesion)) is not None
    }
    found = {one.name: _before(one, again, days) for one in course.timepoints[1:]}
    return {timepoint: lesions for timepoint, lesions in found.items() if lesions}


def _before(timepoint: Timepoint, again: Mapping[str, int], days: StudyDays) -> frozenset[str]:
    return frozenset(
        lesion for lesion, day in again.items() if day < max(days.measuring(timepoint.name, frozenset({lesion})))
    )


def without(course: Course, gone: Mapping[str, frozenset[str]]) -> Course:
    """The course with these lesions not evaluable at these timepoints, and no call of a response other than PD there.

    What carries the diameter of one that has merged with it is not evaluable either.
    """
    timepoints = (_left(one, gone[one.name]) if one.name in gone else one for one in course.timepoints)
    return replace(course, timepoints=tuple(timepoints))


def _left(timepoint: Timepoint, gone: frozenset[str]) -> Timepoint:
    said = timepoint.said
    lost = gone | {said[one].into for one in gone if one in said and said[one].state is State.MERGED}
    calls = {about: value for about, value in timepoint.calls.items() if about not in lost | {OVERALL} or value == "PD"}
    return replace(
        timepoint,
        said={**said, **dict.fromkeys(lost, _GONE)},
        findings={asked: answer for asked, answer in timepoint.findings.items() if asked[0] not in lost},
        calls=calls,
    )


def said_of(gone: Mapping[str, frozenset[str]]) -> str:
    """A sentence on which lesions are not evaluable, and from where on."""
    first: dict[str, str] = {}
    for timepoint, lesions in gone.items():
        for lesion in sorted(lesions):
            first.setdefault(lesion, timepoint)
    told = ", ".join(f"{lesion} from {timepoint} on" for lesion, timepoint in first.items())
    return f"Not evaluable in the sum after a further treatment: {told}."
