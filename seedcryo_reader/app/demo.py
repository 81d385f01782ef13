"""The ``demo`` command: the phantom study, built once and left alone while it is whole."""

import json
import shutil
from pathlib import Path

import typer

from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.demo.phantom import DEFAULT_SEED, GENERATOR_VERSION, build_study
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.watch import Progress


def build_demo(directory: Path) -> None:
    """Build the study into `directory` unless this version of it is there already.

    Raises
    ------
    EnvironmentFailure
        The folder holds something else, or cannot be written.
    """
    truth = directory / "truth.json"
    if _is_current(truth):
        typer.echo(f"The phantom study is in {directory}.")
        return
    if directory.exists() and any(directory.iterdir()) and not truth.exists() and not _mark(directory).exists():
        msg = f"{directory} is not empty and holds no phantom study. Choose another folder."
        raise EnvironmentFailure(msg)
    typer.echo(f"Building the phantom study in {directory} …")
    show = progress_line("Timepoints")
    try:
        if directory.exists():
            shutil.rmtree(directory)
        directory.mkdir(parents=True)
        _mark(directory).touch()
        build_study(directory, progress=lambda done, total: show(Progress(done, total, 0, 0)))
        _mark(directory).unlink()
    except OSError as error:
        msg = f"The phantom study could not be written to {directory}: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    typer.echo(f"The phantom study is in {directory}; the truth about it in {truth.name}.")


def _mark(directory: Path) -> Path:
    """File that says a build was begun here, so that a half-built study is known for one."""
    return directory / ".building"


def _is_current(truth: Path) -> bool:
    if _mark(truth.parent).exists():
        return False
    try:
        said = json.loads(truth.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(said.get("seed") == DEFAULT_SEED and said.get("generator") == GENERATOR_VERSION)
