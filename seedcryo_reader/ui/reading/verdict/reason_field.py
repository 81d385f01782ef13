"""The line for a reason: what is written there is said when the click that ends the writing was delivered."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_ENDING = {QEvent.Type.MouseButtonRelease, QEvent.Type.KeyPress, QEvent.Type.WindowDeactivate}
"""After the press that took the focus away, one of these comes."""


class ReasonField(QLineEdit):
    """Says `written` on Enter and where the focus went on.

    A click elsewhere takes the focus on its press. What follows from a reason may move the button that was pressed
    from under the mouse, and then the click would be lost; so where `waits` says so, it is said after the release.

    Parameters
    ----------
    waits : callable
        Whether what follows from the reason has to wait for the click; asked when the press took the focus.
    """

    written = Signal()

    def __init__(self, waits: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waits = waits
        self.returnPressed.connect(self.written)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Say it at once, or after the click; a menu that opened over the line ends nothing."""
        super().focusOutEvent(event)
        reason = event.reason()
        app = QCoreApplication.instance()
        if reason is Qt.FocusReason.MouseFocusReason and app is not None and self._waits():
            app.installEventFilter(self)
        elif reason is not Qt.FocusReason.PopupFocusReason:
            self.written.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Wait for the end of the click; it goes its way first."""
        app = QCoreApplication.instance()
        if event.type() in _ENDING and app is not None:
            app.removeEventFilter(self)
            QTimer.singleShot(0, self, self.written.emit)
        return super().eventFilter(watched, event)
