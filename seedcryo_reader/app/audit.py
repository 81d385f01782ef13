"""The ``audit`` commands: check everything a station keeps, and tell what happened."""

from typing import TYPE_CHECKING, Annotated

import typer

from seedcryo_reader.app.options import HERE, AsJson, StationFolder
from seedcryo_reader.app.passwords import PasswordFd

if TYPE_CHECKING:
    from seedcryo_reader.app.auditing import Whose

audit_app = typer.Typer(help="Check what a station keeps, and tell what happened.", no_args_is_help=True)

SomeAccount = Annotated[
    str | None, typer.Option("--account", metavar="NAME", help="Also the vault of this account; its password is asked.")
]
Identity = Annotated[
    str | None,
    typer.Option(
        "--recovery",
        metavar="FILE",
        help="Open the account's log with a recovery key file or age identity instead of the password.",
    ),
]


@audit_app.command()
def verify(
    *,
    station: StationFolder = HERE,
    account: SomeAccount = None,
    recovery: Identity = None,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Check chains, heads, hashes, signatures, derived tables, images and triggers; name the first bad record.

    Exit codes: 0 sound, 1 something is wrong, 2 not done.
    """
    from seedcryo_reader.app.auditing import Whose, verify_station

    whose = _whose(Whose(station, account, recovery))
    raise typer.Exit(verify_station(whose, password_fd, as_json=json))


@audit_app.command()
def show(
    *,
    station: StationFolder = HERE,
    account: SomeAccount = None,
    case: Annotated[str | None, typer.Option("--case", metavar="C-0042", help="Only this case.")] = None,
    recovery: Identity = None,
    text: Annotated[bool, typer.Option("--text", help="One line per event (the default).")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="A table.")] = False,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Tell what happened: when, who, what, old → new, why. Without --account, the station's own log.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.auditing import Whose, show_trail

    if sum((text, csv, json)) > 1:
        raise typer.BadParameter("Choose one of --text, --csv and --json.", param_hint="--text")
    whose = _whose(Whose(station, account, recovery))
    raise typer.Exit(show_trail(whose, case, "csv" if csv else "json" if json else "text", password_fd))


def _whose(whose: "Whose") -> "Whose":
    if whose.recovery is not None and whose.account is None:
        raise typer.BadParameter("Say whose log with --account.", param_hint="--recovery")
    return whose
