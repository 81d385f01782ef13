"""What lies over a page while files are dragged over it: that they can be let go here."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_ROUND: Final = 8.0
_OPAQUE: Final = 220


class DropHint(QWidget):
    """Hidden until files come; it takes no event of the mouse, so that the page under it gets the drop."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Let the files go to receive them"))
        self.hide()

    def appear(self) -> None:
        """Lie over the page."""
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """A veil, a line around the page, and the sentence in the middle."""
        painter = QPainter(self)
        veil = QColor(COLOURS.background)
        veil.setAlpha(_OPAQUE)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(COLOURS.accent), 2, Qt.PenStyle.DashLine))
        room = QRectF(self.rect()).adjusted(*(SPACING.large,) * 2, *(-SPACING.large,) * 2)
        painter.drawRoundedRect(room, _ROUND, _ROUND)
        font = QFont(self.font())
        font.setPixelSize(TYPE.title)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.accessibleName())
        painter.end()
