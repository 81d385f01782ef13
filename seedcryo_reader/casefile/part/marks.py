"""Whether marked points lie on the baseline images they were marked on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.stacks import Slice, Stack

_BESIDE_PIXELS: Final = 1.0
_LEAST_DEPTH_MM: Final = 1.0


def misplaced_marks(targets: Sequence[Target], stacks: Mapping[str, Sequence[Stack]]) -> list[Finding]:
    """Findings of targets whose mark lies on no slice of the series they are pinned to.

    Parameters
    ----------
    targets : sequence of Target
        Marks in LPS, mm.
    stacks : mapping
        Target id → stacks of its series.
    """
    findings = []
    for target in targets:
        if target.mark_mm is None or any(_lies_on(target.mark_mm, stack) for stack in stacks[target.target_id]):
            continue
        text = (
            f"The mark of {target.target_id} at {', '.join(target.mark_mm)} mm (x, y, z in LPS) lies outside the "
            "images of its series. Check it on the baseline image."
        )
        findings.append(Finding("mark-outside", text))
    return findings


def _lies_on(mark_mm: tuple[str, str, str], stack: Stack) -> bool:
    point = np.array([float(one) for one in mark_mm])
    return any(_on_slice(point, one, depth) for one, depth in _with_depth(stack))


def _with_depth(stack: Stack) -> Iterator[tuple[Slice, float]]:
    """Slices, and how far from each a point still belongs to it, mm: its thickness, or the way to the next slice."""
    offsets = stack.offsets_mm
    for index, one in enumerate(stack.slices):
        gaps = [] if offsets is None else [abs(offsets[other] - offsets[index]) for other in (index - 1, index + 1)
                                           if 0 <= other < len(offsets)]  # fmt: skip
        yield one, max([*gaps, one.frame.thickness or 0.0, _LEAST_DEPTH_MM])


def _on_slice(point: geometry.Vector, one: Slice, depth_mm: float) -> bool:
    frame = one.frame
    if frame.position is None or frame.orientation is None or frame.spacing is None:
        return False
    try:
        along_row, along_column = geometry.direction_cosines(frame.orientation)
    except ValueError:
        return False
    away = point - np.array(frame.position)
    column, row = float(away @ along_row) / frame.spacing[1], float(away @ along_column) / frame.spacing[0]
    inside = all(
        -_BESIDE_PIXELS <= at <= count - 1 + _BESIDE_PIXELS
        for at, count in ((column, one.file.pixels.columns), (row, one.file.pixels.rows))
    )
    return inside and abs(float(away @ np.cross(along_row, along_column))) <= depth_mm
