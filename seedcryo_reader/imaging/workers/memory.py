"""Binding a worker to its memory limit."""

import sys

from seedcryo_reader.imaging.files.limits import Limits


def apply_memory_limit(limits: Limits) -> None:
    """Bind this process to its memory limit, on Linux; other platforms have none."""
    if sys.platform != "linux":
        return
    import resource

    # RLIMIT_DATA counts private writable memory only, so mapped libraries and files do not eat the budget.
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
