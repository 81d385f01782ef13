"""Folding a log without the garbage collector looking on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's collector of reference cycles from running inside the block.

    A fold makes many small values and no cycle, so the collector only goes over all of them again and again: a third of
    the time of a long log.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
