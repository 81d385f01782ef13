"""Contact sheets: a few slices of each stack, with its title and findings, as one PNG."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.slices import native_slice
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import CT_PRESETS, Window, grey, window_of_range

THUMB: Final = 200
COLUMNS: Final = 6
_GAP: Final = 12
_WIDTH: Final = COLUMNS * (THUMB + _GAP) + _GAP
_BACK, _TEXT, _FAINT, _WARN = (16, 18, 22), (226, 230, 235), (140, 148, 158), (240, 180, 80)
_LONGEST: Final = 300
_TITLE_PT, _SMALL_PT, _TITLE_LINE, _LINE = 17, 13, 28, 20

Block = Image.Image


class SheetMaker:
    """Draws with one font file."""

    def __init__(self, font: Path) -> None:
        self._big = ImageFont.truetype(font, _TITLE_PT, layout_engine=ImageFont.Layout.BASIC)
        self._small = ImageFont.truetype(font, _SMALL_PT, layout_engine=ImageFont.Layout.BASIC)

    def stack_block(self, title: str, findings: Sequence[dict[str, Any]], volume: Volume | None) -> Block:
        """Picture of one stack: title, findings, and up to six slices spread over it, lowest first."""
        head = self.text_block(title, findings)
        if volume is None:
            return head
        window = _window(volume)
        block = Image.new("RGB", (_WIDTH, head.height + THUMB + 2 * _GAP + _LINE), _BACK)
        block.paste(head, (0, 0))
        for column, k in enumerate(_spread(len(volume.array), COLUMNS)):
            block.paste(self._thumb(volume, k, window), (_GAP + column * (THUMB + _GAP), head.height))
        return block

    def text_block(self, title: str, findings: Sequence[dict[str, Any]]) -> Block:
        """Picture of the words alone."""
        block = Image.new("RGB", (_WIDTH, _GAP + _TITLE_LINE + _LINE * len(findings) + _GAP), _BACK)
        pen = ImageDraw.Draw(block)
        pen.text((_GAP, _GAP), title, fill=_TEXT, font=self._big)
        for number, one in enumerate(findings):
            line = self._fitted(f"{one['code']}: {one['text']}")
            pen.text((_GAP, _GAP + _TITLE_LINE + number * _LINE), line, fill=_WARN, font=self._small)
        return block

    def _fitted(self, line: str) -> str:
        line = line[:_LONGEST]
        room = _WIDTH - 2 * _GAP
        if self._small.getlength(line) <= room:
            return line
        while self._small.getlength(line + " …") > room:
            line = line[:-1]
        return line + " …"

    def _thumb(self, volume: Volume, k: int, window: Window) -> Block:
        """One slice in its true proportions, with its number and where left and top of the picture point."""
        values = native_slice(volume, k)
        rows, columns = values.shape
        row_mm, column_mm = volume.geometry.spacing_mm[:2] if volume.geometry is not None else (1.0, 1.0)
        scale = THUMB / max(rows * row_mm, columns * column_mm)
        size = max(1, round(columns * column_mm * scale)), max(1, round(rows * row_mm * scale))
        picture = Image.fromarray(grey(values, window)).resize(size, Image.Resampling.BOX)
        thumb = Image.new("RGB", (THUMB, THUMB + _LINE), _BACK)
        thumb.paste((0, 0, 0), (0, 0, THUMB, THUMB))
        thumb.paste(picture, ((THUMB - size[0]) // 2, (THUMB - size[1]) // 2))
        pen = ImageDraw.Draw(thumb)
        unread = "" if volume.sources[k].readable else " could not be read"
        pen.text((0, THUMB + 3), f"slice {k + 1}{unread}", fill=_WARN if unread else _FAINT, font=self._small)
        if volume.geometry is not None:
            left, top = (geometry.direction_letters(-volume.geometry.affine[:3, axis])[:1] for axis in (0, 1))
            halo: Any = {"fill": _TEXT, "font": self._small, "stroke_width": 2, "stroke_fill": (0, 0, 0)}
            pen.text((4, THUMB // 2), left, anchor="lm", **halo)
            pen.text((THUMB // 2, 4), top, anchor="mt", **halo)
        return thumb


def write(blocks: Sequence[Block], target: Path) -> None:
    """Write blocks under one another as PNG.

    Raises
    ------
    EnvironmentFailure
        The file cannot be written.
    """
    sheet = Image.new("RGB", (_WIDTH, max(1, sum(block.height for block in blocks))), _BACK)
    top = 0
    for block in blocks:
        sheet.paste(block, (0, top))
        top += block.height
    try:
        sheet.save(target, format="PNG")
    except OSError as error:
        msg = f"The contact sheet {target} cannot be written: {error.strerror}."
        raise EnvironmentFailure(msg) from error


def _spread(count: int, most: int) -> list[int]:
    """Indices of up to `most` slices, in the middle of equal parts of the stack."""
    shown = min(count, most)
    return [int((n + 0.5) * count / shown) for n in range(shown)]


def _window(volume: Volume) -> Window:
    if volume.unit == "HU":
        return Window(*CT_PRESETS["soft tissue"], inverted=volume.inverted)
    middle = np.asarray(volume.array[_spread(len(volume.array), 3)])
    low, high = np.percentile(middle[:, ::2, ::2], (1, 99.5))
    return window_of_range(float(low), float(high), inverted=volume.inverted)
