"""The curve of one target: its diameter over the timepoints as equal steps, each value written beside its point."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.summary import Curve
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_LEFT, _TOP, _BOTTOM = 36, 48, 46
_LABEL_WIDTH = 88
_SIZE = QSize(320, 210)
_RADIUS = 4.0
_HEADROOM = 1.15


class CurveView(QWidget):
    """Paints a curve. A point that is no measurement is hollow; where there is no length, the words stand instead."""

    def __init__(self, curve: Curve, timepoints: tuple[str, ...], place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve = curve
        self._timepoints = timepoints
        self._place = place
        self._most = max((float(one) for one in curve.mm if one is not None), default=0.0) or 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.title)
        self.setAccessibleDescription(self.description)

    @property
    def title(self) -> str:
        """Which lesion, and where a part of it is meant, which."""
        name = self._curve.lesion
        return name if self._curve.extent is Extent.WHOLE else self.tr("%1, viable").replace("%1", name)

    @property
    def description(self) -> str:
        """The curve in words."""
        parts = []
        for k, name in enumerate(self._timepoints):
            length, call = self._curve.mm[k], self._curve.calls[k]
            said = [] if length is None else [f"{length} mm"]
            said += [self._curve.words[k]] if self._curve.words[k] else []
            said += [self.tr("nadir")] if self._curve.nadir == k else []
            said += [call] if call else []
            parts.append(f"{name}: {', '.join(said)}")
        return "; ".join(parts)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Enough for six timepoints."""
        return _SIZE

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No less."""
        return _SIZE

    def point(self, step: int) -> QPointF | None:
        """Where a timepoint's length is painted, in pixels of the widget; None where there is none."""
        length = self._curve.mm[step]
        return None if length is None else QPointF(self._x(step), self._y(float(length)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        self._paint_axis(painter)
        self._paint_line(painter)
        for step in range(len(self._timepoints)):
            self._paint_step(painter, step)
        painter.end()

    # --- places ---

    def _x(self, step: int) -> float:
        left, right = _LEFT + _LABEL_WIDTH / 4, self.width() - _LABEL_WIDTH / 2.5
        return left if len(self._timepoints) == 1 else left + (right - left) * step / (len(self._timepoints) - 1)

    def _y(self, mm: float) -> float:
        floor = self.height() - _BOTTOM
        return floor - (floor - _TOP) * mm / (self._most * _HEADROOM)

    # --- what is painted ---

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(bold)
        return font

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(self._font(TYPE.body, bold=True))
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(QPointF(0, TYPE.body), self.title)
        past = painter.fontMetrics().horizontalAdvance(self.title) + SPACING.medium
        painter.setFont(self._font(TYPE.body))
        painter.setPen(QColor(COLOURS.muted))
        painter.drawText(QPointF(past, TYPE.body), self._place)

    def _paint_axis(self, painter: QPainter) -> None:
        floor = self._y(0)
        painter.setPen(QPen(QColor(COLOURS.line), 1))
        painter.drawLine(QPointF(_LEFT, floor), QPointF(self.width(), floor))
        painter.setFont(self._font(TYPE.small))
        painter.setPen(QColor(COLOURS.muted))
        box = QRectF(0, floor - TYPE.body, _LEFT - SPACING.small, TYPE.body)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self.tr("0 mm"))

    def _paint_line(self, painter: QPainter) -> None:
        """Between neighbours only: over a gap nothing is known."""
        painter.setPen(QPen(QColor(COLOURS.side_a), 2))
        for step in range(len(self._timepoints) - 1):
            start, end = self.point(step), self.point(step + 1)
            if start is not None and end is not None:
                painter.drawLine(start, end)

    def _paint_step(self, painter: QPainter, step: int) -> None:
        x, floor = self._x(step), self._y(0)
        self._write(painter, QPointF(x, floor + SPACING.large), self._timepoints[step], COLOURS.muted)
        call = self._curve.calls[step]
        if call:
            progresses = call == "LP"
            colour = COLOURS.danger if progresses else COLOURS.text
            self._write(painter, QPointF(x, floor + 2 * SPACING.large), call, colour, bold=progresses)
        place, words = self.point(step), self._curve.words[step]
        if place is None:
            self._write(painter, QPointF(x, floor - SPACING.medium), _short(words), COLOURS.muted)
            return
        painter.setPen(QPen(QColor(COLOURS.side_a), 2))
        painter.setBrush(QColor(COLOURS.background if words else COLOURS.side_a))
        painter.drawEllipse(place, _RADIUS, _RADIUS)
        above = QPointF(place.x(), place.y() - SPACING.large + SPACING.small)
        self._write(painter, above, str(self._curve.mm[step]), COLOURS.text)
        if words:
            self._write(painter, above - QPointF(0, TYPE.body), _short(words), COLOURS.muted)
        if self._curve.nadir == step:
            self._paint_nadir(painter, place - QPointF(0, TYPE.body if words else 0))

    def _paint_nadir(self, painter: QPainter, place: QPointF) -> None:
        """A small triangle that points down at the value, and the word."""
        tip = place - QPointF(0, 2 * SPACING.large - SPACING.medium)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.side_b))
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4, -6), tip + QPointF(4, -6)]))
        self._write(painter, tip - QPointF(0, SPACING.medium + 2), self.tr("nadir"), COLOURS.side_b)

    def _write(self, painter: QPainter, at: QPointF, text: str, colour: str, *, bold: bool = False) -> None:
        """A text centred above a point, within the widget."""
        painter.setFont(self._font(TYPE.small, bold=bold))
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _LABEL_WIDTH)
        width = painter.fontMetrics().horizontalAdvance(shown)
        left = min(max(at.x() - width / 2, 0), self.width() - width)
        painter.drawText(QPointF(left, at.y()), shown)


def _short(words: str) -> str:
    """Words without the reason in parentheses."""
    return words.partition(" (")[0]
