"""What ``exchange out``, ``in`` and ``list`` do: envelopes into a folder and out of it, for one account."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, get_args

import typer

from seedcryo_reader.app import carrying
from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.posting import owner_of
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.app.refusals import REFUSED, say_findings, shown
from seedcryo_reader.app.signing_in import AtWork, signed_in
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post.receipts import is_receipt
from seedcryo_reader.storage.post.report import Outcome, Report

WAITS: Final = 3
"""Exit code when nothing was refused, and an envelope waits for the sealed part that it names."""


def put_out(directory: Path, station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``exchange out``; returns its exit code."""
    if not directory.is_dir():
        msg = f"{directory} is no folder. Put the stick in, or make the folder first."
        raise EnvironmentFailure(msg)

    def act(work: AtWork) -> Report:
        return carrying.put_out(work, directory, Watch(progress_line("Writing")))

    return _reported(act, station, account, password_fd, as_json=as_json)


def take_in(directory: Path, station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``exchange in``; returns its exit code."""

    def act(work: AtWork) -> Report:
        return carrying.take_in(work, directory, Watch(progress_line("Taking")))

    return _reported(act, station, account, password_fd, as_json=as_json)


def list_post(station: Path, account: str, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``exchange list``; returns its exit code. Receipts are not listed: nobody answers them."""
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        sent = [one for one in owner_of(work).outbox.all() if not is_receipt(one.about)]
    if as_json:
        rows = [{"about": one.about, "to": one.account, "receipted": one.receipted} for one in sent]
        typer.echo(json.dumps({"format": 1, "account": account, "envelopes": rows}, indent=1))
        return 0
    for one in sent:
        state = "waits for a receipt" if one.receipted is None else f"receipt of {one.receipted}"
        typer.echo(shown(f"{one.about}, to {one.account}: {state}"))
    waiting = sum(one.receipted is None for one in sent)
    typer.echo(f"Envelopes: {len(sent)} sent, {waiting} without a receipt.")
    return 0


def _reported(
    act: Callable[[AtWork], Report], station: Path, account: str, password_fd: int | None, *, as_json: bool
) -> int:
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        report = act(work)
    code = REFUSED if report.count("refused") else WAITS if report.count("waiting") else 0
    counts = {outcome: report.count(outcome) for outcome in get_args(Outcome) if report.count(outcome)}
    if as_json:
        files = [one.plain() for one in report.files]
        typer.echo(json.dumps({"format": 1, "account": account, "counts": counts, "files": files}, indent=1))
        return code
    for one in report.files:
        typer.echo(shown(f"{one.file}: {one.outcome}."))
        say_findings(one.findings)
    if counts:
        told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
        typer.echo(f"Files: {told}.")
    else:
        typer.echo(f"Nothing lies there for {account}, and nothing waits to go out.")
    return code
