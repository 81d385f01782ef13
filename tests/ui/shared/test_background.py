import sys
from functools import partial
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtWidgets import QLabel

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Progress, Watch
from seedcryo_reader.ui.shared.background import Background


@pytest.fixture
def background(qtbot):
    made = Background()
    yield made
    made.close()


def test_a_job_runs_beside_and_its_result_comes_back(qtbot, background: Background) -> None:
    seen = []
    running = background.run(lambda _watch: current_thread(), lambda thread: seen.append((thread, current_thread())))
    assert background.is_busy
    with qtbot.waitSignal(running.ended):
        pass
    ((worked, told),) = seen
    assert worked is not main_thread()
    assert told is main_thread()
    assert not background.is_busy


def test_a_look_is_no_work_that_anybody_is_asked_about(qtbot, background: Background) -> None:
    seen: list[int] = []
    first = background.look(lambda _watch: 1, seen.append)
    assert (background.is_busy, background.has_work) == (True, False)
    last = background.run(lambda _watch: 2, seen.append)
    assert background.has_work
    with qtbot.waitSignals([first.ended, last.ended]):
        pass
    assert (seen, background.has_work) == ([1, 2], False)


def test_jobs_run_in_their_order(qtbot, background: Background) -> None:
    order: list[int] = []
    for number in range(20):
        last = background.run(lambda _watch, n=number: n, order.append)
    with qtbot.waitSignal(last.ended):
        pass
    assert order == list(range(20))


@pytest.mark.parametrize(
    "trouble", [EnvironmentFailure("The disk is full."), Refused([Finding("wrong", "It is wrong.")])]
)
def test_trouble_that_can_happen_goes_to_who_asked(qtbot, background: Background, trouble: Exception) -> None:
    def job(_watch: Watch) -> None:
        raise trouble

    told: list[Exception] = []
    with qtbot.waitSignal(background.run(job, pytest.fail, told.append).ended):
        pass
    assert told == [trouble]


def test_a_bug_reaches_the_hook_on_the_uis_thread(qtbot, background: Background, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: told.append((kind, current_thread())))
    failed: list[Exception] = []
    with qtbot.waitSignal(background.run(lambda _watch: {}["missing"], pytest.fail, failed.append).ended):
        pass
    assert told == [(KeyError, main_thread())]
    assert failed == []


def test_trouble_that_nobody_waits_for_is_not_lost(qtbot, background: Background, monkeypatch) -> None:
    def job(_watch: Watch) -> None:
        raise EnvironmentFailure("The disk is full.")

    told = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: told.append(kind))
    with qtbot.waitSignal(background.run(job, pytest.fail).ended):
        pass
    assert told == [EnvironmentFailure]


def test_a_job_is_cancelled(qtbot, background: Background) -> None:
    begun = Event()

    def job(watch: Watch) -> None:
        begun.set()
        while not watch.cancelled():
            pass
        raise Cancelled

    told: list[Exception] = []
    running = background.run(job, pytest.fail, told.append)
    waiting = background.run(lambda _watch: pytest.fail("it was cancelled before its turn"), pytest.fail)
    begun.wait(5)
    waiting.cancel()
    with qtbot.waitSignal(waiting.ended):
        running.cancel()
    assert [type(one) for one in told] == [Cancelled]


def test_the_newest_progress_is_shown(qtbot, background: Background) -> None:
    shown: list[Progress] = []

    def job(watch: Watch) -> None:
        for done in range(1000):
            watch.progress(Progress(done + 1, 1000))

    with qtbot.waitSignal(background.run(job, lambda _nothing: None, progress=shown.append).ended):
        pass
    assert shown[-1] == Progress(1000, 1000)
    assert [one.done for one in shown] == sorted(one.done for one in shown)


def test_closing_cancels_waits_and_delivers_nothing(qtbot) -> None:
    background = Background()
    begun, ended = Event(), Event()

    def job(watch: Watch) -> str:
        begun.set()
        while not watch.cancelled():
            pass
        ended.set()
        return "late"

    background.run(job, pytest.fail)
    begun.wait(5)
    background.close()
    assert ended.is_set()
    qtbot.wait(1)


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot, background: Background, wrapped: bool) -> None:
    label = QLabel()
    go = Event()
    done = partial(partial(label.setText)) if wrapped else label.setText
    running = background.run(lambda _watch: go.wait(5) and "text", done)
    label.deleteLater()
    qtbot.waitUntil(lambda: not _is_there(label))
    with qtbot.waitSignal(running.ended):
        go.set()


def _is_there(label: QLabel) -> bool:
    from shiboken6 import isValid

    return isValid(label)
