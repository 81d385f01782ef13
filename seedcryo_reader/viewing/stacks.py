"""How a stack lies in space: its axes, its slices, the planes it can be cut along.

A volume without geometry gets a stand-in: one pixel is called one millimetre, so that it can be shown, but nothing
about it is a measurement (`Volume.measurable` is ``"no"``).
"""

from math import floor, sqrt
from typing import Final

import numpy as np

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing.frame import cross
from seedcryo_reader.viewing.view import Orientation, PointMm

Plane = tuple[Vector, Vector]
"""Unit directions (3,) across and down the screen, LPS, perpendicular."""

_X, _Y, _Z = np.eye(3)

PATIENT_PLANES: Final[dict[Orientation, Plane]] = {
    Orientation.AXIAL: (_X, _Y),
    Orientation.CORONAL: (_X, -_Z),
    Orientation.SAGITTAL: (_Y, -_Z),
}
"""As a radiologist looks at a patient: axial from the feet, coronal from the front, sagittal from the left."""


def affine_of(volume: Volume) -> Vector:
    """4×4, index ``(i, j, k)`` → LPS mm; where the volume has no geometry the identity, in pixels."""
    return np.eye(4) if volume.geometry is None else volume.geometry.affine


_APART_MM: Final = 1e-3
"""Images at one place are told apart by so much, so that each has a place of its own on the way through the stack."""


def slice_origin(volume: Volume, k: int) -> Vector:
    """Centre (3,) of the first voxel of slice k, LPS mm, by its own position where it has one."""
    position = volume.sources[k].position_mm
    if volume.geometry is None or position is None:
        affine = affine_of(volume)
        return np.asarray(affine[:3, 3] + k * affine[:3, 2], dtype=np.float64)
    return np.asarray(position, dtype=np.float64)


def acquired_plane(volume: Volume) -> Plane:
    """Directions of a row and of a column of the stored slices."""
    affine = affine_of(volume)
    return _unit(affine[:3, 0]), _unit(affine[:3, 1])


def plane_of(volume: Volume, orientation: Orientation, turn_degrees: tuple[float, float] = (0.0, 0.0)) -> Plane:
    """Directions across and down the screen in an orientation; `turn_degrees` is for the oblique one only."""
    if orientation is Orientation.ACQUIRED:
        return acquired_plane(volume)
    if orientation is Orientation.OBLIQUE:
        about_x, about_y = np.radians(turn_degrees)
        return _turned(_X, about_x, about_y), _turned(_Y, about_x, about_y)
    return PATIENT_PLANES[orientation]


def normal_of(plane: Plane) -> Vector:
    """Unit vector (3,) away from the eye."""
    return cross(*plane)


def slice_depths(volume: Volume) -> Vector:
    """Distance (n,) of each slice from the first along the stack's normal, mm, rising.

    Where images lie at one place each is said to lie a thousandth of a millimetre behind the one before: a place is
    all that a view knows of its slice.
    """
    normal = normal_of(acquired_plane(volume))
    first = slice_origin(volume, 0)
    if _is_regular(volume):
        return np.arange(len(volume.array), dtype=np.float64) * float(affine_of(volume)[:3, 2] @ normal)
    depths = np.array([(slice_origin(volume, k) - first) @ normal for k in range(len(volume.array))])
    for k in range(1, len(depths)):
        depths[k] = max(depths[k], depths[k - 1] + _APART_MM)
    return depths


def nearest_slice(volume: Volume, point_mm: PointMm) -> int:
    """The slice whose plane is nearest to a point; the first or last for one beyond the ends."""
    normal = normal_of(acquired_plane(volume))
    depth = float((np.asarray(point_mm) - slice_origin(volume, 0)) @ normal)
    if _is_regular(volume) and len(volume.array) > 1:
        guess = depth / float(affine_of(volume)[:3, 2] @ normal)
        return min(max(floor(guess + 0.5), 0), len(volume.array) - 1)
    return int(np.argmin(np.abs(slice_depths(volume) - depth)))


def slice_gap_mm(volume: Volume) -> float:
    """Usual distance between slices along the normal, mm; the pixel's size where there is one slice only."""
    if volume.geometry is None:
        return 1.0
    return volume.geometry.spacing_mm[2] or max(volume.geometry.spacing_mm[:2])


def is_beyond(volume: Volume, point_mm: PointMm) -> bool:
    """Whether a point lies further than half the usual distance before the first or behind the last slice."""
    normal = normal_of(acquired_plane(volume))
    point, reach = np.asarray(point_mm), slice_gap_mm(volume) * (0.5 + 1e-6)
    before = float((point - slice_origin(volume, 0)) @ normal)
    behind = float((point - slice_origin(volume, len(volume.array) - 1)) @ normal)
    return before < -reach or behind > reach


def pixel_mm(volume: Volume, orientation: Orientation) -> float:
    """Edge of one image pixel, mm: of the stored slice across the screen, of a reformat the finest of the voxel."""
    lengths = np.linalg.norm(affine_of(volume)[:3, :3], axis=0)
    return float(lengths[0] if orientation is Orientation.ACQUIRED else lengths.min())


def step_mm(volume: Volume, plane: Plane) -> float:
    """How far a reformat moves along its normal in one step: until some index has changed by one."""
    per_mm = np.abs(np.linalg.solve(affine_of(volume)[:3, :3], normal_of(plane)))
    return float(1 / per_mm.max())


def corners_mm(volume: Volume, k: int | None = None) -> Vector:
    """Outer corners of the voxels, LPS mm: (8, 3) of the whole stack, or (4, 3) of slice k, half a voxel out."""
    slices, rows, columns = volume.array.shape
    affine = affine_of(volume)
    j, i = np.meshgrid([-0.5, rows - 0.5], [-0.5, columns - 0.5])
    flat = i.reshape(-1, 1) * affine[:3, 0] + j.reshape(-1, 1) * affine[:3, 1]
    if k is not None:
        return np.asarray(flat + slice_origin(volume, k))
    half = affine[:3, 2] / 2
    ends = (slice_origin(volume, 0) - half, slice_origin(volume, slices - 1) + half)
    return np.concatenate([flat + end for end in ends])


def _is_regular(volume: Volume) -> bool:
    """Whether the affine alone says where every slice lies, to far less than half a slice."""
    return volume.geometry is None or volume.measurable == "3d"


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / sqrt(float(vector @ vector)), dtype=np.float64)


def _turned(vector: Vector, about_x: float, about_y: float) -> Vector:
    """A vector turned about x, then about y, right-handed."""
    c, s = np.cos(about_x), np.sin(about_x)
    x, y, z = vector[0], c * vector[1] - s * vector[2], s * vector[1] + c * vector[2]
    c, s = np.cos(about_y), np.sin(about_y)
    return np.array([c * x + s * z, y, c * z - s * x])
