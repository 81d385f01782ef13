"""A read of three timepoints with images of discs, without files: for the filmstrip."""

from dataclasses import dataclass, replace

import numpy as np

from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.lesion import Absent, Assessment
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace
from seedcryo_reader.domain.read import Read, Sheet, TimepointRead
from seedcryo_reader.imaging.volume import Geometry, SliceSource, Statistics, Volume

MIDDLE = {"TP0": (60.0, 50.0), "TP1": (66.0, 54.0), "TP2": (66.0, 54.0)}
"""Where the disc of 20 mm lies in x and y, mm; on slice 4 at z = 20 mm."""

SPACES = {"TP0": "1.2.0", "TP1": "1.2.1", "TP2": "1.2.1"}


def mark(x: float, y: float, z: float) -> tuple[str, str, str]:
    return f"{x:.3f}", f"{y:.3f}", f"{z:.3f}"


def caliper(timepoint: str, long_mm: float = 20.0) -> Caliper:
    x, y = MIDDLE[timepoint]
    long = Axis.between(mark(x - long_mm / 2, y, 20), mark(x + long_mm / 2, y, 20), 1)
    short = Axis.between(mark(x, y - 8, 20), mark(x, y + 8, 20), 1)
    return Caliper(ImagePlace(1, "1.2.4"), long, short)


def volume(timepoint: str) -> Volume:
    x, y = MIDDLE[timepoint]
    rows, columns = np.mgrid[0:128, 0:128]
    array = np.full((10, 128, 128), -60, np.int16)
    array[4][(columns - x) ** 2 + (rows - y) ** 2 <= 100] = 220
    sources = tuple(SliceSource("", f"1.2.{k}", 1, (0.0, 0.0, 5.0 * k), None, True) for k in range(10))
    affine = np.diag([1.0, 1.0, 5.0, 1.0])
    geometry = Geometry(affine, (1.0, 1.0, 5.0))
    return Volume(array, geometry, SPACES[timepoint], "HU", sources, Statistics(-60, 220, 0), "3d", False)


@dataclass(frozen=True)
class Series:
    volumes: tuple[Volume, ...]
    number: int = 1
    modality: str = "CT"
    label: str = "CT portal venous"
    findings: tuple = ()


@dataclass(frozen=True)
class Images:
    series: tuple[Series, ...]
    pinned: tuple = ()

    def check_slice(self, series: int, stack: int, k: int) -> None:
        """Nothing was changed."""


IMAGES = {name: Images((Series((volume(name),)),)) for name in MIDDLE}


def load(timepoint: str) -> Images:
    return IMAGES[timepoint]


def timepoint(name: str, said: Assessment | None) -> TimepointRead:
    sheet = Sheet() if said is None else Sheet(assessments={("T01", Extent.WHOLE): said})
    return TimepointRead(name, int(name[2:]) + 1, "", (), sheet)


TARGETS = (
    Target("T01", "liver", "segment VI", False, mark(60, 50, 20)),
    Target("T02", "lung", "right lower lobe", False, None),
)
READ = replace(
    Read("C-0001", State.IN_PROGRESS, State.WAITING),
    targets=TARGETS,
    timepoints=(timepoint("TP0", caliper("TP0")), timepoint("TP1", caliper("TP1", 26.3)), timepoint("TP2", Absent())),
)
