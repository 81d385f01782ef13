"""The ``demo --tour`` command: a script works the real window. It reads a case, then has a dispute decided."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import typer
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from seedcryo_reader.app.demo import TOUR_FOLDER, is_as_built_now, refuse_what_is_not_ours, telling
from seedcryo_reader.app.demo_course import Plan
from seedcryo_reader.app.demo_station import PASSWORD, Demo
from seedcryo_reader.app.demo_trial import Trial
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.demo.phantom import build_study
from seedcryo_reader.demo.reading.readers import ADA, BEN
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.watch import Progress

if TYPE_CHECKING:
    from seedcryo_reader.demo.tour.expected import Truth
    from seedcryo_reader.ui.station.shell import Shell

CASES: Final = ("C-0006", "C-0004")
"""What the tour can read, the usual one first: cases whose targets can be measured at every timepoint."""

DISPUTED: Final = "C-0009"
"""What two scripted readers differ about: whether a target that measures 5.4 mm more has progressed."""

_FAILED: Final = 1
"""Exit code of a tour on which something was not as expected."""

_SIZE: Final = (1280, 800)
"""The smallest window that everything has to fit into."""


def run_tour(directory: Path, out: Path, case: str = CASES[0]) -> int:
    """Build what is missing under `directory`, walk through it, and write pictures and ``tour.json`` into `out`.

    Returns
    -------
    int
        0 if every number and conclusion on the screen was the expected one, 1 if not.

    Raises
    ------
    EnvironmentFailure
        A folder holds something else or cannot be written, or there is no such tour.
    """
    if case not in CASES:
        msg = f"There is no tour of {case}. Choose {' or '.join(CASES)}."
        raise EnvironmentFailure(msg)
    try:
        refuse_what_is_not_ours(directory)
        demo = _made(directory, case)
        out.mkdir(parents=True, exist_ok=True)
        _clear(out)
        with tempfile.TemporaryDirectory(prefix="seedcryo-tour-") as work:
            failure = _walk(demo, Path(work), out, lambda: _trial_made(directory))
    except OSError as error:
        msg = f"The tour could not be written to {out}: {error.strerror}. Name another folder."
        raise EnvironmentFailure(msg) from error
    if failure is not None:
        typer.echo(f"The tour failed. {failure}", err=True)
    typer.echo(f"The pictures of the tour are in {out}; what was checked is in {out / 'tour.json'}.")
    return 0 if failure is None else _FAILED


def _made(directory: Path, case: str) -> Demo:
    """The case with its sealed parts and a station that nothing was received at yet."""
    demo = Demo(_built(directory, case))
    show = progress_line("Sealing parts")
    demo.make(lambda done, total: show(Progress(done, total)))
    return demo


def _trial_made(directory: Path) -> Trial:
    """A station of all roles at which two readers have read one case, and differ."""
    trial = Trial(_built(directory, DISPUTED), Plan(assigned=(DISPUTED,), read=(DISPUTED,), begun={}))
    trial.make(telling)
    return trial


def _built(directory: Path, case: str) -> Path:
    """The folder with the images of a case and their truth."""
    folder = directory / TOUR_FOLDER / case
    if not is_as_built_now(folder):
        shutil.rmtree(folder, ignore_errors=True)
        show = progress_line("Building timepoints")
        build_study(folder, cases=[case], progress=lambda done, total: show(Progress(done, total)))
    return folder


def _clear(out: Path) -> None:
    """Take away what an earlier tour left, and nothing else."""
    try:
        steps = json.loads((out / "tour.json").read_text("utf-8"))["steps"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in ("tour.json", *(str(step["picture"]) for step in steps)):
        (out / Path(name).name).unlink(missing_ok=True)


def _walk(demo: Demo, work: Path, out: Path, make_trial: Callable[[], Trial]) -> str | None:
    """Show the windows and let the tours work them, at copies of the stations; what went wrong in a sentence."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from seedcryo_reader.app.window import application
    from seedcryo_reader.demo.tour.course import Tour
    from seedcryo_reader.demo.tour.diary import Diary
    from seedcryo_reader.demo.tour.disputed import disputed_of
    from seedcryo_reader.demo.tour.disputing import DisputeTour

    qInstallMessageHandler(_say_what_matters)
    program = application()
    with _mistakes_noted() as mistakes:
        with _window(program, demo.station, work / "reading") as window:
            diary = Diary(out, window, mistakes)
            failure = Tour(window, diary, _truth(demo), sorted(demo.parts.iterdir()), PASSWORD).run()
        if failure is not None:
            return failure
        trial = make_trial()
        with _window(program, trial.station, work / "deciding") as diary.window:
            return DisputeTour(diary.window, diary, disputed_of(trial.cases[0], (ADA, BEN))).run()


@contextmanager
def _window(program: QApplication, station: Path, copy: Path) -> "Iterator[Shell]":
    """The window over a copy of a station."""
    from seedcryo_reader.app.window import make_shell

    shutil.copytree(station, copy)
    shell = make_shell(copy)
    try:
        shell.resize(*_SIZE)
        shell.show()
        shell.activateWindow()
        yield shell
    finally:
        shell.close()
        program.processEvents()


def _say_what_matters(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for what the platform without a screen cannot do: nobody needs it there."""
    if not text.startswith("This plugin does not support"):
        typer.echo(text, err=True)


def _truth(demo: Demo) -> "Truth":
    from seedcryo_reader.demo.tour.expected import Truth

    told: dict[str, Any] = json.loads((demo.directory / "truth.json").read_text("utf-8"))
    return Truth(told["cases"][0])


@contextmanager
def _mistakes_noted() -> Iterator[list[str]]:
    """Note the exceptions that nobody catches in the program's own slots: a tour with one of them did not succeed."""
    noted: list[str] = []

    def note(kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
        noted.append(f"{kind.__name__}: {mistake}")
        before(kind, mistake, trace)

    before: Callable[..., object] = sys.excepthook
    sys.excepthook = note
    try:
        yield noted
    finally:
        sys.excepthook = before
