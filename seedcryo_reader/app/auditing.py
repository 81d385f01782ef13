"""What ``audit verify`` and ``audit show`` do."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Literal

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.posting import coordinator_office
from seedcryo_reader.app.refusals import NOT_DONE, REFUSED, say_findings
from seedcryo_reader.app.signing_in import open_station, signed_in
from seedcryo_reader.app.trail import act_row, station_row, station_text, trail_csv, trail_json, trail_row, trail_text
from seedcryo_reader.casefile.study.identities import identities_from
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.case import CASE_NUMBER
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.reading.telling import told
from seedcryo_reader.storage.audit import VaultReport, check_vault
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.images.shelf import shelf_findings
from seedcryo_reader.storage.protocols import ProtocolFolder
from seedcryo_reader.storage.reads.log import record_of
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.storage.station.station import Station, check_station
from seedcryo_reader.storage.vault.vault import Vault

_UNSEEN: Final = "cannot-be-checked"


@dataclass(frozen=True)
class Whose:
    """Whose log: the station's folder, an account of it, and recovery keys where its password is not used."""

    station: Path
    account: str | None
    recovery: str | None


def verify_station(whose: Whose, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``audit verify``; returns its exit code."""
    if not (whose.station / "station.sqlite").exists():
        msg = f"{whose.station} is no station: station.sqlite is missing. Name the folder of one with --station."
        raise EnvironmentFailure(msg)
    findings = list(check_station(whose.station, migrations() / "station"))
    report: VaultReport | None = None
    others: list[str] = []
    if not findings:
        findings += shelf_findings(whose.station)
        with open_station(whose.station) as station:
            others = [one.name for one in station.accounts() if one.name != whose.account]
        if whose.account is not None:
            try:
                report = _vault_report(whose, password_fd)
                findings += report.findings
            except EnvironmentFailure as failure:
                findings += _missing_files(whose, failure)
            except Refused as refused:
                if any(one.code in {"wrong-password", "locked", "no-account"} for one in refused.findings):
                    raise
                findings += refused.findings
    if as_json:
        typer.echo(json.dumps(_report(whose, report, others, findings), indent=1))
        return _exit_code(findings)
    if findings:
        say_findings(findings)
        if _exit_code(findings) == NOT_DONE:
            return NOT_DONE
        count = "One thing is" if len(findings) == 1 else f"{len(findings)} things are"
        typer.echo(f"{count} wrong; the first is named first. Keep the files as they are.", err=True)
        return REFUSED
    typer.echo(f"Station {whose.station}: log, head, tables, triggers and sealed parts are as they were written.")
    if report is not None:
        typer.echo(f"  Account {report.account}: {report.events} events of {len(report.reads)} reads, all sound.")
        say_findings(report.notices)
    for name in others:
        typer.echo(f"  Account {name}: not looked into. Give --account {name} for its vault.")
    return 0


def _missing_files(whose: Whose, failure: EnvironmentFailure) -> list[Finding]:
    """A vault without one of its files is damaged; anything else that failed is not the vault's fault."""
    names = [f"{whose.account}.{ending}" for ending in ("sqlite", "keys", "head")]
    gone = [name for name in names if not (whose.station / "vaults" / name).exists()]
    if not gone:
        raise failure
    text = "is missing. Keep the others as they are and fetch a backup of today."
    return [Finding("vault-missing", f"{name} {text}", (name,)) for name in gone]


def _exit_code(findings: list[Finding]) -> int:
    """What could not be looked at is not wrong: the surroundings failed."""
    if not findings:
        return 0
    return NOT_DONE if all(one.code == _UNSEEN for one in findings) else REFUSED


def _report(whose: Whose, report: VaultReport | None, others: list[str], findings: list[Finding]) -> dict[str, object]:
    account = None
    if report is not None:
        reads = [
            {"case": read.case_number, "state": read.state, "versions_signed": len(read.signatures)}
            for read in report.reads.values()
        ]
        notices = [one.plain() for one in report.notices]
        account = {"name": report.account, "events": report.events, "reads": reads, "notices": notices}
    return {
        "format": 1,
        "station": str(whose.station),
        "sound": not findings,
        "account": account,
        "not_looked_into": others,
        "findings": [one.plain() for one in findings],
    }


def _vault_report(whose: Whose, password_fd: int | None) -> VaultReport:
    name = str(whose.account)
    if whose.recovery is not None:
        with _recovered(whose, password_fd) as (vault, account):
            return check_vault(vault, account, _protocols(whose.station))
    with signed_in(whose.station, name, partial(existing_password, password_fd, f"account {name}")) as work:
        report = check_vault(work.session.vault, work.session.account, _protocols(whose.station), work.images)
        if work.session.account.role is Role.COORDINATOR:
            report = replace(report, findings=(*report.findings, *coordinator_office(work).derived_problems()))
        return replace(report, notices=(*_accepted_backups(work.station, name), *report.notices))


def _accepted_backups(station: Station, name: str) -> Iterator[Finding]:
    for entry in station.entries(name):
        if entry.event == "backup-accepted":
            text = f"On {entry.utc[:10]} a backup was accepted ({entry.data['why']}): what was done after it is lost."
            yield Finding("backup-accepted", text)


def _protocols(station: Path) -> ProtocolFolder:
    return ProtocolFolder(station / "protocols")


@contextmanager
def _recovered(whose: Whose, password_fd: int | None) -> Iterator[tuple[Vault, Account]]:
    """The vault by the study's recovery keys, for reading."""
    name, key_file = str(whose.account), Path(str(whose.recovery))
    with open_station(whose.station) as station:
        account = station.account(name)
        identities = identities_from(key_file, partial(existing_password, password_fd, key_file))
        place = station.place(name, migrations() / "vault")
        with Vault.open_for_recovery(place, identities) as vault:
            station.note("opened-for-recovery", {}, name)
            yield vault, account


def show_trail(
    whose: Whose, case_number: str | None, form: Literal["text", "csv", "json"], password_fd: int | None
) -> int:
    """Run ``audit show``; returns its exit code."""
    if whose.account is None:
        with open_station(whose.station) as station:
            rows = [station_row(one) for one in station.entries()]
        lines = station_text(rows)
    else:
        rows = _rows(whose, case_number, password_fd)
        lines = trail_text(rows)
    if form == "csv":
        typer.echo(trail_csv(rows), nl=False)
    elif form == "json":
        typer.echo(trail_json(rows))
    else:
        for line in lines:
            typer.echo(line)
    return 0


def _rows(whose: Whose, case_number: str | None, password_fd: int | None) -> list[dict[str, Json]]:
    name = str(whose.account)
    if whose.recovery is not None:
        with _recovered(whose, password_fd) as (vault, _):
            return _trail(vault, case_number)
    with signed_in(whose.station, name, partial(existing_password, password_fd, f"account {name}")) as work:
        return _trail(work.session.vault, case_number)


def _trail(vault: Vault, case_number: str | None) -> list[dict[str, Json]]:
    entries = list(vault.chain.entries())
    hashes = {one.seq: one.hash for one in entries}
    records = [record_of(one) for one in entries if _is_of_a_read(one)]
    cases = dict.fromkeys(one.case_number for one in records)
    rows = [
        trail_row(one, hashes[one.record.seq])
        for case in cases
        for one in told(case, [record for record in records if record.case_number == case])
    ]
    rows += _acts([one for one in entries if not _is_of_a_read(one)])
    wanted = [row for row in rows if case_number is None or row["case"] == case_number]
    return sorted(wanted, key=lambda row: int(str(row["seq"])))


def _is_of_a_read(entry: Entry) -> bool:
    return CASE_NUMBER.fullmatch(entry.subject) is not None


def _acts(entries: Sequence[Entry]) -> Iterator[dict[str, Json]]:
    """Acts of a coordinator or adjudicator; what tells them is loaded only where there are any."""
    if entries:
        from seedcryo_reader.storage.office.telling import told_act

        yield from (act_row(told_act(one), one.hash) for one in entries)
