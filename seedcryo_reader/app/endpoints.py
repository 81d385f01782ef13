"""What ``endpoints`` does: the trial's endpoints from reads and study days, as JSON, CSV or plain tables."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from seedcryo_reader.app.refusals import shown
from seedcryo_reader.coordination.endpoints.report import COLUMNS, document, rate_rows, rows
from seedcryo_reader.coordination.endpoints.working_out import work_out
from seedcryo_reader.criteria.protocol.reader import load_protocol


@dataclass(frozen=True)
class Wanted:
    """The arguments of ``endpoints``."""

    reads: Path
    days: Path
    protocol: Path
    as_json: bool
    as_csv: bool


def report_endpoints(wanted: Wanted) -> int:
    """Run ``endpoints``; returns its exit code."""
    if wanted.as_json and wanted.as_csv:
        msg = "Choose one of --json and --csv."
        raise typer.BadParameter(msg)
    protocol = load_protocol(wanted.protocol)
    results = work_out(wanted.reads, wanted.days, protocol, _notice)
    if wanted.as_json:
        typer.echo(json.dumps(document(results, protocol), indent=1))
    elif wanted.as_csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows(results)])
        typer.echo(text.getvalue(), nl=False)
    else:
        typer.echo(f"Protocol {protocol.protocol_id}. Days count from randomisation.\n")
        _say_table(COLUMNS, rows(results))
        typer.echo("")
        _say_table(("reader", "rate", "count", "interval", "made by"), rate_rows(results, protocol))
    return 0


def _notice(text: str) -> None:
    typer.echo(shown(text), err=True)


def _say_table(head: Sequence[str], body: Iterable[Sequence[str]]) -> None:
    """A plain table; the last column is as long as it is."""
    lines = [tuple(map(shown, one)) for one in (head, *body)]
    widths = [max(len(one[column]) for one in lines) for column in range(len(head) - 1)]
    for one in lines:
        cells = [cell.ljust(width) for cell, width in zip(one, widths, strict=False)]
        typer.echo("  ".join([*cells, one[-1]]).rstrip())
