"""One line of progress on a terminal; silent where nobody watches."""

import sys
from collections.abc import Callable

from seedcryo_reader.imaging.watch import Progress


def progress_line(what: str) -> Callable[[Progress], None]:
    """Return a callback that rewrites one line of stderr, in items and, where they are known, megabytes."""
    if not sys.stderr.isatty():
        return lambda _progress: None

    def show(progress: Progress) -> None:
        done, total = progress.done_bytes / 1e6, progress.total_bytes / 1e6
        size = f", {done:.0f} of {total:.0f} MB" if total else ""
        line = "" if progress.done == progress.total else f"{what}: {progress.done} of {progress.total}{size}"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    return show
