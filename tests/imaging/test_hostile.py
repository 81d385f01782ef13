"""Files made to hurt: each costs one finding, and at most one worker; the good files beside them are read."""

import os
import random
import signal
import struct
import threading
import time
import zipfile
import zlib
from multiprocessing import active_children

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian
from support.ct_files import compress, ct_slice, save, write_stack

from seedcryo_reader.domain.errors import Cancelled
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.loading import load
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool


@pytest.fixture
def folder(tmp_path):
    """A folder with a good stack of three slices in it."""
    write_stack(tmp_path / "in", 3)
    return tmp_path / "in"


def _survey(folder, limits=None, pool=None):
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    if pool is not None:
        return survey(folder, pool, scratch)
    with WorkerPool(slots=1, limits=limits or Limits()) as own:
        found = survey(folder, own, scratch)
        assert own.restarts <= 1
        return found


def _good_stack_is_there(found):
    assert any(len(stack.slices) == 3 for stack in found.stacks)


def _header_with(tail: bytes) -> bytes:
    """A file's preamble and meta header, then raw explicit little endian elements."""
    meta = struct.pack("<HH2sH", 2, 0x10, b"UI", 20) + b"1.2.840.10008.1.2.1\0"
    group = struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(meta))
    return b"\0" * 128 + b"DICM" + group + meta + tail


def _nested(levels: int) -> bytes:
    sequence = struct.pack("<HH2sHI", 0x0040, 0x0275, b"SQ", 0, 0xFFFFFFFF)
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    ends = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    return (sequence + item) * levels + ends * levels


@pytest.mark.parametrize("levels", [100, 50_000])
def test_sequences_nested_without_end(folder, pool, levels):
    (folder / "deep").write_bytes(_header_with(_nested(levels)))
    found = _survey(folder, pool=pool)
    _good_stack_is_there(found)
    [trouble] = found.unreadable
    assert (trouble.code, trouble.files) == ("limit-nesting", ("deep",))


def test_the_nesting_limit_lets_its_number_of_levels_through(tmp_path, pool):
    def nest(levels: int) -> Dataset:
        data = ct_slice(0)
        inner = Dataset()
        for _ in range(levels - 1):
            outer = Dataset()
            outer.RequestAttributesSequence = Sequence([inner])
            outer["RequestAttributesSequence"].is_undefined_length = True
            inner.is_undefined_length_sequence_item = True
            inner = outer
        inner.is_undefined_length_sequence_item = True
        data.RequestAttributesSequence = Sequence([inner])
        data["RequestAttributesSequence"].is_undefined_length = True
        return data

    for levels in (Limits().nesting, Limits().nesting + 24):
        save(nest(levels), tmp_path / f"{levels}")
    found = _survey(tmp_path, pool=pool)
    assert [stack.slices[0].name for stack in found.stacks] == [str(Limits().nesting)]
    assert [one.code for one in found.unreadable] == ["limit-nesting"]


def test_a_deflate_bomb_is_stopped_at_the_output_limit(folder):
    data = ct_slice(0)
    data.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    path = save(data, folder / "bomb")
    whole = path.read_bytes()
    start = 144 + struct.unpack("<I", whole[140:144])[0]
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    blown = b"".join(deflate.compress(bytes(1 << 20)) for _ in range(64)) + deflate.flush()
    path.write_bytes(whole[:start] + blown)
    found = _survey(folder, Limits(output_bytes=16 * 1024**2))
    _good_stack_is_there(found)
    [trouble] = found.unreadable
    assert (trouble.code, trouble.files) == ("limit-output", ("bomb",))


def test_a_zip_bomb_is_stopped_at_the_output_limit(tmp_path):
    write_stack(tmp_path / "in", 3)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(64 * 1024**2))
        for path in (tmp_path / "in").iterdir():
            archive.write(path, path.name)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with WorkerPool(slots=1, limits=Limits(output_bytes=16 * 1024**2)) as pool:
        found = survey(tmp_path / "bomb.zip", pool, scratch)
    _good_stack_is_there(found)
    [trouble] = found.unreadable
    assert (trouble.code, trouble.files) == ("limit-output", ("bomb",))
    assert sum(path.stat().st_size for path in scratch.iterdir()) < 16 * 1024**2


