"""A table in a file as spreadsheets write it: which separator, which coding, and where each subject's records lie.

The file is gone through once, and only where the records of a subject lie is kept; its values are read when its turn
comes. So memory is bounded by one subject, in whatever order the records stand.
"""

import csv
import io
import re
from array import array
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Final

from seedcryo_reader.coordination.batch.problems import CALCULATED, Place, Problems, calculated, quoted, unshown
from seedcryo_reader.coordination.batch.texts import Lines, NotText, readable
from seedcryo_reader.domain.errors import EnvironmentFailure

_SEPARATORS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"sep=.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table has to hold: the columns that are needed and known, and the one that says whose a record is.

    `gathered` is a column whose different values are gathered over the whole file, or empty. `mistaken` are columns of
    other tables that may be given by mistake, each with the sentence that says so.
    """

    key: str
    needed: tuple[str, ...]
    known: frozenset[str]
    gathered: str = ""
    mistaken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its line, and the cells that are not empty, without blanks around them, by column."""

    line: int
    cells: dict[str, str]


class Table:
    """A table whose records are found by their key. Made by `opened`; it is as sound as `Problems` says.

    `header` is the line with the names of the columns.
    """

    def __init__(self, stream: IO[bytes], file: str, shape: Shape, problems: Problems) -> None:
        self.file = file
        self.header = 0
        self.gathered: set[str] = set()
        self._stream = stream
        self._shape = shape
        self._problems = problems
        self._runs: dict[str, array[int]] = {}
        self._columns: tuple[str, ...] = ()
        self._separator = ","
        self._lost: set[str] = set()
        self._lost_of_anybody = False

    def subjects(self) -> tuple[str, ...]:
        """Whose records there are, in alphabetical order."""
        return tuple(sorted(self._runs))

    def alike(self, key: str) -> tuple[str, ...]:
        """Those who are called like this one in another letter case."""
        return tuple(one for one in self._folded[key.casefold()] if one != key)

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.subjects():
            found.setdefault(one.casefold(), []).append(one)
        return found

    def whole(self, key: str) -> bool:
        """Whether every row of a key could be read, as far as it can be told whose the others are."""
        return not self._lost_of_anybody and key not in self._lost

    def has(self, column: str) -> bool:
        """Whether there is such a column."""
        return column in self._columns

    def unknown(self) -> tuple[str, ...]:
        """The columns that nothing is known of, as the file has them."""
        return tuple(one for one in self._columns if one and one not in self._shape.known)

    def records(self, key: str) -> Iterator[Record]:
        """The records of a key, in the order of the file."""
        runs = self._runs.get(key, array("Q"))
        for place in range(0, len(runs), 3):
            start, end, line = runs[place : place + 3]
            self._stream.seek(start)
            text = self._stream.read(end - start).decode("utf-8")
            reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=self._separator, strict=True)
            before = 0
            for cells in reader:
                filled = {one: text for one, cell in zip(self._columns, cells, strict=False) if (text := cell.strip())}
                yield Record(line + before, filled)
                before = reader.line_num

    def _say(self, line: int, code: str, text: str) -> None:
        self._problems.add(Place(self.file, line), code, text)

    def go_through(self) -> None:
        """Find where the records of each key lie, and name the rows that are none."""
        before = len(self._problems)
        lines = Lines(self._stream, lambda line, text: self._say(line, "no-text", text))
        header = next((one for one in lines if one.strip() and not _SEPARATOR_LINE.fullmatch(one.strip())), None)
        if header is None:
            self._say(0, "empty", "The file is empty. It needs a line with the names of the columns, and rows.")
            return
        if not self._take_header(header, lines.line):
            return
        self._index(lines)
        if not self._runs and len(self._problems) == before:
            self._say(0, "empty", "The file has no rows under the names of the columns.")

    def _take_header(self, header: str, line: int) -> bool:
        """Choose the separator that gives most of the known columns; whether the needed ones are all there."""
        ways = {one: _header_cells(header, one) for one in _SEPARATORS}
        self._separator = max(ways, key=lambda one: len(self._shape.known & set(ways[one])))
        self._columns = ways[self._separator]
        self.header = line
        named = [one for one in self._columns if one]
        for one in dict.fromkeys(named):
            if named.count(one) > 1:
                self._say(line, "double-column", f"The column {quoted(one)} is there twice. Keep one of them.")
        missing = [one for one in self._shape.needed if one not in named]
        mistaken = [text for column, text in self._shape.mistaken if column in named]
        if missing and mistaken:
            self._say(0, "other-table", mistaken[0])
        elif missing:
            there = ", ".join(named)
            text = (
                f"The columns {', '.join(missing)} are missing"
                if missing[1:]
                else f"The column {missing[0]} is missing"
            )
            self._say(line, "missing-column", f"{text}. There are: {_short(there)}.")
        return not missing and len(set(named)) == len(named)

    def _index(self, lines: "Lines") -> None:
        reader = csv.reader(lines, delimiter=self._separator, strict=True)
        key, width = self._columns.index(self._shape.key), len(self._columns)
        gathered = self._columns.index(self._shape.gathered) if self._shape.gathered in self._columns else None
        while True:
            start, line, bad = lines.offset, lines.line + 1, lines.bad
            try:
                cells = next(reader, None)
            except csv.Error:
                text = "The row cannot be read: a cell in quotation marks does not end, or text follows its end."
                self._say(line, "no-record", f"{text} Write a quotation mark within a cell twice.")
                self._lost_of_anybody = True
                continue
            if cells is None:
                return
            self._lost_of_anybody |= lines.bad != bad
            if lines.bad != bad or not any(map(str.strip, cells)):
                continue
            if len(cells) < width or any(map(str.strip, cells[width:])):
                text = (
                    f"The row has {len(cells)} cells, and there are {width} columns. Give every cell, also empty ones."
                )
                self._say(line, "ragged", text)
                self._lost.update(cells[key : key + 1])
                self._lost_of_anybody |= len(cells) <= key
                continue
            name = cells[key].strip()
            if not name or not name.isprintable() or name.startswith(CALCULATED):
                self._say(line, "no-key", _no_key(self._shape.key, name))
                self._lost_of_anybody = True
                continue
            self._keep(name, start, lines.offset, line)
            if gathered is not None:
                self.gathered.add(cells[gathered].strip())

    def _keep(self, name: str, start: int, end: int, line: int) -> None:
        """Note where a record lies; one that follows on the key's last is added to it."""
        runs = self._runs.setdefault(name, array("Q"))
        if runs and runs[-2] == start:
            runs[-2] = end
        else:
            runs.extend((start, end, line))


