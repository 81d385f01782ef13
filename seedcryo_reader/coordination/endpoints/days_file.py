"""The table of study days: what happened to each subject, and when. Every problem is named by line (`endpoints.md`)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Final

from seedcryo_reader.coordination.batch.cells import Cells, word
from seedcryo_reader.coordination.batch.files import Shape, opened
from seedcryo_reader.coordination.batch.problems import Place, Problems
from seedcryo_reader.coordination.endpoints.blinding import refuse_unknown

NEEDED: Final = ("subject", "kind", "day", "timepoint")
OPTIONAL: Final = ("lesion", "note")


class Kind(StrEnum):
    """What happened."""

    RANDOMISATION = "randomisation"
    SCAN = "scan"
    DEATH = "death"
    REINTERVENTION = "reintervention"
    NEW_THERAPY = "new_therapy"
    CLINICAL_PROGRESSION = "clinical_progression"
    STOPPED = "stopped"
    LAST_ALIVE = "last_alive"
    CUTOFF = "cutoff"


_KINDS: Final = {
    **{word(one): one for one in Kind},
    "randomization": Kind.RANDOMISATION,
    "re intervention": Kind.REINTERVENTION,
}
_KNOWN: Final = ", ".join(Kind)
_ONCE: Final = frozenset(Kind) - {Kind.SCAN, Kind.REINTERVENTION, Kind.NEW_THERAPY}
_OF_A_LESION: Final = frozenset({Kind.SCAN, Kind.REINTERVENTION})
_SIGNS_OF_LIFE: Final = frozenset(Kind) - {Kind.RANDOMISATION, Kind.DEATH, Kind.CUTOFF}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: something that happened on a day, counted from randomisation."""

    line: int
    kind: Kind
    day: int
    timepoint: str
    lesion: str


@dataclass(frozen=True, slots=True)
class SubjectEntries:
    """The rows of a subject, in the order of the file; `sound` if nothing is wrong with them by themselves."""

    entries: tuple[Entry, ...]
    sound: bool

    @property
    def line(self) -> int:
        """The first line."""
        return min((one.line for one in self.entries), default=0)

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """The rows of a kind, by day."""
        return tuple(sorted((one for one in self.entries if one.kind is kind), key=lambda one: (one.day, one.line)))

    def day(self, kind: Kind) -> int | None:
        """The first day of a kind."""
        return min((one.day for one in self.entries if one.kind is kind), default=None)


@dataclass(frozen=True, slots=True)
class DaysFile:
    """The rows of each subject, and those of whom rows could not be read.

    Attributes
    ----------
    subjects : dict of str to SubjectEntries
    whole : callable
        Whether every row of a subject could be read, as far as it can be told whose the others are.
    """

    subjects: dict[str, SubjectEntries]
    whole: Callable[[str], bool]

    def lacks(self, subject: str) -> bool:
        """Whether the subject is not in a file that could be read."""
        return bool(self.subjects) and subject not in self.subjects and self.whole(subject)


def read_days(path: Path, problems: Problems) -> DaysFile:
    """The rows of each subject.

    Raises
    ------
    EnvironmentFailure
        The file cannot be read.
    """
    shape = Shape("subject", NEEDED, frozenset((*NEEDED, *OPTIONAL)))
    with opened(path, shape, problems) as table:
        if all(map(table.has, NEEDED)):
            refuse_unknown(table, problems)
        found: dict[str, SubjectEntries] = {}
        for subject in table.subjects():
            before = len(problems)
            read = [_entry(Cells(one, table.file, problems)) for one in table.records(subject)]
            rows = [one for one in read if one is not None]
            entries = tuple(_since_randomisation(rows))
            for line, code, text in _wrong(entries):
                problems.add(Place(table.file, line), code, text)
            found[subject] = SubjectEntries(entries, len(problems) == before and table.whole(subject))
        return DaysFile(found, table.whole)


def _entry(cells: Cells) -> Entry | None:
    kind, day = cells.one_of("kind", _KINDS, _known_beside(cells.text("kind"))), cells.day("day")
    timepoint, lesion = cells.name("timepoint"), cells.name("lesion")
    if not cells.text("kind"):
        cells.say("no-kind", f"The kind is empty. It is one of: {_KNOWN}.")
    if not cells.text("day"):
        cells.say("no-day", "The day is empty. Give the days since randomisation.")
    if kind is None or day is None:
        return None
    if kind is Kind.SCAN and not timepoint:
        cells.say("no-timepoint", "The scan has no timepoint. Say at which timepoint it was read.")
        return None
    if kind is not Kind.SCAN and timepoint:
        cells.say("needless-cell", f"A row of the kind {kind} has no timepoint. Leave the cell empty.")
    if kind not in _OF_A_LESION and lesion:
        cells.say("needless-cell", f"A row of the kind {kind} has no lesion. Leave the cell empty.")
    return Entry(cells.record.line, kind, day, timepoint, lesion)


def _known_beside(kind: str) -> str:
    """All kinds for a person, and which of them is spelled like this one."""
    like = get_close_matches(word(kind), _KINDS, n=1)
    return f"{_KNOWN}; the nearest is {_KINDS[like[0]]}" if like else _KNOWN


def _since_randomisation(rows: Sequence[Entry]) -> Iterator[Entry]:
    """The rows with their days counted from randomisation, which is day 0 unless a row says otherwise."""
    zero = next((one.day for one in rows if one.kind is Kind.RANDOMISATION), 0)
    for one in rows:
        yield Entry(one.line, one.kind, one.day - zero, one.timepoint, one.lesion)


def _wrong(entries: Sequence[Entry]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the rows of a subject by themselves: line, code, sentence."""
    first: dict[object, Entry] = {}
    for one in entries:
        what = one.kind if one.kind in _ONCE else (one.kind, one.day, one.timepoint.casefold(), one.lesion.casefold())
        before = first.setdefault(what, one)
        if before is not one:
            yield one.line, "twice", f"The subject has this {one.kind} already, in line {before.line}. Keep one."
        if one.day < 0 and one.kind is not Kind.SCAN:
            yield one.line, "before-randomisation", f"The {one.kind} lies before the randomisation. Look its day up."
    for death in [one for one in entries if one.kind is Kind.DEATH][:1]:
        for one in entries:
            if one.kind in _SIGNS_OF_LIFE and one.day > death.day:
                text = f"The {one.kind} comes after the death, which is in line {death.line}. Look both days up."
                yield one.line, "after-death", text
    for alive in [one for one in entries if one.kind is Kind.LAST_ALIVE][:1]:
        for one in entries:
            if one.kind in _SIGNS_OF_LIFE and one.day > alive.day:
                text = f"The {one.kind} comes after the last day alive, which is in line {alive.line}. Look both up."
                yield one.line, "after-last-alive", text
