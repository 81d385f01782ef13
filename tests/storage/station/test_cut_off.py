"""Programs killed while they write the station's log, and what is left of SQLite's own log then."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from storage.station.conftest import NAME, codes, events

from seedcryo_reader.domain.errors import Refused


def noting(place, tell: int) -> None:
    """A program of its own: adds entries and tells the number of each one that it was told is saved."""
    with place.open() as station:
        while True:
            seq = station.note("part-received", {"sha256": os.urandom(32).hex(), "size": 1}, NAME).seq
            os.write(tell, b"%d\n" % seq)


def killed_while_noting(place, seconds: float) -> int:
    """Start such a program, kill it so long after its first entry; returns the last number it told."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            noting(place, tell)
        finally:
            os._exit(1)
    os.close(tell)
    with os.fdopen(told, "rb") as stream:
        first = stream.readline()
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        return int([first, *stream.read().splitlines()][-1])


def test_what_was_told_as_saved_is_there_after_a_kill_and_work_goes_on(place, rounds):
    place.make().close()
    chance = random.Random(5)  # noqa: S311
    for _ in range(rounds):
        last = killed_while_noting(place, chance.uniform(0, 0.02))
        with place.open() as station:
            numbers = [one.seq for one in station.entries()]
            assert numbers == [*range(1, len(numbers) + 1)]
            assert len(numbers) in {last, last + 1}
            station.note("images-purged", {})
            assert station.check() == []


@pytest.fixture
def cut_off(place, tmp_path):
    """A copy of a station at work: its newest entries are in SQLite's own log only. With the number of entries."""
    with place.make() as station:
        for number in range(3):
            station.note("part-received", {"sha256": f"{number:064x}", "size": 1}, NAME)
        shutil.copytree(place.folder, tmp_path / "copy")
    place.folder = tmp_path / "copy"
    return place


def test_a_station_that_was_cut_off_has_everything(cut_off):
    assert (cut_off.folder / "station.sqlite-wal").stat().st_size > 0
    with cut_off.open() as station:
        assert events(station) == ["station-made", *["part-received"] * 3]


def test_a_log_of_sqlite_that_somebody_removed_is_named(cut_off):
    (cut_off.folder / "station.sqlite-wal").unlink()
    (cut_off.folder / "station.sqlite-shm").unlink()
    with pytest.raises(Refused) as refused:
        cut_off.open()
    assert codes(refused) == ["shorter-than-head"]
    assert [one.code for one in cut_off.check()] == ["shorter-than-head"]


def test_one_byte_changed_in_sqlites_own_log_is_named_or_harmless(cut_off, rounds, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(cut_off.folder, kept)
    chance = random.Random(6)  # noqa: S311
    for _ in range(2 * rounds):
        shutil.rmtree(cut_off.folder)
        shutil.copytree(kept, cut_off.folder)
        path = cut_off.folder / "station.sqlite-wal"
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        findings = ()
        try:
            with cut_off.open() as station:
                assert events(station) == ["station-made", *["part-received"] * 3]
                assert station.check() == []
        except Refused as refused:
            findings = refused.findings
        assert {one.code for one in findings} <= {"shorter-than-head", "damaged", "kept-as-found"}
        for one in findings:
            if one.code == "kept-as-found":
                assert Path(f"{one.files[0]}-wal").read_bytes() == bytes(data)
