"""A small volume whose values say where they are."""

from dataclasses import replace
from typing import Any

import numpy as np

from seedcryo_reader.imaging.volume import Geometry, SliceSource, Statistics, Volume

ROWS_MM, COLUMNS_MM = 0.8, 0.6


def turned() -> np.ndarray:
    """Directions of a row, of a column and of the stack, as columns: no axis of the patient's."""
    along_row = np.array([0.6, 0.8, 0.0])
    along_column = np.array([0.0, 0.0, -1.0])
    return np.stack([along_row, along_column, np.cross(along_row, along_column)], axis=1)


def volume(
    directions: np.ndarray | None = None,
    origin: tuple[float, float, float] = (-10.0, -20.0, 100.0),
    spacing: float = 2.5,
    shape: tuple[int, int, int] = (6, 40, 50),
    **changes: Any,
) -> Volume:
    """Slices (k, j, i) of rows 0.8 mm and columns 0.6 mm apart, value = 100 k + 2 j + i - 300."""
    affine = np.eye(4)
    affine[:3, :3] = (np.eye(3) if directions is None else directions) * (COLUMNS_MM, ROWS_MM, spacing)
    affine[:3, 3] = origin
    k, j, i = np.indices(shape)
    sources = tuple(
        SliceSource(f"{at}.dcm", f"2.25.{at + 1}", 1, tuple((affine @ (0, 0, at, 1))[:3]), None, True)
        for at in range(shape[0])
    )
    made = Volume(
        array=(100 * k + 2 * j + i - 300).astype(np.int16),
        geometry=Geometry(affine, (ROWS_MM, COLUMNS_MM, spacing)),
        frame_of_reference="2.25.9",
        unit="HU",
        sources=sources,
        statistics=Statistics(-300, 327, 0),
        measurable="3d",
        inverted=False,
    )
    return replace(made, **changes)


def at(one: Volume, i: float, j: float, k: float) -> tuple[float, float, float]:
    """The point of an index, LPS mm."""
    assert one.geometry is not None
    x, y, z = (one.geometry.affine @ (i, j, k, 1))[:3]
    return float(x), float(y), float(z)
