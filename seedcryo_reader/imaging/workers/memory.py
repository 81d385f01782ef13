"""Binding a worker to its memory limit."""

import sys

from seedcryo_reader.imaging.files.limits import Limits


def apply_memory_limit(limits: Limits) -> bool:
    """Bind this process to its memory limit; False where the platform has none."""
    if sys.platform != "linux":
        return False
    import resource

    # RLIMIT_DATA counts private writable memory only, so mapped libraries and files do not eat the budget.
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True
