"""From what was drawn to what is recorded, and back: points on one image, rounded once, checked before they count."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np

from seedcryo_reader.domain.case import MarkMm, millimetres
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lesion import Mark
from seedcryo_reader.domain.measurement import MOST_PLACES, Axis, Caliper, ImagePlace, Plane, length_mm
from seedcryo_reader.imaging.geometry import Vector, to_index
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.soundness import axes_problems, why_not_measurable
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown

LEAST_TOLERANCE_MM: Final = 0.5
FLAT_MM: Final = 0.01
"""How far points may lie from the plane of their image, where slices are thin; and from one another's plane."""

PLANES: Final = {
    Orientation.ACQUIRED: Plane.ACQUIRED,
    Orientation.AXIAL: Plane.AXIAL,
    Orientation.CORONAL: Plane.CORONAL,
    Orientation.SAGITTAL: Plane.SAGITTAL,
}
"""Planes that a caliper can be recorded on."""

_NORMAL_AXIS: Final = {Orientation.SAGITTAL: 0, Orientation.CORONAL: 1, Orientation.AXIAL: 2}


class _Placed(NamedTuple):
    """Points as they are recorded, the image that they lie on, and what is wrong with them."""

    points: tuple[MarkMm, ...]
    image: ImagePlace
    problems: tuple[Finding, ...]


def caliper_of(drawn: Drawn, volume: Volume, places: int, seen: int | None = None) -> Caliper:
    """The measurement that a drawn caliper is.

    Parameters
    ----------
    drawn : Drawn
        Bidirectional, with or without its short axis; `drawn.shown` names the series.
    volume : Volume
        The stack it was drawn on.
    places : int
        Decimal places of its lengths, as the protocol says.
    seen : int or None
        The slice that was looked at: of several images at one place it is the one that is recorded.

    Raises
    ------
    Refused
        It cannot count, with every reason: ``not-measurable``, ``in-plane-only``, ``oblique-plane``, ``off-image``,
        ``not-flat``, ``outside``, ``not-readable``, ``no-length``, ``no-right-angle``, ``no-crossing``.
    """
    if drawn.kind is not Kind.BIDIRECTIONAL or len(drawn.points_mm) not in (2, 4):
        msg = "a caliper has one or two axes"
        raise ValueError(msg)
    placed = _placed(drawn, volume, seen)
    axes = [Axis.between(placed.points[at], placed.points[at + 1], places) for at in range(0, len(placed.points), 2)]
    # Equal within a rounding: whichever is longer as recorded is the long axis.
    axes.sort(key=lambda axis: length_mm(axis.start, axis.end, MOST_PLACES), reverse=True)
    vectors = [np.array([axis.start, axis.end], dtype=np.float64) for axis in axes]
    problems = [*placed.problems, *axes_problems(vectors[0], vectors[1] if len(axes) == 2 else None)]
    if any(axis.mm == 0 for axis in axes) and all(one.code != "no-length" for one in problems):
        problems.append(Finding("no-length", "An axis is too short to be measured: draw it again."))
    if problems:
        raise Refused(problems)
    return Caliper(placed.image, axes[0], axes[1] if len(axes) == 2 else None)


def mark_of(drawn: Drawn, volume: Volume, seen: int | None = None) -> Mark:
    """The mark that a drawn point is, on the slice that was looked at where several lie at one place.

    Raises
    ------
    Refused
        It cannot count, with every reason, as for `caliper_of`.
    """
    if len(drawn.points_mm) != 1:
        msg = "a mark is one point"
        raise ValueError(msg)
    placed = _placed(drawn, volume, seen)
    if placed.problems:
        raise Refused(placed.problems)
    return Mark(placed.image, placed.points[0])


def drawn_of(measured: Caliper | Mark, shown: Shown) -> Drawn:
    """A recorded measurement or mark as a drawing on the stack that shows its image."""
    if isinstance(measured, Mark):
        kind, texts = Kind.POINT, [measured.point_mm]
    else:
        axes = [measured.long, *([] if measured.short is None else [measured.short])]
        kind, texts = Kind.BIDIRECTIONAL, [end for axis in axes for end in (axis.start, axis.end)]
    orientation = next(one for one, plane in PLANES.items() if plane is measured.image.plane)
    return Drawn(kind, shown, orientation, tuple(point_of_mark(text) for text in texts))


def point_of_mark(mark: MarkMm) -> PointMm:
    """A stored point as numbers."""
    return float(mark[0]), float(mark[1]), float(mark[2])


def mark_text(point: PointMm) -> MarkMm:
    """A point as it is stored: mm with three decimals; raises ValueError beyond ±9999.999."""
    x, y, z = (millimetres(f"{one:.3f}") for one in point)
    return x, y, z


