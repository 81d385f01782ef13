"""A bug, caught at the top: a report without patient or arm data, a plain message, and the program goes on."""

import platform
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

import PySide6

from seedcryo_reader import __version__

MOST_REPORTS: Final = 20
"""A bug in a painting routine comes with every frame; so many reports of one run are enough."""


@dataclass(frozen=True, slots=True)
class CrashReports:
    """Where reports go, and who tells the person.

    Attributes
    ----------
    folder : Path
        Made when it is needed.
    utc : callable
        The time.
    tell : callable
        Gets the report's file, or None where it could not be written.
    """

    folder: Path
    utc: Callable[[], datetime]
    tell: Callable[[Path | None], None]

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What `sys.excepthook` is to be."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.tell(self._write(report(error, trace, self.utc())))

    def _write(self, text: str) -> Path | None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            number = len(list(self.folder.glob("crash-*.txt"))) + 1
            if number > MOST_REPORTS:
                return None
            file = self.folder / f"crash-{self.utc().astimezone(UTC):%Y%m%dT%H%M%SZ}-{number}.txt"
            file.write_text(text, "utf-8")
        except OSError:
            return None
        return file


def report(error: BaseException, trace: TracebackType | None, utc: datetime) -> str:
    """What is known of a bug: where it happened, in our code's words. No message of it (it may hold data), no values.

    Parameters
    ----------
    error : BaseException
    trace : traceback or None
    utc : datetime
    """
    lines = [
        f"SEED-CRYO read station {__version__}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.system()} {platform.machine()}",
        f"{utc.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "",
    ]
    while error is not None:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        for frame in traceback.extract_tb(trace):
            lines += [f"  {_inside(frame.filename)}:{frame.lineno} {frame.name}", f"    {frame.line}"]
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None:
            break
        lines.append("because of")
        error, trace = cause, cause.__traceback__
    return "\n".join(lines) + "\n"


def _inside(filename: str) -> str:
    """The file from our package (or the library) on: a home folder names a person."""
    parts = Path(filename).parts
    for anchor in ("seedcryo_reader", "site-packages"):
        if anchor in parts:
            return "/".join(parts[parts.index(anchor) :])
    return parts[-1] if parts else filename
