"""Which acquired image two points in the patient lie on."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, NoReturn

import numpy as np

from seedcryo_reader.domain.case import MarkMm
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.imaging.geometry import Vector, to_index
from seedcryo_reader.imaging.volume import Volume

LEAST_TOLERANCE_MM: Final = 0.5
"""How far a point may lie from the plane of its image at least, however thin the slices are."""


ROUNDING_MM: Final = 0.001
"""What points are rounded to: one halfway between two images lies on either."""


class _Slice(NamedTuple):
    volume: Volume
    k: int
    distance_mm: float


def image_at(
    series: int, volumes: Sequence[Volume], start_mm: MarkMm, end_mm: MarkMm, *, named: ImagePlace | None = None
) -> ImagePlace:
    """The acquired image that both points lie on: that of the nearest slice plane.

    Where several images lie there (two phases as stacks of one series), it is the one that was named.

    Parameters
    ----------
    series : int
        Number of the series in its part.
    volumes : sequence of Volume
        Its stacks.
    start_mm, end_mm : three str
        x, y, z in LPS, mm.
    named : ImagePlace, optional
        The image that they are said to lie on.

    Raises
    ------
    Refused
        ``not-measurable``: the series is not calibrated; ``off-image``: a point lies further from the plane than half
        the distance of slices (0.5 mm at least), or beside the image; ``not-readable``: that image was not decoded.
    """
    points = np.array([[float(one) for one in point] for point in (start_mm, end_mm)])
    safe = [one for one in volumes if one.measurable != "no" and one.geometry is not None]
    slices = [one for volume in safe for one in _slices(volume, points)]
    nearest = min(slices, key=lambda one: one.distance_mm, default=None)
    if nearest is None:
        _refuse("not-measurable", f"Nothing can be measured in series {series}: it is not calibrated or not flat.")
    alike = (one for one in slices if one.distance_mm <= nearest.distance_mm + ROUNDING_MM)
    nearest = next((one for one in alike if _place(series, one) == named), nearest)
    _check_distance(nearest)
    _check_inside(nearest, points)
    if not nearest.volume.sources[nearest.k].readable:
        _refuse(
            "not-readable", f"Image {nearest.k + 1} of series {series} could not be decoded; nothing is seen there."
        )
    return _place(series, nearest)


def _place(series: int, one: _Slice) -> ImagePlace:
    source = one.volume.sources[one.k]
    return ImagePlace(series, source.sop_instance, source.frame)


def _slices(volume: Volume, points: Vector) -> Iterator[_Slice]:
    """Each slice with the larger distance of the points from its plane."""
    for k, source in enumerate(volume.sources):
        if source.position_mm is not None:
            affine = volume.slice_affine(k)
            away = np.abs((points - affine[:3, 3]) @ affine[:3, 2])
            yield _Slice(volume, k, float(away.max()))


def _check_distance(one: _Slice) -> None:
    across = None if one.volume.geometry is None else one.volume.geometry.spacing_mm[2]
    tolerance = max(LEAST_TOLERANCE_MM, (across or 0.0) / 2)
    if one.distance_mm > tolerance + ROUNDING_MM:
        text = (
            f"The points do not lie on one image: they are up to {one.distance_mm:.2f} mm away from the nearest one, "
            f"and {tolerance:.2f} mm are allowed."
        )
        _refuse("off-image", text)


def _check_inside(one: _Slice, points: Vector) -> None:
    _, rows, columns = one.volume.array.shape
    index = to_index(one.volume.slice_affine(one.k), points)[:, :2]
    if np.any(index < -0.5) or np.any(index > np.array([columns, rows]) - 0.5):
        _refuse("off-image", "A point lies beside the image.")


def _refuse(code: str, text: str) -> NoReturn:
    raise Refused([Finding(code, text)])
