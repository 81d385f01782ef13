"""The request to write a volume, apart from `save` so that asking does not load SimpleITK."""

import msgspec


class SaveJob(msgspec.Struct, frozen=True, array_like=True):
    """A mapped voxel file and its geometry; `affine` is 4×4 by rows, index (i, j, k) → LPS mm."""

    voxels: bytes
    dtype: str
    shape: tuple[int, int, int]
    affine: tuple[tuple[float, ...], ...]
    target: bytes
