"""The supervisor: who is blamed, what is shared, and what a worker may say."""

import os
import signal
import threading

import msgspec
import pytest
from support.ct_files import write_stack

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.workers import pool as pool_module
from seedcryo_reader.imaging.workers.messages import Reply
from seedcryo_reader.imaging.workers.pool import WorkerPool, default_slots


def _pids(pool: WorkerPool) -> list[int]:
    return [worker._process.pid for worker in pool._idle if worker is not None]


def test_every_item_is_answered_once(pool):
    answers = list(pool.run("nothing", [None] * 103, chunk=7))
    assert sorted(index for index, _ in answers) == list(range(103))
    assert not any(reply.failed for _, reply in answers)


def test_workers_stay_for_the_next_job(pool):
    list(pool.run("nothing", [None] * 20, chunk=1))
    before = set(_pids(pool))
    list(pool.run("nothing", [None] * 20, chunk=1))
    assert set(_pids(pool)) == before


def test_a_worker_that_died_while_idle_is_replaced_and_nothing_blamed():
    with WorkerPool(slots=1) as pool:
        pool.warm()
        [pid] = _pids(pool)
        os.kill(pid, signal.SIGKILL)
        [worker] = pool._idle
        worker._process.join()
        answers = list(pool.run("nothing", [None] * 5))
        assert [reply.failed for _, reply in answers] == [False] * 5
        assert _pids(pool) != [pid]


def test_two_jobs_share_one_pool(tmp_path, pool):
    for name in "ab":
        write_stack(tmp_path / name, 9)
        (tmp_path / f"scratch-{name}").mkdir()
    found = {}

    def run(name: str) -> None:
        found[name] = survey(tmp_path / name, pool, tmp_path / f"scratch-{name}")

    threads = [threading.Thread(target=run, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(found[name].stacks[0].slices) for name in "ab"] == [9, 9]


def test_an_abandoned_job_gives_its_slots_back(pool):
    answers = pool.run("nothing", [None] * 50, chunk=5)
    next(answers)
    answers.close()
    assert len(list(pool.run("nothing", [None] * 10))) == 10
    assert len(pool._idle) == pool.slots


def test_a_closed_pool_cancels():
    pool = WorkerPool(slots=1)
    pool.close()
    with pytest.raises(Cancelled):
        list(pool.run("nothing", [None]))


def test_closing_ends_every_worker():
    with WorkerPool(slots=2) as pool:
        pool.warm()
        pids = _pids(pool)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_cannot_start_is_trouble_of_the_surroundings():
    """With so little memory not even the libraries load: no file is to blame."""
    with WorkerPool(slots=1, limits=Limits(memory_bytes=8 * 1024**2)) as pool, pytest.raises(EnvironmentFailure):
        list(pool.run("nothing", [None]))


def test_an_answer_is_decoded_against_its_type():
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(["value", 7]), type=Reply)


@pytest.mark.parametrize(
    ("code", "words"), [(-11, "SIGSEGV"), (-200, "signal 200"), (3, "exit code 3"), (None, "cannot be used")]
)
def test_how_a_worker_ended_is_said(code, words):
    reply = pool_module._crash(code)
    assert (reply.code, reply.failed) == ("decoder-crashed", True)
    assert words in reply.text


def test_one_worker_for_each_processor():
    assert 1 <= default_slots() <= 8
