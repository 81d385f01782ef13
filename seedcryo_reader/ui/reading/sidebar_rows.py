"""How the rows beside the images are painted: a timepoint on one line, a series as a picture with its words."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

MUTED: Final = Qt.ItemDataRole.UserRole + 1
"""The second text of a row."""
PICTURE: Final = Qt.ItemDataRole.UserRole + 2
"""A series' picture, a `QImage`; None where it has none."""
SIGN: Final = Qt.ItemDataRole.UserRole + 3
"""The sign of a trouble, a `QIcon`; None where there is none."""

TIMEPOINT_HEIGHT: Final = 30
_PICTURE: Final = 56
_SIGN: Final = 16
_BAR: Final = 3
_Index = QModelIndex | QPersistentModelIndex


class TimepointRow(QStyledItemDelegate):
    """The name, and at the other end how the timepoint stands."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row."""
        painter.save()
        _paint_ground(painter, option)
        room = _rect(option).adjusted(SPACING.medium + _BAR, 0, -SPACING.medium, 0)
        _set_font(painter, TYPE.body, is_bold=True)
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        _set_font(painter, TYPE.small)
        painter.setPen(QColor(COLOURS.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data(MUTED)))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802
        """One line."""
        return QSize(0, TIMEPOINT_HEIGHT)


class SeriesRow(QStyledItemDelegate):
    """The picture, in its own greys also where it is chosen; beside it the label, the size, the sign of a trouble."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row."""
        painter.save()
        _paint_ground(painter, option)
        room = _rect(option).adjusted(SPACING.small + _BAR, SPACING.small, -SPACING.small, -SPACING.small)
        self._paint_picture(painter, QRect(room.left(), room.top(), _PICTURE, _PICTURE), index.data(PICTURE))
        words = room.adjusted(_PICTURE + SPACING.medium, 0, 0, 0)
        sign = index.data(SIGN)
        if isinstance(sign, QIcon):
            sign.paint(painter, QRect(words.left(), words.bottom() - _SIGN, _SIGN, _SIGN))
        self._paint_words(painter, words, str(index.data()), str(index.data(MUTED)))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802
        """As high as the picture."""
        return QSize(0, _PICTURE + 2 * SPACING.small)

    def _paint_picture(self, painter: QPainter, place: QRect, picture: object) -> None:
        painter.fillRect(place, QColor(Qt.GlobalColor.black))
        if not isinstance(picture, QImage):
            return
        size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        within = QRect(place.topLeft(), size)
        within.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(within, picture)

    def _paint_words(self, painter: QPainter, room: QRect, name: str, detail: str) -> None:
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        _set_font(painter, TYPE.body)
        painter.setPen(QColor(COLOURS.text))
        two_lines = QRect(room.left(), room.top(), room.width(), 2 * painter.fontMetrics().lineSpacing())
        used = painter.fontMetrics().boundingRect(two_lines, int(flags), name)
        painter.drawText(two_lines, int(flags), name)
        _set_font(painter, TYPE.small)
        painter.setPen(QColor(COLOURS.muted))
        below = min(used.height(), two_lines.height()) + 2
        shown = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room.adjusted(0, below, 0, 0), int(flags), shown)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """What tells the row that is chosen, that under the pointer, and that with the focus; never by tinting."""
    rect, state = _rect(option), _state(option)
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(COLOURS.raised))
        painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), QColor(COLOURS.accent))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(COLOURS.raised))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(COLOURS.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _rect(option: QStyleOptionViewItem) -> QRect:
    rect: QRect = option.rect
    return rect


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state
    return state


def _set_font(painter: QPainter, pixels: int, *, is_bold: bool = False) -> None:
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    font.setBold(is_bold)
    painter.setFont(font)
