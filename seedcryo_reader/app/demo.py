"""The ``demo`` command: the phantom study and a station to read it at, built once and left alone while whole."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import typer

from seedcryo_reader.app.demo_trial import Trial
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.demo.phantom import DEFAULT_SEED, GENERATOR, build_study, case_names
from seedcryo_reader.demo.station.people import PEOPLE
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.watch import Progress

BUILDING = ".building"
"""File that says a build was begun in its folder, so that a half-built study is known for one."""

TOUR_FOLDER = "tour-case"
"""Where the case of the tour lies beside the study, with a station that nobody else works at."""


def build_demo(directory: Path) -> None:
    """Build the study into `directory`, and what is needed to read it, unless this version of it is there already.

    Raises
    ------
    EnvironmentFailure
        The folder holds something else, or cannot be written.
    """
    try:
        if _is_whole(directory):
            typer.echo(f"The phantom study is in {directory}.")
            _make_station(directory)
            return
        refuse_what_is_not_ours(directory)
        typer.echo(f"Building the phantom study in {directory} …")
        _build(directory)
        typer.echo(f"The phantom study is in {directory}; what is true of it is in truth.json.")
        _make_station(directory)
    except OSError as error:
        msg = f"The phantom study could not be written to {directory}: {error.strerror}. Name another folder."
        raise EnvironmentFailure(msg) from error


def refuse_what_is_not_ours(directory: Path) -> None:
    """Make sure that a folder is empty, not there, or has something of the demo in it.

    Raises
    ------
    EnvironmentFailure
        It holds something else.
    """
    if directory.exists() and any(directory.iterdir()) and not _is_ours(directory):
        msg = f"{directory} is not empty and holds no phantom study. Choose another folder."
        raise EnvironmentFailure(msg)


def is_as_built_now(directory: Path) -> bool:
    """Whether the truth in a folder is that of this generator."""
    said = _truth(directory)
    return said.get("seed") == DEFAULT_SEED and said.get("generator") == GENERATOR


def _make_station(directory: Path) -> None:
    trial = Trial(directory)
    if not trial.is_made:
        typer.echo("Making a station at which two readers have read some cases …")
    trial.make(telling)
    typer.echo(f"A station is in {trial.station}.")
    typer.echo(f"  Open it:  seedcryo-reader open --station {trial.station}")
    typer.echo("  Sign in as one of these; passwords are secret anywhere but here:")
    for one in PEOPLE:
        typer.echo(f"    {one.account:12} {one.password:20} {one.printed_name}")


def telling(what: str) -> Callable[[int, int], None]:
    """Progress of something on one line of the terminal: to be called with (done, in all)."""
    show = progress_line(what)
    return lambda done, total: show(Progress(done, total))


def _build(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / BUILDING).touch()
    for name in case_names():
        if (directory / name).exists():
            shutil.rmtree(directory / name)
    show = progress_line("Building timepoints")
    build_study(directory, progress=lambda done, total: show(Progress(done, total)))
    (directory / BUILDING).unlink()


def _is_whole(directory: Path) -> bool:
    return (
        not (directory / BUILDING).exists()
        and is_as_built_now(directory)
        and all((directory / name).is_dir() for name in case_names())
    )


def _is_ours(directory: Path) -> bool:
    return (directory / BUILDING).exists() or (directory / TOUR_FOLDER).is_dir() or "generator" in _truth(directory)


def _truth(directory: Path) -> dict[str, object]:
    try:
        said = json.loads((directory / "truth.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
