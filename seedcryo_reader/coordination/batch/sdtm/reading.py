"""The cases of a folder with the SDTM tables TU and TR: a course for every subject and assessor."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from seedcryo_reader.coordination.batch.case import Assessor, Case, VisitWords
from seedcryo_reader.coordination.batch.cells import Cells, decimal
from seedcryo_reader.coordination.batch.columns import Kind, local_columns
from seedcryo_reader.coordination.batch.files import Record, Shape, Table, opened
from seedcryo_reader.coordination.batch.lesions import groups_of, lesion_key
from seedcryo_reader.coordination.batch.long_format import course_of
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted
from seedcryo_reader.coordination.batch.rows import More, Row
from seedcryo_reader.coordination.batch.said import Sheets
from seedcryo_reader.coordination.batch.sdtm import results
from seedcryo_reader.coordination.batch.sdtm.rows import Measured, rows_of
from seedcryo_reader.coordination.batch.sdtm.tumours import SHAPE, Tumours, tumours_of
from seedcryo_reader.coordination.batch.visits import Visit
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.errors import EnvironmentFailure

_NOBODY: Final = "no evaluator"
"""The reader of a table that says nothing of who assessed."""

_USED: Final = frozenset({*results.DIAMETERS, *results.STATES, results.ALL})
_SHOWN: Final = ("studyid", "visit", "trdtc")
"""Words that results show as they are, besides those that are looked at."""


class _Given(NamedTuple):
    """What every subject is read with; `unused` gathers the tests of TR that nothing is known of."""

    protocol: Protocol
    problems: Problems
    notice: Callable[[str], None]
    unused: set[str]


def sdtm_cases(folder: Path, protocol: Protocol, problems: Problems, notice: Callable[[str], None]) -> Iterator[Case]:
    """The cases of a folder, by subject and assessor; none of a subject in which anything is wrong."""
    with ExitStack() as stack:
        tu = _table(folder, "tu", SHAPE, problems, stack)
        tr = _table(folder, "tr", results.SHAPE, problems, stack)
        if tu is None or tr is None:
            return
        whole = [
            _has_one_of(table, columns, problems)
            for table, columns in ((tu, ("tuorres", "tustresc")), (tr, ("trorres", "trstresc", "trstresn")))
        ]
        if not all(whole):
            return
        if silent := sorted(set(tu.subjects()) - set(tr.subjects())):
            notice(f"{tr.file}: There is no result of {', '.join(silent)}; left out.")
        if absent := local_columns(protocol):
            questions = ", ".join(absent)
            notice(f"SDTM has no answers to {questions}: local progression is then LP by size, or NE.")
        scheduled = _scheduled(tr)
        given = _Given(protocol, problems, notice, set())
        for subject in tr.subjects():
            yield from _cases_of(subject, tu, tr, scheduled, given)
        if given.unused:
            notice(f"{tr.file}: Rows of the tests {', '.join(sorted(given.unused))} are not used.")


def _has_one_of(table: Table, columns: tuple[str, ...], problems: Problems) -> bool:
    """Whether a table can be read: it has rows, and one at least of these columns."""
    if table.subjects() and not any(map(table.has, columns)):
        text = f"Of the columns {', '.join(columns)} one at least is needed."
        problems.add(Place(table.file, 1), "missing-column", text)
        return False
    return bool(table.subjects())


def _table(folder: Path, name: str, shape: Shape, problems: Problems, stack: ExitStack) -> Table | None:
    """A table of the folder, whatever the letter case of its name."""
    try:
        found = sorted(one for one in folder.iterdir() if one.name.casefold() == f"{name}.csv")
    except OSError as error:
        msg = f"The folder {folder} cannot be read: {error.strerror}. Check the path and who may read it."
        raise EnvironmentFailure(msg) from error
    if len(found) == 1:
        return stack.enter_context(opened(found[0], shape, problems))
    what = f"is there as {' and as '.join(one.name for one in found)}. Keep one" if found else "is not in the folder"
    problems.add(Place(f"{name}.csv"), "missing-file", f"{name}.csv {what}; a folder with tu.csv and tr.csv is read.")
    return None


def _scheduled(tr: Table) -> tuple[Decimal, ...]:
    """The scheduled visits: the whole numbers among the data set's VISITNUM (CDISC: unscheduled ones have decimals)."""
    numbers = {number for one in tr.gathered if (number := decimal(one)) is not None}
    return tuple(sorted(number for number in numbers if number == number.to_integral_value()))


