"""What ``agreement`` does: how far readers agree, from the log of a coordinator, as JSON or text."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.coordinator_office import CoordinatorStores
from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.refusals import shown
from seedcryo_reader.app.signing_in import AtWork, signed_in
from seedcryo_reader.coordination.agreement.collecting import Sources, collected
from seedcryo_reader.coordination.agreement.figures import Options
from seedcryo_reader.coordination.agreement.pairs import AgreementInput
from seedcryo_reader.coordination.agreement.report import agreement_report
from seedcryo_reader.coordination.agreement.texts import lines
from seedcryo_reader.coordination.office.fold import folded
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role


@dataclass(frozen=True)
class Wanted:
    """The arguments of ``agreement``."""

    station: Path
    account: str
    options: Options
    as_json: bool


def report_agreement(wanted: Wanted, password_fd: int | None) -> int:
    """Run ``agreement``; returns its exit code."""
    password = partial(existing_password, password_fd, f"account {wanted.account}")
    with signed_in(wanted.station, wanted.account, password) as work:
        given = pairs(work)
    report = agreement_report(given, wanted.options)
    if wanted.as_json:
        typer.echo(json.dumps(report.plain(), indent=1))
    else:
        for line in lines(report):
            typer.echo(shown(line))
    return 0


def pairs(work: AtWork) -> AgreementInput:
    """What the coordinator who is signed in knows of pairs of reads.

    Raises
    ------
    Refused
        ``not-a-coordinator``; or a read does not hold any more, or its protocol is not there.
    """
    account = work.session.account
    if account.role is not Role.COORDINATOR:
        text = f"{account.name} is an account of role {account.role}; only a coordinator sees how readers agree."
        raise Refused([Finding("not-a-coordinator", text)])
    stores = CoordinatorStores(work)
    state = folded(stores.log.records(), stores.log.arrived)
    return collected(state, Sources(stores.log.read, stores.criteria))
