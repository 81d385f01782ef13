"""The ``read`` commands: play a scripted read, list the cases of an account, export and verify signed reads."""

from pathlib import Path
from typing import Annotated

import typer

from seedcryo_reader.app.options import HERE, Account, AsJson, StationFolder
from seedcryo_reader.app.passwords import PasswordFd

read_app = typer.Typer(help="Read cases without a screen, and hand over signed reads.", no_args_is_help=True)

CaseNumber = Annotated[str, typer.Option("--case", metavar="C-0042", help="The case.")]


@read_app.command()
def play(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT.json", help="The acts of a whole read.")],
    *,
    station: StationFolder = HERE,
    account: Account,
    shown: Annotated[
        Path, typer.Option(metavar="FILE", help="Where each sequence number goes that was told to be saved.")
    ] = Path("shown.log"),
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Perform a whole read through the acts that the screens use; played again, it goes on where it ended.

    Exit codes: 0 every act is done, 1 refused, 2 not done, 3 the case waits for a part.
    """
    from seedcryo_reader.app.playing import play_script

    raise typer.Exit(play_script(station, account, script, shown, password_fd, as_json=json))


@read_app.command("list")
def list_cases(
    *, station: StationFolder = HERE, account: Account, json: AsJson = False, password_fd: PasswordFd = None
) -> None:
    """List the account's cases and where each stands.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.worklist import list_reads

    raise typer.Exit(list_reads(station, account, password_fd, as_json=json))


@read_app.command()
def export(
    *,
    station: StationFolder = HERE,
    account: Account,
    case: CaseNumber,
    out: Annotated[Path, typer.Option(metavar="FILE.json", help="The file to write; it must not be there yet.")],
    version: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Which signed version; the last one by default.")
    ] = None,
    password_fd: PasswordFd = None,
) -> None:
    """Write a signed read with its whole log and its signature into a file that anybody can verify.

    Exit codes: 0 written, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.signed_reads import Wanted, export_read

    raise typer.Exit(export_read(Wanted(station, account, case, version, out), password_fd))


@read_app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="A signed read.")],
    *,
    public: Annotated[
        str, typer.Option(metavar="HEX", help="The reader's public key (64 hex digits), as station show lists it.")
    ],
    json: AsJson = False,
) -> None:
    """Verify a signed read with nothing but the reader's public key.

    Exit codes: 0 sound, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.signed_reads import verify_read

    raise typer.Exit(verify_read(file, public, as_json=json))
