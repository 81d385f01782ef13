"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

StationFolder = Annotated[
    Path,
    typer.Option("--station", "--dir", metavar="DIR", help="The station's folder; the current one by default."),
]
"""Where a station lies; both names are taken everywhere."""

HERE = Path()

Account = Annotated[str, typer.Option("--account", metavar="NAME", help="The account to sign in to.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
