"""The ``series`` command: survey, load each stack, report, and on request save volumes and draw contact sheets."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging import report
from seedcryo_reader.imaging.loading import Loaded, load
from seedcryo_reader.imaging.saving import save_volume
from seedcryo_reader.imaging.sheet import Block, draw, stack_block, text_block
from seedcryo_reader.imaging.stacks import Stack
from seedcryo_reader.imaging.survey import Survey, survey
from seedcryo_reader.imaging.workers.pool import WorkerPool

Json = dict[str, Any]


def report_series(path: Path, *, as_json: bool, save: Path | None, sheet: Path | None) -> int:
    """Run the command; returns its exit code."""
    if not path.exists():
        raise typer.BadParameter(f"{path} does not exist.", param_hint="PATH")
    one_picture = sheet is not None and sheet.suffix.lower() == ".png"
    for folder in (save, sheet.parent if sheet is not None and one_picture else sheet):
        _make_folder(folder)
    blocks: list[Block] = []
    stacks: list[Json] = []
    with WorkerPool() as pool, tempfile.TemporaryDirectory(prefix="seedcryo-") as scratch:
        found = survey(path, pool, Path(scratch), progress=progress_line("Scanning files"))
        for number, (stack, loaded, voxels) in enumerate(_loaded(found, pool, Path(scratch)), 1):
            one = report.stack_report(stack, loaded, found.repeats.get(stack.first.file.series, ()))
            stacks.append(one)
            name = _name(number, one)
            if save is not None and loaded.volume is not None and loaded.measurable == "3d":
                save_volume(loaded.volume, voxels, save / f"{name}.mha", pool)
                one["saved"] = str(save / f"{name}.mha")
            if sheet is not None:
                block = stack_block(report.title(number, one), one["findings"], loaded.volume)
                if one_picture:
                    blocks.append(block)
                else:
                    draw([block], sheet / f"{name}.png")
    whole = report.whole_report(found, stacks)
    if sheet is not None and one_picture:
        others = enumerate(whole["series"][len(stacks) :], len(stacks) + 1)
        draw([*blocks, *(text_block(report.title(number, one), one["findings"]) for number, one in others)], sheet)
    _print(whole, as_json=as_json)
    return 0 if report.is_well(whole) else 1


def _loaded(found: Survey, pool: WorkerPool, scratch: Path) -> Iterator[tuple[Stack, Loaded, Path]]:
    """Load one stack after the other; a stack's voxels are gone once the next one is asked for."""
    for number, stack in enumerate(found.stacks, 1):
        voxels = scratch / f"voxels-{number}"
        progress = progress_line(f"Reading stack {number} of {len(found.stacks)}")
        yield stack, load(stack, pool, voxels, progress=progress), voxels
        voxels.unlink(missing_ok=True)


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
