"""What a read is told by: its name on a tab of its colour, and the stroke that its calipers are drawn with."""

from typing import Final

from PySide6.QtCore import QLineF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.shared.fonts import font
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

COLOUR_OF: Final = {"A": COLOURS.side_a, "B": COLOURS.side_b}
_DASHES: Final = {"B": [3.5, 1.5]}
_STROKE: Final = 36
_HEIGHT: Final = 30
_INDENT: Final = 11
_TAB: Final = 20
_ROUND: Final = 3
"""Logical pixels; the indent is that of a cell's text, a tab is so high."""


def tab(name: str) -> QLabel:
    """The name of a read on its colour, so that it is taken for no letter of an image's side."""
    made = QLabel(words.read(name))
    made.setFixedHeight(_TAB)
    made.setStyleSheet(
        f"background: {COLOUR_OF[name]}; color: {COLOURS.background}; border-radius: {_ROUND}px;"
        f" padding: 0 {SPACING.medium}px; font-size: {TYPE.body}px; font-weight: 600;"
    )
    return made


class SideHead(QWidget):
    """The names of both reads over two columns, each with a piece of its stroke.

    Parameters
    ----------
    columns : pair of (x, width)
        Where the columns of A and B stand, logical pixels; told anew by `place`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[tuple[str, int, int], ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.tr("Read A, read B"))

    def place(self, a: tuple[int, int], b: tuple[int, int]) -> None:
        """Stand over these columns: where each begins, and how wide it is."""
        self._columns = (("A", *a), ("B", *b))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line."""
        return QSize(0, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TYPE.body, QFont.Weight.DemiBold))
        for name, left, width in self._columns:
            text = words.read(name)
            wide = painter.fontMetrics().horizontalAdvance(text) + 2 * SPACING.medium
            room = QRect(left + _INDENT, (_HEIGHT - _TAB) // 2, min(wide, width - _INDENT), _TAB)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(COLOUR_OF[name]))
            painter.drawRoundedRect(room, _ROUND, _ROUND)
            painter.setPen(QColor(COLOURS.background))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
            x = room.right() + SPACING.medium
            painter.setPen(_pen(name))
            painter.drawLine(QLineF(x, _HEIGHT / 2, x + _STROKE, _HEIGHT / 2))


def _pen(name: str) -> QPen:
    pen = QPen(QColor(COLOUR_OF[name]), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if name in _DASHES:
        pen.setDashPattern(_DASHES[name])
    return pen
