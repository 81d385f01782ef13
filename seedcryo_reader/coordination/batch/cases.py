"""The door: the cases of an input, whichever kind it is."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.columns import local_columns, shape
from seedcryo_reader.coordination.batch.files import Table, opened
from seedcryo_reader.coordination.batch.long_format import cases_of
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted
from seedcryo_reader.coordination.batch.sdtm.reading import sdtm_cases
from seedcryo_reader.criteria.protocol.model import Protocol

Notice = Callable[[str], None]


def read_cases(path: Path, protocol: Protocol, notice: Notice, *, strict: bool = False) -> Iterator[Case]:
    """The cases of a CSV in the long format, or of a folder with the SDTM tables TU and TR; by subject and reader.

    One subject is in memory at a time. Subjects with problems are left out, and all problems are told at the end: what
    was made of the cases before must be kept back until then.

    Parameters
    ----------
    path : Path
    protocol : Protocol
        Its questions are columns of the long format.
    notice : callable
        Takes a sentence about what was not used.
    strict : bool
        Whether a column of the long format that is not known is a problem, as it could tell the treatment.

    Raises
    ------
    Refused
        After the last case: everything that is wrong, with file and line.
    EnvironmentFailure
        A file cannot be read.
    """
    problems = Problems()
    if path.is_dir():
        found = sdtm_cases(path, protocol, problems, notice)
    else:
        found = _long_format(path, protocol, problems, notice, strict=strict)
    for case in _tell_alike(found, notice):
        _tell_large_sum(case, protocol, notice)
        yield case
    problems.refuse()


def _tell_alike(cases: Iterable[Case], notice: Notice) -> Iterator[Case]:
    """The same cases; subjects and readers whose ids differ in letter case only are told at the end."""
    names: dict[str, dict[str, set[str]]] = {"subjects": {}, "readers": {}}
    for case in cases:
        for what, name in (("subjects", case.subject), ("readers", case.reader)):
            names[what].setdefault(name.casefold(), set()).add(name)
        yield case
    for what, found in names.items():
        for alike in found.values():
            if len(alike) > 1:
                text = f"The {what} {' and '.join(map(quoted, sorted(alike)))} differ in letter case only"
                notice(f"{text}. They were taken as {len(alike)}.")


def _long_format(path: Path, protocol: Protocol, problems: Problems, notice: Notice, *, strict: bool) -> Iterator[Case]:
    with opened(path, shape(protocol), problems) as table:
        if strict:
            for one in table.unknown():
                text = f"The column {quoted(one)} is not known, and could tell the treatment. Remove it."
                problems.add(Place(table.file, table.header), "unknown-column", text)
        elif table.subjects():
            _tell_unknown(table, notice)
        if table.subjects():
            _tell_absent(table, protocol, notice)
        for subject in table.subjects():
            yield from cases_of(table, subject, protocol, problems)


def _tell_unknown(table: Table, notice: Notice) -> None:
    """What is there and not used."""
    if unknown := table.unknown():
        what = "The column" if len(unknown) == 1 else "The columns"
        notice(f"{table.file}: {what} {', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not used.")


def _tell_absent(table: Table, protocol: Protocol, notice: Notice) -> None:
    """What the rules of local progression need and is not there."""
    needed = local_columns(protocol)
    if absent := [one for one in needed if not table.has(one)]:
        what = "There is no column" if len(absent) == 1 else "There are no columns"
        then = "LP by size, or NE" if len(absent) == len(needed) else "NE where a rule needs it and no other gives LP"
        notice(f"{table.file}: {what} {', '.join(absent)}: local progression is then {then}.")


def _tell_large_sum(case: Case, protocol: Protocol, notice: Notice) -> None:
    """A table says of no lesion in which organ it is, so only the number of all is held against the protocol."""
    found, most = len(case.course.in_sum), protocol.sets.recist.max_total
    if found > most:
        notice(
            f"{case.subject}, {case.reader}: {found} lesions are in the sum of diameters, and the protocol has {most}"
            " at most. All of them were added."
        )
