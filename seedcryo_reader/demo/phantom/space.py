"""Where things are: rigid patient shifts and image grids, all in mm and in LPS (+x left, +y back, +z head)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

Vec = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Rigid:
    """A rigid map of points: ``p -> rotation @ p + shift``; rotation (3, 3), shift (3,) in mm."""

    rotation: Matrix
    shift: Matrix

    def apply(self, points: Matrix) -> Matrix:
        """Map points (..., 3) in mm."""
        return points @ self.rotation.T + self.shift

    def inverse(self) -> Rigid:
        """Return the map back."""
        return Rigid(self.rotation.T, -self.rotation.T @ self.shift)

    def after(self, first: Rigid) -> Rigid:
        """Return the map that applies ``first`` and then this one."""
        return Rigid(self.rotation @ first.rotation, self.rotation @ first.shift + self.shift)

    def matrix(self) -> Matrix:
        """Return the homogeneous 4 × 4 matrix."""
        full = np.eye(4)
        full[:3, :3] = self.rotation
        full[:3, 3] = self.shift
        return full


def rotation_deg(about_x: float, about_y: float, about_z: float) -> Matrix:
    """Return the rotation about x, then y, then z by angles in degrees, right-handed."""
    result = np.eye(3)
    for axis, angle in enumerate((about_x, about_y, about_z)):
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        i, j = (axis + 1) % 3, (axis + 2) % 3
        turn = np.eye(3)
        turn[i, i], turn[i, j], turn[j, i], turn[j, j] = c, -s, s, c
        result = turn @ result
    return result


@dataclass(frozen=True, eq=False)
class Grid:
    """A stack of image planes.

    Index order (i, j, k) = column, row, slice; ``directions`` holds the unit LPS vectors of i, j and k as
    columns; ``origin`` is the LPS position in mm of the middle of pixel (0, 0, 0); ``spacing`` is in mm.
    """

    columns: int
    rows: int
    slices: int
    spacing: Vec
    origin: Matrix
    directions: Matrix

    def steps(self) -> Matrix:
        """Return the LPS steps in mm of one column, one row and one slice, as columns (3, 3)."""
        steps: Matrix = self.directions * np.array(self.spacing)
        return steps

    def affine(self) -> Matrix:
        """Return the 4 × 4 matrix from index (i, j, k) to LPS mm."""
        full = np.eye(4)
        full[:3, :3] = self.steps()
        full[:3, 3] = self.origin
        return full

    def point(self, i: float, j: float, k: float) -> Matrix:
        """Return the LPS position in mm of an index, whole or between pixels."""
        lps: Matrix = self.origin + self.steps() @ np.array([i, j, k])
        return lps

    def index(self, point: Matrix) -> Matrix:
        """Return the index (i, j, k), not rounded, of an LPS position in mm."""
        return np.asarray(np.linalg.solve(self.steps(), point - self.origin), dtype=np.float64)


def centred_grid(columns: int, rows: int, slices: int, spacing: Vec, *, middle: Vec, tilt: Vec) -> Grid:
    """Return the grid whose middle lies at ``middle`` (LPS, mm), tilted by degrees about x, y and z.

    Origin and directions are rounded to what a DICOM decimal string holds, so header and truth are the same numbers.
    """
    directions = np.round(rotation_deg(*tilt), 9)
    halves = np.array([(columns - 1) / 2, (rows - 1) / 2, (slices - 1) / 2])
    origin = np.round(np.array(middle) - (directions * np.array(spacing)) @ halves, 3)
    return Grid(columns, rows, slices, spacing, origin, directions)
