"""A reading room without a room: a case of the fake desk, and the door to its acts."""

from typing import Any

from PySide6.QtWidgets import QWidget
from reading.ways import assessed, baseline, begun, calls, follow_up, said

from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.shared.background import Background


def acting_on(reading: Reading, why: str | None = None) -> Acting:
    """The door; whoever is asked why something is changed after a lock says this."""
    return Acting(reading, lambda _question: why)


def at_follow_up(t01: str = "30.1", *, called: bool = True, desk: Any = None) -> Reading:
    """TP2 open and assessed: T01 was 23.4 mm at TP1; every call says that nothing progresses."""
    reading, _ = begun(desk)
    baseline(reading)
    follow_up(reading, "23.4")
    reading.open_next()
    said(reading, *assessed("TP2", t01), *(calls("TP2", reason=None) if called else ()))
    return reading


class Room:
    """A window with a background thread, closed at the end of a test."""

    def __init__(self, qtbot: Any) -> None:
        self.window = QWidget()
        self.window.resize(900, 700)
        qtbot.addWidget(self.window)
        self.background = Background(self.window)
