"""A part is there whole or not at all, whatever happens while it is made."""

import errno
import threading
from pathlib import Path

import pytest
from casefile.part.ways import (
    baseline,
    codes,
    images_of,
)

from seedcryo_reader.casefile.part import encrypting, images
from seedcryo_reader.casefile.part.sealing import Sealer
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool


def test_a_part_is_sealed_once(station, source, sealed_chain, refused, out, scratches):
    sealed = station.seal(out, baseline(source), scratches())
    before = sealed.file.read_bytes()
    found = refused(baseline(source))
    assert [(one.code, one.files) for one in found] == [("already-there", ("C-0001.p0.seedcase",))]
    assert sealed.file.read_bytes() == before


def test_it_is_seen_before_the_work_that_a_part_is_there(station, source, out, scratches):
    station.seal(out, baseline(source), scratches())
    folder = scratches()
    with pytest.raises(Refused):
        station.seal(out, baseline(source), folder)
    assert list((folder / "masked").iterdir()) == []


def test_two_at_once_give_one_part(station, source, out, scratches):
    """Pressed twice: one is sealed, the other refused, whichever is first."""
    outcomes = []

    def press() -> None:
        try:
            outcomes.append(station.seal(out, baseline(source), scratches()).seal)
        except Refused as refusal:
            outcomes.append([one.code for one in refusal.findings])

    threads = [threading.Thread(target=press) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert outcomes.count(["already-there"]) == 2
    assert len(outcomes) == 3
    assert [one.name for one in out.iterdir()] == ["C-0001.p0.seedcase"]
    assert station.refusal(out / "C-0001.p0.seedcase") == []


def test_a_folder_that_cannot_be_written(station, source, out, scratches, monkeypatch):
    out.write_text("a file, where a folder is asked for")
    with pytest.raises(EnvironmentFailure, match="cannot be made"):
        station.seal(out, baseline(source), scratches())
    assert out.read_text() == "a file, where a folder is asked for"
    folder = out.with_name("parts")
    real_open = Path.open

    def no_new_files(path, mode="r", *arguments, **kwargs):
        if "x" in mode:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, mode, *arguments, **kwargs)

    monkeypatch.setattr(Path, "open", no_new_files)
    with pytest.raises(EnvironmentFailure, match="cannot be written: Permission denied"):
        station.seal(folder, baseline(source), scratches())
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("after", [0, 1, 9])
def test_a_full_disk(station, source, out, scratches, monkeypatch, after):
    """At the header, at once behind it, and in the middle."""
    writes = 0
    real_write = encrypting._Target.write

    class Full:
        def __init__(self, file) -> None:
            self._file = file

        def write(self, data) -> int:
            nonlocal writes
            writes += 1
            if writes > after:
                raise OSError(errno.ENOSPC, "No space left on device")
            return self._file.write(data)

    def write(target, data) -> int:
        if not isinstance(target._file, Full):
            target._file = Full(target._file)
        return real_write(target, data)

    monkeypatch.setattr(encrypting._Target, "write", write)
    with pytest.raises(EnvironmentFailure, match=r"No space left on device.*nothing was kept"):
        station.seal(out, baseline(source), scratches())
    assert list(out.iterdir()) == []
    assert writes > after


