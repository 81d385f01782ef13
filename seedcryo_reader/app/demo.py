"""The ``demo`` command: the phantom study and a station to read it at, built once and left alone while whole."""

import json
import shutil
from pathlib import Path

import typer

from seedcryo_reader.app.demo_station import PASSWORD, READER, Demo
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.demo.phantom import DEFAULT_SEED, GENERATOR, build_study, case_names
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
    demo = Demo(directory)
    show = progress_line("Sealing parts")
    demo.make(lambda done, total: show(Progress(done, total)))
    typer.echo(f"A station is in {demo.station}, and the sealed parts that it can receive are in {demo.parts}.")
    typer.echo(f"  Open it:  seedcryo-reader open --station {demo.station}")
    typer.echo(f"  Sign in as {READER} with the password {PASSWORD}, and receive the folder of the parts.")


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
