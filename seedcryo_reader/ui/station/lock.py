"""The screen of a seat that is locked: nothing but a field for the password."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, card, centred, label
from seedcryo_reader.ui.shared.ports import Seat
from seedcryo_reader.ui.shared.theme import COLOURS
from seedcryo_reader.ui.station.password import PasswordField


class LockScreen(QWidget):
    """Covers its window whole until the password is given (`unlocked`) or the account leaves (`left`)."""

    unlocked = Signal()
    left = Signal()

    def __init__(self, seat: Seat, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._seat = seat
        self._background = background
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("lock")
        self.setStyleSheet(f"#lock {{ background: {COLOURS.background}; }}")
        self._password = PasswordField(self.tr("Password"))
        self._open = button(self.tr("Unlock"), Kind.PRIMARY)
        leave = button(self.tr("Sign out"), Kind.QUIET)
        self.banner = Banner()
        frame, inside = card(380)
        inside.addWidget(label(self.tr("Locked"), Tone.LARGE))
        text = self.tr("%1, everything is saved. Your password opens the screen again.")
        inside.addWidget(label(text.replace("%1", seat.account.printed_name), Tone.MUTED))
        for one in (self._password, self.banner, self._open, leave):
            inside.addWidget(one)
        centred(self, frame)
        self._busy = Busy(self)
        self._open.clicked.connect(self._unlock)
        self._password.given.connect(self._unlock)
        self._password.changed.connect(lambda: self._open.setEnabled(bool(self._password.text)))
        leave.clicked.connect(self.left)
        self._open.setEnabled(False)
        window.installEventFilter(self)
        self.resize(window.size())
        self.show()
        self.raise_()
        self._password.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.resize(self._window.size())
        return super().eventFilter(watched, event)

    def _unlock(self) -> None:
        password = self._password.text
        if not password:
            return
        self.banner.clear()
        self._password.clear()
        running = self._background.run(
            lambda _watch: self._seat.unlock(password), lambda _nothing: self.unlocked.emit(), self._stay
        )
        self._busy.show_for(running, self.tr("Unlocking"), can_cancel=False)

    def _stay(self, trouble: Exception) -> None:
        self.banner.tell(trouble)
        self._password.setFocus()
