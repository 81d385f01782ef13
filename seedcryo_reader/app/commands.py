"""The command line: what can be asked, and the exit codes. The work itself is elsewhere."""

from pathlib import Path
from traceback import extract_tb
from typing import Annotated

import typer

from seedcryo_reader import __version__
from seedcryo_reader.app.agreement import agreement
from seedcryo_reader.app.audit import audit_app
from seedcryo_reader.app.case import case_app
from seedcryo_reader.app.exchange import exchange_app
from seedcryo_reader.app.protocol import protocol_app
from seedcryo_reader.app.read import read_app
from seedcryo_reader.app.refusals import NOT_DONE, exit_code, say_findings
from seedcryo_reader.app.station import station_app
from seedcryo_reader.app.study import study_app
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

app = typer.Typer(
    name="seedcryo-reader",
    help="Blinded imaging read station for the SEED-CRYO trial.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(study_app, name="study")
app.add_typer(protocol_app, name="protocol")
app.add_typer(case_app, name="case")
app.add_typer(station_app, name="station")
app.add_typer(read_app, name="read")
app.add_typer(audit_app, name="audit")
app.add_typer(exchange_app, name="exchange")
app.command()(agreement)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code.

    Trouble of the surroundings becomes one plain sentence. A bug is named by its kind and place in the code, without
    the values that led to it: they may come from a patient's file.
    """
    try:
        app(arguments, prog_name="seedcryo-reader")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else NOT_DONE if done.code else 0
    except Refused as refused:
        say_findings(refused.findings)
        return exit_code(refused)
    except EnvironmentFailure as failure:
        typer.echo(f"seedcryo-reader: {failure}", err=True)
        return NOT_DONE
    except OSError as failure:
        typer.echo(f"seedcryo-reader: the system refused: {failure.strerror}.", err=True)
        return NOT_DONE
    except Exception as bug:
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(bug.__traceback__)]
        kind = type(bug).__name__
        typer.echo(f"seedcryo-reader: a mistake of the program: {kind} at {' > '.join(places)}", err=True)
        return NOT_DONE
    return 0


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seedcryo-reader {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    pass


@app.command()
def series(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder, a ZIP archive, a DICOMDIR or a single file.")],
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    save: Annotated[
        Path | None, typer.Option(help="Write each 3-d volume into this folder as .mha.", metavar="DIR")
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(
            help="Write contact sheets: one picture FILE.png, or one picture per stack into a folder.",
            metavar="FILE.png|DIR",
        ),
    ] = None,
) -> None:
    """Report what the DICOM images behind PATH are and whether they can be measured.

    Exit codes: 0 all well, 1 something could not be read or is not safe to measure (still reported), 2 not done.
    """
    from seedcryo_reader.app.series import report_series

    raise typer.Exit(report_series(path, as_json=json, save=save, sheet=sheet))


@app.command()
def endpoints(
    reads: Annotated[
        Path,
        typer.Argument(metavar="READS", help="Reads: a CSV in the long format, or a folder with tu.csv and tr.csv."),
    ],
    days: Annotated[
        Path, typer.Argument(metavar="DAYS", help="A CSV of study days: scans, deaths, further treatment.")
    ],
    *,
    protocol: Annotated[Path, typer.Option("--protocol", metavar="FILE.toml", help="The protocol file.")],
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print one row for each read, endpoint and variant.")] = False,
    lesions: Annotated[
        bool, typer.Option("--lesions", help="Local control of each target: with --csv instead, else as a table more.")
    ] = False,
    rates: Annotated[bool, typer.Option("--rates", help="With --csv, print the rates of each reader instead.")] = False,
) -> None:
    """Work out best response, PFS, local PFS and local control from reads and study days, over all subjects.

    Exit codes: 0 done, 1 something is wrong with the tables or the protocol (all of it is said), 2 not done.
    """
    from seedcryo_reader.app.endpoints import Wanted, report_endpoints

    raise typer.Exit(
        report_endpoints(Wanted(reads, days, protocol, as_json=json, as_csv=csv, lesions=lesions, rates=rates))
    )


@app.command()
def demo(
    directory: Annotated[Path, typer.Option("--dir", help="Folder to build the demo in.", metavar="DIR")],
    tour: Annotated[
        Path | None,
        typer.Option(
            help="Build one case only, read it in the real window by a script, and write a picture of each step and"
            " tour.json into this folder.",
            metavar="OUT",
        ),
    ] = None,
    case: Annotated[str | None, typer.Option(help="The case of the tour: C-0006 (usual) or C-0004.")] = None,
) -> None:
    """Build the phantom study: generated cases with known truth. Quick when it is already there.

    Exit codes of a tour: 0 every number and conclusion was as the truth has it, 1 not so, 2 not done.
    """
    if tour is None:
        from seedcryo_reader.app.demo import build_demo

        build_demo(directory)
        return
    from seedcryo_reader.app.demo_tour import CASES, run_tour

    raise typer.Exit(run_tour(directory, tour, case or CASES[0]))


@app.command()
def evaluate(
    path: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A CSV in the long format, or a folder with tu.csv and tr.csv.")
    ],
    *,
    protocol: Annotated[Path, typer.Option("--protocol", metavar="FILE", help="The protocol file whose rules apply.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with the reasons.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    lesions: Annotated[bool, typer.Option("--lesions", help="A row for each target lesion at each timepoint.")] = False,
    sdtm: Annotated[bool, typer.Option("--sdtm", help="With --csv: the columns of SDTM's RS.")] = False,
    immune: Annotated[bool, typer.Option("--immune", help="The response of each timepoint by iRECIST, too.")] = False,
) -> None:
    """Apply a protocol's criteria to reads in tables: a row for each subject, reader and timepoint.

    Exit codes: 0 done, 1 the input or the protocol was refused (every problem is named), 2 not done.
    """
    from seedcryo_reader.app.evaluate import Wanted, evaluate_reads

    if csv and json:
        raise typer.BadParameter("Choose one of --csv and --json.", param_hint="--csv")
    if sdtm and (lesions or not csv):
        raise typer.BadParameter("--sdtm goes with --csv, and without --lesions.", param_hint="--sdtm")
    if immune and (sdtm or (lesions and not json)):
        raise typer.BadParameter("--immune goes with rows of timepoints.", param_hint="--immune")
    wanted = Wanted("csv" if csv else "json" if json else "text", lesions, sdtm, immune)
    raise typer.Exit(evaluate_reads(path, protocol, wanted))


@app.command(name="open")
def open_station_window(
    station: Annotated[
        Path, typer.Option("--station", help="The station's folder; an empty one is set up first.", metavar="DIR")
    ],
) -> None:
    """Open the window of a read station: sign in, read, sign.

    Exit codes: 0 the window was closed, 2 it could not be opened.
    """
    # Before Qt: once PySide6 is there, it reads the source of every module that is imported.
    from seedcryo_reader.app import station_door  # noqa: F401
    from seedcryo_reader.app.window import open_window

    raise typer.Exit(open_window(station))
