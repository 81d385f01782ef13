"""The program's own window over a station, worked by events, for benchmarks: sign in, open the case, look at images."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableWidget, QWidget

from seedcryo_reader.app.window import application, make_shell
from seedcryo_reader.ui.viewport.viewport import Viewport


class RealWindow:
    """The window; `close` it."""

    def __init__(self, station: Path) -> None:
        found = QApplication.instance()
        self.app = found if isinstance(found, QApplication) else application()
        self.shell = make_shell(station)
        self.shell.resize(1920, 1080)
        self.shell.show()

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window work."""
        end = time.monotonic() + 300
        while not until():
            assert time.monotonic() < end, "nothing happens"
            self.app.processEvents()

    def sign_in(self, password: str) -> None:
        """Type the password and wait for the list of cases."""
        self.wait(lambda: isinstance(self.app.focusWidget(), QLineEdit))
        field = self.app.focusWidget()
        assert isinstance(field, QWidget)
        QTest.keyClicks(field, password)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.wait(lambda: any(table.rowCount() for table in self.shell.findChildren(QTableWidget)))

    def rest(self, seconds: float) -> None:
        """Let the window do what it does while nobody waits."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    def click_next_case(self) -> None:
        """Open the case that comes next."""
        button = next(one for one in self.shell.findChildren(QPushButton) if one.text() == "Next case")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def viewports(self) -> list[Viewport]:
        """Those that show an image."""
        return [one for one in self.shell.findChildren(Viewport) if one.isVisible() and one.view and not one.message]

    def close(self) -> None:
        """End it as the reader does."""
        self.shell.close()
        self.shell.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
