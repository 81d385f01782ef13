"""A section of the panel that folds to one line, which says how it stands."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.note import NoteButton
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

_HEAD: Final = f"""
QToolButton {{ color: {COLOURS.text}; background: transparent; border: 2px solid transparent; border-radius: 3px;
    padding: 2px 4px 2px 0; font-weight: 600; }}
QToolButton:hover {{ background: {COLOURS.raised}; }}
QToolButton:focus {{ border-color: {COLOURS.accent}; }}
"""


class Fold(QWidget):
    """A title that opens and closes what is under it, and how that stands."""

    def __init__(self, title: str, content: QWidget, note: NoteButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._content = content
        self._head = QToolButton(self)
        self._head.setText(title)
        self._head.setCheckable(True)
        self._head.setAutoRaise(True)
        self._head.setStyleSheet(_HEAD)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.toggled.connect(self._show_open)
        self._state = Words("", COLOURS.muted)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.addWidget(self._head)
        line.addWidget(self._state, 1)
        line.addWidget(note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING.small)
        layout.addLayout(line)
        layout.addWidget(content)
        self._show_open(False)

    @property
    def head(self) -> QToolButton:
        """What opens and closes it."""
        return self._head

    @property
    def is_open(self) -> bool:
        """Whether what is under the title is shown."""
        return self._head.isChecked()

    def open(self) -> None:
        """Show what is under the title."""
        self._head.setChecked(True)

    def _show_open(self, is_open: bool) -> None:
        self._head.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._content.setVisible(is_open)

    def show_state(self, text: str, *, missing: bool = False) -> None:
        """Say how the section stands; `missing` where the lock waits for it."""
        self._state.setText(text)
        self._state.tint(COLOURS.warning if missing else COLOURS.muted)
        self._head.setAccessibleName(f"{self._title}: {text}")
