"""A reader's hands on the whole window: they find things by the words on them, and act by mouse and key events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QListWidget, QWidget

from seedcryo_reader.app.window import make_shell
from seedcryo_reader.ui.reading.page import ReadingPage
from seedcryo_reader.ui.station.shell import Shell
from seedcryo_reader.ui.viewport.viewport import Viewport

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 8_000
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Hands:
    """The window and qtbot, which waits for what comes."""

    shell: Shell
    qtbot: Any

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    # --- finding ---

    def seen(self, kind: type[W], said: str = "", within: QWidget | None = None) -> list[W]:
        """Widgets of a kind that can be seen, by their text or accessible name."""
        found = (within or self.shell).findChildren(kind)
        return [one for one in found if one.isVisible() and said in ("", _text(one), one.accessibleName())]

    def the(self, kind: type[W], said: str = "") -> W:
        self.wait(lambda: bool(self.seen(kind, said)))
        return self.seen(kind, said)[0]

    @property
    def page(self) -> ReadingPage:
        return self.the(ReadingPage)

    @property
    def image(self) -> Viewport:
        """The image of the timepoint in hand."""
        return self.page.grid.viewports[-1]

    def dialog(self) -> QDialog:
        def shown() -> list[QDialog]:
            return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

        self.wait(lambda: bool(shown()))
        return shown()[0]

    # --- the mouse ---

    def click(self, said: str) -> None:
        """Click a button by its words."""
        found = self.the(QAbstractButton, said)
        self.wait(found.isEnabled)
        QTest.mouseClick(found, LEFT)

    def drag(self, start: QPoint, end: QPoint, on: Viewport | None = None, button: Qt.MouseButton = LEFT) -> None:
        image = on or self.image
        QTest.mousePress(image, button, NONE, start)
        for share in (0.3, 0.7, 1.0):
            point = start + (end - start) * share
            QTest.mouseMove(image, point)
        QTest.mouseRelease(image, button, NONE, end)

    def pixel(self, point_mm: tuple[float, float, float], on: Viewport | None = None) -> QPoint:
        image = on or self.image
        x, y = np.asarray(image.frame.to_screen(point_mm)).tolist()
        return QPoint(round(x), round(y))

    def choose(self, listed: str, text: str) -> None:
        """Click a line of a list."""
        one = self.the(QListWidget, listed)
        self.wait(lambda: any(text in one.item(row).text() for row in range(one.count())))
        row = next(row for row in range(one.count()) if text in one.item(row).text())
        QTest.mouseClick(one.viewport(), LEFT, NONE, one.visualItemRect(one.item(row)).center())

    # --- the keys ---

    def key(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key for whatever has the focus."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClick(target, key, modifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    # --- a part of a case ---

    def sign_in(self, password: str) -> None:
        self.wait(lambda: bool(self.seen(QLineEdit)))
        field = self.seen(QLineEdit)[0]
        self.wait(lambda: bool(self.the(QListWidget).selectedItems()))
        QTest.keyClicks(field, password)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.the(QAbstractButton, "Next case")

    def receive(self, *files: Path) -> None:
        """Drop files on the worklist."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
        copy = Qt.DropAction.CopyAction
        for event in (
            QDragEnterEvent(QPoint(50, 50), copy, mime, LEFT, NONE),
            QDropEvent(QPointF(50, 50), copy, mime, LEFT, NONE),
        ):
            QApplication.sendEvent(self.shell.page, event)
        self.dialog().close()

    def open_case(self) -> ReadingPage:
        """The next case, until its images are there."""
        self.click("Next case")
        return self.at("TP0")

    def at(self, timepoint: str) -> ReadingPage:
        """Wait until a timepoint is open, and its images are shown."""
        self.wait(lambda: any(one.panel.shown_timepoint == timepoint for one in self.seen(ReadingPage)))
        self.wait(lambda: self.image.shown is not None and self.image.shown.timepoint == timepoint)
        return self.page

    def caliper(self, *ends_mm: tuple[float, float, float]) -> None:
        """Draw a caliper of two axes with the tool in hand."""
        for start, end in zip(ends_mm[::2], ends_mm[1::2], strict=True):
            self.drag(self.pixel(start), self.pixel(end))

    def go_to_slice(self, place: int) -> None:
        """By Home and the arrow keys."""
        self.image.setFocus()
        self.key(Qt.Key.Key_Home)
        for _ in range(place):
            self.key(Qt.Key.Key_Down)


@contextmanager
def window(folder: Path, qtbot: Any) -> Iterator[Hands]:
    """The window over a station's folder; it is closed at the end, and signed out by that."""
    shell = make_shell(folder)
    qtbot.addWidget(shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    try:
        yield Hands(shell, qtbot)
    finally:
        QTimer.singleShot(200, shell, lambda: _say_yes(shell))
        QTest.keyClick(shell, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def _say_yes(shell: Shell) -> None:
    """Something still runs: it is to be stopped."""
    asked = QApplication.activeModalWidget()
    if isinstance(asked, QDialog) and asked.parent() is shell:
        asked.accept()


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""
