"""The supervisor: one worker process per slot, jobs shared out, crashes and overruns charged to one item.

`concurrent.futures.ProcessPoolExecutor` breaks every job when one worker dies; here the item in hand becomes a
failed reply, the worker is replaced, and nothing else is touched. Workers answer their items in order, so the first
item without an answer is the one to blame.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import msgspec

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.workers.child import serve
from seedcryo_reader.imaging.workers.messages import DISK_FULL, LARGEST_REPLY, READY, Job, Reply

_START_SECONDS = 120.0
_POLL_SECONDS = 0.05
_DYING_SECONDS = 0.5
_MOST_SLOTS = 8

IMAGING_TASKS = "seedcryo_reader.imaging.workers.tasks"
"""Module with the table of tasks a pool can be asked for, unless a layer above brings its own."""

_MOST_FAILED_STARTS = 3
_DISK_FULL = "The disk is full. Free some space and try again; nothing was kept of this attempt."
_NO_WORKER = "A worker process could not be started. Free some memory, or install the program again."

T = TypeVar("T")
Waiting = deque[tuple[int, ...]]


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What became of one item: a value of the type asked for, or the finding code and sentence of what went wrong."""

    index: int
    value: T | None = None
    code: str = ""
    text: str = ""

    @property
    def failed(self) -> bool:
        """Whether there is a code and no value."""
        return bool(self.code)


class _Work(Generic[T]):
    """A task, its items, and how its answers are decoded."""

    def __init__(self, task: str, items: Sequence[object], decoder: msgspec.msgpack.Decoder[T], chunk: int) -> None:
        self._task = task
        self._items = items
        self._decoder = decoder
        self.waiting: Waiting = deque(
            tuple(range(at, min(at + chunk, len(items)))) for at in range(0, len(items), chunk)
        )

    def message(self, indices: Iterable[int]) -> bytes:
        """Encode the items at these indices as a job."""
        raw = [msgspec.Raw(msgspec.msgpack.encode(self._items[index])) for index in indices]
        return msgspec.msgpack.encode(Job(self._task, raw))

    def answer(self, index: int, reply: Reply) -> Answer[T]:
        """Decode a worker's reply against the type asked for. Raises MsgspecError when it is of another."""
        if reply.failed:
            return Answer(index, code=reply.code, text=reply.text)
        return Answer(index, self._decoder.decode(reply.value))


