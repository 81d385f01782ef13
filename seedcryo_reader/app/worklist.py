"""The cases of an account in their order, which of them can be opened, and what ``read list`` does."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.signing_in import AtWork, refuse_other_roles, signed_in
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.storage.leaves import PostedLeaves
from seedcryo_reader.storage.post.assigned import Assignments
from seedcryo_reader.storage.reads.derived import Standing, standings


@dataclass(frozen=True, slots=True)
class Listed:
    """A case of the worklist: where it stands, whether somebody else reads it now, and names of leaves that wait."""

    standing: Standing
    taken_away: bool
    leaves: tuple[str, ...]


def worklist(work: AtWork) -> tuple[Listed, ...]:
    """The cases in the order in which they are to be read; those that were not assigned come after, by number."""
    begun = {one.case_number: one for one in standings(work.session.vault.database)}
    assignments = _assignments(work)
    cases = assignments.in_order([*begun, *work.received.cases()])
    elsewhere, leaves = assignments.taken_away(), posted_leaves(work)
    return tuple(
        Listed(
            begun.get(case) or Standing(case, State.ASSIGNED, 1, 0, None),
            case in elsewhere,
            leaves.waiting(case),
        )
        for case in cases
    )


def refuse_closed(work: AtWork, case_number: str) -> None:
    """Refuse a case that this account may not open today, before anything of it is shown.

    Raises
    ------
    Refused
        ``taken-away``, ``training-failed``, ``training-over``.
    """
    _assignments(work).refuse_closed(case_number, work.station.clock().utc.date().isoformat())


def posted_leaves(work: AtWork) -> PostedLeaves:
    """The leaves of the centre that came in envelopes."""
    session = work.session
    return PostedLeaves(lambda: session.vault.database, work.station.study, session.account.recipient)


def _assignments(work: AtWork) -> Assignments:
    return Assignments(lambda: work.session.vault.database)


def list_reads(station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``read list``; returns its exit code.

    Waiting and finished look alike, and nothing says how many parts were received: later timepoints are not shown.
    """
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        refuse_other_roles(work)
        rows = worklist(work)
    if as_json:
        typer.echo(json.dumps({"format": 1, "cases": [_plain(one) for one in rows]}, indent=1))
        return 0
    for one in rows:
        typer.echo(_line(one))
    if not rows:
        typer.echo("No case was received for this account yet.")
    return 0


def _plain(one: Listed) -> dict[str, object]:
    where = one.standing
    return {
        "case": where.case_number,
        "state": where.state,
        "version": where.version,
        "timepoints_read": where.timepoints,
        "taken_away": one.taken_away,
        "leaves": list(one.leaves),
    }


def _line(one: Listed) -> str:
    where = one.standing
    open_one = "" if where.active is None else f", {where.active} open"
    gone = ", read by somebody else now" if one.taken_away else ""
    again = ", may be read again" if one.leaves and not one.taken_away else ""
    told = f"version {where.version}  {where.timepoints} timepoints{open_one}{gone}{again}"
    return f"{where.case_number}  {where.state:<13}  {told}"
