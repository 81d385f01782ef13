"""Asking a worker to bring two volumes together; SimpleITK is loaded there and nowhere else."""

import os
from typing import Final

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.registration.job import TASKS_MODULE, Found, Mapped, RegisterJob
from seedcryo_reader.imaging.registration.judging import Registered, judge
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

LIMITS: Final = Limits(seconds=90.0)
"""Two CTs of 400 slices take some 3 seconds."""


def registration_pool() -> WorkerPool:
    """One worker for registrations; it is started with the first of them. Whoever makes it closes it."""
    return WorkerPool(slots=1, limits=LIMITS, tasks=TASKS_MODULE)


def register(fixed: Volume, moving: Volume, pool: WorkerPool, watch: Watch = UNWATCHED) -> Registered:
    """Where the points of one volume lie in another, rigidly; the same volumes always give the same answer.

    Parameters
    ----------
    fixed, moving : Volume
        Both measurable in 3d and mapped from files; of one modality, MR of one sequence. Their tables may be zeroed
        anywhere; the patient may lie turned by some 15 degrees.
    pool : WorkerPool
        Of `registration_pool`.

    Raises
    ------
    ValueError
        A volume is not measurable in 3d, or not mapped from a file.
    EnvironmentFailure
        The worker could not do it.
    Cancelled
        The person cancelled.
    """
    job = RegisterJob(_mapped(fixed), _mapped(moving))
    [answer] = pool.run("register", [job], Found, cancelled=watch.cancelled)
    if answer.value is None:
        msg = f"The images could not be registered: the worker {answer.text}. Link them by hand instead."
        raise EnvironmentFailure(msg)
    return judge(answer.value)


def _mapped(volume: Volume) -> Mapped:
    if volume.geometry is None or volume.measurable != "3d" or volume.file is None:
        msg = "only a volume that is measurable in 3d, and mapped from a file, can be registered"
        raise ValueError(msg)
    slices, rows, columns = volume.array.shape
    return Mapped(
        file=os.fsencode(volume.file),
        dtype=str(volume.array.dtype),
        shape=(slices, rows, columns),
        affine=tuple(tuple(row) for row in volume.geometry.affine.tolist()),
        hounsfield=volume.unit == "HU",
    )