def default_slots() -> int:
    """One worker per processor this process may use, at least 1, at most 8."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, _MOST_SLOTS))


class _Worker:
    """One process with its pipe, and what it is doing at the moment."""

    def __init__(self, limits: Limits, tasks: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._limits = limits
        self._process = context.Process(target=serve, args=(theirs, limits, tasks), daemon=True, name="seedcryo-worker")
        self._process.start()
        theirs.close()
        self.ready = False
        self.todo: deque[int] = deque()
        self.deadline = time.monotonic() + _START_SECONDS

    def take(self, indices: Sequence[int], work: _Work[Any]) -> None:
        """Have these items to do; they are sent once the process has greeted, for only then does it read."""
        self.todo = deque(indices)
        if self.ready:
            self._send(work)

    def receive(self, work: _Work[Any]) -> Reply | None:
        """Next message; None for the greeting. Raises EOFError or OSError when the process is gone."""
        message = self.connection.recv_bytes(LARGEST_REPLY)
        if self.ready:
            self._wind_clock()
            return msgspec.msgpack.decode(message, type=Reply)
        if message != READY:
            raise OSError
        self.ready = True
        self._send(work)
        return None

    def _send(self, work: _Work[Any]) -> None:
        self._wind_clock()
        self.connection.send_bytes(work.message(self.todo))

    def _wind_clock(self) -> None:
        self.deadline = time.monotonic() + self._limits.seconds

    def silent(self) -> bool:
        """Whether nothing is waiting in the pipe; false for a closed one, which is found out by reading it."""
        try:
            return not self.connection.poll()
        except OSError:
            return False

    def overdue(self) -> bool:
        return time.monotonic() > self.deadline

    def kill(self, *, dying: bool = False) -> int | None:
        """End the process at once; returns its exit code (negative: the signal) if it had ended by itself.

        A process seen `dying` by its closed pipe is given a moment, so that its own exit code is known.
        """
        if dying:
            self._process.join(_DYING_SECONDS)
        code = self._process.exitcode
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()
        return code

    def dismiss(self) -> None:
        """Let an idle worker end by itself: it reads the closed pipe and returns."""
        self.connection.close()
        self._process.join(2.0)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self._process.close()


class WorkerPool:
    """Supervised workers for tasks on untrusted files. Several threads may `run` jobs at once.

    `tasks` is the module whose `TASKS` table the workers answer from.
    """

    def __init__(self, slots: int | None = None, limits: Limits | None = None, tasks: str = IMAGING_TASKS) -> None:
        self.limits = limits or Limits()
        self._tasks = tasks
        self.slots = slots or default_slots()
        self.restarts = 0
        self._failed_starts = 0
        self._idle: deque[_Worker | None] = deque([None] * self.slots)
        self._free = threading.Condition()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Dismiss idle workers. A job that still runs in another thread ends with `Cancelled`."""
        with self._free:
            self._closed = True
            idle, self._idle = self._idle, deque()
        for worker in idle:
            if worker is not None:
                worker.dismiss()

    def start(self) -> None:
        """Start every worker without waiting for it: it loads its libraries while the caller does something else.

        Raises
        ------
        EnvironmentFailure
            A worker process cannot be started on this machine.
        """
        with self._free:
            for _ in range(len(self._idle)):
                worker = self._idle.popleft()
                self._idle.append(worker or self._start())

    def warm(self) -> None:
        """Start every worker and wait until it is ready, so that the first job does not pay for it."""
        for _ in self.run("nothing", [None] * self.slots, type(None), chunk=1):
            pass

    def run(
        self,
        task: str,
        items: Sequence[object],
        answer: type[T],
        *,
        chunk: int = 16,
        cancelled: Callable[[], bool] | None = None,
    ) -> Generator[Answer[T], None, None]:
        """Do one task on every item, in as many workers as are free; yield answers as they come.

        Parameters
        ----------
        task : str
            A name out of the closed table in `tasks`.
        items : sequence
            One MessagePack-encodable item each.
        answer : type
            What the task answers with; anything else a worker says is its crash.
        chunk : int
            Items handed to a worker at a time.
        cancelled : callable, optional
            Asked at least 20 times a second; when true the workers in use are killed.

        Raises
        ------
        Cancelled
            The person cancelled.
        EnvironmentFailure
            A worker process cannot be started on this machine.
        """
        work: _Work[T] = _Work(task, items, msgspec.msgpack.Decoder(answer), chunk)
        mine: dict[Connection, _Worker] = {}
        try:
            while work.waiting or mine:
                self._hand_out(work, mine)
                if self._closed or (cancelled is not None and cancelled()):
                    raise Cancelled
                for connection in wait(list(mine), timeout=_POLL_SECONDS) if mine else ():
                    yield from self._listen(work, mine, connection)  # type: ignore[arg-type]
                # A worker that has answered is not late, however long the caller took over the answers before.
                for connection in [c for c, worker in mine.items() if worker.overdue() and worker.silent()]:
                    yield from self._bury(work, mine.pop(connection), late=True)
        finally:
            for worker in mine.values():
                worker.kill()
                self._give_back(None)

    def _hand_out(self, work: _Work[T], mine: dict[Connection, _Worker]) -> None:
        # Without a worker in hand there is nothing else to wait for.
        while work.waiting and (lease := self._lease(0 if mine else _POLL_SECONDS)):
            worker = lease[0] or self._start()
            indices = work.waiting.popleft()
            try:
                worker.take(indices, work)
                mine[worker.connection] = worker
            except OSError:  # it died while idle: no item is to blame
                worker.kill()
                self._give_back(None)
                work.waiting.appendleft(indices)

    def _listen(self, work: _Work[T], mine: dict[Connection, _Worker], connection: Connection) -> Iterator[Answer[T]]:
        worker = mine[connection]
        try:
            # A worker's pipe may hold many replies: take them all before looking around again.
            while connection.poll():
                reply = worker.receive(work)
                if reply is not None:
                    if reply.code == DISK_FULL:
                        raise EnvironmentFailure(_DISK_FULL)
                    answer = work.answer(worker.todo[0], reply)
                    worker.todo.popleft()
                    self._failed_starts = 0
                    finished = not worker.todo
                    if finished:  # from here on the worker may be another thread's
                        del mine[connection]
                        self._give_back(worker)
                    yield answer
                    if finished:
                        return
        except (EOFError, OSError, msgspec.MsgspecError):
            yield from self._bury(work, mine.pop(connection), late=False)

    def _bury(self, work: _Work[T], worker: _Worker, *, late: bool) -> Iterator[Answer[T]]:
        started = worker.ready
        code = worker.kill(dying=not late)
        self.restarts += 1
        self._give_back(None)
        if not started:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_FAILED_STARTS:
                raise EnvironmentFailure(_NO_WORKER)
            work.waiting.appendleft(tuple(worker.todo))
            return
        blamed, *others = worker.todo
        if others:
            work.waiting.appendleft(tuple(others))
        yield work.answer(blamed, self._late() if late else _crash(code))

    def _start(self) -> _Worker:
        try:
            return _Worker(self.limits, self._tasks)
        except OSError as error:
            self._give_back(None)
            raise EnvironmentFailure(_NO_WORKER) from error

    def _late(self) -> Reply:
        return Reply(code="limit-seconds", text=f"took longer than {self.limits.seconds:g} seconds")

    def _lease(self, seconds: float) -> tuple[_Worker | None] | None:
        """A free slot, with its worker if that is running; None when none gets free in time."""
        with self._free:
            self._free.wait_for(lambda: self._idle or self._closed, seconds)
            if self._closed:
                raise Cancelled
            return (self._idle.popleft(),) if self._idle else None

    def _give_back(self, worker: _Worker | None) -> None:
        with self._free:
            if self._closed:
                if worker is not None:
                    worker.dismiss()
                return
            if worker is None:
                self._idle.append(None)
            else:
                self._idle.appendleft(worker)
            self._free.notify()


def _crash(code: int | None) -> Reply:
    if code is None:
        return Reply(code="decoder-crashed", text="made the process that read it give an answer that cannot be used")
    how = f"exit code {code}"
    if code < 0:
        known = {one.value: one.name for one in signal.Signals}
        how = known.get(-code, f"signal {-code}")
    return Reply(code="decoder-crashed", text=f"crashed the process that read it ({how})")
