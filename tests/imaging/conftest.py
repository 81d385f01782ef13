"""A warm worker pool for the session, and short ways to read a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seedcryo_reader.imaging.loading import Loaded, load
from seedcryo_reader.imaging.survey import Survey, survey
from seedcryo_reader.imaging.workers.pool import WorkerPool

Read = Callable[[Path], tuple[Survey, list[Loaded]]]


@pytest.fixture(scope="session")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(slots=2) as workers:
        workers.warm()
        yield workers


@pytest.fixture
def read(pool: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Survey a path and load all its stacks."""

    def read_path(path: Path) -> tuple[Survey, list[Loaded]]:
        scratch = tmp_path_factory.mktemp("scratch")
        found = survey(path, pool, scratch)
        return found, [load(stack, pool, scratch / f"voxels{n}") for n, stack in enumerate(found.stacks)]

    return read_path


@pytest.fixture
def load_one(read: Read) -> Callable[[Path], Loaded]:
    """Load the only stack behind a path."""

    def load_path(path: Path) -> Loaded:
        found, [loaded] = read(path)
        assert not found.unreadable
        return loaded

    return load_path
