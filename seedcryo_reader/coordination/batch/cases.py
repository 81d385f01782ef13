"""The door: the cases of an input, whichever kind it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.columns import shape
from seedcryo_reader.coordination.batch.files import opened
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
    if path.is_dir():
        yield from sdtm_cases(path, protocol, problems, notice)
    else:
        yield from _long_format(path, protocol, problems, notice)
    problems.refuse()


def _long_format(path: Path, protocol: Protocol, problems: Problems, notice: Notice) -> Iterator[Case]:
    with opened(path, shape(protocol), problems) as table:
        if unknown := table.unknown():
            what = "The column" if len(unknown) == 1 else "The columns"
            notice(f"{table.file}: {what} {', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} not used.")
        for subject in table.subjects():
            yield from cases_of(table, subject, protocol, problems)
