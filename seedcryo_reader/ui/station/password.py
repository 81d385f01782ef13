"""A field for a password that says when Caps Lock seems to be on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import SPACING


class PasswordField(QWidget):
    """One line of dots; its name stands in it as a hint, or beside it. `given` when Enter is pressed."""

    given = Signal()
    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, hint: bool = True) -> None:
        super().__init__(parent)
        self._line = _Line()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setPlaceholderText(name if hint else "")
        self._line.setAccessibleName(name)
        self._hint = label(self.tr("Caps Lock is on."), Tone.WARNING)
        self._hint.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACING.small)
        inside.addWidget(self._line)
        inside.addWidget(self._hint)
        self.setFocusProxy(self._line)
        self._line.returnPressed.connect(self.given)
        self._line.textChanged.connect(self.changed)
        self._line.caps.connect(self._hint.setVisible)

    @property
    def text(self) -> str:
        """What was typed."""
        return self._line.text()

    @property
    def says_caps_lock(self) -> bool:
        """Whether the hint is there."""
        return not self._hint.isHidden()

    def clear(self) -> None:
        """Forget what was typed."""
        self._line.clear()
        self._hint.hide()


class _Line(QLineEdit):
    """Qt does not tell the state of Caps Lock: a capital without Shift, or a small letter with it, gives it away."""

    caps = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps.emit(False)
        elif letter.isalpha() and letter.upper() != letter.lower():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(letter.isupper() != is_shifted)
        super().keyPressEvent(event)
