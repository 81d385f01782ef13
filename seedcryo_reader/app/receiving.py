"""What ``case receive`` does: sealed parts into a station, for one account."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.app.refusals import REFUSED, say_findings, shown
from seedcryo_reader.app.signing_in import signed_in
from seedcryo_reader.casefile.part.contents import SUFFIX
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.images.receive import Receipt


def receive_parts(station: Path, account: str, files: Sequence[Path], password_fd: int | None, *, as_json: bool) -> int:
    """Run the command; returns its exit code. Later parts are named by their file only, never by their timepoint."""
    receipts = []
    found = [one for file in files for one in parts_of(file)]
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        for receipt in work.reception.receive(found, Watch(progress_line("Receiving"))):
            receipts.append(receipt)
            if not as_json:
                _say(receipt)
    if as_json:
        typer.echo(json.dumps({"format": 1, "files": [_plain(one) for one in receipts]}, indent=1))
    return REFUSED if any(one.outcome == "refused" for one in receipts) else 0


def parts_of(file: Path) -> list[Path]:
    """The sealed parts of a folder, or the file itself."""
    return sorted(file.glob(f"*{SUFFIX}")) or [file] if file.is_dir() else [file]


def _say(receipt: Receipt) -> None:
    typer.echo(shown(f"{receipt.file.name}: {receipt.outcome}."))
    say_findings(receipt.findings)


def _plain(receipt: Receipt) -> dict[str, Json]:
    return {
        "file": receipt.file.name,
        "outcome": receipt.outcome,
        "case": None if receipt.part is None else receipt.part.case_number,
        "findings": [one.plain() for one in receipt.findings],
    }
