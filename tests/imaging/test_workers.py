"""The supervisor: who is blamed, what is shared, and what a worker may say."""

import os
import signal
import threading

import pytest
from support.ct_files import write_stack

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.workers import pool as pool_module
from seedcryo_reader.imaging.workers.pool import WorkerPool, default_slots

NOTHING = type(None)


def _pids(pool: WorkerPool) -> list[int]:
    return [worker._process.pid for worker in pool._idle if worker is not None]


def test_every_item_is_answered_once(pool):
    answers = list(pool.run("nothing", [None] * 103, NOTHING, chunk=7))
    assert sorted(answer.index for answer in answers) == list(range(103))
    assert not any(answer.failed for answer in answers)


def test_workers_stay_for_the_next_job(pool):
    list(pool.run("nothing", [None] * 20, NOTHING, chunk=1))
    before = set(_pids(pool))
    list(pool.run("nothing", [None] * 20, NOTHING, chunk=1))
    assert set(_pids(pool)) == before


def test_a_worker_that_died_while_idle_is_replaced_and_nothing_blamed():
    with WorkerPool(slots=1) as pool:
        pool.warm()
        [pid] = _pids(pool)
        os.kill(pid, signal.SIGKILL)
        [worker] = pool._idle
        worker._process.join()
        answers = list(pool.run("nothing", [None] * 5, NOTHING))
        assert [answer.failed for answer in answers] == [False] * 5
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
    answers = pool.run("nothing", [None] * 50, NOTHING, chunk=5)
    next(answers)
    answers.close()
    assert len(list(pool.run("nothing", [None] * 10, NOTHING))) == 10
    assert len(pool._idle) == pool.slots


def test_a_closed_pool_cancels():
    pool = WorkerPool(slots=1)
    pool.close()
    with pytest.raises(Cancelled):
        list(pool.run("nothing", [None], NOTHING))


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
        list(pool.run("nothing", [None], NOTHING))


def test_an_answer_of_another_type_is_its_workers_crash(pool):
    answers = list(pool.run("nothing", [None] * 3, int))
    assert [(answer.code, answer.value) for answer in answers] == [("decoder-crashed", None)] * 3
    assert all("cannot be used" in answer.text for answer in answers)


def test_closing_a_pool_cancels_what_still_runs():
    pool = WorkerPool(slots=1)
    answers = pool.run("nothing", [None] * 10, NOTHING, chunk=2)
    next(answers)
    pool.close()
    with pytest.raises(Cancelled):
        list(answers)


@pytest.mark.parametrize(
    ("code", "words"), [(-11, "SIGSEGV"), (-200, "signal 200"), (3, "exit code 3"), (None, "cannot be used")]
)
def test_how_a_worker_ended_is_said(code, words):
    reply = pool_module._crash(code)
    assert (reply.code, reply.failed) == ("decoder-crashed", True)
    assert words in reply.text


def test_one_worker_for_each_processor():
    assert 1 <= default_slots() <= 8