def _cases_of(subject: str, tu: Table, tr: Table, scheduled: tuple[Decimal, ...], given: _Given) -> Iterator[Case]:
    """The cases of a subject, by assessor."""
    before = len(given.problems)
    by_assessor: dict[Assessor, list[Cells]] = {}
    for record in tr.records(subject):
        cells = Cells(record, tr.file, given.problems)
        test = cells.text("trtestcd").upper()
        if test not in _USED and test not in results.DERIVED:
            given.unused.add(quoted(test))
        if test in _USED:
            for column in _SHOWN:
                cells.name(column)
            assessor = Assessor(cells.who("treval"), cells.who("trevalid"))
            by_assessor.setdefault(assessor, []).append(cells)
    rows = [cells for own in by_assessor.values() for cells in own]
    labels = _labels(rows)
    _check_study(rows)
    whole = tu.whole(subject), tr.whole(subject)
    one = _Subject(subject, list(tu.records(subject)), labels, scheduled, (tu.file, tr.file), whole, given)
    if not by_assessor and tr.whole(subject):
        text = f"The subject {quoted(subject)} has no result of a lesion, only other tests."
        given.problems.add(Place(tr.file), "no-result", text)
    ordered = sorted(by_assessor.items(), key=lambda item: (item[0].evaluator, item[0].evaluator_id))
    cases = [one.case(assessor, own) for assessor, own in ordered]
    if len(given.problems) > before:
        return
    for case in cases:
        if case.course.timepoints:
            yield case
        else:
            given.notice(f"{tr.file}: {subject}, {case.reader}: every visit is NOT DONE; left out.")


@dataclass(frozen=True, slots=True)
class _Subject:
    """A subject: its rows of TU, its visits (VISITNUM → VISIT), and the scheduled visits.

    Of both tables the names of the files, and whether every row of the subject could be read.
    """

    subject: str
    identified: Sequence[Record]
    labels: dict[Decimal, str]
    scheduled: tuple[Decimal, ...]
    files: tuple[str, str]
    whole: tuple[bool, bool]
    given: _Given

    def case(self, assessor: Assessor, rows: Sequence[Cells]) -> Case:
        """The case of an assessor."""
        tu, tr = self.files
        tumours = tumours_of(self.identified, assessor, tu, self.given.problems)
        measured = self._measured([one for one in rows if not _of_no_lesion(one)], tumours)
        missed = self._missed([one for one in rows if _of_no_lesion(one)], assessor, measured)
        visits = self._visits(measured, rows)
        self._check_new(tumours, measured)

        def say(line: int, code: str, text: str) -> None:
            self.given.problems.add(Place(tr, line), code, text)

        lesion_rows = rows_of(measured, tumours, assessor.name, [one.key for one in visits], self.given.protocol)
        groups = groups_of(lesion_rows, say)
        course = course_of(groups, Sheets(groups, visits, missed, say))
        words = {one.name: VisitWords(one.key, self.labels[Decimal(one.key)], _date(measured, one)) for one in visits}
        return Case(rows[0].text("studyid"), self.subject, assessor.name or _NOBODY, assessor, course, words)

    def _measured(self, rows: Sequence[Cells], tumours: Tumours) -> list[Measured]:
        """The results by visit and lesion."""
        found: dict[tuple[str, str], dict[str, Cells]] = {}
        for cells in rows:
            number, lesion = decimal(cells.text("visitnum")), lesion_key(cells.name("trlnkid"))
            test = cells.text("trtestcd").upper()
            if number is None:
                cells.say("no-visit", f"visitnum {quoted(cells.text('visitnum'))} is no number.")
            elif not lesion and not cells.text("trlnkid"):
                cells.say("empty-cell", f"trlnkid is empty. A row of {test} needs it.")
            elif not _is_known(lesion, tumours):
                if not self.whole[0] or not lesion:
                    continue
                text = f"{quoted(cells.text('trlnkid'))} is not in {self.files[0]} for this subject and assessor."
                cells.say("not-identified", f"{text} Add the row that identifies it.")
            else:
                tests = found.setdefault((f"{number.normalize():f}", lesion), {})
                before = tests.setdefault(test, cells)
                if before is not cells and not _same_result(before, cells):
                    where = f"in line {before.record.line}"
                    cells.say(
                        "double-row", f"The lesion has another result of {test} at this visit, {where}. Keep one."
                    )
        return [Measured(visit, lesion, tests) for (visit, lesion), tests in sorted(found.items())]

    def _missed(self, rows: Sequence[Cells], assessor: Assessor, measured: Sequence[Measured]) -> list[Row]:
        """The visits at which nothing was done, as rows about whole timepoints; lesions of a group have no row."""
        done = {one.visit: one for one in measured if not all(map(results.not_done, one.tests.values()))}
        found: dict[str, Row] = {}
        for cells in rows:
            number = decimal(cells.text("visitnum"))
            visit = "" if number is None else f"{number.normalize():f}"
            if not visit:
                cells.say("no-visit", f"visitnum {quoted(cells.text('visitnum'))} is no number.")
            elif not results.not_done(cells):
                cells.say("unknown-word", f"A row of {results.ALL} says NOT DONE in trstat. Give the others by lesion.")
            elif not cells.text("trgrpid") and not cells.text("trlnkid"):
                if visit in done:
                    where = f"line {done[visit].cells.record.line}"
                    text = f"Nothing was done at this visit, and {where} has a result of it. Keep one."
                    cells.say("done-and-not-done", text)
                more = More(reason=cells.name("trreasnd"))
                line = cells.record.line
                row = Row(line, assessor.name, visit, None, Kind.TIMEPOINT, "", None, not_evaluable=True, more=more)
                found.setdefault(visit, row)
        return list(found.values())

    def _visits(self, measured: Sequence[Measured], rows: Sequence[Cells]) -> tuple[Visit, ...]:
        """The visits of an assessor in the order of VISITNUM; the first of which there is a result is the baseline.

        One between them that others say something of took place too: for this assessor it is not evaluable.
        """
        first = min((Decimal(one.visit) for one in measured), default=None)
        own = [number for one in rows if (number := decimal(one.text("visitnum"))) is not None]
        numbers = [one for one in sorted(self.labels) if first is not None and first <= one <= max(own)]
        names = [self.labels[one] for one in numbers]
        return tuple(
            Visit(
                f"{number:f}",
                f"{label} ({number:f})" if names.count(label) > 1 else label,
                max(sum(whole <= number for whole in self.scheduled) - 1, 0) if place else 0,
                int(place > 0 and number not in self.scheduled),
            )
            for place, (number, label) in enumerate(zip(numbers, names, strict=True))
        )

    def _check_new(self, tumours: Tumours, measured: Sequence[Measured]) -> None:
        """A new lesion has to be told of in TR: how sure it is stands there."""
        if not self.whole[1]:
            return
        there = {(one.lesion, one.visit) for one in measured}
        lesions = {lesion for lesion, _ in there}
        for line, lesion, visit in tumours.new_at:
            number = decimal(visit)
            told = lesion in lesions if number is None else (lesion, f"{number.normalize():f}") in there
            if not told:
                name = tumours.lesions[lesion].name
                where = f" at the visit {visit}" if visit else ""
                text = (
                    f"The new lesion {name} has no row in {self.files[1]}{where}. Say there whether it is unequivocal."
                )
                self.given.problems.add(Place(self.files[0], line), "new-without-result", text)


