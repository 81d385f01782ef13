"""The long format: the rows of one subject become a course for each of its readers."""

from collections.abc import Iterator, Sequence
from typing import Final

from seedcryo_reader.coordination.batch.case import Assessor, Case, VisitWords
from seedcryo_reader.coordination.batch.cells import Cells
from seedcryo_reader.coordination.batch.columns import Kind, terms_of
from seedcryo_reader.coordination.batch.files import Table
from seedcryo_reader.coordination.batch.lesions import Group, check_baseline, groups_of, pieces_of
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted
from seedcryo_reader.coordination.batch.rows import Row, row_of
from seedcryo_reader.coordination.batch.said import Sheets
from seedcryo_reader.coordination.batch.visits import Say, Visit, key_of, visits_of
from seedcryo_reader.criteria.course import Course, Lesion
from seedcryo_reader.criteria.protocol.model import Protocol

_EVALUATOR: Final = "INDEPENDENT ASSESSOR"
"""Of a table that names readers only, where the protocol does not say it (CDISC C78735)."""


def cases_of(table: Table, subject: str, protocol: Protocol, problems: Problems) -> Iterator[Case]:
    """The cases of a subject, by reader; none where anything is wrong with its rows."""
    before = len(problems)
    records = list(table.records(subject))
    terms = terms_of(protocol)
    read = [row_of(Cells(one, table.file, problems), terms) for one in records]
    rows = [row for row in read if row is not None]

    def say(line: int, code: str, text: str) -> None:
        problems.add(Place(table.file, line), code, text)

    complete = len(rows) == len(records) and table.whole(subject)
    visits = visits_of(rows, say, complete=complete, others=_there_is(table.alike(subject))) if rows else ()
    by_reader: dict[str, list[Row]] = {}
    for row in rows:
        by_reader.setdefault(row.reader, []).append(row)
    evaluator = protocol.sdtm.evaluator if protocol.sdtm is not None else _EVALUATOR
    cases = []
    for reader, own in sorted(by_reader.items()):
        others = [one for one in by_reader if one != reader and one.casefold() == reader.casefold()]
        course = _course(own, visits, say, complete=complete, others=_there_is(others))
        words = {one.name: VisitWords(one.visitnum, one.name) for one in visits}
        cases.append(Case("", subject, reader, Assessor(evaluator, reader), course, words))
    if len(problems) == before:
        yield from cases


def _there_is(others: Sequence[str]) -> str:
    """Who is called alike in another letter case, as a sentence adds it; empty where nobody is."""
    return f" (there is {', '.join(others)})" if others else ""


def _course(rows: Sequence[Row], visits: Sequence[Visit], say: Say, *, complete: bool, others: str) -> Course:
    """The course of one reader. What is missing is named only if every row could be told."""
    groups = groups_of(rows, say)
    there = {key_of(row.timepoint) for row in rows}
    if visits and complete:
        baseline = visits[0]
        if baseline.key in there:
            check_baseline(groups, baseline.key, say)
        else:
            text = f"The reader {quoted(rows[0].reader)} has no row of the baseline {baseline.name} of this subject"
            say(rows[0].line, "no-baseline", f"{text}{others}.")
    of_no_lesion = [row for row in rows if not row.lesion]
    seen = [visit for visit in visits if visit.key in there]
    return course_of(groups, Sheets(groups, seen, of_no_lesion, say))


def course_of(groups: dict[str, Group], sheets: Sheets) -> Course:
    """The course of these lesions; pieces are no lesions of their own."""
    pieces = pieces_of(groups)
    followed = [(one, Lesion(one.name, one.node)) for key, one in groups.items() if key not in pieces]
    targets = [(one, lesion) for one, lesion in followed if one.kind is Kind.TARGET]
    return Course(
        targets=tuple(lesion for one, lesion in targets if one.prespecified),
        chosen=tuple(lesion for one, lesion in targets if not one.prespecified),
        in_sum=tuple(lesion for one, lesion in targets if one.in_sum),
        non_targets=tuple(lesion for one, lesion in followed if one.kind is Kind.NON_TARGET),
        timepoints=sheets.timepoints(),
    )
