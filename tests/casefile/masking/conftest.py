"""A warm worker pool that can mask, and ways to mask one file or a whole folder as sealing does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from casefile.masking.ways import Mask, MaskFolder, Shown, acquisitions

from seedcryo_reader.casefile.masking import job
from seedcryo_reader.casefile.masking.image import mask_image
from seedcryo_reader.casefile.masking.place import Place
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.loading import load
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.workers.pool import WorkerPool

SECRET = b"a secret of a study for tests 32"


@pytest.fixture(scope="session")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(slots=2, tasks=job.__name__) as workers:
        workers.warm()
        yield workers


@pytest.fixture
def uids() -> Uids:
    return Uids(SECRET, "C-0001")


@pytest.fixture
def mask(uids) -> Mask:
    """Mask bytes into bytes."""

    def mask_bytes(source: bytes) -> bytes:
        return b"".join(mask_image(source, Place("C-0001", "TP2", 3, 5, 1), uids, Limits()).pieces)

    return mask_bytes


@pytest.fixture
def mask_folder(pool, uids, tmp_path_factory) -> MaskFolder:
    """Mask all images behind a path, their volumes numbered as acquisitions; the folder of the masked files."""

    def mask_path(path: Path) -> tuple[Path, dict[str, tuple[str, str]]]:
        target = tmp_path_factory.mktemp("masked")
        jobs, names = [], []
        found = survey(path, pool, tmp_path_factory.mktemp("scratch"))
        for number, (file, acquisition) in enumerate(acquisitions(found), 1):
            place = Place("C-0001", "TP0", 1, number, acquisition)
            stamp = (file.file.size, file.file.modified_ns)
            written = os.fsencode(target / f"{number}.dcm")
            jobs.append(job.MaskJob(os.fsencode(file.path), stamp, place, SECRET, written))
            names.append(file.name)
        answers = pool.run(job.MASK, jobs, job.Masked)
        return target, {names[one.index]: (one.code, one.text) for one in answers if one.failed}

    return mask_path


@pytest.fixture
def shown(pool, tmp_path_factory) -> Shown:
    """All volumes behind a path."""

    def show(path: Path):
        scratch = tmp_path_factory.mktemp("scratch")
        stacks = survey(path, pool, scratch).stacks
        return [(stack, load(stack, pool, scratch / f"voxels{n}")) for n, stack in enumerate(stacks)]

    return show
