"""What commands ask of the paths they are given."""

from pathlib import Path


def exists(path: Path) -> bool:
    """Whether there is something at a path; false too for a name that is too long to be one."""
    try:
        return path.exists()
    except OSError:
        return False
