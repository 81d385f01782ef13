"""Slow work beside the screen: one thread, one job after the other, results on the UI's thread."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.imaging.watch import Progress, Watch

T = TypeVar("T")

EXPECTED = (Refused, EnvironmentFailure, Cancelled, IllegalAct)
"""What can happen to a job without the program being wrong; anything else is a bug."""


class Running(QObject):
    """A job that was handed over. `ended` comes once, whatever became of it, after its result was delivered.

    `only_looks` says that nobody waits for it and nothing is lost where it is dropped.
    """

    ended = Signal()

    def __init__(self, parent: QObject, *, only_looks: bool = False) -> None:
        super().__init__(parent)
        self.stopped = Event()
        self.only_looks = only_looks

    def cancel(self) -> None:
        """Ask the job to stop; one that did not begin yet never begins."""
        self.stopped.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self.stopped.is_set()


class Background(QObject):
    """Runs jobs in their order in one thread. `close` before it goes away."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._running: list[Running] = []
        self._is_closed = False
        self._arrived.connect(self._deliver)

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits for its turn."""
        return bool(self._running)

    @property
    def has_work(self) -> bool:
        """Whether a job runs or waits that a person should be asked about before it is dropped."""
        return not all(running.only_looks for running in self._running)

    def run(
        self,
        job: Callable[[Watch], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Running:
        """Do a job in the thread; it touches no widget.

        Parameters
        ----------
        job : callable
            Gets a watch: it tells how far it is and asks whether to stop (it raises `Cancelled` then).
        done : callable
            Gets what the job returned, on the UI's thread.
        failed : callable, optional
            Gets one of `EXPECTED`, on the UI's thread. Without it a cancelled job ends silently and other trouble goes
            to `sys.excepthook`, as a bug does in any case.
        progress : callable, optional
            Gets the newest progress, on the UI's thread.
        """
        return self._begin(Running(self), job, done, failed, progress)

    def look(
        self, job: Callable[[Watch], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> Running:
        """Do a job that nobody waits for and that loses nothing where it is dropped; otherwise as `run`."""
        return self._begin(Running(self, only_looks=True), job, done, failed)

    def _begin(
        self,
        running: Running,
        job: Callable[[Watch], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Running:
        self._running.append(running)
        stopped = running.stopped
        watch = Watch(_Newest(progress, self._arrived.emit, stopped).told if progress else None, stopped.is_set)

        def work() -> None:
            try:
                if stopped.is_set():
                    raise Cancelled
                result = job(watch)
            except Exception as error:
                trouble = error
                self._arrived.emit(lambda: self._end(running, lambda: _tell(trouble, failed)))
            else:
                self._arrived.emit(lambda: self._end(running, lambda: _call(done, result)))

        self._thread.submit(work)
        return running

    def drop(self) -> None:
        """Cancel what runs and waits, wait for it to end, and deliver nothing of it. New jobs can follow.

        After `close` there is nothing to drop.
        """
        if self._is_closed:
            return
        dropped, self._running = self._running, []
        for running in dropped:
            running.cancel()
        self._thread.submit(lambda: None).result()
        for running in dropped:
            running.ended.emit()
            running.deleteLater()

    def close(self) -> None:
        """As `drop`, for good."""
        if not self._is_closed:
            self.drop()
            self._is_closed = True
            self._thread.shutdown()

    @Slot(object)
    def _deliver(self, what: Callable[[], None]) -> None:
        what()

    def _end(self, running: Running, deliver: Callable[[], None]) -> None:
        if running not in self._running:
            return
        self._running.remove(running)
        try:
            deliver()
        finally:
            running.ended.emit()
            running.deleteLater()


class _Newest:
    """Progress on its way to the UI's thread: what was overtaken is not shown."""

    def __init__(
        self, show: Callable[[Progress], None], post: Callable[[Callable[[], None]], None], stopped: Event
    ) -> None:
        self._show = show
        self._post = post
        self._stopped = stopped
        self._waiting: Progress | None = None

    def told(self, progress: Progress) -> None:
        """Keep the newest; ask for it to be shown unless that was asked already."""
        is_asked = self._waiting is not None
        self._waiting = progress
        if not is_asked:
            self._post(self._deliver)

    def _deliver(self) -> None:
        progress, self._waiting = self._waiting, None
        if progress is not None and not self._stopped.is_set():
            _call(self._show, progress)


def _tell(trouble: Exception, failed: Callable[[Exception], None] | None) -> None:
    if isinstance(trouble, EXPECTED) and failed is not None:
        _call(failed, trouble)
    elif not isinstance(trouble, Cancelled):
        sys.excepthook(type(trouble), trouble, trouble.__traceback__)


def _call(what: Callable[[T], None], value: T) -> None:
    """Call it, unless it belongs to a widget that is gone; a partial belongs to what its function belongs to."""
    function: Callable[..., object] = what
    while isinstance(function, partial):
        function = function.func
    owner = getattr(function, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        what(value)
