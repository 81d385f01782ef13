"""What ``evaluate`` does: it applies the criteria to reads that come as tables, and prints what they come to."""

import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, zip_longest
from operator import itemgetter
from pathlib import Path
from typing import IO, Final, Literal

import typer

from seedcryo_reader.app.refusals import NOT_DONE, REFUSED, say_findings, shown
from seedcryo_reader.app.shipped_protocols import protocol_at
from seedcryo_reader.coordination.batch import rs
from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.coordination.batch.results import (
    IMMUNE_COLUMN,
    LESION_COLUMNS,
    TIMEPOINT_COLUMNS,
    lesion_objects,
    lesion_rows,
    timepoint_object,
    timepoint_row,
)
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.evaluation import Evaluation
from seedcryo_reader.criteria.families.irecist import immune_responses
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

_IN_MEMORY: Final = 1 << 22
"""Characters of what is kept back until the whole input is known to be sound; more of it goes to a temporary file."""

_PIECE: Final = 1 << 16

Results = Iterable[tuple[Case, Evaluation]]
Rows = Iterable[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is printed: text, CSV or JSON; of timepoints (`immune`: with iRECIST beside), of lesions, or SDTM's RS."""

    form: Literal["text", "csv", "json"]
    lesions: bool
    sdtm: bool
    immune: bool = False


def evaluate_reads(path: Path, protocol_file: Path, wanted: Wanted) -> int:
    """Run ``evaluate``; returns its exit code. Nothing is printed of an input that is refused."""
    protocol = protocol_at(protocol_file)
    if wanted.sdtm:
        rs.category(protocol)
    with _spool() as kept:
        try:
            _write(_evaluated(path, protocol), protocol, wanted, kept)
        except Refused as refused:
            say_findings(refused.findings)
            count = len(refused.findings)
            problems = f"{count} problems, all" if count > 1 else "1 problem,"
            typer.echo(shown(f"{path.name}: {problems} named above. Nothing was evaluated."), err=True)
            return REFUSED
        return _print(kept)


def _print(kept: IO[str]) -> int:
    """Print what was kept back, sign by sign as it is: nothing of a terminal edits data. Gives the exit code."""
    if sys.stdout is None:
        msg = "The standard output is closed, so that nothing can be printed. Send it to a file."
        raise EnvironmentFailure(msg)
    kept.seek(0)
    try:
        shutil.copyfileobj(kept, sys.stdout, _PIECE)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer would fail once more, and be told of, when the interpreter ends.
        sys.stdout = None
        return NOT_DONE
    return 0


def _write(results: Results, protocol: Protocol, wanted: Wanted, out: IO[str]) -> None:
    if wanted.form == "json":
        _write_json(results, protocol, out, wanted)
    else:
        write = _write_csv if wanted.form == "csv" else _write_text
        write(*_table(results, protocol, wanted), out)


def _evaluated(path: Path, protocol: Protocol) -> Iterator[tuple[Case, Evaluation]]:
    for case in read_cases(path, protocol, lambda text: typer.echo(shown(text), err=True)):
        for one in evaluations(case.course, protocol):
            yield case, one


def _table(results: Results, protocol: Protocol, wanted: Wanted) -> tuple[Rows, tuple[str, ...]]:
    """The rows that are wanted, and their columns."""
    if wanted.sdtm:
        sequence = rs.Sequence()
        return (row for case, one in results for row in rs.rs_rows(case, one, protocol, sequence)), rs.COLUMNS
    if wanted.lesions:
        return (row for case, one in results for row in lesion_rows(case, one, protocol)), LESION_COLUMNS
    if wanted.immune:
        return _with_immune(results, protocol), (*TIMEPOINT_COLUMNS, IMMUNE_COLUMN)
    return (timepoint_row(case, one) for case, one in results), TIMEPOINT_COLUMNS


def _with_immune(results: Results, protocol: Protocol) -> Iterator[dict[str, str]]:
    """The rows of timepoints with the response by iRECIST, which reads the whole course of a case once more."""
    for case, course in groupby(results, key=itemgetter(0)):
        found = [one for _, one in course]
        immune = ("", *(outcome.value for outcome in immune_responses(found, protocol)))
        for one, response in zip(found, immune, strict=True):
            yield {**timepoint_row(case, one), IMMUNE_COLUMN: response}


def _write_csv(rows: Rows, columns: tuple[str, ...], out: IO[str]) -> None:
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _write_text(rows: Rows, columns: tuple[str, ...], out: IO[str]) -> None:
    """A table in columns. How wide they are is known at the end, so the rows are kept aside until then."""
    widths = {one: len(one) for one in columns}
    with _spool() as aside:
        writer = csv.writer(aside)
        for row in rows:
            widths = {one: max(width, len(row[one])) for one, width in widths.items()}
            writer.writerow([row[one] for one in columns])
        aside.seek(0)
        for cells in chain([list(columns)], csv.reader(aside)):
            line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths.values(), strict=True))
            out.write(f"{line.rstrip()}\n")


def _write_json(results: Results, protocol: Protocol, out: IO[str], wanted: Wanted) -> None:
    """One object per line within the lists. Those of lesions wait aside until the timepoints are written."""
    about: dict[str, Json] = {"id": protocol.protocol_id, "sha256": protocol.sha256}
    out.write(f'{{"protocol": {json.dumps(about)},\n "rows": [')
    with _spool() as aside:
        rows, others = _List(out), _List(aside)
        for case, course in groupby(results, key=itemgetter(0)):
            found = [one for _, one in course]
            immune = immune_responses(found, protocol) if wanted.immune else ()
            for one, outcome in zip_longest(found, (None, *immune)):
                rows.add(timepoint_object(case, one, outcome))
                if wanted.lesions:
                    for row in lesion_objects(case, one, protocol):
                        others.add(row)
        if wanted.lesions:
            aside.seek(0)
            out.write('],\n "lesions": [')
            shutil.copyfileobj(aside, out)
    out.write("]}\n")


class _List:
    """Writes a JSON list's objects."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._between = "\n  "

    def add(self, one: dict[str, Json]) -> None:
        self._out.write(f"{self._between}{json.dumps(one)}")
        self._between = ",\n  "


def _spool() -> IO[str]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")
