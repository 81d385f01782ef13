"""A study whose keys open quickly, a small source, and sealed parts of it: made once, read by many tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from casefile.part.ways import Station, baseline, follow_up, make_station, write_source

from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.casefile.part.sealing import Sealed
from seedcryo_reader.imaging.workers.pool import WorkerPool


@pytest.fixture(scope="session")
def sealing_pool() -> Iterator[WorkerPool]:
    with WorkerPool(slots=2, tasks=TASKS) as workers:
        workers.warm()
        yield workers


@pytest.fixture(scope="session")
def station(sealing_pool: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Station:
    return make_station(tmp_path_factory.mktemp("study"), sealing_pool)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="session")
def sealed_chain(station: Station, source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sealed, ...]:
    """Three sealed parts of C-0001: TP0, TP1, closing. Only read them."""
    out, scratch = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp
    first = station.seal(out, baseline(source), scratch("s"))
    second = station.seal(out, follow_up(source), scratch("s"), previous=first.file)
    return first, second, station.close(out, second.file)


@pytest.fixture(scope="session")
def archive(station: Station, sealed_chain: tuple[Sealed, ...]) -> bytes:
    """The decrypted archive of the baseline."""
    return station.plain(sealed_chain[0].file)


@pytest.fixture(scope="session")
def second_archive(station: Station, sealed_chain: tuple[Sealed, ...]) -> bytes:
    """The decrypted archive of the part after it."""
    return station.plain(sealed_chain[1].file)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder
