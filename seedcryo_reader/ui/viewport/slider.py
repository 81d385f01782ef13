"""The slider at the right edge of a viewport: where the slice lies in its stack, and where marks are."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

WIDTH = 16
_HANDLE = 6.0

Tick = tuple[int, str]
"""A place counted from 0, and what lies there."""


class SliceSlider(QWidget):
    """A thin track with a handle; `moved` tells the place that the hand asks for."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._at = 1, 0
        self._ticks: tuple[Tick, ...] = ()
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Slice"))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Narrow, as high as there is room."""
        return QSize(WIDTH, 200)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What is marked."""
        return self._ticks

    def show_place(self, count: int, at: int) -> None:
        """Show place `at` of `count`, counted from 0."""
        if (count, at) != (self._count, self._at):
            self._count, self._at = max(count, 1), at
            self.setAccessibleDescription(self.tr("{0} of {1}").format(at + 1, self._count))
            self.update()

    def show_ticks(self, ticks: tuple[Tick, ...]) -> None:
        """Mark places."""
        if ticks != self._ticks:
            self._ticks = ticks
            self.update()

    def y_of(self, place: int) -> float:
        """Where a place lies on the track, logical pixels."""
        room = self.height() - 2 * SPACING.medium
        return SPACING.medium + room * (place / max(self._count - 1, 1) if self._count > 1 else 0.5)

    def place_at(self, y: float) -> int:
        """The place nearest to a height."""
        room = max(self.height() - 2 * SPACING.medium, 1)
        share = (y - SPACING.medium) / room
        return min(max(round(share * (self._count - 1)), 0), self._count - 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Track, ticks, handle."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(COLOURS.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() / 2
        painter.setPen(QPen(QColor(COLOURS.line), 2))
        painter.drawLine(QPointF(middle, self.y_of(0)), QPointF(middle, self.y_of(self._count - 1)))
        painter.setPen(QPen(QColor(COLOURS.mark), 2))
        for place, _ in self._ticks:
            y = self.y_of(place)
            painter.drawLine(QPointF(2, y), QPointF(self.width() - 2, y))
        painter.setPen(QPen(QColor(COLOURS.surface), 1))
        painter.setBrush(QColor(COLOURS.text))
        handle = QRectF(3, self.y_of(self._at) - _HANDLE / 2, self.width() - 6, _HANDLE)
        painter.drawRoundedRect(handle, 2, 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.moved.emit(self.place_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(self.place_at(event.position().y()))

    def event(self, event: QEvent) -> bool:
        """Say what a tick is when the pointer rests on it."""
        if isinstance(event, QHelpEvent):
            near = [label for place, label in self._ticks if abs(self.y_of(place) - event.y()) <= SPACING.small]
            QToolTip.showText(event.globalPos(), "\n".join(near), self)
            return True
        return super().event(event)
