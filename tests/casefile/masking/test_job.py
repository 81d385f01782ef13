"""The worker's task: what it writes is what it says, and a refusal leaves nothing."""

import hashlib
import os
import zlib
from pathlib import Path

import msgspec
import pytest
from casefile.masking.ways import as_bytes, parsed
from support.ct_files import ct_slice, save

from seedcryo_reader.casefile.masking import job
from seedcryo_reader.casefile.masking.place import Place
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.workers import tasks

SECRET = b"a secret of a study for tests 32"


def _job(path: Path, target: Path, case: str = "C-0001", stamp: tuple[int, int] | None = None) -> job.MaskJob:
    status = path.stat()
    place = Place(case, "TP1", 2, 7, 1)
    stamp = stamp or (status.st_size, status.st_mtime_ns)
    return job.MaskJob(os.fsencode(path), stamp, place, SECRET, os.fsencode(target))


def test_the_answer_is_that_of_the_file(tmp_path, pool):
    path, target = save(ct_slice(4), tmp_path / "source"), tmp_path / "masked"
    [answer] = pool.run(job.MASK, [_job(path, target)], job.Masked)
    written, said = target.read_bytes(), answer.value
    assert said.size == len(written)
    assert said.sha256 == hashlib.sha256(written).hexdigest()
    assert said.crc32 == zlib.crc32(written)
    masked = parsed(written)
    assert (said.sop_instance, said.series, said.sop_class) == (
        masked.SOPInstanceUID, masked.SeriesInstanceUID, masked.SOPClassUID,
    )  # fmt: skip
    assert said.sop_instance == Uids(SECRET, "C-0001").masked(ct_slice(4).SOPInstanceUID)


def test_two_case_numbers_share_nothing_but_the_size(tmp_path, pool):
    path = save(ct_slice(4), tmp_path / "source")
    jobs = [_job(path, tmp_path / case, case) for case in ("C-0001", "C-0002")]
    one, other = (answer.value for answer in sorted(pool.run(job.MASK, jobs, job.Masked), key=lambda a: a.index))
    assert one.size == other.size
    assert one.sha256 != other.sha256
    assert not {one.sop_instance, one.series} & {other.sop_instance, other.series}
    first, second = (parsed((tmp_path / case).read_bytes()) for case in ("C-0001", "C-0002"))
    for keyword in ("SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID"):
        assert first[keyword].value != second[keyword].value


def test_the_same_file_masked_again_is_the_same_file(tmp_path, pool):
    path = save(ct_slice(4), tmp_path / "source")
    answers = pool.run(job.MASK, [_job(path, tmp_path / f"{n}") for n in range(2)], job.Masked)
    one, other = (answer.value for answer in answers)
    assert one == other


@pytest.mark.parametrize("cut", [0, 200, -1])
def test_a_refusal_leaves_nothing(tmp_path, pool, cut):
    path, target = tmp_path / "source", tmp_path / "masked"
    path.write_bytes(as_bytes(ct_slice(4))[:cut])
    [answer] = pool.run(job.MASK, [_job(path, target)], job.Masked)
    assert answer.failed
    assert not target.exists()


def test_a_file_that_was_changed_is_refused(tmp_path, pool):
    path, target = save(ct_slice(4), tmp_path / "source"), tmp_path / "masked"
    [answer] = pool.run(job.MASK, [_job(path, target, stamp=(1, 1))], job.Masked)
    assert answer.code == "changed"
    assert not target.exists()


def test_a_disk_that_cannot_be_written_leaves_nothing(tmp_path, pool):
    path = save(ct_slice(4), tmp_path / "source")
    [answer] = pool.run(job.MASK, [_job(path, tmp_path / "no such folder" / "masked")], job.Masked)
    assert answer.failed


def test_the_table_holds_what_imaging_asks_too():
    assert set(job.TASKS) == {*tasks.TASKS, job.MASK}


def test_messages_survive_the_pipe():
    sent = job.MaskJob(b"/a", (1, 2), Place("C-0001", "TP0", 1, 2, 3), b"s" * 32, b"/b")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(sent), type=job.MaskJob) == sent


def test_a_job_does_not_show_its_secret():
    assert "secret" not in repr(job.MaskJob(b"/a", (1, 2), Place("C-0001", "TP0", 1, 2, 3), SECRET, b"/b"))
