"""`Volume`: voxels with their geometry, and where each slice came from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.checks import Measurable, distinct_offsets, usual_distance
from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.imaging.stacks import Slice, Stack, is_even

Unit = Literal["HU", "arbitrary"]


@dataclass(frozen=True)
class Geometry:
    """Where a stack lies in patient space.

    Attributes
    ----------
    affine : array (4, 4)
        Index ``(i column, j row, k slice)`` → LPS mm. The third column is the step from slice to slice, so a tilted
        stack is sheared; for a single slice it is the unit normal.
    spacing_mm : (row, column, slice)
        Distance between rows, between columns, and between slices along the normal, mm. The last is None where there
        is one position only, and the usual distance where distances differ (`checks.usual_distance`).
    """

    affine: Vector
    spacing_mm: tuple[float, float, float | None]


def stack_geometry(stack: Stack) -> Geometry | None:
    """Geometry of a stack; None where calibration or position is missing."""
    frame = stack.first.frame
    places = distinct_offsets(stack)
    if frame.spacing is None or frame.orientation is None or frame.position is None or places is None:
        return None
    rows, columns = frame.spacing
    affine = geometry.slice_affine(frame.position, frame.orientation, (rows, columns))
    if len(places) < 2:
        return Geometry(affine, (rows, columns, None))
    across = places[-1, 0] - places[0, 0]
    last = np.asarray(stack.slices[int(places[-1, 1])].frame.position, dtype=np.float64)
    even = is_even(places[:, 0])
    spacing = float(across / (len(places) - 1)) if even else usual_distance(np.diff(places[:, 0]))
    affine[:3, 2] = (last - affine[:3, 3]) * (spacing / across)
    return Geometry(affine, (rows, columns, spacing))


@dataclass(frozen=True)
class SliceSource:
    """Where one slice of a volume came from.

    `position_mm` is its first voxel's centre in LPS mm. `padding` is the range of values that mean "no measurement",
    in the volume's unit. A slice that is not `readable` could not be decoded and holds the volume's lowest value.
    """

    file: str
    sop_instance: str
    frame: int
    position_mm: tuple[float, ...] | None
    padding: tuple[float, float] | None
    readable: bool


@dataclass(frozen=True)
class Statistics:
    """Of all rescaled voxels of the readable slices, padding included."""

    minimum: float
    maximum: float
    mean: float


@dataclass(frozen=True, eq=False)
class Volume:
    """Voxels of one stack.

    Attributes
    ----------
    array : array (k, j, i) = slice, row, column
        Values in `unit`, mapped read-only from a file.
    geometry : Geometry or None
        None where calibration or position is missing; then nothing can be measured.
    unit : "HU" or "arbitrary"
    sources : tuple of SliceSource
        One per slice, in the order of `array`.
    measurable : "3d", "in-plane" or "no"
        Across slices; only on each slice; not at all.
    inverted : bool
        MONOCHROME1: the lowest value is meant to be shown white. The values themselves are as stored.
    file : Path or None
        The file that `array` is mapped from, whole and from its beginning; None where it is in memory only.
    """

    array: npt.NDArray[Any]
    geometry: Geometry | None
    frame_of_reference: str
    unit: Unit
    sources: tuple[SliceSource, ...]
    statistics: Statistics
    measurable: Measurable
    inverted: bool
    file: Path | None = None

    def slice_affine(self, k: int) -> Vector:
        """4×4 affine of slice k by its own position, index ``(i, j, 0)`` → LPS mm; good for uneven stacks too.

        Raises
        ------
        ValueError
            The volume has no calibration or the slice no position.
        """
        position = self.sources[k].position_mm
        if self.geometry is None or position is None:
            msg = f"slice {k} has no calibrated position"
            raise ValueError(msg)
        affine = self.geometry.affine.copy()
        affine[:3, 2] = np.cross(affine[:3, 0], affine[:3, 1])
        affine[:3, 2] /= np.linalg.norm(affine[:3, 2])
        affine[:3, 3] = position
        return affine


def padding_in_unit(one: Slice) -> tuple[float, float] | None:
    """Range of padding values after rescaling; None without padding or behind a Modality LUT."""
    frame = one.frame
    if frame.padding is None or one.file.lut is not None:
        return None
    ends = [value * frame.slope + frame.intercept for value in frame.padding]
    return min(ends), max(ends)
