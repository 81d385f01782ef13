"""The values that lie inside an ellipse, without those that are no measurement."""

from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from seedcryo_reader.imaging.geometry import Vector, to_index
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing import stacks

_RIM: Final = 1e-9
"""A centre on the very rim counts, whatever the last bit of its distance."""


class Usable:
    """Tells which values of a volume are measurements: those of decoded slices that are no padding."""

    def __init__(self, volume: Volume) -> None:
        none = (np.nan, np.nan)
        self._low, self._high = np.array([source.padding or none for source in volume.sources], dtype=np.float64).T
        self._readable = np.array([source.readable for source in volume.sources])

    def __call__(self, k: npt.NDArray[np.intp], values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Of each value (n) of slices k (n)."""
        padding = (values >= self._low[k]) & (values <= self._high[k])
        return np.asarray(self._readable[k] & ~padding & np.isfinite(values))


def native_values(volume: Volume, k: int, centre: Vector, halves: Vector) -> Vector:
    """Values (n) of the voxels of slice k whose centres lie inside an ellipse.

    Parameters
    ----------
    centre : array (3,)
        LPS mm.
    halves : array (2, 3)
        From the centre to the end of each half axis, mm, perpendicular.
    """
    affine = stacks.affine_of(volume).copy()
    affine[:3, 3] = stacks.slice_origin(volume, k)
    # Across the slices a step of the normal: a tilted stack's own step would shift the rows.
    affine[:3, 2] = np.cross(affine[:3, 0], affine[:3, 1])
    _, rows, columns = volume.array.shape
    middle = to_index(affine, centre)[:2]
    reach = np.hypot(*(to_index(affine, centre + halves)[:, :2] - middle))
    low = np.maximum(np.ceil(middle - reach), 0).astype(int)
    high = np.minimum(np.floor(middle + reach), [columns - 1, rows - 1]).astype(int)
    i, j = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    flat = affine[:3, :2] @ np.stack([i.ravel() - middle[0], j.ravel() - middle[1]])
    inside = _inside(flat.T, halves)
    values = volume.array[k, j.ravel()[inside], i.ravel()[inside]]
    good = Usable(volume)(np.full(len(values), k, dtype=np.intp), values)
    return np.asarray(values[good], dtype=np.float64)


def resliced_values(volume: Volume, centre: Vector, halves: Vector, step_mm: float) -> Vector:
    """Values (n) on a grid of samples inside an ellipse, interpolated linearly between the eight voxels round each.

    A sample counts where all voxels that it is made of do. Parameters as for `native_values`.
    """
    lengths = np.linalg.norm(halves, axis=1)
    counts = np.floor(lengths / step_mm).astype(int)
    a, b = np.meshgrid(*(np.arange(-one, one + 1) * step_mm for one in counts))
    directions = halves / lengths[:, None]
    offsets = np.outer(a.ravel(), directions[0]) + np.outer(b.ravel(), directions[1])
    points = centre + offsets[_inside(offsets, halves)]
    return _interpolated(volume, to_index(stacks.affine_of(volume), points))


def _inside(offsets: Vector, halves: Vector) -> npt.NDArray[np.bool_]:
    """Whether offsets (n, 3) from the centre lie inside the ellipse."""
    shares = offsets @ (halves / (halves**2).sum(axis=1)[:, None]).T
    return np.asarray((shares**2).sum(axis=1) <= 1 + _RIM)


def _interpolated(volume: Volume, index: Vector) -> Vector:
    """Values (m ≤ n) at continuous indices (n, 3) as (i, j, k), without those that are no measurement."""
    sizes = np.array(volume.array.shape[::-1])
    # Half a voxel beyond the outermost centres still belongs to the volume, with the value of its edge.
    index = index[np.all((index >= -0.5) & (index <= sizes - 0.5), axis=1)]
    index = np.clip(index, 0, sizes - 1)
    base = np.floor(index).astype(np.intp)
    share = index - base
    usable = Usable(volume)
    total, good = np.zeros(len(index)), np.ones(len(index), dtype=bool)
    for corner in product((0, 1), repeat=3):
        weight = np.where(corner, share, 1 - share).prod(axis=1)
        if not (weight > _RIM).any():
            continue
        i, j, k = np.minimum(base + corner, sizes - 1).T
        values = volume.array[k, j, i]
        good &= (weight <= _RIM) | usable(k, values)
        total += weight * values
    return np.asarray(total[good], dtype=np.float64)
