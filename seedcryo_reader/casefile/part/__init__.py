"""Sealed parts: what is in one, how it is made, how it is opened and verified."""

from typing import Final

TASKS: Final = "seedcryo_reader.casefile.part.tasks"
"""The module with the tasks that sealing asks of its workers, for a `WorkerPool`."""
