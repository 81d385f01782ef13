"""What is painted round an image: letters, scale bar, texts in the corners, crosshair, marks, a message instead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE
from seedcryo_reader.viewing.captions import Bar, Edges
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import PointMm

Mark = tuple[str, PointMm]
"""What is marked, and where."""

_CROSS: Final = 5.0
_GAP: Final = 14.0
_TICK: Final = 4.0
_HALO: Final = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0))
_LETTER: Final = 18.0
_LOWER: Final = 28.0
"""Height that the scale bar takes at the lower edge."""


@dataclass(frozen=True, slots=True)
class Corners:
    """Lines of text in the four corners, from the edge of the screen inwards."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_left: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """Everything round an image; `warning` is a line at the lower edge instead of the scale bar."""

    corners: Corners = field(default_factory=Corners)
    edges: Edges | None = None
    bar: Bar | None = None
    bar_text: str = ""
    warning: str = ""


def paint_furniture(painter: QPainter, room: QRectF, furniture: Furniture) -> None:
    """Paint it into a rectangle of the painter, logical pixels."""
    painter.save()
    _set_font(painter, TYPE.small)
    inner = room.adjusted(SPACING.medium, SPACING.medium, -SPACING.medium, -SPACING.medium)
    _paint_corners(painter, inner, furniture.corners)
    if furniture.edges is not None:
        _paint_edges(painter, inner, furniture.edges)
    if furniture.bar is not None:
        _paint_bar(painter, inner, furniture.bar, furniture.bar_text)
    if furniture.warning:
        _set_font(painter, TYPE.small)
        _text(
            painter, inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, furniture.warning, "warning"
        )
    painter.restore()


def paint_marks(painter: QPainter, frame: Frame, marks: Sequence[Mark], depth_mm: float) -> None:
    """Small crosses at the marks within `depth_mm` of the plane, with their labels; one without is a tick only."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _set_font(painter, TYPE.small)
    for label, point in marks:
        if not label or abs(float(frame.depth_mm(point))) > depth_mm:
            continue
        x, y = frame.to_screen(point)
        cross = [QLineF(x - _CROSS, y, x + _CROSS, y), QLineF(x, y - _CROSS, x, y + _CROSS)]
        for colour, width in ((COLOURS.background, 3.5), (COLOURS.mark, 1.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLines(cross)
        beside = QRectF(x + _CROSS + SPACING.small, y - 20, 200, 40)
        _text(painter, beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label, "mark")
    painter.restore()


def paint_crosshair(painter: QPainter, frame: Frame, point: PointMm, *, is_near: bool) -> None:
    """Lines through a point that leave it free; broken where it lies on another slice."""
    x, y = frame.to_screen(point)
    width, height = frame.size
    pen = QPen(QColor(COLOURS.accent), 1)
    if not is_near:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.save()
    painter.setPen(pen)
    painter.drawLines(
        [
            QLineF(0, y, x - _GAP, y),
            QLineF(x + _GAP, y, width, y),
            QLineF(x, 0, x, y - _GAP),
            QLineF(x, y + _GAP, x, height),
        ]
    )
    painter.restore()


def paint_message(painter: QPainter, room: QRectF, text: str) -> None:
    """A sentence in the middle, where there is no image to see."""
    painter.save()
    _set_font(painter, TYPE.body)
    painter.setPen(QColor(COLOURS.text))
    middle = room.adjusted(SPACING.page, SPACING.page, -SPACING.page, -SPACING.page)
    painter.drawText(middle, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
    painter.restore()


def paint_border(painter: QPainter, room: QRectF) -> None:
    """The frame of the viewport that the keys go to."""
    painter.save()
    painter.setPen(QPen(QColor(COLOURS.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(room.adjusted(1, 1, -1, -1))
    painter.restore()


def _paint_corners(painter: QPainter, room: QRectF, corners: Corners) -> None:
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    for side, level, lines in (
        (left, top, corners.top_left),
        (right, top, corners.top_right),
        (left, bottom, corners.bottom_left),
        (right, bottom, corners.bottom_right),
    ):
        metrics = QFontMetricsF(painter.font())
        # The letter in the middle of the edge stays clear of both corners.
        width = room.width() / 2 - _LETTER if side is left else room.width()
        for row, line in enumerate(lines):
            shift = row * metrics.lineSpacing() * 1.2
            where = room.translated(0, shift if level is top else -shift)
            _text(painter, where, side | level, metrics.elidedText(line, Qt.TextElideMode.ElideRight, width), "text")


def _paint_edges(painter: QPainter, room: QRectF, edges: Edges) -> None:
    _set_font(painter, TYPE.title)
    middle = Qt.AlignmentFlag.AlignVCenter
    _text(painter, room, Qt.AlignmentFlag.AlignLeft | middle, edges.left, "text")
    _text(painter, room, Qt.AlignmentFlag.AlignRight | middle, edges.right, "text")
    centre = Qt.AlignmentFlag.AlignHCenter
    _text(painter, room, centre | Qt.AlignmentFlag.AlignTop, edges.top, "text")
    lower = room.adjusted(0, 0, 0, -_LOWER)
    _text(painter, lower, centre | Qt.AlignmentFlag.AlignBottom, edges.bottom, "text")


def _paint_bar(painter: QPainter, room: QRectF, bar: Bar, text: str) -> None:
    _set_font(painter, TYPE.small)
    left, right = room.center().x() - bar.pixels / 2, room.center().x() + bar.pixels / 2
    y = room.bottom() - _TICK
    lines = [
        QLineF(left, y, right, y),
        QLineF(left, y - _TICK, left, y + _TICK),
        QLineF(right, y - _TICK, right, y + _TICK),
    ]
    for colour, width in ((COLOURS.background, 3.0), (COLOURS.text, 1.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLines(lines)
    above = room.adjusted(0, 0, 0, -2 * _TICK - 2)
    _text(painter, above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text, "text")


def _set_font(painter: QPainter, pixels: int) -> None:
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    painter.setFont(font)


def _text(painter: QPainter, room: QRectF, flags: Qt.AlignmentFlag, text: str, colour: str) -> None:
    """Text with a dark rim all round, to be read on white as on black; laid out once and drawn nine times."""
    words = QStaticText(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.prepare(painter.transform(), painter.font())
    place = _placed(room, flags, words.size())
    painter.setPen(QColor(COLOURS.background))
    for dx, dy in _HALO:
        painter.drawStaticText(place + QPointF(dx, dy), words)
    painter.setPen(QColor(getattr(COLOURS, colour)))
    painter.drawStaticText(place, words)


def _placed(room: QRectF, flags: Qt.AlignmentFlag, size: QSizeF) -> QPointF:
    """Upper left corner of what stands in a room so aligned."""
    x, y = room.left(), room.top()
    if flags & Qt.AlignmentFlag.AlignRight:
        x = room.right() - size.width()
    elif flags & Qt.AlignmentFlag.AlignHCenter:
        x = room.center().x() - size.width() / 2
    if flags & Qt.AlignmentFlag.AlignBottom:
        y = room.bottom() - size.height()
    elif flags & Qt.AlignmentFlag.AlignVCenter:
        y = room.center().y() - size.height() / 2
    return QPointF(x, y)
