"""Keeps how a case lies on the screen, a moment after it changed: so a killed program loses half a second of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.ui.shared.ports import Display
from seedcryo_reader.viewing.kept import Kept, as_text, from_text

_AFTER_MS = 400


class Keeping(QObject):
    """Keeps the screen of one case. `failed` carries why it could not be kept; reading goes on."""

    failed = Signal(str)

    def __init__(self, display: Display, case_number: str, screen: Callable[[], Kept | None], parent: QObject) -> None:
        super().__init__(parent)
        self._display = display
        self._case_number = case_number
        self._screen = screen
        self._last: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.now)

    def kept(self) -> Kept | None:
        """The screen as it was left; None where nothing usable was kept, or it cannot be read."""
        try:
            text = self._display.kept(self._case_number)
        except EnvironmentFailure as failure:
            self.failed.emit(str(failure))
            return None
        return None if text is None else from_text(text)

    def later(self) -> None:
        """Something changed: keep it soon, together with what follows at once."""
        if not self._timer.isActive():
            self._timer.start()

    def now(self) -> None:
        """Keep what is on the screen, unless it is what was kept last."""
        self._timer.stop()
        screen = self._screen()
        text = None if screen is None else as_text(screen)
        if text is None or text == self._last:
            return
        try:
            self._display.keep(self._case_number, text)
        except EnvironmentFailure as failure:
            self.failed.emit(str(failure))
            return
        self._last = text
