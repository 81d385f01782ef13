"""The seed of a draw: shown, copied, or typed when a draw is to be repeated."""

import re
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label

_SEED: Final = re.compile(r"[0-9a-f]{32}")


class SeedField(QWidget):
    """32 hex digits. `edited` when they changed, `another` when a fresh one is asked for."""

    edited = Signal()
    another = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.setAccessibleName(self.tr("Seed"))
        self._line.textChanged.connect(self._weigh)
        copy = button(self.tr("Copy"), Kind.QUIET)
        copy.clicked.connect(lambda _checked: QApplication.clipboard().setText(self.seed))
        fresh = button(self.tr("Another"), Kind.QUIET)
        fresh.clicked.connect(self.another)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Seed: whoever has it draws the same"), Tone.MUTED, wraps=False), 1)
        head.addWidget(copy)
        head.addWidget(fresh)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._line)
        self.setFocusProxy(self._line)

    @property
    def seed(self) -> str:
        """What stands in the field, in small letters."""
        return self._line.text().strip().lower()

    @property
    def is_good(self) -> bool:
        """Whether it is a seed."""
        return _SEED.fullmatch(self.seed) is not None

    def set_seed(self, seed: str) -> None:
        """Take another."""
        self._line.setText(seed)
        self._line.setCursorPosition(0)

    def _weigh(self) -> None:
        self._line.setProperty("wrong", str(bool(self.seed) and not self.is_good).lower())
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)
        self.edited.emit()