def test_a_file_system_without_links(station, source, out, scratches, monkeypatch):
    """As on a stick: the file is renamed, and one that is there is still left alone."""

    def no_links(path, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    sealed = station.seal(out, baseline(source), scratches())
    assert station.refusal(sealed.file) == []
    before = sealed.file.read_bytes()
    with pytest.raises(Refused, match="is there already"):
        station.seal(out, baseline(source), scratches())
    assert [one.name for one in out.iterdir()] == [sealed.file.name]
    assert sealed.file.read_bytes() == before


@pytest.mark.parametrize("kind", [FileExistsError(), OSError(errno.EPERM, "Operation not permitted")])
def test_a_part_that_appears_while_this_one_is_made(station, source, out, scratches, monkeypatch, kind):
    def taken(path, target):
        path.write_bytes(b"of somebody else")
        raise kind

    monkeypatch.setattr(Path, "hardlink_to", taken)
    with pytest.raises(Refused, match="is there already"):
        station.seal(out, baseline(source), scratches())
    assert [one.read_bytes() for one in out.iterdir()] == [b"of somebody else"]


@pytest.mark.parametrize("asked", [1, 2, 3, 6])
def test_cancelled_early(station, source, out, scratches, asked):
    left = iter(range(asked - 1))
    watch = Watch(cancelled=lambda: next(left, None) is None)
    with pytest.raises(Cancelled):
        station.seal(out, baseline(source), scratches(), watch=watch)
    assert not out.exists() or list(out.iterdir()) == []


@pytest.mark.parametrize("done", [1, 5, 9])
@pytest.mark.parametrize("phase", [0, 9])
def test_cancelled_late(station, source, out, scratches, phase, done):
    """While nine files are read, while they are masked, and when all that is left is to write."""
    seen = []
    watch = Watch(lambda one: seen.append(one.done), lambda: len(seen) >= phase + done)
    with pytest.raises(Cancelled):
        station.seal(out, baseline(source), scratches(), watch=watch)
    assert not out.exists() or list(out.iterdir()) == []
    assert station.refusal(station.seal(out, baseline(source), scratches()).file) == []


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_the_program_is_ended_while_it_writes(station, source, out, scratches, interruption):
    """Ctrl-C, and what the system's request to end becomes: neither is taken for a fault of the disk."""
    seen = []

    def end() -> bool:
        if len(seen) >= 17:
            raise interruption
        return False

    with pytest.raises(interruption):
        station.seal(out, baseline(source), scratches(), watch=Watch(lambda one: seen.append(one.done), end))
    assert list(out.iterdir()) == []


def test_a_full_disk_for_masked_images(station, source, out, scratches):
    sealer = Sealer(station.centre, station.order(out), None)
    with WorkerPool(slots=1, tasks="casefile.part.filling") as pool, pytest.raises(EnvironmentFailure, match="is full"):
        sealer.seal(baseline(source), pool, scratches())
    assert list(out.iterdir()) == []


def test_a_source_that_changes_while_it_is_sealed(station, own, out, scratches, monkeypatch):
    """Between the survey and the masking: nobody has seen what is now in the file."""
    real = images._jobs

    def changed_first(masking, contents, series):
        for path in sorted((own / "ct").iterdir())[:2]:
            path.write_bytes(path.read_bytes() + b"\0\0")
        return real(masking, contents, series)

    monkeypatch.setattr(images, "_jobs", changed_first)
    with pytest.raises(Refused) as refusal:
        station.seal(out, baseline(own), scratches())
    assert [(one.code, len(one.files)) for one in refusal.value.findings] == [("changed", 2)]
    assert list(out.iterdir()) == []


def test_a_source_that_goes_away(station, own, out, scratches, monkeypatch):
    real = images._jobs

    def gone(masking, contents, series):
        (sorted((own / "ct").iterdir())[0]).unlink()
        return real(masking, contents, series)

    monkeypatch.setattr(images, "_jobs", gone)
    with pytest.raises(Refused) as refusal:
        station.seal(out, baseline(own), scratches())
    assert codes(refusal.value.findings) == ["unreadable"]


def test_a_worker_that_crashes(station, source, out, scratches):
    """The image it had in hand is named; nothing is sealed."""
    with WorkerPool(slots=1, tasks="casefile.part.crashing") as pool, pytest.raises(Refused) as refusal:
        Sealer(station.centre, station.order(out), None).seal(baseline(source), pool, scratches())
    found = refusal.value.findings
    assert {one.code for one in found} == {"decoder-crashed"}
    assert all(one.files for one in found)
    assert list(out.iterdir()) == []


def test_what_the_checker_notices_is_not_sealed(station, source, out, scratches):
    """A writer that leaves a name in: the checker, which shares nothing with it, stops it."""
    with WorkerPool(slots=1, tasks="casefile.part.leaking") as pool, pytest.raises(Refused) as refusal:
        Sealer(station.centre, station.order(out), None).seal(baseline(source), pool, scratches())
    assert "not-masked" in codes(refusal.value.findings)
    assert len(refusal.value.findings) > 1
    assert list(out.iterdir()) == []


def test_images_are_masked_in_workers_and_left_in_the_scratch_only(station, source, out, tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    sealed = station.seal(out, baseline(source), folder)
    masked = sorted(one.stat().st_size for one in (folder / "masked").iterdir())
    assert masked == sorted(len(data) for data in images_of(station.plain(sealed.file)).values())
    assert [one.name for one in out.iterdir()] == ["C-0001.p0.seedcase"]


def test_progress_of_a_seal(station, source, out, scratches):
    seen = []
    watch = Watch(progress=lambda one: seen.append((one.done, one.total)))
    station.seal(out, baseline(source), scratches(), watch=watch)
    assert [one for one in seen if one[1] == 9][-9:] == [(n, 9) for n in range(1, 10)]
