"""The door: the cases of an input, whichever kind it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.columns import local_columns, shape
from seedcryo_reader.coordination.batch.files import Table, opened
from seedcryo_reader.coordination.batch.long_format import cases_of
from seedcryo_reader.coordination.batch.problems import Problems
from seedcryo_reader.coordination.batch.sdtm.reading import sdtm_cases
from seedcryo_reader.criteria.protocol.model import Protocol

Notice = Callable[[str], None]


def read_cases(path: Path, protocol: Protocol, notice: Notice) -> Iterator[Case]:
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

    Raises
    ------
    Refused
        After the last case: everything that is wrong, with file and line.
    EnvironmentFailure
        A file cannot be read.
    """
    problems = Problems()
    read = sdtm_cases if path.is_dir() else _long_format
    for case in read(path, protocol, problems, notice):
        _tell_large_sum(case, protocol, notice)
        yield case
    problems.refuse()


def _long_format(path: Path, protocol: Protocol, problems: Problems, notice: Notice) -> Iterator[Case]:
    with opened(path, shape(protocol), problems) as table:
        if table.subjects():
            _tell_columns(table, protocol, notice)
        for subject in table.subjects():
            yield from cases_of(table, subject, protocol, problems)


def _tell_columns(table: Table, protocol: Protocol, notice: Notice) -> None:
    """What is there and not used, and what the rules of local progression need and is not there."""
    if unknown := table.unknown():
        what = "The column" if len(unknown) == 1 else "The columns"
        notice(f"{table.file}: {what} {', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not used.")
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
