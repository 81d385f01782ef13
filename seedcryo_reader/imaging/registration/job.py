"""What is asked of a registration, and what it answers, apart from the code that loads SimpleITK."""

from typing import Final

import msgspec

TASKS_MODULE: Final = "seedcryo_reader.imaging.registration.tasks"

Rows = tuple[tuple[float, ...], ...]
"""A 4×4 matrix by rows."""


class Mapped(msgspec.Struct, frozen=True, array_like=True):
    """A voxel file ``(k, j, i)`` and its geometry: index ``(i, j, k)`` → LPS mm, and whether its values are HU."""

    file: bytes
    dtype: str
    shape: tuple[int, int, int]
    affine: Rows
    hounsfield: bool


class RegisterJob(msgspec.Struct, frozen=True, array_like=True):
    """Two volumes to be brought together."""

    fixed: Mapped
    moving: Mapped


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What a worker found.

    Attributes
    ----------
    matrix : Rows
        LPS mm of the fixed → LPS mm of the moving volume; rigid.
    likeness : float
        Correlation of the details of the two in their common part, −1 to 1; see `judging`.
    overlap : float
        Share of the smaller body that lies in both volumes, 0 to 1.
    spread_mm : float
        How far apart two searches from different starts ended, at most, in the common part.
    """

    matrix: Rows
    likeness: float
    overlap: float
    spread_mm: float
