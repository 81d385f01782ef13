"""What the ``station`` commands do."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.accounts import NewAccount, add_account, make_station, with_shipped
from seedcryo_reader.app.passwords import existing_password, new_password
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.signing_in import open_station
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.identities import identities_from
from seedcryo_reader.casefile.study.kdf import check_new_password
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.storage.station.station import Station
from seedcryo_reader.storage.vault.vault import Place


def init_station(folder: Path, study_file: Path, protocols: Sequence[Path]) -> int:
    """Run ``station init``; returns its exit code."""
    with make_station(folder, study_file, protocols) as station:
        typer.echo(f"Station {station.station_id} of study {station.study.study_id} is made in {folder}.")
        _say_protocols(station)
        typer.echo(f"Fingerprint of the study's first key: {station.study.root.fingerprint}")
    typer.echo("  Compare it with the centre by voice. Then add accounts with station add-account.")
    return 0


def update(folder: Path, study_file: Path, protocols: Sequence[Path]) -> int:
    """Run ``station update-study``; returns its exit code."""
    with open_station(folder) as station:
        study = station.update_study(study_file, with_shipped(read_study(study_file), protocols))
        typer.echo(f"The station has revision {study.revision} of study {study.study_id}.")
        _say_protocols(station)
    return 0


def _say_protocols(station: Station) -> None:
    there = station.protocol_files()
    for one in station.study.protocols:
        missing = "" if one.sha256 in there else " is missing: give its file with station update-study --protocol"
        typer.echo(f"  Protocol {one.protocol_id}{missing}")


def show_station(folder: Path, *, as_json: bool) -> int:
    """Run ``station show``; returns its exit code."""
    with open_station(folder) as station:
        there = station.protocol_files()
        if as_json:
            report = {
                "format": 1,
                "station": station.station_id,
                "study": {"id": station.study.study_id, "revision": station.study.revision},
                "protocols": [
                    {"id": one.protocol_id, "sha256": one.sha256, "here": one.sha256 in there}
                    for one in station.study.protocols
                ],
                "accounts": [_plain(one) for one in station.accounts()],
            }
            typer.echo(json.dumps(report, indent=1))
            return 0
        typer.echo(f"Station {station.station_id}, study {station.study.study_id}, revision {station.study.revision}")
        _say_protocols(station)
        for one in station.accounts():
            _say(one)
    return 0


def _plain(account: Account) -> dict[str, object]:
    keys = [
        {"id": key.key_id, "public": key.public.hex(), "added": key.added, "retired": key.retired, "why": key.why}
        for key in account.keys
    ]
    return {
        "name": account.name,
        "role": account.role,
        "printed_name": account.printed_name,
        "recipient": account.recipient,
        "keys": keys,
    }


def _say(account: Account) -> None:
    typer.echo(f"Account {account.name} ({account.role}), {account.printed_name}")
    typer.echo(f"  Parts are encrypted to  {account.recipient}")
    for key in account.keys:
        state = "signs" if key.retired is None else f"{key.why} since {key.retired[:10]}"
        typer.echo(f"  Key {key.key_id} {state}: {key.public.hex()}")


def add(folder: Path, new: NewAccount, password_fd: int | None) -> int:
    """Run ``station add-account``; returns its exit code."""
    with open_station(folder) as station:
        station.refuse_account(new.name, new.printed_name)
        password = new_password(password_fd, f"account {new.name}")
        check_new_password(password)
        identities = (None,) if new.key is None else _identities(new.key, password_fd)
        account = add_account(station, new, password, identities[0])
    typer.echo(account.recipient)
    typer.echo(f"Account {account.name} is added. Give the line above and this public key to the centre:", err=True)
    typer.echo(f"  {account.key.public.hex()}", err=True)
    return 0


def _identities(key: Path, password_fd: int | None) -> tuple[Identity, ...]:
    found = tuple(identities_from(key, partial(existing_password, password_fd, key)))
    if len(found) != 1:
        raise refusal("bad-identity", f"It holds {len(found)} identities; an account has one.", key)
    return found


def another_password(folder: Path, name: str, password_fd: int | None) -> int:
    """Run ``station change-password``; returns its exit code."""
    with open_station(folder) as station:
        station.account(name)
        old = existing_password(password_fd, f"account {name}")
        new = new_password(password_fd, f"account {name}")
        acts.change_password(station, _place(station, name), old, new)
    typer.echo(f"Account {name} has another password.")
    return 0


def other_keys(folder: Path, name: str, password_fd: int | None) -> int:
    """Run ``station rotate-keys``; returns its exit code."""
    with open_station(folder) as station:
        station.account(name)
        password = existing_password(password_fd, f"account {name}")
        account = acts.rotate_keys(station, _place(station, name), password)
    typer.echo(f"The vault of {name} has another key, and signs with {account.key.key_id}: {account.key.public.hex()}")
    return 0


def go_on_with_backup(folder: Path, name: str, reason: str, password_fd: int | None) -> int:
    """Run ``station accept-backup``; returns its exit code."""
    with open_station(folder) as station:
        station.account(name)
        password = existing_password(password_fd, f"account {name}")
        last = acts.accept_backup(station, _place(station, name), password, reason)
    typer.echo(f"The vault of {name} goes on after event {last}. What was done after the backup is lost.")
    return 0


def recover_account(folder: Path, name: str, recovery: Path, password_fd: int | None) -> int:
    """Run ``station recover``; returns its exit code."""
    with open_station(folder) as station:
        station.account(name)
        identities = identities_from(recovery, partial(existing_password, password_fd, recovery))
        password = new_password(password_fd, f"account {name}")
        account = acts.recover(station, _place(station, name), tuple(identities), password)
    typer.echo(f"Account {name} has a new password. Nothing of its log is lost; its old key can never sign again.")
    typer.echo(f"Its new public key: {account.key.public.hex()}")
    return 0


def _place(station: Station, name: str) -> Place:
    return station.place(name, migrations() / "vault")
