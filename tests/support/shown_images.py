"""Images of a timepoint made in memory: a body with a bright ball whose place and size are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.images import Pin
from seedcryo_reader.imaging.volume import Geometry, SliceSource, Statistics, Volume

BALL_MM = (12.0, -8.0, 30.0)
BALL_RADIUS_MM = 11.0
BODY, BALL, AIR = 40, 160, -1000


@dataclass(frozen=True)
class MadeSeries:
    number: int
    modality: str
    label: str
    volumes: Sequence[Volume]
    findings: Sequence[Finding] = ()


@dataclass
class MadeImages:
    """`checked` says which slices were asked for; those in `damaged` are refused."""

    series: Sequence[MadeSeries]
    pinned: Sequence[Pin] = ()
    damaged: frozenset[int] = frozenset()
    checked: list[tuple[int, int, int]] = field(default_factory=list)

    def check_slice(self, series: int, stack: int, k: int) -> None:
        self.checked.append((series, stack, k))
        if k in self.damaged:
            raise Refused([Finding("damaged-images", f"Slice {k + 1} is not what was decoded any more.")])


def made_volume(
    shape: tuple[int, int, int] = (24, 96, 96),
    spacing: tuple[float, float, float] = (1.5, 1.5, 3.0),
    *,
    measurable: str = "3d",
    calibrated: bool = True,
    unit: str = "HU",
    ball_mm: tuple[float, float, float] = BALL_MM,
    noise: float = 0.0,
) -> Volume:
    """An axial stack; `spacing` is (row, column, slice) in mm, the centre of the stack at x = y = 0, z from 0 up."""
    slices, rows, columns = shape
    affine = np.diag([spacing[1], spacing[0], spacing[2], 1.0])
    affine[:2, 3] = -(columns - 1) / 2 * spacing[1], -(rows - 1) / 2 * spacing[0]
    k, j, i = np.ogrid[:slices, :rows, :columns]
    x, y, z = i * affine[0, 0] + affine[0, 3], j * affine[1, 1] + affine[1, 3], k * spacing[2]
    across, down = columns * spacing[1], rows * spacing[0]
    values = np.where((x / (0.45 * across)) ** 2 + (y / (0.38 * down)) ** 2 < 1, BODY, AIR) + 0 * z
    ball = (x - ball_mm[0]) ** 2 + (y - ball_mm[1]) ** 2 + (z - ball_mm[2]) ** 2 < BALL_RADIUS_MM**2
    values = np.where(ball, BALL, values)
    if noise:
        values = values + np.random.default_rng(1).normal(0, noise, shape)
    array = np.ascontiguousarray(values, dtype=np.int16)
    positions = [tuple(affine[:3, 3] + n * affine[:3, 2]) if calibrated else None for n in range(slices)]
    sources = tuple(SliceSource("", f"1.2.{n}", 1, position, None, True) for n, position in enumerate(positions))
    statistics = Statistics(float(array.min()), float(array.max()), float(array.mean()))
    geometry = Geometry(affine, spacing) if calibrated else None
    return Volume(array, geometry, "1.2.3", unit, sources, statistics, measurable, False)  # type: ignore[arg-type]


def made_images(*volumes: Volume, damaged: frozenset[int] = frozenset()) -> MadeImages:
    """One timepoint; each volume a CT series of its own, numbered from 1."""
    shown = volumes or (made_volume(),)
    series = [MadeSeries(n, "CT", "portal venous", (volume,)) for n, volume in enumerate(shown, start=1)]
    return MadeImages(series, damaged=damaged)
