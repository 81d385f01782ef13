"""Where parts are sealed to and opened from, and what a refusal leaves there: nothing."""

import tempfile
from pathlib import Path

import pytest
from casefile.part.ways import write_source

from seedcryo_reader.casefile.part.sealing import Timepoint
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding


@pytest.fixture
def out(tmp_path):
    """The folder for parts; whatever was refused has left nothing in it."""
    return tmp_path / "out"


@pytest.fixture
def own(tmp_path) -> Path:
    """A source that a test may change."""
    return write_source(tmp_path / "own")


@pytest.fixture
def scratches(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("scratch")


@pytest.fixture
def refused(station, out, scratches):
    """Findings of a timepoint that is refused; nothing is written."""

    def seal(timepoint: Timepoint, **kwargs) -> tuple[Finding, ...]:
        before = sorted(out.iterdir()) if out.exists() else []
        with pytest.raises(Refused) as refusal:
            station.seal(out, timepoint, scratches(), **kwargs)
        assert (sorted(out.iterdir()) if out.exists() else []) == before
        return refusal.value.findings

    return seal


@pytest.fixture
def opened(station, tmp_path):
    """Put an archive into a file and open it; codes of its findings."""

    def open_archive(data: bytes, name: str = "C-0001.p0.seedcase", encrypted: bool = True, **trust) -> list[str]:
        file = tmp_path / name
        file.write_bytes(station.encrypted(data) if encrypted else data)
        return station.refusal(file, **trust)

    return open_archive


@pytest.fixture
def forged(station, archive, opened):
    """Open the baseline with changed files, signed with the centre's real key."""

    def open_forged(change=lambda _: None, **kwargs) -> list[str]:
        return opened(station.forged(archive, change, **kwargs))

    return open_forged


@pytest.fixture
def nothing_left(monkeypatch, tmp_path_factory):
    """Opening leaves nothing in the folder for temporary files."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []
