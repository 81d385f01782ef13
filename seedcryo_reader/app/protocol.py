"""The ``protocol`` commands: check a protocol file, explain it, tell what differs between two."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from seedcryo_reader.app.options import AsJson

protocol_app = typer.Typer(
    help="Check and explain protocol files, which hold every rule and number of the criteria.", no_args_is_help=True
)

ProtocolFile = Annotated[Path, typer.Argument(metavar="FILE", help="A protocol file (.toml).")]


@protocol_app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Protocol files (.toml), or folders of them.")],
    *,
    json: AsJson = False,
) -> None:
    """Say everything that is wrong with protocol files, each problem with its place.

    Exit codes: 0 no problems, 1 problems, 2 a file could not be read.
    """
    from seedcryo_reader.app.protocol_files import check_files

    raise typer.Exit(check_files(files, as_json=json))


@protocol_app.command()
def schema() -> None:
    """Print the JSON Schema of a protocol file of the newest format, for editors.

    Exit codes: 0 printed, 2 not done.
    """
    from seedcryo_reader.app.protocol_files import print_schema

    print_schema()


@protocol_app.command()
def explain(
    file: ProtocolFile,
    *,
    only: Annotated[
        Literal["readers", "coordinator"] | None, typer.Option(help="Leave out what is for the others only.")
    ] = None,
    appendix: Annotated[bool, typer.Option("--appendix/--no-appendix", help="The table of all options.")] = True,
) -> None:
    """Print the rules of a protocol in sentences and tables (Markdown), good for an imaging charter.

    Exit codes: 0 printed, 1 the file has problems, 2 it could not be read.
    """
    from seedcryo_reader.app.protocol_files import explain_file
    from seedcryo_reader.criteria.explaining.document import Audience

    explain_file(file, None if only is None else Audience(only), appendix=appendix)


@protocol_app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A protocol file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The one to compare it with.")],
    *,
    json: AsJson = False,
) -> None:
    """Tell what differs in meaning between two protocol files, and which sentences of their explanations.

    Exit codes: 0 they mean the same, 1 they differ, 2 not done.
    """
    from seedcryo_reader.app.protocol_files import compare_files

    raise typer.Exit(compare_files(old, new, as_json=json))
