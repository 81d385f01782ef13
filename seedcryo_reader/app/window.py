"""The window of a station: what it is made of, joined in one place."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication

from seedcryo_reader import __version__
from seedcryo_reader.app.ahead import ROOM, Ahead
from seedcryo_reader.app.homes import home_of
from seedcryo_reader.app.paths import resources
from seedcryo_reader.app.station_door import StationDoor
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.ui.shared import theme
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.crash import CrashReports
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.ports import Seat
from seedcryo_reader.ui.shared.room import Home, Room
from seedcryo_reader.ui.station.shell import Shell

_NO_DISPLAY = (
    "There is no display to open a window on. Start it in a desktop session, or set QT_QPA_PLATFORM=offscreen where"
    " nobody needs to see it."
)


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The program's one QApplication, in its dark theme.

    Raises
    ------
    EnvironmentFailure
        There is no display.
    """
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise EnvironmentFailure(_NO_DISPLAY)  # Qt itself would end the process
    program = QApplication(["seedcryo-reader", *arguments])
    program.setApplicationName("SEED-CRYO read station")
    program.setApplicationVersion(__version__)
    theme.apply(program, resources())
    return program


def make_shell(station: Path) -> Shell:
    """The window over a station's folder, not shown yet. Whoever makes it closes it."""
    icons = Icons(resources() / "icons")

    def room(seat: Seat, case_number: str, background: Background) -> Room:
        from seedcryo_reader.ui.reading.room import ReadingRoom

        return ReadingRoom(seat, case_number, background, icons)

    def home(seat: Seat, background: Background, acts: Acts) -> Home:
        return home_of(seat, background, acts, icons)

    shell = Shell(
        StationDoor(station), Background(), Acts(), make_home=home, make_room=room, manual=resources() / "manual"
    )
    Ahead(ROOM, shell)
    return shell


def open_window(station: Path) -> int:
    """Run ``open``: show the window until it is closed; returns the exit code."""
    program = application()
    shell = make_shell(station)
    own = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    crashes = CrashReports(Path(own) / "crashes", lambda: datetime.now(UTC), shell.tell_crash)
    sys.excepthook = crashes.hook
    try:
        shell.show()
        return program.exec()
    finally:
        sys.excepthook = sys.__excepthook__
