"""Whether somebody is there: what the hands do keeps the seat awake, and a seat that fell asleep is noticed."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS: Final = 1000

HANDS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Presence(QObject):
    """Tells of hands at most once a second, by `touched`, and looks once a second whether the seat sleeps: `slept`.

    It listens at the windows, not at the application: a filter there would be asked about every event of every widget.

    Parameters
    ----------
    is_awake : callable
        Whether the seat is; asked once a second.
    """

    touched = Signal()
    slept = Signal()

    def __init__(self, is_awake: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_awake = is_awake
        self._since = QElapsedTimer()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)
        self._listen(QGuiApplication.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """See hands; take nothing away."""
        if event.type() in HANDS and (not self._since.isValid() or self._since.elapsed() >= LOOK_MS):
            self._since.start()
            self.touched.emit()
        return super().eventFilter(watched, event)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _look(self) -> None:
        if not self._is_awake():
            self.slept.emit()