def test_an_encrypted_and_a_damaged_archive(tmp_path, pool):
    write_stack(tmp_path / "in", 1)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "in" / "f00", "f00")
    whole = bytearray((tmp_path / "a.zip").read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        whole[whole.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    (tmp_path / "locked.zip").write_bytes(whole)
    (tmp_path / "damaged.zip").write_bytes(bytes(whole[: len(whole) // 2]))
    (tmp_path / "scratch").mkdir()
    codes = {}
    for name in ("locked.zip", "damaged.zip"):
        found = survey(tmp_path / name, pool, tmp_path / "scratch")
        codes[name] = [one.code for one in found.unreadable]
    assert codes == {"locked.zip": ["encrypted"], "damaged.zip": ["unreadable"]}


@pytest.mark.parametrize("compressed", [False, True])
def test_ten_kilobytes_that_claim_two_billion_pixels(folder, pool, compressed):
    data = ct_slice(0)
    data.SeriesInstanceUID = "1.2.3.99"
    data.Rows = data.Columns = 46341
    if compressed:
        stream = bytearray(imagecodecs.jpeg2k_encode(np.zeros((12, 16), np.int16), codecformat="j2k"))
        at = stream.index(b"\xff\x51") + 6
        stream[at : at + 8] = struct.pack(">II", 46341, 46341)
        compress(data, "1.2.840.10008.1.2.4.90", [bytes(stream)])
    else:
        data.PixelData = bytes(10_000)
    save(data, folder / "claim")
    found = _survey(folder, pool=pool)
    _good_stack_is_there(found)
    [stack] = [one for one in found.stacks if len(one.slices) == 1]
    before = pool.restarts
    loaded = load(stack, pool, folder.parent / "voxels")
    assert loaded.volume is None
    assert loaded.findings[-1].code == ("limit-output" if compressed else "truncated-pixel-data")
    assert loaded.findings[-1].files == ("claim",)
    assert pool.restarts == before
    assert not (folder.parent / "voxels").exists()


def test_a_frame_larger_than_the_memory_limit(tmp_path):
    data = ct_slice(0)
    data.Rows = data.Columns = 14_000
    data.PixelData = b""
    path = save(data, tmp_path / "in" / "huge")
    size = path.stat().st_size
    with path.open("r+b") as file:  # the length of the last element, then a hole: huge, and no space on the disk
        file.seek(size - 4)
        file.write(struct.pack("<I", 14_000 * 14_000 * 2))
        file.truncate(size + 14_000 * 14_000 * 2)
    (tmp_path / "scratch").mkdir()
    with WorkerPool(slots=1, limits=Limits(memory_bytes=500 * 1024**2)) as pool:
        [stack] = survey(tmp_path / "in", pool, tmp_path / "scratch").stacks
        loaded = load(stack, pool, tmp_path / "voxels")
    assert loaded.findings[-1].code == "limit-memory"
    assert loaded.volume is None


def _endless_header() -> bytes:
    """Two million tiny elements: a header that takes seconds to walk through."""
    return _header_with(struct.pack("<HH2sH", 0x0009, 0x1000, b"LO", 0) * 2_000_000)


def test_a_header_that_takes_too_long(folder):
    (folder / "slow").write_bytes(_endless_header())
    found = _survey(folder, Limits(seconds=0.3))
    _good_stack_is_there(found)
    [trouble] = found.unreadable
    assert (trouble.code, trouble.files) == ("limit-seconds", ("slow",))


def test_a_crash_costs_one_finding_and_one_restart(folder):
    (folder / "slow").write_bytes(_endless_header())
    mine = set(active_children())

    def crash() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for child in set(active_children()) - mine:
                if child.name == "seedcryo-worker" and _is_reading(child.pid, "slow"):
                    os.kill(child.pid, signal.SIGSEGV)
                    return
            time.sleep(0.005)

    killer = threading.Thread(target=crash)
    killer.start()
    found = _survey(folder)
    killer.join()
    _good_stack_is_there(found)
    [trouble] = found.unreadable
    assert (trouble.code, trouble.files) == ("decoder-crashed", ("slow",))
    assert "SIGSEGV" in trouble.text


def _is_reading(pid: int, name: str) -> bool:
    try:
        return any(os.readlink(f"/proc/{pid}/fd/{fd}").endswith(name) for fd in os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH115, PTH208
    except OSError:
        return False


def test_cancelling_stops_at_once_and_leaves_a_usable_pool(folder, tmp_path):
    (folder / "slow").write_bytes(_endless_header())
    asked = []
    with WorkerPool(slots=1) as pool:
        pool.warm()

        def cancelled() -> bool:
            asked.append(time.monotonic())
            return len(asked) > 3

        (tmp_path / "scratch").mkdir()
        with pytest.raises(Cancelled):
            survey(folder, pool, tmp_path / "scratch", Watch(cancelled=cancelled))
        (folder / "slow").unlink()
        _good_stack_is_there(survey(folder, pool, tmp_path / "scratch"))


def test_cancelling_a_load_removes_its_file(folder, tmp_path, pool):
    (tmp_path / "scratch").mkdir()
    [stack] = survey(folder, pool, tmp_path / "scratch").stacks
    with pytest.raises(Cancelled):
        load(stack, pool, tmp_path / "voxels", Watch(cancelled=lambda: True))
    assert not (tmp_path / "voxels").exists()


def test_a_file_changed_after_the_scan_is_not_decoded(folder, tmp_path, pool):
    (tmp_path / "scratch").mkdir()
    [stack] = survey(folder, pool, tmp_path / "scratch").stacks
    data = ct_slice(1)
    data.PixelData = bytes(12 * 16 * 2)
    data.PatientComments = "longer"
    save(data, folder / "f07")
    loaded = load(stack, pool, tmp_path / "voxels")
    assert [one.code for one in loaded.findings] == ["changed"]
    assert [source.readable for source in loaded.volume.sources] == [True, False, True]
    assert loaded.volume.array[1].max() == loaded.volume.statistics.minimum


@pytest.mark.parametrize("missing", [1, 20, 300])
def test_uncompressed_pixels_cut_off_on_the_disk(folder, read, missing):
    whole = (folder / "f07").read_bytes()
    (folder / "f07").write_bytes(whole[:-missing])
    _, [loaded] = read(folder)
    assert [(one.code, one.files) for one in loaded.findings] == [("truncated-pixel-data", ("f07",))]
    assert loaded.measurable == "in-plane"


@pytest.mark.parametrize("keep", [150, 400, 700])
def test_a_file_cut_off_in_its_header(folder, read, keep):
    whole = (folder / "f07").read_bytes()
    (folder / "f07").write_bytes(whole[:keep])
    found, _ = read(folder)
    named = [one for one in found.unreadable if one.files == ("f07",)]
    named += [one for stack in found.stacks for one in stack.slices if one.name == "f07" and one.file.troubles]
    assert named


def test_flipped_bytes_never_take_anything_down(tmp_path, pool):
    """Every single-byte damage ends in a stack, an object or a finding: 300 files in one survey, all accounted for."""
    dice = random.Random(7)  # noqa: S311 - reproducible, not secret
    whole = save(ct_slice(0), tmp_path / "whole").read_bytes()
    header = len(whole) - 12 * 16 * 2
    for n in range(300):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(header)] = dice.randrange(256)
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{n:03}").write_bytes(damaged)
    found = _survey(tmp_path / "in", pool=pool)
    seen = {one.name for stack in found.stacks for one in stack.slices}
    seen |= {name for one in found.others for name in one.files}
    seen |= {name for one in found.unreadable for name in one.files}
    seen |= {name for name, _ in found.ignored}
    seen |= {name for findings in found.repeats.values() for one in findings for name in one.files}
    assert seen == {f"{n:03}" for n in range(300)}
    for number, stack in enumerate(found.stacks):
        load(stack, pool, tmp_path / f"voxels{number}")
