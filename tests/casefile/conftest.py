"""A study whose keys open quickly, a small source, and sealed parts of it: made once, read by many tests."""

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from casefile.part.ways import TODAY, Station, baseline, follow_up, write_source

from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.casefile.part.sealing import Sealed
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.kdf import Cost
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.imaging.workers.pool import WorkerPool

PASSWORD = "correct horse battery"  # noqa: S105 - opens nothing but what these tests make


@pytest.fixture(scope="session")
def sealing_pool() -> Iterator[WorkerPool]:
    with WorkerPool(slots=2, tasks=TASKS) as workers:
        workers.warm()
        yield workers


@pytest.fixture(scope="session")
def station(sealing_pool: WorkerPool, tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder = tmp_path_factory.mktemp("study")
    access = Access(folder / "s.seedstudy", folder / "s.seedkeys", lambda: PASSWORD)
    protocols = (Protocol("seed-cryo/0.1", "ab" * 32), Protocol("seed-cryo/0.2", "cd" * 32))
    cost = Cost(memory_kib=8, passes=1, lanes=1)
    study = make_study(
        access,
        "SEED-CRYO",
        recovery=(str(pyrage.x25519.Identity.generate().to_public()),),
        protocols=protocols,
        recovery_file=None,
        today=TODAY,
        cost=cost,
    )
    return Station(
        study_file=access.study,
        keys_file=access.keys,
        study=study,
        keys=open_keys(access.keys, PASSWORD),
        rules=read_rules(deidentification()),
        rules_folder=deidentification(),
        reader=pyrage.x25519.Identity.generate(),
        pool=sealing_pool,
    )


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
