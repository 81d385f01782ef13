"""A number with its word: how many cases are so far, and a click or a key that shows them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_HEIGHT = 56


class Tile(QAbstractButton):
    """Can be checked; the checked one's cases are shown."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self._number = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)

    @property
    def number(self) -> int:
        """How many."""
        return self._number

    def set_number(self, number: int) -> None:
        """Show how many."""
        self._number = number
        self.setAccessibleName(f"{number} {self._word}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Enough for its word."""
        return QSize(QFontMetrics(self._font(TYPE.small)).horizontalAdvance(self._word) + 2 * SPACING.medium, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No less."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The number over its word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(1, 1, -1, -1)
        is_marked = self.isChecked() or self.underMouse()
        painter.setPen(QColor(COLOURS.accent if self.isChecked() or self.hasFocus() else COLOURS.line))
        painter.setBrush(QColor(COLOURS.raised if is_marked else COLOURS.surface))
        painter.drawRoundedRect(room, 6, 6)
        inner = room.adjusted(SPACING.medium, SPACING.small, -SPACING.medium, -SPACING.small)
        painter.setFont(self._font(TYPE.title + 2, is_bold=True))
        painter.setPen(QColor(COLOURS.text if self._number else COLOURS.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, f"{self._number:,}")
        painter.setFont(self._font(TYPE.small))
        painter.setPen(QColor(COLOURS.accent if self.isChecked() else COLOURS.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._word)
        painter.end()

    def _font(self, pixels: int, *, is_bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setBold(is_bold)
        return font