def lengths_mm(drawn: Drawn, places: int) -> tuple[Decimal, ...]:
    """Lengths of its lines as the record will give them, longest axis first; while it is still being drawn."""
    if drawn.kind not in (Kind.BIDIRECTIONAL, Kind.LENGTH):
        return ()
    points = [mark_text(point) for point in drawn.points_mm]
    return tuple(length_mm(points[at], points[at + 1], places) for at in range(0, len(points) - 1, 2))


def image_in(image: ImagePlace, volumes: Sequence[Volume]) -> tuple[int, int] | None:
    """Which stack and which slice of it an image is, both counted from 0; None where it is in none of them."""
    for stack, volume in enumerate(volumes):
        for k, source in enumerate(volume.sources):
            if (source.sop_instance, source.frame) == (image.sop_instance, image.frame):
                return stack, k
    return None


def snapped(drawn: Drawn, volume: Volume) -> Drawn:
    """The drawing with every point exactly on the plane of its image, as `caliper_of` records it.

    Raises
    ------
    Refused
        Nothing can be measured there.
    """
    return replace(drawn, points_mm=tuple(point_of_mark(text) for text in _placed(drawn, volume).points))


def _placed(drawn: Drawn, volume: Volume, seen: int | None = None) -> _Placed:
    if reason := why_not_measurable(volume, drawn.orientation):
        raise Refused([reason])
    points = np.asarray(drawn.points_mm, dtype=np.float64)
    k, away = _nearest(volume, points, seen)
    problems = []
    if drawn.orientation is Orientation.ACQUIRED:
        problems += _off_image(volume, away)
        affine = volume.slice_affine(k)
        points = points - np.outer((points - affine[:3, 3]) @ affine[:3, 2], affine[:3, 2])
    else:
        problems += _uneven(points, _NORMAL_AXIS[drawn.orientation])
        points = points.copy()
        points[:, _NORMAL_AXIS[drawn.orientation]] = points[:, _NORMAL_AXIS[drawn.orientation]].mean()
    problems += _outside(volume, points, k, drawn.orientation)
    source = volume.sources[k]
    if not source.readable:
        problems.append(Finding("not-readable", f"Image {k + 1} could not be decoded; nothing is seen there."))
    image = ImagePlace(drawn.shown.series, source.sop_instance, source.frame, PLANES[drawn.orientation])
    return _Placed(tuple(mark_text((x, y, z)) for x, y, z in points.tolist()), image, tuple(problems))


def _nearest(volume: Volume, points: Vector, seen: int | None) -> tuple[int, float]:
    """The slice that all points lie nearest to, of several the seen one; how far away the farthest of them is, mm."""
    unknown = (np.inf, np.inf, np.inf)
    positions = np.array([source.position_mm or unknown for source in volume.sources], dtype=np.float64)
    placed = np.isfinite(positions).all(axis=1)
    normal = volume.slice_affine(int(np.argmax(placed)))[:3, 2]
    away = np.full(len(positions), np.inf)
    away[placed] = np.abs((points @ normal)[:, None] - positions[placed] @ normal).max(axis=0)
    k = int(np.argmin(away))
    if seen is not None and away[seen] <= away[k] + FLAT_MM:
        k = seen
    return k, float(away[k])


def _off_image(volume: Volume, away_mm: float) -> list[Finding]:
    across = None if volume.geometry is None else volume.geometry.spacing_mm[2]
    allowed = max(LEAST_TOLERANCE_MM, (across or 0.0) / 2)
    if away_mm <= allowed + FLAT_MM:
        return []
    text = f"The points do not lie on one image: they are up to {away_mm:.2f} mm away from the nearest. Draw it again."
    return [Finding("off-image", text)]


def _uneven(points: Vector, axis: int) -> list[Finding]:
    if float(np.ptp(points[:, axis])) <= FLAT_MM:
        return []
    return [Finding("not-flat", "The points do not lie on one plane: draw it again on one.")]


def _outside(volume: Volume, points: Vector, k: int, orientation: Orientation) -> list[Finding]:
    slices, rows, columns = volume.array.shape
    sizes = np.array([columns, rows, slices])
    if orientation is Orientation.ACQUIRED or volume.geometry is None:
        index, sizes = to_index(volume.slice_affine(k), points)[:, :2], sizes[:2]
    else:
        index = to_index(volume.geometry.affine, points)
    if np.all(index >= -0.5) and np.all(index <= sizes - 0.5):
        return []
    return [Finding("outside", "A point lies beside the image: what is measured must be seen as a whole.")]
