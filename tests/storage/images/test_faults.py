"""Programs killed, disks full: on the next start there is the whole thing or nothing, and the work goes on."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from storage.images.desks import CASE, after, desk_at

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.read import Read

CHILD = Path(__file__).with_name("child.py")
TESTS = Path(__file__).parents[2]


@pytest.fixture
def child(station, tmp_path):
    """Start the child on a folder; kill it `seconds` after it said that it is ready, or let it finish (None)."""

    def run(act, folder, files, seconds) -> float:
        command = [sys.executable, "-P", CHILD, act, folder, str(station.reader), station.study_file, *files]
        paths = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths}) as process:
            assert process.stdout.readline() == b"ready\n"
            started = time.monotonic()
            if seconds is not None:
                time.sleep(seconds)
                process.send_signal(signal.SIGKILL)
            process.stdout.read()
            assert process.wait() == 0 or seconds is not None
            return time.monotonic() - started

    return run


def desk_on(folder, station):
    return desk_at(folder, station.study, station.rules, station.reader, station.pool)


def test_receiving_that_is_killed_leaves_whole_parts_or_nothing(child, station, parts, tmp_path, rounds):
    seconds = child("receive", tmp_path / "whole", parts, None)
    chance = random.Random(4)  # noqa: S311 - a moment, no secret
    for number in range(rounds):
        folder = tmp_path / f"round-{number}"
        child("receive", folder, parts, chance.uniform(0, seconds))
        with desk_on(folder, station) as desk:
            desk.images.sweep(())
            there = {f"{one.sha256}.seedcase" for one in desk.reception.received.of_case(CASE)}
            assert there <= set(desk.shelf_names())
            assert {path.parent.name for path in desk.all_files()} <= {"parts"}
            assert set(desk.outcomes(*parts)) <= {"received", "already here"}
            assert len(desk.shelf_names()) == len(desk.reception.received.of_case(CASE)) == 3
        shutil.rmtree(folder)


def test_opening_that_is_killed_leaves_whole_images_or_nothing(child, station, parts, tmp_path, rounds):
    folder, expected = tmp_path / "station", None
    with desk_on(folder, station) as desk:
        desk.receive(*parts)
        expected = desk.open_next(Read(CASE))
        desk.images.purge(CASE)
    seconds = child("open", folder, (), None)
    chance = random.Random(5)  # noqa: S311 - a moment, no secret
    for _ in range(rounds):
        with desk_on(folder, station) as desk:
            desk.images.purge(CASE)
        child("open", folder, (), chance.uniform(0, seconds))
        with desk_on(folder, station) as desk:
            desk.images.sweep(())
            left = {path.relative_to(desk.opened).parts[0] for path in desk.opened.rglob("*")}
            assert left <= {CASE}
            assert {path.name for path in desk.opened.glob("*/*")} <= {"TP0"}
            read = after(Read(CASE), expected)
            if (desk.opened / CASE / "TP0").exists():
                desk.images.check(read, "TP0")
            assert desk.open_next(Read(CASE)) == expected
            desk.images.check(read, "TP0")


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A folder with so many KiB of room: a file system of its own, or where that cannot be had a limit on files."""
    folder.mkdir()
    if _mounted(folder, kib):
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
        return
    limits, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kib * 256, limits[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)


def _mounted(folder: Path, kib: int) -> bool:
    mount = shutil.which("mount") or "false"
    command = [mount, "-t", "tmpfs", "-o", f"size={kib}k,mode=700", "tmpfs", folder]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def with_tables_elsewhere(folder: Path, tmp_path: Path) -> Path:
    """A full disk of its own for parts and images only."""
    (tmp_path / "vaults").mkdir(exist_ok=True)
    (folder / "vaults").symlink_to(tmp_path / "vaults")
    return folder


@pytest.mark.parametrize("kib", [200, 600, 1500])
def test_a_full_disk_while_receiving_leaves_whole_parts_and_the_rest_can_come_again(station, parts, tmp_path, kib):
    with small_disk(tmp_path / "disk", kib) as disk:
        folder = with_tables_elsewhere(disk, tmp_path)
        with desk_on(folder, station) as desk:
            with pytest.raises(EnvironmentFailure, match=r"No space left|too large"):
                desk.receive(*parts)
            kept = len(desk.shelf_names())
            assert kept == len(desk.reception.received.of_case(CASE)) < 3
            assert {path.parent.name for path in desk.all_files()} <= {"parts"}
        shutil.copytree(folder, tmp_path / "roomy", symlinks=True)
    with desk_on(tmp_path / "roomy", station) as desk:
        assert desk.outcomes(*parts) == ["already here"] * kept + ["received"] * (3 - kept)


@pytest.mark.parametrize("kib", [4, 40, 90, 130])
def test_a_full_disk_while_opening_leaves_nothing(station, parts, tmp_path, kib):
    with desk_on(tmp_path / "station", station) as desk:
        desk.receive(*parts)
        expected = desk.open_next(Read(CASE))
        desk.images.purge(CASE)
        desk.opened.rmdir()
        with small_disk(tmp_path / "disk", kib) as disk:
            desk.opened.symlink_to(disk)
            with pytest.raises(EnvironmentFailure, match=r"Free some"):
                desk.open_next(Read(CASE))
            assert list(desk.opened.iterdir()) == []
            desk.opened.unlink()
        assert desk.open_next(Read(CASE)) == expected


def test_images_of_a_case_are_gone_even_if_purging_was_killed_on_its_way(station, parts, tmp_path):
    with desk_on(tmp_path / "station", station) as desk:
        desk.receive(*parts)
        desk.open_next(Read(CASE))
        (desk.opened / CASE).rename(desk.opened / ".99999999")  # the moment after the first step
        with pytest.raises(Refused):
            desk.images.load(CASE, "TP0")
        desk.images.sweep({CASE})
        assert list(desk.opened.iterdir()) == []
