"""Playing the slices one after the other."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

SPEEDS: Final = (2, 4, 6, 8, 12, 16, 24)
"""Slices a second."""

_FIRST: Final = 3


class Cine(QObject):
    """A clock that asks for the next slice; `changed` when it starts, stops or changes its speed."""

    step = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speed = _FIRST
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._set()

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._timer.isActive()

    @property
    def speed(self) -> int:
        """Slices a second."""
        return SPEEDS[self._speed]

    def toggle(self) -> None:
        """Play, or stop."""
        if self.is_playing:
            self.stop()
        else:
            self._timer.start()
            self.changed.emit()

    def stop(self) -> None:
        """Stop, if it plays."""
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def faster(self) -> None:
        """The next speed up."""
        self._speed = min(self._speed + 1, len(SPEEDS) - 1)
        self._set()

    def slower(self) -> None:
        """The next speed down."""
        self._speed = max(self._speed - 1, 0)
        self._set()

    def _set(self) -> None:
        self._timer.setInterval(1000 // self.speed)
        self.changed.emit()
