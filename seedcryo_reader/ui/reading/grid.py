"""The viewports of the reading room: one, two side by side, or four; one of them is at hand."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING
from seedcryo_reader.ui.viewport.viewport import Viewport

MOST = 4


class ViewportGrid(QWidget):
    """Up to four viewports; `at_hand_changed` tells which one the keys and the series list are for."""

    at_hand_changed = Signal(int)

    def __init__(self, make: Callable[[QWidget], Viewport], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_hand = 0
        self._count = 1
        self._frames = [_Bordered(make, self) for _ in range(MOST)]
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING.small // 2)
        for number, frame in enumerate(self._frames):
            frame.viewport.activated.connect(lambda number=number: self.take_in_hand(number))
        self.show_count(1)

    @property
    def viewports(self) -> tuple[Viewport, ...]:
        """Those that are shown, left to right, top to bottom."""
        return tuple(frame.viewport for frame in self._frames[: self._count])

    @property
    def all_viewports(self) -> tuple[Viewport, ...]:
        """All, also those that are hidden now."""
        return tuple(frame.viewport for frame in self._frames)

    @property
    def at_hand(self) -> Viewport:
        """The viewport that keys and the series list are for."""
        return self._frames[self._at_hand].viewport

    def show_count(self, count: int) -> None:
        """Show one, two or four viewports."""
        self._count = count
        for number, frame in enumerate(self._frames):
            self._layout.removeWidget(frame)
            frame.setVisible(number < count)
            if number < count:
                row, column = divmod(number, 2)
                self._layout.addWidget(frame, row, column)
        self._layout.setRowStretch(0, 1)
        self._layout.setRowStretch(1, 1 if count > 2 else 0)
        self._layout.setColumnStretch(0, 1)
        self._layout.setColumnStretch(1, 1 if count > 1 else 0)
        self.take_in_hand(min(self._at_hand, count - 1))

    def take_in_hand(self, number: int) -> None:
        """Make one the viewport at hand."""
        changed = number != self._at_hand
        self._at_hand = number
        for other, frame in enumerate(self._frames):
            frame.mark(other == number and self._count > 1)
        if changed:
            self.at_hand_changed.emit(number)


class _Bordered(QFrame):
    """A viewport with a border that shows whether it is at hand."""

    def __init__(self, make: Callable[[QWidget], Viewport], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewportBorder")
        self.viewport = make(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.viewport)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mark(False)

    def mark(self, at_hand: bool) -> None:
        colour = COLOURS.accent if at_hand else COLOURS.background
        self.setStyleSheet(f"#viewportBorder {{ border: 1px solid {colour}; }}")
