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
_TITLE_PT, _SMALL_PT, _LINE = 17, 13, 20

Block = Image.Image


def stack_block(title: str, findings: Sequence[dict[str, Any]], volume: Volume | None) -> Block:
    """Picture of one stack: title, findings, and up to six slices spread over it, lowest first."""
    head = text_block(title, findings)
    if volume is None:
        return head
    thumbs = [_thumb(volume, k, _window(volume)) for k in _spread(len(volume.array), COLUMNS)]
    block = Image.new("RGB", (_WIDTH, head.height + THUMB + 2 * _GAP + _LINE), _BACK)
    block.paste(head, (0, 0))
    for column, thumb in enumerate(thumbs):
        block.paste(thumb, (_GAP + column * (THUMB + _GAP), head.height))
    return block


def text_block(title: str, findings: Sequence[dict[str, Any]]) -> Block:
    """Picture of the words alone."""
    lines = [(f"{one['code']}: {one['text']}", _WARN) for one in findings]
    block = Image.new("RGB", (_WIDTH, _GAP + 26 + _LINE * len(lines) + _GAP), _BACK)
    pen = ImageDraw.Draw(block)
    pen.text((_GAP, _GAP), title, fill=_TEXT, font=ImageFont.load_default(_TITLE_PT))
    small = ImageFont.load_default(_SMALL_PT)
    for number, (line, colour) in enumerate(lines):
        pen.text((_GAP, _GAP + 26 + number * _LINE), _fitted(line, small), fill=colour, font=small)
    return block


def draw(blocks: Sequence[Block], target: Path) -> None:
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


def _fitted(line: str, font: Any) -> str:
    if font.getlength(line) <= _WIDTH - 2 * _GAP:
        return line
    while font.getlength(line + " …") > _WIDTH - 2 * _GAP:
        line = line[:-1]
    return line + " …"


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


def _thumb(volume: Volume, k: int, window: Window) -> Block:
    """One slice in its true proportions, with its number and where left and top of the picture point."""
    values = native_slice(volume, k)
    rows, columns = values.shape
    row_mm, column_mm = volume.geometry.spacing_mm[:2] if volume.geometry is not None else (1.0, 1.0)
    scale = THUMB / max(rows * row_mm, columns * column_mm)
    size = max(1, round(columns * column_mm * scale)), max(1, round(rows * row_mm * scale))
    picture = Image.fromarray(grey(values, window)).resize(size, Image.Resampling.BOX)
    thumb = Image.new("RGB", (THUMB, THUMB + _LINE), _BACK)
    thumb.paste(picture, ((THUMB - size[0]) // 2, (THUMB - size[1]) // 2))
    pen = ImageDraw.Draw(thumb)
    small = ImageFont.load_default(_SMALL_PT)
    unread = "" if volume.sources[k].readable else " could not be read"
    pen.text((0, THUMB + 3), f"slice {k + 1}{unread}", fill=_WARN if unread else _FAINT, font=small)
    if volume.geometry is not None:
        letters = [geometry.direction_letters(-volume.geometry.affine[:3, axis])[:1] for axis in (0, 1)]
        pen.text((3, THUMB // 2 - 8), letters[0], fill=_TEXT, font=small)
        pen.text((THUMB // 2 - 4, 2), letters[1], fill=_TEXT, font=small)
    return thumb
