"""What ``case verify`` does: open a part with a key, and say what is wrong with it."""

import json
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.app.refusals import NOT_DONE, REFUSED, say_findings
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.part.contents import SUFFIX, file_identity
from seedcryo_reader.casefile.part.opening import Trust, open_part, seal_of
from seedcryo_reader.casefile.part.plain import is_encrypted
from seedcryo_reader.casefile.part.report import verified_lines, verified_report
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.identities import identities_from
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch


@dataclass(frozen=True)
class VerifyOrder:
    """The options of the command, as they were given."""

    file: Path
    study: Path
    key: Path | None
    after: Path | None
    received: date


def verify_part(order: VerifyOrder, password_fd: int | None, *, as_json: bool) -> int:
    """Run the command; returns its exit code."""
    file, key = order.file, order.key
    if key is None and is_encrypted(file):
        msg = f"{file} is encrypted. Give the key file of an account it is for with --key."
        raise EnvironmentFailure(msg)
    earlier: dict[int, str] = {}
    try:
        study = read_study(order.study)  # before anybody types a password
        try:
            identities = () if key is None else identities_from(key, partial(existing_password, password_fd, key))
            earlier = _earlier(file, order.after, identities)
        except Refused as refused:  # nothing is known of the part yet
            say_findings(refused.findings)
            return NOT_DONE
        trust = Trust(study, read_rules(deidentification()), order.received)
        with open_part(file, trust, identities, earlier, watch=Watch(progress_line("Checking images"))) as part:
            if order.after is not None and part.contents.part - 1 not in earlier:
                number = part.contents.part
                right = f"which is part {number - 1}" if number else "for it is the first of its case"
                text = f"{order.after.name} is not the part before it, {right}."
                raise Refused([Finding("broken-chain", text, (file.name,))])
            report, lines = verified_report(file.name, part, earlier), verified_lines(file.name, part, earlier)
    except Refused as refused:
        if not as_json:
            raise
        typer.echo(json.dumps(verified_report(file.name, None, earlier, refused.findings), indent=1))
        return REFUSED
    if as_json:
        typer.echo(json.dumps(report, indent=1))
    else:
        for line in lines:
            typer.echo(line)
    return 0


def _earlier(file: Path, after: Path | None, identities: tuple[Identity, ...]) -> dict[int, str]:
    """Number and seal of the part before: of the file named, which must be one, or of the one beside if there is one.

    A decrypted archive may have any name, so the number is read from the part and not from its name.
    """
    if after is not None:
        return dict([seal_of(after, identities)])
    stated = file_identity(file.name)
    if stated is None or stated[1] == 0:
        return {}
    beside = file.with_name(f"{stated[0]}.p{stated[1] - 1}{SUFFIX}")
    try:
        return dict([seal_of(beside, identities)]) if beside.exists() else {}
    except Refused:
        return {}
