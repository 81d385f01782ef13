"""The ``exchange`` commands: post between the roles through a folder, and who takes part in it."""

from pathlib import Path
from typing import Annotated

import typer

from seedcryo_reader.app.options import HERE, Account, AsJson, StationFolder
from seedcryo_reader.app.passwords import PasswordFd

exchange_app = typer.Typer(
    help="Exchange envelopes with the centre through a folder, and enrol accounts.", no_args_is_help=True
)

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The folder: a stick, a share, any folder.")]


@exchange_app.command("out")
def put_out(
    directory: Directory,
    *,
    station: StationFolder = HERE,
    account: Account,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Write everything that waits for a receipt into a folder. Written again, it is the same files.

    Exit codes: 0 done, 1 something cannot go out, 2 not done.
    """
    from seedcryo_reader.app import exchanging

    raise typer.Exit(exchanging.put_out(directory, station, account, password_fd, as_json=json))


@exchange_app.command("in")
def take_in(
    directory: Directory,
    *,
    station: StationFolder = HERE,
    account: Account,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Take what lies in a folder for this account. Taken again, it changes nothing; nothing is removed from the folder.

    Exit codes: 0 done, 1 something was refused (each file is named), 2 not done, 3 something waits for its sealed part.
    """
    from seedcryo_reader.app import exchanging

    raise typer.Exit(exchanging.take_in(directory, station, account, password_fd, as_json=json))


@exchange_app.command("list")
def list_post(
    *, station: StationFolder = HERE, account: Account, json: AsJson = False, password_fd: PasswordFd = None
) -> None:
    """List what this account sent, and what of it waits for a receipt.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app import exchanging

    raise typer.Exit(exchanging.list_post(station, account, password_fd, as_json=json))


@exchange_app.command("remarks")
def list_remarks(
    *, station: StationFolder = HERE, account: Account, json: AsJson = False, password_fd: PasswordFd = None
) -> None:
    """List as coordinator what came and does not fit, such as a read signed twice, and who can work no more.

    Exit codes: 0 nothing, 1 something has to be looked into, 2 not done.
    """
    from seedcryo_reader.app import remarking

    raise typer.Exit(remarking.list_remarks(station, account, password_fd, as_json=json))


@exchange_app.command()
def enrol(
    *,
    station: StationFolder = HERE,
    account: Account,
    out: Annotated[Path, typer.Option(metavar="FILE.seedaccount", help="The file to write; it must not be there yet.")],
    password_fd: PasswordFd = None,
) -> None:
    """Write the public keys of an account for the coordinator, and show the fingerprint to compare by voice.

    Exit codes: 0 written, 1 refused, 2 not done.
    """
    from seedcryo_reader.app import enrolling

    raise typer.Exit(enrolling.enrol(station, account, out, password_fd))


@exchange_app.command()
def accept(
    file: Annotated[Path, typer.Argument(metavar="FILE.seedaccount", help="The enrolment file of the account.")],
    *,
    station: StationFolder = HERE,
    account: Account,
    person: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose account it is; its printed name by default. One person has one role."),
    ] = None,
    fingerprint: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="The fingerprint as the person read it out; else it is asked for."),
    ] = None,
    password_fd: PasswordFd = None,
) -> None:
    """Accept an account as coordinator, after its person read out the same fingerprint.

    Exit codes: 0 accepted, 1 refused, 2 not done.
    """
    from seedcryo_reader.app import enrolling

    wanted = enrolling.Wanted(station, account, file, person, fingerprint)
    raise typer.Exit(enrolling.accept(wanted, password_fd))


@exchange_app.command()
def revoke(
    name: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account that counts no more.")],
    *,
    station: StationFolder = HERE,
    account: Account,
    day: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="What comes on this UTC day or later does not count.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")],
    password_fd: PasswordFd = None,
) -> None:
    """Revoke an account as coordinator. What came from it before that day stays.

    Exit codes: 0 revoked, 1 refused, 2 not done.
    """
    from seedcryo_reader.app import enrolling

    raise typer.Exit(enrolling.revoke(station, account, name, (day, reason), password_fd))


@exchange_app.command()
def adopt(
    keys: Annotated[Path, typer.Argument(metavar="KEYS.seedkeys", help="The centre's key file.")],
    *,
    station: StationFolder = HERE,
    account: Account,
    password_fd: PasswordFd = None,
) -> None:
    """Take the centre's keys into the coordinator's vault, which its password alone opens.

    From a descriptor the first line is the account's password, the second one that of the key file. Exit codes:
    0 taken, 1 refused, 2 not done.
    """
    from seedcryo_reader.app import enrolling

    raise typer.Exit(enrolling.adopt(station, account, keys, password_fd))
