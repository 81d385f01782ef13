"""The ``station`` commands: make a station, its accounts and their keys."""

from pathlib import Path
from typing import Annotated

import typer

from seedcryo_reader.app.options import HERE, AsJson, StationFolder
from seedcryo_reader.app.passwords import PasswordFd
from seedcryo_reader.domain.role import Role

station_app = typer.Typer(help="Make and keep a read station: its accounts and their keys.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Name of the account, such as reader-a.")]
ProtocolFiles = Annotated[
    list[Path] | None,
    typer.Option("--protocol", metavar="FILE.toml", help="A protocol file that the study names. Again for more."),
]


@station_app.command()
def init(
    *,
    study: Annotated[Path, typer.Option(metavar="FILE.seedstudy", help="The study file.")],
    station: Annotated[Path, typer.Option("--station", "--dir", metavar="DIR", help="The folder to make it in.")],
    protocol: ProtocolFiles = None,
) -> None:
    """Make a station in a new or empty folder. Protocols that come with the program are found by themselves.

    Exit codes: 0 made, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import init_station

    raise typer.Exit(init_station(station, study, protocol or []))


@station_app.command()
def update_study(
    study: Annotated[Path, typer.Argument(metavar="FILE.seedstudy", help="A later revision of the study file.")],
    *,
    station: StationFolder = HERE,
    protocol: ProtocolFiles = None,
) -> None:
    """Take a later revision of the study file, and protocol files that it names.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import update

    raise typer.Exit(update(station, study, protocol or []))


@station_app.command()
def show(*, station: StationFolder = HERE, json: AsJson = False) -> None:
    """Show a station: its study, its protocols, its accounts with their public keys.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import show_station

    raise typer.Exit(show_station(station, as_json=json))


@station_app.command()
def add_account(
    name: Name,
    *,
    station: StationFolder = HERE,
    role: Annotated[Role, typer.Option(help="What the account may do; one person holds one role.")] = Role.READER,
    printed_name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="The name under signatures; the account's own by default."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE",
            help="A key file of study make-key, or an age identity, that parts were already encrypted to.",
        ),
    ] = None,
    password_fd: PasswordFd = None,
) -> None:
    """Add an account with a vault that only its password opens; prints what parts are encrypted to.

    From a descriptor the first line is the new password, the second one that of --key. Exit codes: 0 added, 1 refused,
    2 not done.
    """
    from seedcryo_reader.app.accounts import NewAccount
    from seedcryo_reader.app.stations import add

    raise typer.Exit(add(station, NewAccount(name, role, printed_name or name, key), password_fd))


@station_app.command()
def change_password(name: Name, *, station: StationFolder = HERE, password_fd: PasswordFd = None) -> None:
    """Put an account's keys under another password: the old one is asked for, then the new one.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import another_password

    raise typer.Exit(another_password(station, name, password_fd))


@station_app.command()
def rotate_keys(name: Name, *, station: StationFolder = HERE, password_fd: PasswordFd = None) -> None:
    """Encrypt an account's vault anew and give it another signing key. What was signed stays verifiable.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import other_keys

    raise typer.Exit(other_keys(station, name, password_fd))


@station_app.command()
def accept_backup(
    name: Name,
    *,
    station: StationFolder = HERE,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it stands in the station's log for ever.")],
    password_fd: PasswordFd = None,
) -> None:
    """Go on with a backup of an account's vault, or of the station, where nothing newer is left.

    What was done after the backup is lost. Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import go_on_with_backup

    raise typer.Exit(go_on_with_backup(station, name, reason, password_fd))


@station_app.command()
def recover(
    name: Name,
    *,
    station: StationFolder = HERE,
    recovery: Annotated[Path, typer.Option(metavar="FILE", help="The study's recovery key file, or its age identity.")],
    password_fd: PasswordFd = None,
) -> None:
    """Give an account whose password is lost a new one. Its log is kept; its signing key is gone and a new one is made.

    From a descriptor the first line is the password of the recovery key file, the second one the account's new
    password. Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.stations import recover_account

    raise typer.Exit(recover_account(station, name, recovery, password_fd))
