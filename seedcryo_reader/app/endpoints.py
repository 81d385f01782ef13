"""What ``endpoints`` does: the trial's endpoints from reads and study days, as JSON, CSV or plain tables."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from seedcryo_reader.app.refusals import shown
from seedcryo_reader.app.shipped_protocols import protocol_at
from seedcryo_reader.coordination.endpoints.report import document
from seedcryo_reader.coordination.endpoints.results import CaseResult
from seedcryo_reader.coordination.endpoints.tables import (
    COLUMNS,
    LESION_COLUMNS,
    RATE_COLUMNS,
    SUMMARY_COLUMNS,
    lesion_rows,
    rate_rows,
    rows,
    summary_rows,
)
from seedcryo_reader.coordination.endpoints.working_out import work_out
from seedcryo_reader.criteria.protocol.model import Protocol

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Wanted:
    """The arguments of ``endpoints``."""

    reads: Path
    days: Path
    protocol: Path
    as_json: bool
    as_csv: bool
    lesions: bool
    rates: bool


def report_endpoints(wanted: Wanted) -> int:
    """Run ``endpoints``; returns its exit code."""
    _check(wanted)
    protocol = protocol_at(wanted.protocol)
    results = work_out(wanted.reads, wanted.days, protocol, _notice)
    if wanted.as_json:
        typer.echo(json.dumps(document(results, protocol), indent=1))
    elif wanted.as_csv:
        text = io.StringIO()
        head, body = _table(wanted, results, protocol)
        csv.writer(text, lineterminator="\n").writerows([head, *body])
        typer.echo(text.getvalue(), nl=False)
    else:
        typer.echo(f"Protocol {protocol.protocol_id}. Days count from randomisation.")
        _say_table(COLUMNS, rows(results, protocol))
        if wanted.lesions:
            _say_table(LESION_COLUMNS, lesion_rows(results))
        _say_table(SUMMARY_COLUMNS, summary_rows(results))
        _say_table(RATE_COLUMNS, rate_rows(results, protocol))
    return 0


def _check(wanted: Wanted) -> None:
    if wanted.as_json and wanted.as_csv:
        msg = "Choose one of --json and --csv."
    elif wanted.lesions and wanted.rates:
        msg = "Choose one of --lesions and --rates: a CSV is one table."
    elif wanted.rates and not wanted.as_csv:
        msg = "--rates goes with --csv; without it the rates are there in any case."
    elif wanted.lesions and wanted.as_json:
        msg = "--lesions does not go with --json, which holds the lesions in any case."
    else:
        return
    raise typer.BadParameter(msg)


def _table(wanted: Wanted, results: Sequence[CaseResult], protocol: Protocol) -> tuple[Sequence[str], Rows]:
    """The table that the CSV is: its columns and rows."""
    if wanted.lesions:
        return LESION_COLUMNS, lesion_rows(results)
    if wanted.rates:
        return RATE_COLUMNS, rate_rows(results, protocol)
    return COLUMNS, rows(results, protocol)


def _notice(text: str) -> None:
    typer.echo(shown(text), err=True)


def _say_table(head: Sequence[str], body: Rows) -> None:
    """An empty line and a plain table; the last column is as long as it is, and an empty cell a hyphen."""
    typer.echo("")
    lines = [tuple(shown(cell) or "-" for cell in one) for one in (head, *body)]
    widths = [max(len(one[column]) for one in lines) for column in range(len(head) - 1)]
    for one in lines:
        cells = [cell.ljust(width) for cell, width in zip(one, widths, strict=False)]
        typer.echo("  ".join([*cells, one[-1]]).rstrip())
