"""Asking a worker to write a loaded volume as MetaImage."""

import os
from pathlib import Path

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.pixels.save_job import SaveJob
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.workers.pool import WorkerPool


def save_volume(volume: Volume, voxels: Path, target: Path, pool: WorkerPool) -> None:
    """Write a volume that is measurable in 3d to `target` (.mha); `voxels` is the file it was loaded into.

    Raises
    ------
    ValueError
        The volume's geometry is not safe across slices, and the format could not say so.
    EnvironmentFailure
        The file cannot be written. Nothing is left of it.
    """
    if volume.geometry is None or volume.measurable != "3d":
        msg = "only a volume that is measurable in 3d can be saved as one block"
        raise ValueError(msg)
    partial = target.with_name("partial-" + target.name)
    slices, rows, columns = volume.array.shape
    job = SaveJob(
        voxels=os.fsencode(voxels),
        dtype=str(volume.array.dtype),
        shape=(slices, rows, columns),
        affine=tuple(tuple(row) for row in volume.geometry.affine.tolist()),
        target=os.fsencode(partial),
    )
    try:
        [answer] = pool.run("save", [job], bool)
        if answer.failed:
            msg = f"{target} could not be written: the writer {answer.text}."
            raise EnvironmentFailure(msg)
        partial.replace(target)
    except OSError as error:
        msg = f"{target} could not be written: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    finally:
        partial.unlink(missing_ok=True)
