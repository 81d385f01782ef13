"""The small sign that opens the charter's note for what stands beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from seedcryo_reader.ui.shared.actions import Acts


class NoteButton(QToolButton):
    """`wanted` carries the topic. The note's key does the same for whatever has the focus, so Tab passes this by."""

    wanted = Signal(str)

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("i")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(Acts().tooltip("notes"))
        self.setAccessibleName(self.tr("Charter note"))
        self.clicked.connect(lambda: self.wanted.emit(topic))
