"""A mapped volume → small, quiet images of it, with the body told from the air. Runs in a worker."""

import os
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import SimpleITK as sitk

from seedcryo_reader.imaging.registration.job import Mapped

Numbers = npt.NDArray[np.float32]

FINE_MM: Final = 2.8
"""Voxels of the last search; a coarser one has blocks of two of them."""

LEAST_VOXELS: Final = 6
"""Along each axis of the coarse image, some 35 mm; less holds no shape to go by."""

SOFT_TISSUE_HU: Final = (-200.0, 250.0)
"""What CT is clipped to: contrast between organs counts, not how black a lung or how white metal is."""

BODY_HU: Final = -300.0
"""Above this is body, couch or clothes."""

BRIGHT_SHARE: Final = 0.995
"""MR values above this share of the body's are clipped: fat near the coil, vessels."""


EDGE_VOXELS: Final = 2
"""So much of the air around the body belongs to the mask: the skin is the sharpest edge there is."""


@dataclass(frozen=True, eq=False)
class Body:
    """A volume at two sizes (float32, LPS mm), each with the mask (uint8) of the patient without the couch."""

    fine: sitk.Image
    coarse: sitk.Image
    fine_mask: sitk.Image
    coarse_mask: sitk.Image


def body_of(volume: Mapped) -> Body | None:
    """Average, clip, and find the body; None where the volume is too small for that, or empty."""
    fine = reduced(volume, FINE_MM)
    coarse = _halved(fine)
    if min(coarse.GetSize()) < LEAST_VOXELS:
        return None
    array = sitk.GetArrayViewFromImage(coarse)
    least = BODY_HU if volume.hounsfield else float(array.mean()) / 2
    mask = _largest(coarse > least)
    if not sitk.GetArrayViewFromImage(mask).any():
        return None
    low, high = SOFT_TISSUE_HU if volume.hounsfield else (0.0, _bright(array))
    resampled = sitk.Resample(mask, fine, sitk.Transform(), sitk.sitkNearestNeighbor)
    return Body(_clipped(fine, low, high), _clipped(coarse, low, high), resampled, mask)


def reduced(volume: Mapped, voxel_mm: float) -> sitk.Image:
    """Means of blocks of voxels, each block about as large as a size in mm.

    That makes volumes of unequal noise alike, and costs one pass over the file.
    """
    array = np.memmap(os.fsdecode(volume.file), dtype=volume.dtype, mode="r", shape=volume.shape)
    affine = np.asarray(volume.affine)
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    i, j, k = (max(1, min(size, round(voxel_mm / one))) for one, size in zip(spacing, array.shape[::-1], strict=True))
    blocks = np.stack([_block(array[at : at + k], j, i) for at in range(0, len(array) - k + 1, k)])
    image = sitk.GetImageFromArray(blocks)
    factors = np.array([i, j, k], dtype=np.float64)
    image.SetSpacing((spacing * factors).tolist())
    image.SetDirection((affine[:3, :3] / spacing).ravel().tolist())
    # The middle of a block lies (n − 1) / 2 voxels behind the middle of its first voxel.
    image.SetOrigin((affine[:3, 3] + affine[:3, :3] @ ((factors - 1) / 2)).tolist())
    return image


def _block(slices: npt.NDArray[Any], down: int, across: int) -> Numbers:
    """The mean of a few slices (k, j, i) in blocks of `down` × `across` pixels."""
    _, rows, columns = slices.shape
    rows, columns = rows - rows % down, columns - columns % across
    total = np.zeros((rows, columns), dtype=np.float32 if slices.dtype.kind == "f" else np.int32)
    for one in slices:
        total += one[:rows, :columns]
    tall = np.add.reduce([total[at::down] for at in range(down)])
    wide = np.add.reduce([tall[:, at::across] for at in range(across)])
    return np.asarray(wide / np.float32(len(slices) * down * across), dtype=np.float32)


def _halved(image: sitk.Image) -> sitk.Image:
    """Blocks of two voxels, but along an axis that is coarse already."""
    smaller: sitk.Image = sitk.BinShrink(image, [2 if spacing < 1.5 * FINE_MM else 1 for spacing in image.GetSpacing()])
    return smaller


def _clipped(image: sitk.Image, low: float, high: float) -> sitk.Image:
    clipped: sitk.Image = sitk.Clamp(image, lowerBound=low, upperBound=high)
    return clipped


def _bright(array: npt.NDArray[Any]) -> float:
    """Where MR values are clipped."""
    inside = array[array > array.mean()]
    return float(np.quantile(inside, BRIGHT_SHARE)) if inside.size else 1.0


def _largest(mask: sitk.Image) -> sitk.Image:
    """The largest thing of a mask, cut free of what only touches it, and each of its slices without holes."""
    opened = sitk.BinaryMorphologicalOpening(mask, [1, 1, 0])
    parts = sitk.RelabelComponent(sitk.ConnectedComponent(opened), sortByObjectSize=True)
    body = parts == 1
    filled = sitk.GetImageFromArray(
        np.stack([sitk.GetArrayFromImage(sitk.BinaryFillhole(body[:, :, k])) for k in range(body.GetDepth())])
    )
    filled.CopyInformation(body)
    wider: sitk.Image = sitk.BinaryDilate(filled, [EDGE_VOXELS, EDGE_VOXELS, 0])
    return wider
