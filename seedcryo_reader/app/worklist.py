"""What ``read list`` does: the cases of an account and where each stands."""

import json
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.signing_in import refuse_other_roles, signed_in
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.storage.reads.derived import Standing, standings


def list_reads(station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``read list``; returns its exit code.

    Waiting and finished look alike, and nothing says how many parts were received: later timepoints are not shown.
    """
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        refuse_other_roles(work)
        begun = {one.case_number: one for one in standings(work.session.vault.database)}
        cases = sorted({*begun, *work.received.cases()})
        rows = [begun.get(case) or Standing(case, State.ASSIGNED, 1, 0, None) for case in cases]
    if as_json:
        listed = [
            {"case": one.case_number, "state": one.state, "version": one.version, "timepoints_read": one.timepoints}
            for one in rows
        ]
        typer.echo(json.dumps({"format": 1, "cases": listed}, indent=1))
        return 0
    for one in rows:
        open_one = "" if one.active is None else f", {one.active} open"
        typer.echo(f"{one.case_number}  {one.state:<13}  version {one.version}  {one.timepoints} timepoints{open_one}")
    if not rows:
        typer.echo("No case was received for this account yet.")
    return 0
