"""Mapped memory that is lent as a view and taken back, whatever happens meanwhile."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def lent(mapped: mmap.mmap, size: int) -> Iterator[memoryview]:
    """The first `size` bytes of mapped memory, which is closed afterwards.

    A view of it that is kept beyond that is a mistake and raises BufferError; but not where something else is on its
    way out already, which may well point into the memory and would be hidden behind that complaint.
    """
    whole = memoryview(mapped)
    view = whole[:size]

    def take_back() -> None:
        view.release()
        whole.release()
        mapped.close()

    try:
        yield view
    except BaseException:
        with suppress(BufferError):
            take_back()
        raise
    take_back()
