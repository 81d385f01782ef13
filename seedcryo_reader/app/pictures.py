"""Contact sheets of the ``series`` command: where they go, and what the files of a stack are called."""

from pathlib import Path

from seedcryo_reader.app import paths
from seedcryo_reader.imaging.report import Json, title
from seedcryo_reader.imaging.sheet import Block, SheetMaker, write
from seedcryo_reader.imaging.volume import Volume


def is_png(sheet: Path) -> bool:
    """Whether all stacks go into one picture of this name."""
    return sheet.suffix.lower() == ".png"


def picture_folder(sheet: Path | None) -> Path | None:
    """The folder that has to be there for the pictures."""
    return sheet.parent if sheet is not None and is_png(sheet) else sheet


def file_stem(number: int, one: Json) -> str:
    """Name of a stack's picture or volume without its ending; it tells nothing of the file the stack came from."""
    return f"{number:03}_{one['modality'] or 'image'}_{one['frames']}x{one['rows']}x{one['columns']}"


class Pictures:
    """Contact sheets on the way: all stacks in one file, or a file for each."""

    def __init__(self, sheet: Path) -> None:
        self._sheet = sheet
        self._maker = SheetMaker(paths.resources() / "fonts" / "Inter-Regular.otf")
        self._blocks: list[Block] = []

    def add(self, number: int, one: Json, volume: Volume | None) -> None:
        """Draw one stack of the report."""
        block = self._maker.stack_block(title(number, one), one["findings"], volume)
        if is_png(self._sheet):
            self._blocks.append(block)
        elif volume is not None:
            write([block], self._sheet / f"{file_stem(number, one)}.png")

    def finish(self) -> None:
        """Write what is kept for one file."""
        if is_png(self._sheet):
            write(self._blocks, self._sheet)
