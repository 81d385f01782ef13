"""Two hands and a pair of eyes at a window: they press keys and buttons, and see the texts of what is visible."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from seedcryo_reader.ui.shared.banner import Banner

_POLL_MS: Final = 10
_WAIT_S: Final = 30.0
_NOTCH: Final = 120
_MOST_NOTCHES: Final = 80
_LEFT: Final = Qt.MouseButton.LeftButton
_PLAIN: Final = Qt.KeyboardModifier.NoModifier

Sight = TypeVar("Sight")
Widget = TypeVar("Widget", bound=QWidget)


class TourStopped(Exception):
    """The tour cannot go on; the sentence says what was awaited or what was wrong."""


class Hands:
    """Works one window. Everything is found by what a person sees of it: a text, an accessible name, a kind of widget.

    Parameters
    ----------
    window : QWidget
        A top-level widget that is shown.
    """

    def __init__(self, window: QWidget) -> None:
        self.window = window

    # --- eyes ---

    def wait(self, holds: Callable[[], Sight], what: str, seconds: float = _WAIT_S) -> Sight:
        """Let the program work until something holds; returns what `holds` did.

        Raises
        ------
        TourStopped
            It did not hold in time.
        """
        loop, poll, deadline = QEventLoop(), QTimer(), QTimer()
        poll.timeout.connect(loop.quit)
        deadline.setSingleShot(True)
        deadline.start(int(seconds * 1000))
        poll.start(_POLL_MS)
        while not (seen := holds()):
            if not deadline.isActive():
                said = [f"The window says: {one.text}" for one in self.all(Banner)]
                raise TourStopped(" ".join([f"Waited {seconds:.0f} s for {what}.", *said]))
            loop.exec()
        return seen

    def all(self, kind: type[Widget], within: QWidget | None = None) -> Iterator[Widget]:
        """The visible widgets of a kind, in the whole program or inside one."""
        for root in [within] if within is not None else QApplication.topLevelWidgets():
            yield from (one for one in (root, *root.findChildren(kind)) if isinstance(one, kind) and one.isVisible())

    def see(self, kind: type[Widget], words: str, within: QWidget | None = None) -> Widget | None:
        """The visible widget of a kind with this text or accessible name; None where there is none."""
        return next((one for one in self.all(kind, within) if words in (words_of(one), one.accessibleName())), None)

    def find(self, kind: type[Widget], words: str, within: QWidget | None = None) -> Widget:
        """As `see`, waiting for it."""
        seen: list[Widget] = []

        def look() -> bool:
            one = self.see(kind, words, within)
            seen.extend([] if one is None else [one])
            return bool(seen)

        self.wait(look, f"“{words}” on the screen")
        return seen[0]

    # --- hands ---

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget where it can be seen, having scrolled to it.

        Raises
        ------
        TourStopped
            It is disabled, or something else lies over it.
        """
        spot = widget.rect().center() if at is None else at
        if not widget.isEnabled():
            msg = f"“{words_of(widget) or widget.accessibleName()}” cannot be pressed: {widget.toolTip()}"
            raise TourStopped(msg)
        self.bring_into_sight(widget)
        window = widget.window()
        place = widget.mapTo(window, spot)
        under = window.childAt(place) or window
        if under is not widget and not widget.isAncestorOf(under):
            msg = f"Something else lies over “{words_of(widget) or widget.accessibleName()}”."
            raise TourStopped(msg)
        QTest.mouseClick(handle_of(window), _LEFT, _PLAIN, place)

    def bring_into_sight(self, widget: QWidget) -> None:
        """Turn the wheel over what a widget lies in, until all of it is seen."""
        QApplication.processEvents()
        column = _column_of(widget)
        for _ in range(_MOST_NOTCHES):
            if column is None or _is_seen(widget):
                return
            view = column.viewport()
            below = widget.mapTo(column, widget.rect().center()).y() > column.height() // 2
            turn = QPoint(0, -_NOTCH if below else _NOTCH)
            over = view.mapTo(view.window(), QPoint(3, view.height() // 2))
            QTest.wheelEvent(handle_of(view.window()), QPointF(over), turn, QPoint())
            QApplication.processEvents()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press and release a key; it goes where the focus is."""
        QTest.keyClick(self._focused_window(), key, modifiers)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for letter in text:
            QTest.keyEvent(QTest.KeyAction.Click, self._focused_window(), ord(letter))

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Press, move and release the left button."""
        window, handle = widget.window(), handle_of(widget.window())
        places = [widget.mapTo(window, one) for one in (start, (start + end) / 2, end)]
        QTest.mouseMove(handle, places[0])
        QTest.mousePress(handle, _LEFT, _PLAIN, places[0])
        for one in places[1:]:
            QTest.mouseMove(handle, one)
            QApplication.processEvents()
        QTest.mouseRelease(handle, _LEFT, _PLAIN, places[-1])
        QApplication.processEvents()

    def drop(self, widget: QWidget, files: list[Path]) -> None:
        """Drop files onto a widget, or whatever around it takes them.

        Raises
        ------
        TourStopped
            Nothing there takes them.
        """
        taker: QWidget | None = widget
        while taker is not None and not taker.acceptDrops():
            taker = taker.parentWidget()
        if taker is None:
            msg = "The page does not take what is dropped on it."
            raise TourStopped(msg)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        spot, copy = taker.rect().center(), Qt.DropAction.CopyAction
        QApplication.sendEvent(taker, QDragEnterEvent(spot, copy, mime, _LEFT, _PLAIN))
        QApplication.sendEvent(taker, QDropEvent(QPointF(spot), copy, mime, _LEFT, _PLAIN, QEvent.Type.Drop))

    def _focused_window(self) -> QWindow:
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # what a window manager does when a dialog goes; there may be none
            self.wait(self.window.isActiveWindow, "the window to come to the front")
        return handle_of(over or self.window)


def words_of(widget: QWidget) -> str:
    """The text that a widget shows; empty where it shows none."""
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def handle_of(window: QWidget) -> QWindow:
    """The window of the system under a top-level widget."""
    if not window.isVisible():
        msg = "The window is not shown."
        raise TourStopped(msg)
    return window.windowHandle()


def _column_of(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _is_seen(widget: QWidget) -> bool:
    """Whether nothing of it is cut off by what it lies in."""
    return widget.visibleRegion().boundingRect() == widget.rect()
