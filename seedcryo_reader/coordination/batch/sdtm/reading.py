"""The cases of a folder with the SDTM tables TU and TR: a course for every subject and assessor."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from seedcryo_reader.coordination.batch.case import Assessor, Case, VisitWords
from seedcryo_reader.coordination.batch.cells import Cells, decimal
from seedcryo_reader.coordination.batch.files import Record, Shape, Table, opened
from seedcryo_reader.coordination.batch.lesions import groups_of, lesion_key
from seedcryo_reader.coordination.batch.long_format import course_of
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted
from seedcryo_reader.coordination.batch.said import Sheets
from seedcryo_reader.coordination.batch.sdtm import results
from seedcryo_reader.coordination.batch.sdtm.rows import Measured, rows_of
from seedcryo_reader.coordination.batch.sdtm.tumours import SHAPE, Tumours, tumours_of
from seedcryo_reader.coordination.batch.visits import Visit
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.errors import EnvironmentFailure


def sdtm_cases(folder: Path, protocol: Protocol, problems: Problems) -> Iterator[Case]:
    """The cases of a folder, by subject and assessor; none of a subject in which anything is wrong."""
    with ExitStack() as stack:
        tu = _table(folder, "tu", SHAPE, problems, stack)
        tr = _table(folder, "tr", results.SHAPE, problems, stack)
        if tu is None or tr is None:
            return
        for table, columns in ((tu, ("tuorres", "tustresc")), (tr, ("trorres", "trstresc", "trstresn"))):
            if table.subjects() and not any(map(table.has, columns)):
                text = f"Of the columns {', '.join(columns)} one at least is needed."
                problems.add(Place(table.file, 1), "missing-column", text)
        reading = _Reading(tu, tr, _scheduled(tr), protocol, problems)
        for subject in tr.subjects():
            yield from reading.cases(subject)


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


@dataclass(frozen=True, slots=True)
class _Reading:
    tu: Table
    tr: Table
    scheduled: tuple[Decimal, ...]
    protocol: Protocol
    problems: Problems

    def cases(self, subject: str) -> Iterator[Case]:
        """The cases of a subject, by assessor."""
        before = len(self.problems)
        identified = list(self.tu.records(subject))
        by_assessor: dict[Assessor, list[Cells]] = {}
        for record in self.tr.records(subject):
            cells = Cells(record, self.tr.file, self.problems)
            if cells.text("trtestcd").upper() in {*results.DIAMETERS, *results.STATES}:
                assessor = Assessor(cells.text("treval"), cells.text("trevalid"))
                by_assessor.setdefault(assessor, []).append(cells)
        if not by_assessor:
            text = f"The subject {quoted(subject)} has no result of a lesion, only other tests."
            self.problems.add(Place(self.tr.file), "no-result", text)
        ordered = sorted(by_assessor.items(), key=lambda one: (one[0].evaluator, one[0].evaluator_id))
        cases = [self._case(subject, assessor, own, identified) for assessor, own in ordered]
        if len(self.problems) == before:
            yield from (one for one in cases if one is not None)

    def _case(
        self, subject: str, assessor: Assessor, rows: Sequence[Cells], identified: Sequence[Record]
    ) -> Case | None:
        tumours = tumours_of(identified, assessor, self.tu.file, self.problems)
        measured = self._measured(rows, tumours)
        visits = self._visits(measured)
        if not visits:
            return None
        self._check_new(tumours, measured)
        lesion_rows = rows_of(measured, tumours, assessor.name, [one.key for one in visits], self.protocol)

        def say(line: int, code: str, text: str) -> None:
            self.problems.add(Place(self.tr.file, line), code, text)

        groups = groups_of(lesion_rows, say)
        course = course_of(groups, Sheets(groups, visits, (), say))
        words = {visit.name: _words([one for one in measured if one.visit == visit.key], visit) for visit in visits}
        study = rows[0].text("studyid")
        return Case(study, subject, assessor.name or "no evaluator", assessor, course, words)

    def _measured(self, rows: Sequence[Cells], tumours: Tumours) -> list[Measured]:
        """The results by visit and lesion."""
        found: dict[tuple[str, str], dict[str, Cells]] = {}
        for cells in rows:
            number, lesion = decimal(cells.text("visitnum")), lesion_key(cells.text("trlnkid"))
            test = cells.text("trtestcd").upper()
            if number is None:
                cells.say("no-visit", f"visitnum {quoted(cells.text('visitnum'))} is no number.")
            elif not lesion:
                cells.say("empty-cell", f"trlnkid is empty. A row of {test} needs it.")
            elif not _is_known(lesion, tumours):
                text = f"{quoted(cells.text('trlnkid'))} is not in {self.tu.file} for this subject and assessor."
                cells.say("not-identified", f"{text} Add the row that identifies it.")
            else:
                tests = found.setdefault((f"{number.normalize():f}", lesion), {})
                before = tests.setdefault(test, cells)
                if before is not cells:
                    text = (
                        f"The lesion has another row of {test} at this visit, in line {before.record.line}. Keep one."
                    )
                    cells.say("double-row", text)
        return [Measured(visit, lesion, tests) for (visit, lesion), tests in sorted(found.items())]

    def _visits(self, measured: Sequence[Measured]) -> tuple[Visit, ...]:
        """The visits of an assessor in the order of VISITNUM; the first is the baseline."""
        numbers = sorted({Decimal(one.visit) for one in measured})
        keys = [f"{number:f}" for number in numbers]
        labels = [_label([one for one in measured if one.visit == key], key) for key in keys]
        names = [f"{name} ({key})" if labels.count(name) > 1 else name for name, key in zip(labels, keys, strict=True)]
        places = [max(sum(whole <= number for whole in self.scheduled) - 1, 0) for number in numbers]
        return tuple(
            Visit(key, name, place if index else 0, 0)
            for index, (key, name, place) in enumerate(zip(keys, names, places, strict=True))
        )

    def _check_new(self, tumours: Tumours, measured: Sequence[Measured]) -> None:
        """A new lesion has to be told of in TR: how sure it is stands there."""
        there = {(one.lesion, one.visit) for one in measured}
        lesions = {lesion for lesion, _ in there}
        for line, lesion, visit in tumours.new_at:
            number = decimal(visit)
            told = lesion in lesions if number is None else (lesion, f"{number.normalize():f}") in there
            if not told:
                name = tumours.lesions[lesion].name
                where = f" at the visit {visit}" if visit else ""
                text = (
                    f"The new lesion {name} has no row in {self.tr.file}{where}. Say there whether it is unequivocal."
                )
                self.problems.add(Place(self.tu.file, line), "new-without-result", text)


def _is_known(lesion: str, tumours: Tumours) -> bool:
    """Whether it was identified, as a piece of a lesion that was, or as what lesions merged into."""
    whole = lesion.rpartition(".")[0]
    return lesion in tumours.lesions or whole in tumours.lesions or any(lesion == one.joined for one in tumours.mergers)


def _label(measured: Sequence[Measured], key: str) -> str:
    labels = {" ".join(cells.text("visit").split()) for one in measured for cells in one.tests.values()}
    return min(filter(None, labels), default="") or key


def _words(measured: Sequence[Measured], visit: Visit) -> VisitWords:
    """The last of the days on which a visit's images were made stands for the visit."""
    dates = [cells.text("trdtc") for one in measured for cells in one.tests.values()]
    return VisitWords(visit.key, _label(measured, visit.key), max(dates, default=""))
