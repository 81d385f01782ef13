"""Reads and study days of a subject put together; what is in one and not in the other, or contradicts it, is named."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.problems import WHOLE_FILE, Place, Problems, quoted
from seedcryo_reader.coordination.batch.visits import key_of
from seedcryo_reader.coordination.endpoints.days_file import Entry, Kind, SubjectEntries
from seedcryo_reader.coordination.endpoints.study_days import FurtherTreatment, Scan, StudyDays
from seedcryo_reader.criteria.course import Course
from seedcryo_reader.criteria.protocol.coordinating import ScheduledVisit

_MOST: Final = 12
"""So many names of timepoints are listed."""


@dataclass
class Joining:
    """Puts reads and study days together, subject by subject.

    Attributes
    ----------
    file : str
        Name of the table of study days, for what is wrong.
    schedule : tuple of ScheduledVisit
    problems : Problems
    notice : callable
        Takes a sentence about a scan that lies outside its timepoint's scheduled window.
    """

    file: str
    schedule: tuple[ScheduledVisit, ...]
    problems: Problems
    notice: Callable[[str], None]
    _read: dict[str, str] = field(default_factory=dict)
    _scanned: dict[str, str] = field(default_factory=dict)
    _apart: bool = False

    def join(self, cases: Sequence[Case], entries: SubjectEntries) -> list[tuple[Case, StudyDays]]:
        """Each read of a subject with the subject's days; nothing where the two do not fit."""
        self._read |= {key_of(one.name): one.name for case in cases for one in case.course.timepoints}
        self._scanned |= {key_of(one.timepoint): one.timepoint for one in entries.of(Kind.SCAN)}
        if not entries.sound:
            return []
        before = len(self.problems)
        timepoints = {key_of(one.name) for case in cases for one in case.course.timepoints}
        lesions = {_lesion_key(one): one for case in cases for one in _lesions(case.course)}
        targets = {_lesion_key(one.lesion) for case in cases for one in case.course.targets}
        self._add(_strangers(entries, timepoints, set(lesions), targets))
        joined = [(case, _days(case, entries, lesions)) for case in cases]
        for case, days in joined:
            self._add(_contradictions(case, days, entries))
        if len(self.problems) != before:
            return []
        for line, text in dict.fromkeys(told for case, _ in joined for told in _outside(case, entries, self.schedule)):
            self.notice(f"{Place(self.file, line).said()}: {text}")
        return joined

    def _add(self, found: Iterable[tuple[int, str, str]]) -> None:
        for line, code, text in found:
            self._apart |= code == "unknown-timepoint"
            self.problems.add(Place(self.file, line), code, text)

    def names(self) -> None:
        """Where scans name timepoints that were not read, say once which names there are."""
        if self._apart:
            text = (
                f"The timepoints of the reads are called {_listed(self._read)}, those of the scans here "
                f"{_listed(self._scanned)}. Use the names of the reads: of SDTM those of VISIT, or VISITNUM without it."
            )
            self.problems.add(Place(self.file), "timepoints", text)


def _listed(names: Mapping[str, str]) -> str:
    shown = [quoted(name) for name in names.values()]
    more = [f"{len(shown) - _MOST} more"] if shown[_MOST:] else []
    return ", ".join([*shown[:_MOST], *more])


def _outside(case: Case, entries: SubjectEntries, schedule: Sequence[ScheduledVisit]) -> Iterator[tuple[int, str]]:
    """Scans outside the scheduled window of their timepoint, which are no mistake for certain."""
    windows = {one.timepoint: one for one in schedule}
    scheduled = {key_of(one.name): windows[int(one.number)] for one in case.course.timepoints if one.number in windows}
    for one in entries.of(Kind.SCAN):
        window = scheduled.get(key_of(one.timepoint))
        if window is not None and not window.earliest <= one.day <= window.latest:
            text = (
                f"The scan of {quoted(one.timepoint)} of the subject {quoted(case.subject)} is on day {one.day}, "
                f"outside the scheduled window, day {window.earliest} to {window.latest}. It is used."
            )
            yield one.line, text


def _lesion_key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _lesions(course: Course) -> Iterator[str]:
    for lesion in (*course.targets, *course.chosen, *course.non_targets):
        yield lesion.lesion
    for timepoint in course.timepoints:
        yield from timepoint.new_lesions
        yield from timepoint.found


def _strangers(
    entries: SubjectEntries, timepoints: set[str], lesions: set[str], targets: set[str]
) -> Iterator[tuple[int, str, str]]:
    """Timepoints and lesions that no read of the subject has."""
    for one in entries.entries:
        if one.timepoint and key_of(one.timepoint) not in timepoints:
            text = f"No read of this subject has the timepoint {quoted(one.timepoint)}. Correct it, or add the read."
            yield one.line, "unknown-timepoint", text
        if not one.lesion:
            continue
        if one.kind is Kind.REINTERVENTION and _lesion_key(one.lesion) not in targets:
            text = f"{quoted(one.lesion)} is no prespecified target of this subject; for all of them leave it empty."
            yield one.line, "unknown-lesion", text
        elif _lesion_key(one.lesion) not in lesions:
            text = f"No read of this subject has the lesion {quoted(one.lesion)}. Correct it, or leave it empty."
            yield one.line, "unknown-lesion", text


def _days(case: Case, entries: SubjectEntries, lesions: dict[str, str]) -> StudyDays:
    def lesion(one: Entry) -> str:
        return lesions.get(_lesion_key(one.lesion), one.lesion) if one.lesion else ""

    scans = entries.of(Kind.SCAN)
    return StudyDays(
        scans={
            timepoint.name: tuple(
                Scan(one.day, lesion(one)) for one in scans if key_of(one.timepoint) == key_of(timepoint.name)
            )
            for timepoint in case.course.timepoints
        },
        further_treatments=tuple(FurtherTreatment(one.day, lesion(one)) for one in entries.of(Kind.REINTERVENTION)),
        death=entries.day(Kind.DEATH),
        new_therapy=entries.day(Kind.NEW_THERAPY),
        clinical_progression=entries.day(Kind.CLINICAL_PROGRESSION),
        stopped=entries.day(Kind.STOPPED),
        cutoff=entries.day(Kind.CUTOFF),
    )


def _contradictions(case: Case, days: StudyDays, entries: SubjectEntries) -> Iterator[tuple[int, str, str]]:
    """Timepoints without a scan, or whose scans are not in their order, or a follow-up before the randomisation.

    A subject that was never imaged has a baseline that is not evaluable, and no scan of it.
    """
    lines = {(key_of(one.timepoint), one.day): one.line for one in reversed(entries.of(Kind.SCAN))}
    before: tuple[str, int] | None = None
    for place, timepoint in enumerate(case.course.timepoints):
        name = timepoint.name
        found = days.days(name)
        if not found and place == 0 and timepoint.not_evaluable is not None:
            continue
        if not found:
            text = f"The subject {quoted(case.subject)} was read at {quoted(name)}, and has no scan of it here. Add it."
            yield WHOLE_FILE, "no-scan", text
            continue
        line = lines[key_of(name), found[0]]
        if place > 0 and found[0] < 0:
            yield line, "before-randomisation", f"The follow-up {quoted(name)} lies before the randomisation."
        if before is not None and found[0] <= before[1]:
            text = f"The scan of {quoted(name)} does not come after those of {quoted(before[0])}. Look the days up."
            yield line, "wrong-order", text
        before = name, found[-1]