def _of_no_lesion(cells: Cells) -> bool:
    """Whether a record says that something was not done of all lesions, or of a group of them."""
    return cells.text("trtestcd").upper() == results.ALL or (not cells.text("trlnkid") and results.not_done(cells))


def _same_result(one: Cells, other: Cells) -> bool:
    """Whether two rows of one test say the same: public sets repeat rows, and that leaves nothing to be guessed."""
    columns = ("trorres", "trorresu", "trstresc", "trstresn", "trstresu", "trstat", "trreasnd")
    return all(one.text(column) == other.text(column) for column in columns)


def _is_known(lesion: str, tumours: Tumours) -> bool:
    """Whether it was identified, as a piece of a lesion that was, or as what lesions merged into."""
    whole = lesion.rpartition(".")[0]
    return lesion in tumours.lesions or whole in tumours.lesions or any(lesion == one.joined for one in tumours.mergers)


def _labels(rows: Iterable[Cells]) -> dict[Decimal, str]:
    """VISITNUM → VISIT of all visits of a subject."""
    found: dict[Decimal, Cells | None] = {}
    for cells in rows:
        number, said = decimal(cells.text("visitnum")), cells.name("visit")
        if number is None:
            continue
        first = found.setdefault(Decimal(f"{number.normalize():f}"), None)
        if first is None and said:
            found[Decimal(f"{number.normalize():f}")] = cells
        elif first is not None and said and said.casefold() != first.name("visit").casefold():
            text = (
                f"VISITNUM {number:f} is the visit {quoted(said)} here, and {quoted(first.name('visit'))} in line"
                f" {first.record.line}. Give one."
            )
            cells.say("visits-differ", text)
    return {number: f"{number:f}" if one is None else one.name("visit") for number, one in found.items()}


def _check_study(rows: Sequence[Cells]) -> None:
    """A subject is of one study: two of one id would be made one."""
    said = [one for one in rows if one.text("studyid")]
    for one in said:
        if one.text("studyid") != said[0].text("studyid"):
            study, other = quoted(one.text("studyid")), quoted(said[0].text("studyid"))
            text = f"The subject is of the study {study} here, and of {other} in line {said[0].record.line}."
            one.say("study-differs", f"{text} Give every subject an id of its own.")


def _date(measured: Sequence[Measured], visit: Visit) -> str:
    """The last of the days on which images were made stands for the visit; it may be a part of a date."""
    dates = (cells.text("trdtc") for one in measured if one.visit == visit.key for cells in one.tests.values())
    return max(dates, default="")
