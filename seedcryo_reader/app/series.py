"""The ``series`` command: survey, load each stack, report, and on request save volumes and draw contact sheets."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from seedcryo_reader.app import paths
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging import report
from seedcryo_reader.imaging.loading import Loaded, load
from seedcryo_reader.imaging.saving import save_volume
from seedcryo_reader.imaging.sheet import Block, SheetMaker, write
from seedcryo_reader.imaging.survey import Survey, survey
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

Json = dict[str, Any]


def report_series(path: Path, *, as_json: bool, save: Path | None, sheet: Path | None) -> int:
    """Run the command; returns its exit code."""
    if not _exists(path):
        raise typer.BadParameter(f"{path} does not exist.", param_hint="PATH")
    if sheet is not None and sheet.suffix and not _is_png(sheet) and not sheet.is_dir():
        raise typer.BadParameter(f"{sheet} is neither a .png file nor a folder.", param_hint="--sheet")
    for folder in (save, _picture_folder(sheet)):
        _make_folder(folder)
    pictures = Pictures(sheet)
    with tempfile.TemporaryDirectory(prefix="seedcryo-") as scratch, WorkerPool() as pool:
        found = survey(path, pool, Path(scratch), Watch(progress_line("Scanning files")))
        whole = report.whole_report(found, list(_stacks(found, pool, Path(scratch) / "voxels", save, pictures)))
    for number, one in enumerate(whole["series"][len(found.stacks) :], len(found.stacks) + 1):
        pictures.add(number, one, None)
    pictures.finish()
    _print(whole, as_json=as_json)
    if sheet is not None and not as_json:
        typer.echo(f"Contact sheets: {sheet}")
    if save is not None and not as_json:
        typer.echo(f"Volumes: {sum('saved' in one for one in whole['series'])} of {len(found.stacks)} saved in {save}")
    return 0 if report.is_well(whole) else 1


def _stacks(found: Survey, pool: WorkerPool, voxels: Path, save: Path | None, pictures: "Pictures") -> Iterator[Json]:
    """Load, report, save and draw one stack after the other; the file `voxels` never holds more than one."""
    for number, stack in enumerate(found.stacks, 1):
        watch = Watch(progress_line(f"Reading stack {number} of {len(found.stacks)}"))
        loaded = load(stack, pool, voxels, watch)
        one = report.stack_report(stack, loaded, found.repeats.get(stack.first.file.series, ()))
        if save is not None:
            _save(one, loaded, voxels, save / f"{_name(number, one)}.mha", pool)
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
        one["findings"].append(report.finding_report(Finding("not-saved", str(failure))))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long to be one
        return False


def _picture_folder(sheet: Path | None) -> Path | None:
    return sheet.parent if sheet is not None and _is_png(sheet) else sheet


def _is_png(sheet: Path) -> bool:
    return sheet.suffix.lower() == ".png"


class Pictures:
    """Contact sheets on the way: all stacks in one file, or a file for each, or none."""

    def __init__(self, sheet: Path | None) -> None:
        self._sheet = sheet
        self._maker = SheetMaker(paths.resources() / "fonts" / "Inter-Regular.otf")
        self._blocks: list[Block] = []

    def add(self, number: int, one: Json, volume: Volume | None) -> None:
        """Draw one stack of the report."""
        if self._sheet is None:
            return
        block = self._maker.stack_block(report.title(number, one), one["findings"], volume)
        if _is_png(self._sheet):
            self._blocks.append(block)
        elif volume is not None:
            write([block], self._sheet / f"{_name(number, one)}.png")

    def finish(self) -> None:
        """Write what is kept for one file."""
        if self._sheet is not None and _is_png(self._sheet):
            write(self._blocks, self._sheet)


def _name(number: int, one: Json) -> str:
    modality = "".join(letter for letter in one["modality"] if letter.isalnum()) or "image"
    return f"{number:03}_{modality}_{one['frames']}x{one['rows']}x{one['columns']}"


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