@contextmanager
def opened(path: Path, shape: Shape, problems: Problems) -> Iterator[Table]:
    """The table in a file.

    What cannot be sought in (a pipe), UTF-16 and the line ends of old spreadsheets are copied to a file first.

    Raises
    ------
    EnvironmentFailure
        The file cannot be read.
    """
    with ExitStack() as stack:
        try:
            stream = readable(path, stack)
        except OSError as error:
            msg = f"The file {path} cannot be read: {error.strerror}. Check the path and who may read it."
            raise EnvironmentFailure(msg) from error
        except NotText as error:
            problems.add(Place(path.name), "no-text", f"The file {error}")
            yield Table(io.BytesIO(), path.name, shape, problems)
            return
        table = Table(stream, path.name, shape, problems)
        table.go_through()
        yield table


def normal(name: str) -> str:
    """The name of a column however it is written: small letters, and ``_`` for blanks and hyphens."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _header_cells(header: str, separator: str) -> tuple[str, ...]:
    try:
        return tuple(normal(one) for one in next(csv.reader([header], delimiter=separator)))
    except csv.Error:
        return ()


def _no_key(column: str, name: str) -> str:
    if not name:
        return f"The column {column} is empty. Say whose row this is."
    if name.isprintable():
        return calculated(column, name)
    return f"{column} {quoted(name)} holds a sign that cannot be shown ({unshown(name)}). Write it without."


def _short(text: str) -> str:
    shown = "".join(one if one.isprintable() else "?" for one in text)
    return f"{shown[:300]}…" if len(shown) > 300 else shown
