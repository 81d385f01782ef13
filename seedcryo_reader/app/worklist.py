"""What ``read list`` does: the cases of an account and where each stands."""

import json
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.signing_in import refuse_other_roles, signed_in
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.storage.post.assigned import Assignments
from seedcryo_reader.storage.reads.derived import Standing, standings


def list_reads(station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``read list``; returns its exit code.

    Cases stand in the order in which they are to be read; those that were not assigned come after, by number. Waiting
    and finished look alike, and nothing says how many parts were received: later timepoints are not shown.
    """
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        refuse_other_roles(work)
        begun = {one.case_number: one for one in standings(work.session.vault.database)}
        assignments = Assignments(lambda: work.session.vault.database)
        cases = assignments.in_order([*begun, *work.received.cases()])
        elsewhere = assignments.taken_away()
        rows = [begun.get(case) or Standing(case, State.ASSIGNED, 1, 0, None) for case in cases]
    if as_json:
        listed = [
            {
                "case": one.case_number,
                "state": one.state,
                "version": one.version,
                "timepoints_read": one.timepoints,
                "taken_away": one.case_number in elsewhere,
            }
            for one in rows
        ]
        typer.echo(json.dumps({"format": 1, "cases": listed}, indent=1))
        return 0
    for one in rows:
        open_one = "" if one.active is None else f", {one.active} open"
        gone = ", read by somebody else now" if one.case_number in elsewhere else ""
        told = f"version {one.version}  {one.timepoints} timepoints{open_one}{gone}"
        typer.echo(f"{one.case_number}  {one.state:<13}  {told}")
    if not rows:
        typer.echo("No case was received for this account yet.")
    return 0
