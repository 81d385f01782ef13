"""The ``series`` command: survey, load each stack, report, and on request save volumes and draw contact sheets."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer

from seedcryo_reader.app.arguments import exists
from seedcryo_reader.app.pictures import Pictures, file_stem, is_png, picture_folder
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging import report
from seedcryo_reader.imaging.loading import Loaded, load
from seedcryo_reader.imaging.report import Json
from seedcryo_reader.imaging.saving import save_volume
from seedcryo_reader.imaging.survey import Survey, survey
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool


def report_series(path: Path, *, as_json: bool, save: Path | None, sheet: Path | None) -> int:
    """Run the command; returns its exit code."""
    if not exists(path):
        raise typer.BadParameter(f"{path} does not exist.", param_hint="PATH")
    if sheet is not None and sheet.suffix and not is_png(sheet) and not sheet.is_dir():
        raise typer.BadParameter(f"{sheet} is neither a .png file nor a folder.", param_hint="--sheet")
    for folder in (save, picture_folder(sheet)):
        _make_folder(folder)
    pictures = Pictures(sheet) if sheet is not None else None
    with tempfile.TemporaryDirectory(prefix="seedcryo-") as scratch, WorkerPool() as pool:
        found = survey(path, pool, Path(scratch), Watch(progress_line("Scanning files")))
        whole = report.whole_report(found, list(_stacks(found, pool, Path(scratch) / "voxels", save, pictures)))
    if pictures is not None:
        for number, one in enumerate(whole["series"][len(found.stacks) :], len(found.stacks) + 1):
            pictures.add(number, one, None)
        pictures.finish()
    _print(whole, as_json=as_json)
    if sheet is not None and not as_json:
        typer.echo(f"Contact sheets: {sheet}")
    if save is not None and not as_json:
        typer.echo(f"Volumes: {sum('saved' in one for one in whole['series'])} of {len(found.stacks)} saved in {save}")
    return 0 if report.is_well(whole) else 1


def _stacks(
    found: Survey, pool: WorkerPool, voxels: Path, save: Path | None, pictures: Pictures | None
) -> Iterator[Json]:
    """Load, report, save and draw one stack after the other; the file `voxels` never holds more than one."""
    for number, stack in enumerate(found.stacks, 1):
        watch = Watch(progress_line(f"Reading stack {number} of {len(found.stacks)}"))
        loaded = load(stack, pool, voxels, watch)
        one = report.stack_report(stack, loaded, found.repeats.get(stack.first.file.series, ()))
        if save is not None:
            _save(one, loaded, voxels, save / f"{file_stem(number, one)}.mha", pool)
        if pictures is not None:
            pictures.add(number, one, loaded.volume)
        yield one
        del loaded  # unmaps the file, which Windows would not let go otherwise
        voxels.unlink(missing_ok=True)


def _save(one: Json, loaded: Loaded, voxels: Path, target: Path, pool: WorkerPool) -> None:
    """Save a stack that is safe in 3d, or say in its report why not: the report is not lost with one file."""
    if loaded.volume is None or loaded.measurable != "3d":
        return
    try:
        save_volume(loaded.volume, voxels, target, pool)
        one["saved"] = str(target)
    except EnvironmentFailure as failure:
        one["findings"].append(Finding("not-saved", str(failure)).plain())


def _make_folder(folder: Path | None) -> None:
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"The folder {folder} cannot be made: {error.strerror}."
        raise EnvironmentFailure(msg) from error


def _print(whole: Json, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(whole, indent=1, allow_nan=False))
        return
    for line in report.text_lines(whole):
        typer.echo(line)
