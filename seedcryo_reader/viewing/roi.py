"""Values under a drawing: figures of an ellipse, and the voxel under a point."""

from dataclasses import dataclass
from math import pi

import numpy as np

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.imaging.geometry import Vector, to_index
from seedcryo_reader.imaging.volume import Unit, Volume
from seedcryo_reader.viewing import stacks
from seedcryo_reader.viewing.drawing import Drawn
from seedcryo_reader.viewing.tools.sampling import Usable, native_values, resliced_values
from seedcryo_reader.viewing.tools.soundness import why_not_measurable
from seedcryo_reader.viewing.view import Orientation, PointMm


@dataclass(frozen=True, slots=True)
class EllipseFigures:
    """Figures of the values inside an ellipse.

    Attributes
    ----------
    voxels : int
        How many values count: voxels of the slice whose centres lie inside; on a reformatted plane, interpolated
        samples at the finest distance of voxels. Padding and slices that could not be decoded do not count.
    mean, minimum, maximum : float or None
        In `unit`; None where nothing counts.
    sd : float or None
        Sample standard deviation (divided by n − 1); None for fewer than two values.
    area_mm2 : float or None
        Of the ellipse itself (π a b); None where the images have no scale.
    unit : "HU" or "arbitrary"
        HU for CT only.
    """

    voxels: int
    mean: float | None
    sd: float | None
    minimum: float | None
    maximum: float | None
    area_mm2: float | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Probed:
    """The voxel under a point.

    Attributes
    ----------
    point_mm : PointMm
        Where was asked, LPS.
    index : (i, j, k) or None
        Column, row, slice of the nearest voxel, from 0; None beside the images.
    value : float or None
        As it is stored, in `unit`, not interpolated; None where there is no measurement.
    unit : "HU" or "arbitrary"
    """

    point_mm: PointMm
    index: tuple[int, int, int] | None
    value: float | None
    unit: Unit


def ellipse_figures(drawn: Drawn, volume: Volume) -> EllipseFigures:
    """Figures of the values inside a drawn ellipse, on the slice or the plane that it was drawn on.

    Raises
    ------
    Refused
        ``in-plane-only``: a reformatted plane of a volume that cannot be cut safely.
    """
    centre, first, second = np.asarray(drawn.points_mm, dtype=np.float64)
    halves = np.stack([first - centre, second - centre])
    if drawn.orientation is Orientation.ACQUIRED:
        values = native_values(volume, stacks.nearest_slice(volume, drawn.points_mm[0]), centre, halves)
    else:
        _refuse_unsafe(volume)
        values = resliced_values(volume, centre, halves, stacks.pixel_mm(volume, drawn.orientation))
    lengths = np.linalg.norm(halves, axis=1)
    scaled = volume.measurable != "no" and volume.geometry is not None
    return _figures(values, float(pi * lengths[0] * lengths[1]) if scaled else None, volume.unit)


def probe(point_mm: PointMm, volume: Volume, orientation: Orientation) -> Probed:
    """The voxel nearest to a point that is shown in some orientation."""
    k = stacks.nearest_slice(volume, point_mm) if orientation is Orientation.ACQUIRED else None
    affine = stacks.affine_of(volume).copy()
    if k is not None:
        affine[:3, 3] = stacks.slice_origin(volume, k)
    place = to_index(affine, point_mm)
    i, j, nearest = (int(one) for one in np.floor(place + 0.5))
    index = i, j, nearest if k is None else k
    slices, rows, columns = volume.array.shape
    if not (0 <= i < columns and 0 <= j < rows and 0 <= index[2] < slices):
        return Probed(point_mm, None, None, volume.unit)
    at = np.array([index[2]])
    values = volume.array[index[2], j, i].reshape(1)
    value = float(values[0]) if Usable(volume)(at, values)[0] else None
    return Probed(point_mm, index, value, volume.unit)


def _refuse_unsafe(volume: Volume) -> None:
    # Any reformat stands for an oblique plane here: values may be looked at on it, lengths not.
    if reason := why_not_measurable(volume, Orientation.AXIAL):
        raise Refused([reason])


def _figures(values: Vector, area_mm2: float | None, unit: Unit) -> EllipseFigures:
    if not len(values):
        return EllipseFigures(0, None, None, None, None, area_mm2, unit)
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    low, high = float(values.min()), float(values.max())
    return EllipseFigures(len(values), float(values.mean()), sd, low, high, area_mm2, unit)
