"""The ``agreement`` command: how far readers agree, for a coordinator."""

from typing import Annotated

import typer

from seedcryo_reader.app.options import HERE, Account, AsJson, StationFolder
from seedcryo_reader.app.passwords import PasswordFd


def agreement(
    *,
    station: StationFolder = HERE,
    account: Account,
    json: AsJson = False,
    password_fd: PasswordFd = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="The seed that bootstrap intervals start from.")] = 1,
    samples: Annotated[
        int, typer.Option(metavar="N", min=100, max=100_000, help="How many samples a bootstrap draws.")
    ] = 2000,
) -> None:
    """Report how far readers agree, how often an adjudicator had to decide, and for whom: kappa, limits, p-charts.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.agreeing import Wanted, report_agreement
    from seedcryo_reader.coordination.agreement.figures import Options

    raise typer.Exit(report_agreement(Wanted(station, account, Options(seed, samples), json), password_fd))
