"""Small pictures of numbers: points with limits, a course with limits, bars, estimates with their intervals.

`chart_of` gives the widget of a picture (`ui.shared.picture`).
"""

from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from seedcryo_reader.ui.shared.picture import Axis, Bars, Course, Dot, Estimate, Forest, Level, Picture, Scatter
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_SIZE: Final = QSize(420, 264)
_TOP, _BOTTOM, _LEFT, _RIGHT = 12, 44, 52, 16
_WORDS: Final = 92
"""Room for what is written beside a bar."""
_LEVELS: Final = 140
"""Room for what is written beside a level at most; a quarter of a narrow chart."""
_LABELS: Final = 300
"""Room for the names of rows at most; a third of a narrow chart."""
_ESTIMATES: Final = 340
"""Room for what is written beside an estimate at most; two fifths of a narrow chart."""
_ROW: Final = 30
_RADIUS: Final = 4.0
_NEAR: Final = 10.0


class Chart(QWidget):
    """What every chart has: room for axes, words at the pointer, and the picture in words for who cannot see it."""

    def __init__(self, said: Iterable[str], height: int = _SIZE.height(), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("; ".join(said))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Enough to be read."""
        return QSize(_SIZE.width(), self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A little narrower."""
        return QSize(_SIZE.width() - 100, self._height)

    @property
    def labels(self) -> float:
        """How wide the names of rows may be, in pixels of the widget."""
        return min(_LABELS, self.width() / 3)

    def spots(self) -> Sequence[tuple[QPointF, str]]:
        """Where something is painted, in pixels of the widget, and what is said of it."""
        return ()

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, place: QPointF) -> str:
        """What is said of the nearest thing painted; empty where nothing is near."""
        near = [((spot - place).manhattanLength(), words) for spot, words in self.spots()]
        distance, words = min(near, default=(_NEAR + 1, ""))
        return words if distance <= _NEAR else ""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Paint the picture."""

    def small_font(self) -> QFont:
        """What is written with."""
        font = QFont(self.font())
        font.setPixelSize(TYPE.small)
        return font

    def write(self, painter: QPainter, box: QRectF, text: str, colour: str, how: Qt.AlignmentFlag) -> None:
        """Write a text into a box, cut where it is too long."""
        painter.setFont(self.small_font())
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, how | Qt.AlignmentFlag.AlignVCenter, shown)


class _Plane(Chart):
    """Two axes, and what is between them."""

    def __init__(self, x: Axis, y: Axis, dots: tuple[Dot, ...], levels: Sequence[Level]) -> None:
        super().__init__([*(one.words for one in levels), *(one.says for one in dots)])
        self._x_axis, self._y_axis = x, y
        self._dots = dots
        self._levels = levels

    def spots(self) -> Sequence[tuple[QPointF, str]]:
        """The dots."""
        return [(self.place(one.x, one.y), one.says) for one in self._dots]

    def place(self, x: float, y: float) -> QPointF:
        """Where a pair of values lies, in pixels of the widget."""
        plot = self._plot()
        across = (x - self._x_axis.low) / (self._x_axis.high - self._x_axis.low)
        up = (y - self._y_axis.low) / (self._y_axis.high - self._y_axis.low)
        return QPointF(plot.left() + plot.width() * across, plot.bottom() - plot.height() * up)

    def paint(self, painter: QPainter) -> None:
        """Axes, levels, dots."""
        self._paint_axes(painter)
        for level, y in zip(self._levels, self._heights(), strict=True):
            self._paint_level(painter, level, y)
        self._paint_between(painter)
        for dot in self._dots:
            self._paint_dot(painter, dot)

    def _paint_between(self, painter: QPainter) -> None:
        """What lies under the dots."""

    def _plot(self) -> QRectF:
        right = self.width() - (self._beside() if self._levels else _RIGHT)
        return QRectF(QPointF(_LEFT, _TOP + TYPE.body), QPointF(right, self.height() - _BOTTOM))

    def _beside(self) -> float:
        return min(_LEVELS, self.width() / 4)

    def _heights(self) -> list[float]:
        """Where the words of each level stand: at their level, but not over one another."""
        wished = [self.place(0, one.value).y() for one in self._levels]
        given = dict.fromkeys(range(len(wished)), 0.0)
        order = sorted(given, key=lambda k: wished[k])
        last = float("-inf")
        for k in order:
            given[k] = last = max(wished[k], last + TYPE.body)
        least = self._plot().bottom()
        for k in reversed(order):
            given[k] = least = min(given[k], least)
            least -= TYPE.body
        return list(given.values())

    def _paint_axes(self, painter: QPainter) -> None:
        plot = self._plot()
        for value, words in self._y_axis.ticks:
            y = self.place(self._x_axis.low, value).y()
            painter.setPen(QPen(QColor(COLOURS.raised), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(0, y - TYPE.body / 2, _LEFT - SPACING.medium, TYPE.body)
            self.write(painter, box, words, COLOURS.muted, Qt.AlignmentFlag.AlignRight)
        painter.setPen(QPen(QColor(COLOURS.line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        width = plot.width() / max(1, len(self._x_axis.ticks))
        for value, words in self._x_axis.ticks:
            x = self.place(value, self._y_axis.low).x()
            box = QRectF(x - width / 2, plot.bottom() + SPACING.small, width, TYPE.large - SPACING.small)
            self.write(painter, box, words, COLOURS.muted, Qt.AlignmentFlag.AlignHCenter)
        under = QRectF(
            plot.left(), self.height() - TYPE.large + SPACING.small, plot.width(), TYPE.large - SPACING.small
        )
        self.write(painter, under, self._x_axis.title, COLOURS.muted, Qt.AlignmentFlag.AlignHCenter)
        over = QRectF(0, 0, self.width(), TYPE.large - SPACING.small)
        self.write(painter, over, self._y_axis.title, COLOURS.muted, Qt.AlignmentFlag.AlignLeft)

    def _paint_level(self, painter: QPainter, level: Level, words_y: float) -> None:
        plot = self._plot()
        colour = QColor(COLOURS.side_b if level.is_dashed else COLOURS.accent)
        if level.low is not None and level.high is not None:
            band = QColor(colour)
            band.setAlpha(36)
            top, bottom = self.place(0, level.high).y(), self.place(0, level.low).y()
            painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), band)
        y = self.place(0, level.value).y()
        style = Qt.PenStyle.DashLine if level.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 1.5, style))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        box = QRectF(plot.right() + SPACING.small, words_y - TYPE.body / 2, self._beside() - SPACING.small, TYPE.body)
        self.write(painter, box, level.words, colour.name(), Qt.AlignmentFlag.AlignLeft)

    def _paint_dot(self, painter: QPainter, dot: Dot) -> None:
        """A loud one is a square as well as another colour: colours alone do not tell."""
        place = self.place(dot.x, dot.y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.danger if dot.is_loud else COLOURS.side_a))
        if dot.is_loud:
            painter.drawRect(QRectF(place.x() - _RADIUS, place.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))
        else:
            painter.drawEllipse(place, _RADIUS - 0.5, _RADIUS - 0.5)


class ScatterChart(_Plane):
    """Points with levels across."""

    def __init__(self, picture: Scatter) -> None:
        super().__init__(picture.x, picture.y, picture.dots, picture.levels)


class CourseChart(_Plane):
    """Joined points, with stepped limits."""

    def __init__(self, picture: Course) -> None:
        super().__init__(picture.x, picture.y, picture.dots, (picture.centre,) if picture.centre else ())
        self._limits = picture.limits
        self._is_joined = picture.is_joined

    def _paint_between(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(COLOURS.side_b), 1.5, Qt.PenStyle.DashLine))
        for dot, limits in zip(self._dots, self._limits, strict=True):
            for one in limits or ():
                painter.drawLine(self.place(dot.x - 0.5, one), self.place(dot.x + 0.5, one))
        if self._is_joined:
            painter.setPen(QPen(QColor(COLOURS.side_a), 1.5))
            painter.drawPolyline(QPolygonF([self.place(one.x, one.y) for one in self._dots]))


class BarChart(Chart):
    """Bars that lie under each other, each with its name and its words."""

    def __init__(self, picture: Bars) -> None:
        super().__init__(
            [f"{one.name}: {one.words}" for one in picture.rows],
            height=_ROW * max(1, len(picture.rows)) + SPACING.medium,
        )
        self._rows = picture.rows
        self._most = picture.most or 1.0

    def bar(self, row: int) -> QRectF:
        """Where a bar is painted, in pixels of the widget."""
        room = self.width() - self.labels - _WORDS
        height = _ROW - 2 * SPACING.medium
        return QRectF(self.labels, row * _ROW + SPACING.medium, room * self._rows[row].value / self._most, height)

    def spots(self) -> Sequence[tuple[QPointF, str]]:
        """The ends of the bars."""
        return [(self.bar(k).topRight(), f"{one.name}: {one.words}") for k, one in enumerate(self._rows)]

    def paint(self, painter: QPainter) -> None:
        """Paint the rows."""
        for k, one in enumerate(self._rows):
            bar = self.bar(k)
            name = QRectF(0, k * _ROW, self.labels - SPACING.medium, _ROW)
            self.write(painter, name, one.name, COLOURS.text, Qt.AlignmentFlag.AlignLeft)
            painter.fillRect(bar, QColor(COLOURS.side_a))
            words = QRectF(bar.right() + SPACING.medium, k * _ROW, _WORDS - SPACING.medium, _ROW)
            self.write(painter, words, one.words, COLOURS.muted, Qt.AlignmentFlag.AlignLeft)


class ForestChart(Chart):
    """Estimates with their intervals, each with its name and its words."""

    def __init__(self, picture: Forest) -> None:
        super().__init__(
            [f"{one.name}: {one.words}" for one in picture.rows], height=_ROW * max(1, len(picture.rows)) + _BOTTOM
        )
        self._x_axis = picture.x
        self._rows = picture.rows

    @property
    def labels(self) -> float:
        """No wider than the names are."""
        return min(super().labels, self._widest(one.name for one in self._rows))

    @property
    def words(self) -> float:
        """How wide what is written beside the estimates may be, in pixels of the widget."""
        beside = self._widest(one.words for one in self._rows if one.value is not None)
        return min(_ESTIMATES, 0.4 * self.width(), beside)

    def _widest(self, texts: Iterable[str]) -> float:
        metrics = QFontMetricsF(self.small_font())
        return max((metrics.horizontalAdvance(one) for one in texts), default=0.0) + 2 * SPACING.medium

    def place(self, value: float, row: int) -> QPointF:
        """Where a value lies, in pixels of the widget."""
        room = self.width() - self.labels - self.words - SPACING.large
        share = (value - self._x_axis.low) / (self._x_axis.high - self._x_axis.low)
        return QPointF(self.labels + room * share, (row + 0.5) * _ROW)

    def spots(self) -> Sequence[tuple[QPointF, str]]:
        """The estimates."""
        known = [(k, one) for k, one in enumerate(self._rows) if one.value is not None]
        return [(self.place(one.value or 0.0, k), f"{one.name}: {one.words}") for k, one in known]

    def paint(self, painter: QPainter) -> None:
        """Paint marks, rows and the axis."""
        floor = len(self._rows) * _ROW
        for value, words in self._x_axis.ticks:
            x = self.place(value, 0).x()
            painter.setPen(QPen(QColor(COLOURS.raised), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, floor))
            box = QRectF(x - _ROW, floor + SPACING.small, 2 * _ROW, TYPE.body)
            self.write(painter, box, words, COLOURS.muted, Qt.AlignmentFlag.AlignHCenter)
        left, right = self.place(self._x_axis.low, 0).x(), self.place(self._x_axis.high, 0).x()
        under = QRectF(left, floor + TYPE.large, right - left, TYPE.title)
        self.write(painter, under, self._x_axis.title, COLOURS.muted, Qt.AlignmentFlag.AlignHCenter)
        for k, one in enumerate(self._rows):
            self._paint_row(painter, k, one)

    def _paint_row(self, painter: QPainter, row: int, one: Estimate) -> None:
        name = QRectF(0, row * _ROW, self.labels - SPACING.medium, _ROW)
        self.write(painter, name, one.name, COLOURS.text, Qt.AlignmentFlag.AlignLeft)
        if one.value is None:
            room = QRectF(self.labels, row * _ROW, self.width() - self.labels, _ROW)
            self.write(painter, room, one.words, COLOURS.muted, Qt.AlignmentFlag.AlignLeft)
            return
        if one.low is not None and one.high is not None:
            painter.setPen(QPen(QColor(COLOURS.side_a), 2))
            painter.drawLine(self.place(one.low, row), self.place(one.high, row))
        middle = self.place(one.value, row)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.text))
        painter.drawRect(QRectF(middle.x() - _RADIUS, middle.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))
        words = QRectF(self.width() - self.words, row * _ROW, self.words, _ROW)
        self.write(painter, words, one.words, COLOURS.muted, Qt.AlignmentFlag.AlignRight)


_KINDS: Final[MappingProxyType[type, Callable[[Any], Chart]]] = MappingProxyType(
    {Scatter: ScatterChart, Course: CourseChart, Bars: BarChart, Forest: ForestChart}
)


def chart_of(picture: Picture) -> Chart:
    """The widget that paints a picture."""
    return _KINDS[type(picture)](picture)
