"""What F1 shows: the charter's note for what is in hand, beside it, in nobody's way."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

_WIDTH = 400


class ChartPopover(QFrame):
    """Lies over its parent without stopping anything. It has the focus until it is closed, by Esc or F1, or left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet(
            f"#popover {{ background: {COLOURS.raised}; border: 1px solid {COLOURS.muted}; border-radius: 6px; }}"
            f"#popover:focus {{ border-color: {COLOURS.accent}; }}"
        )
        self.setFixedWidth(_WIDTH)
        self._room = parent
        self._title = label("", Tone.TITLE)
        self._text = label("")
        self._before: QWidget | None = None
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(*(SPACING.large,) * 4)
        box.setSpacing(SPACING.medium)
        box.addWidget(self._title)
        box.addWidget(self._text)
        box.addWidget(label(self.tr("Esc closes"), Tone.SMALL))
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def toggle(self, title: str, text: str, beside: QWidget | None = None, *, clear_of: QWidget | None = None) -> None:
        """Show a note, or close it where it is shown already.

        Parameters
        ----------
        title, text : str
        beside : QWidget, optional
            What it stands left of, as far as there is room; else it stands in the upper right corner.
        clear_of : QWidget, optional
            What it does not cover: it stands left of all of this, at the height of `beside`.
        """
        if self.isVisible() and self._text.text() == text:
            self.put_away()
            return
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.resize(_WIDTH, self._box.totalHeightForWidth(_WIDTH))
        self.move(self._place(beside, clear_of or beside))
        self.raise_()
        self.show()
        self.setFocus()

    def put_away(self) -> None:
        """Close it; the focus goes back to where it was."""
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and F1 close it."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F1}:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _place(self, beside: QWidget | None, clear_of: QWidget | None) -> QPoint:
        room = self._room.rect().adjusted(SPACING.large, SPACING.large, -SPACING.large, -SPACING.large)
        if beside is None or clear_of is None:
            wanted = QPoint(room.right() - self.width(), room.top())
        else:
            left = clear_of.mapTo(self._room, QPoint(0, 0)).x()
            wanted = QPoint(left - self.width() - SPACING.medium, beside.mapTo(self._room, QPoint(0, 0)).y())
        return QPoint(
            max(room.left(), min(wanted.x(), room.right() - self.width())),
            max(room.top(), min(wanted.y(), room.bottom() - self.height())),
        )
