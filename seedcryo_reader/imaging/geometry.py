"""Index ↔ millimetres: the only place that knows.

World is DICOM patient space: LPS (x to the patient's left, y to posterior, z to the head), millimetres.
An index is ``(i, j, k)`` = column, row, slice, integers at voxel centres; arrays are indexed ``[k, j, i]``.
Sources: DICOM PS3.3 C.7.6.2.1.1 (Image Plane attributes and its affine equation).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

LETTERS: Final = (("L", "R"), ("P", "A"), ("H", "F"))
"""Positive and negative end of each LPS axis, as the viewport's orientation letters."""

PLANES: Final = ("sagittal", "coronal", "axial")
"""Plane whose normal is the x, y, z axis of LPS."""

OBLIQUE_DEGREES: Final = 1.0
"""A plane whose normal is turned further than this from its axis is called oblique."""

_UNIT_TOLERANCE: Final = 1e-2


def direction_cosines(orientation: tuple[float, ...]) -> tuple[Vector, Vector]:
    """Split ImageOrientationPatient (0020,0037) into its two unit vectors.

    Parameters
    ----------
    orientation : tuple of 6 floats
        Direction of increasing column index, then of increasing row index, LPS, no unit.

    Returns
    -------
    along_row, along_column : arrays of shape (3,)
        Made exactly unit and exactly perpendicular: the file's decimals are rounded.

    Raises
    ------
    ValueError
        Not six finite numbers, or not two perpendicular unit vectors within 0.01.
    """
    if len(orientation) != 6 or not np.all(np.isfinite(orientation)):
        msg = f"image orientation needs six numbers, got {orientation}"
        raise ValueError(msg)
    x = np.asarray(orientation[:3], dtype=np.float64)
    y = np.asarray(orientation[3:], dtype=np.float64)
    lengths = float(np.linalg.norm(x)), float(np.linalg.norm(y))
    if max(abs(lengths[0] - 1), abs(lengths[1] - 1)) > _UNIT_TOLERANCE or abs(float(x @ y)) > _UNIT_TOLERANCE:
        msg = f"image orientation is not two perpendicular unit vectors: {orientation}"
        raise ValueError(msg)
    x = x / lengths[0]
    y = y - (y @ x) * x
    return x, y / float(np.linalg.norm(y))


def normal(orientation: tuple[float, ...]) -> Vector:
    """Unit normal (3,) of a slice: row direction × column direction, LPS."""
    x, y = direction_cosines(orientation)
    return np.asarray(np.cross(x, y), dtype=np.float64)


def slice_affine(
    position: tuple[float, ...], orientation: tuple[float, ...], spacing_mm: tuple[float, float]
) -> Vector:
    """4×4 affine of one slice, index ``(i, j, 0)`` → LPS mm; the k column is the unit normal (1 mm).

    Parameters
    ----------
    position : 3 floats
        ImagePositionPatient: centre of the first voxel, LPS mm.
    orientation : 6 floats
        ImageOrientationPatient.
    spacing_mm : (row spacing, column spacing)
        PixelSpacing: distance between rows, then between columns, mm.
    """
    x, y = direction_cosines(orientation)
    affine = np.eye(4)
    affine[:3, 0] = x * spacing_mm[1]
    affine[:3, 1] = y * spacing_mm[0]
    affine[:3, 2] = np.cross(x, y)
    affine[:3, 3] = position
    return affine


def to_mm(affine: Vector, index: npt.ArrayLike) -> Vector:
    """Map indices ``(…, 3)`` as ``(i, j, k)`` to LPS mm ``(…, 3)``."""
    return np.asarray(index, dtype=np.float64) @ affine[:3, :3].T + affine[:3, 3]


def to_index(affine: Vector, point_mm: npt.ArrayLike) -> Vector:
    """Map LPS mm ``(…, 3)`` to continuous indices ``(…, 3)`` as ``(i, j, k)``; the inverse of `to_mm`."""
    offset = np.asarray(point_mm, dtype=np.float64) - affine[:3, 3]
    return np.asarray(np.linalg.solve(affine[:3, :3], offset[..., None])[..., 0], dtype=np.float64)


def plane_name(orientation: tuple[float, ...]) -> str:
    """Nearest anatomical plane, e.g. ``"axial"``, or ``"coronal oblique"`` when turned more than 1°."""
    n = np.abs(normal(orientation))
    axis = int(np.argmax(n))
    turned = np.degrees(np.arccos(min(1.0, float(n[axis]))))
    return PLANES[axis] + (" oblique" if turned > OBLIQUE_DEGREES else "")


def direction_letters(direction: npt.ArrayLike) -> str:
    """Letters of where a direction (3,) in LPS points, strongest first, e.g. ``"L"`` or ``"PH"``.

    Components under 1/10 of the length are left out (PS3.3 C.7.6.1.1.1 allows up to three letters).
    """
    d = np.asarray(direction, dtype=np.float64)
    length = float(np.linalg.norm(d))
    if length == 0:
        return ""
    order = [int(axis) for axis in np.argsort(-np.abs(d)) if abs(d[axis]) >= 0.1 * length]
    return "".join(LETTERS[axis][0 if d[axis] > 0 else 1] for axis in order)
