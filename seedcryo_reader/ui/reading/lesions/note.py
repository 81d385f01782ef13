"""The small sign that opens the charter's note for what stands beside it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.theme import COLOURS, TYPE

_ROUND: Final = f"""
QToolButton {{ color: {COLOURS.muted}; background: transparent; border: 1px solid {COLOURS.muted}; border-radius: 8px;
    padding: 0; min-width: 14px; max-width: 14px; min-height: 14px; max-height: 14px; font-size: {TYPE.small}px;
    font-weight: 600; }}
QToolButton:hover {{ color: {COLOURS.accent}; border-color: {COLOURS.accent}; }}
"""


class NoteButton(QToolButton):
    """`wanted` carries the topic. The note's key does the same for whatever has the focus, so Tab passes this by."""

    wanted = Signal(str)

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("i")
        self.setAutoRaise(True)
        self.setStyleSheet(_ROUND)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(Acts().tooltip("notes"))
        self.setAccessibleName(self.tr("Charter note"))
        self.clicked.connect(lambda: self.wanted.emit(topic))
