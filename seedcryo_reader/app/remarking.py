"""What ``exchange remarks`` does: everything that a coordinator should look into, as the board shows it."""

import json
from pathlib import Path

import typer

from seedcryo_reader.app.coordinator_office import CoordinatorStores
from seedcryo_reader.app.enrolling import as_coordinator
from seedcryo_reader.app.refusals import REFUSED, shown
from seedcryo_reader.coordination.office.fold import folded
from seedcryo_reader.coordination.office.remarks import remarks


def list_remarks(station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``exchange remarks``; returns its exit code."""
    with as_coordinator(station, account, password_fd) as work:
        stores = CoordinatorStores(work)
        found = remarks(folded(stores.log.records(), stores.log.arrived), stores.day())
    code = REFUSED if found else 0
    if as_json:
        rows = [one.plain() for one in found]
        typer.echo(json.dumps({"format": 1, "account": account, "remarks": rows}, indent=1))
        return code
    for one in found:
        typer.echo(shown(f"{one.text} [{one.code}]"))
    typer.echo(f"To look into: {len(found)}." if found else "Nothing has to be looked into.")
    return code
