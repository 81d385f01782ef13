"""Writing a volume as MetaImage (.mha) through SimpleITK. Runs in a worker."""

import os

import msgspec
import numpy as np
import SimpleITK as sitk

from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.pixels.save_job import SaveJob


def write_mha(item: msgspec.Raw, _limits: Limits) -> None:
    """Write the file, uncompressed. ITK's world is LPS mm as well."""
    job = msgspec.msgpack.decode(item, type=SaveJob)
    array = np.memmap(os.fsdecode(job.voxels), dtype=job.dtype, mode="r", shape=job.shape)
    image = sitk.GetImageFromArray(array)
    affine = np.asarray(job.affine)
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    image.SetSpacing([float(one) for one in spacing])
    image.SetOrigin([float(one) for one in affine[:3, 3]])
    image.SetDirection([float(one) for one in (affine[:3, :3] / spacing).ravel()])
    sitk.WriteImage(image, os.fsdecode(job.target), useCompression=False)
