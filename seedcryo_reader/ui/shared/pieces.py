"""Small parts that every page is put together from."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.theme import SPACING

WIDEST: Final = 1200
"""A line longer than this is not followed by the eye (logical pixels)."""


class Kind(StrEnum):
    """What a button is for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    QUIET = "quiet"


class Tone(StrEnum):
    """How a text speaks."""

    PLAIN = "plain"
    TITLE = "title"
    LARGE = "large"
    MUTED = "muted"
    SMALL = "small"
    WARNING = "warning"
    DANGER = "danger"
    GOOD = "good"


def button(text: str, kind: Kind = Kind.SECONDARY, parent: QWidget | None = None) -> QPushButton:
    """A button that does nothing by the Enter key of a neighbour."""
    made = QPushButton(text, parent)
    made.setProperty("kind", str(kind))
    made.setAutoDefault(False)
    return made


def label(text: str, tone: Tone = Tone.PLAIN, *, wraps: bool = True) -> QLabel:
    """A text that is never taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    made.setProperty("tone", str(tone))
    return made


def set_tone(shown: QLabel, tone: Tone) -> None:
    """Let a text speak otherwise."""
    shown.setProperty("tone", str(tone))
    shown.style().unpolish(shown)
    shown.style().polish(shown)


def card(width: int) -> tuple[QFrame, QVBoxLayout]:
    """A frame of a width in logical pixels, for what stands alone in the middle of a page."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    frame.setFixedWidth(width)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(SPACING.page, SPACING.page, SPACING.page, SPACING.page)
    inside.setSpacing(SPACING.large)
    return frame, inside


def centred(page: QWidget, frame: QWidget) -> None:
    """Put a frame into the middle of a page."""
    across = QHBoxLayout()  # an aligned item would not get the height that its wrapped texts need
    across.addStretch(1)
    across.addWidget(frame)
    across.addStretch(1)
    around = QVBoxLayout(page)
    around.setContentsMargins(SPACING.large, SPACING.large, SPACING.large, SPACING.large)
    around.addStretch(1)
    around.addLayout(across)
    around.addStretch(2)


def column(page: QWidget, margin: int = SPACING.page) -> QVBoxLayout:
    """The middle of a page, as wide as there is room up to `WIDEST`; the layout of what stands in it."""
    middle = QWidget()
    middle.setMaximumWidth(WIDEST)
    across = QHBoxLayout(page)
    across.setContentsMargins(SPACING.page, margin, SPACING.page, margin)
    across.addStretch(1)
    across.addWidget(middle, WIDEST)  # as much as it takes; the rest is beside it
    across.addStretch(1)
    inside = QVBoxLayout(middle)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(SPACING.large)
    return inside
