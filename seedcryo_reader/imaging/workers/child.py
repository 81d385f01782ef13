"""The worker's side: one loop that answers each item with one message.

Messages are MessagePack in both directions, never a pickle: what a worker says was made with a hostile file in hand.
"""

import errno
import os
import sys
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection

import msgspec

from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble
from seedcryo_reader.imaging.workers.memory import apply_memory_limit
from seedcryo_reader.imaging.workers.messages import DISK_FULL, READY, Job, Reply

Task = Callable[[msgspec.Raw, Limits], object]


def serve(connection: Connection, limits: Limits, tasks: str) -> None:
    """Answer jobs until the connection closes. Runs as the worker process's main function.

    `tasks` names the module whose `TASKS` is the closed table of what can be asked.
    """
    _silence_decoders()
    apply_memory_limit(limits)
    # A worker per processor is enough; numpy's own threads would only take memory.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Imported after the limit is set and in the worker only: the supervisor needs no decoder.
    table: dict[str, Task] = import_module(tasks).TASKS

    encoder = msgspec.msgpack.Encoder()
    decoder = msgspec.msgpack.Decoder(Job)
    try:
        connection.send_bytes(READY)
        while True:
            job = decoder.decode(connection.recv_bytes())
            task = table[job.task]
            for item in job.items:
                connection.send_bytes(encoder.encode(_answer(task, item, limits)))
    except (EOFError, OSError):
        return


def _answer(task: Task, item: msgspec.Raw, limits: Limits) -> Reply:
    try:
        return Reply(value=msgspec.Raw(msgspec.msgpack.encode(task(item, limits))))
    except Exception as error:  # any surprise in an untrusted file is that file's finding
        code, text = _charge(error, limits)
        return Reply(code=code, text=text)


def _charge(error: Exception, limits: Limits) -> tuple[str, str]:
    """Finding code and sentence for what went wrong with an item."""
    match error:
        case FileTrouble():
            return error.code, error.text
        case MemoryError():
            return "limit-memory", f"needs more than the {limits.memory_bytes // 1024**2} MiB a worker may use"
        case RecursionError():
            return "limit-nesting", f"has sequences nested deeper than {limits.nesting} levels"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return DISK_FULL, "found the disk full"
        case OSError():
            return "unreadable", f"cannot be read: {error.strerror}"
    return "unreadable", f"could not be read ({type(error).__name__})"


def _silence_decoders() -> None:
    """Decoders and pydicom chatter about bad files on stdout and stderr; the finding says it once."""
    import logging
    import warnings

    null = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(null, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for the process's life
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
