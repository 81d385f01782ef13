"""How everything looks: colours for a dark room, one accent, one scale of type and of distances."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour, as hex strings. Text on any of the three grounds has a contrast of 4.5 : 1 or more."""

    background: str = "#101214"
    surface: str = "#181b1f"
    raised: str = "#22262b"
    line: str = "#333941"
    text: str = "#d8dde3"
    muted: str = "#949da8"
    accent: str = "#5aa9e6"
    warning: str = "#e0b04c"
    danger: str = "#e5786d"
    good: str = "#7fb77e"
    own: str = "#ffd400"
    ghost: str = "#9aa3ad"
    mark: str = "#6fd3ff"
    temporary: str = "#e8e8e8"
    side_a: str = "#56b4e9"
    side_b: str = "#e69f00"


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances in logical pixels."""

    small: int = 4
    medium: int = 8
    large: int = 16
    page: int = 32


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Sizes of type in logical pixels."""

    small: int = 11
    body: int = 13
    title: int = 16
    large: int = 22


COLOURS: Final = Colours()
SPACING: Final = Spacing()
TYPE: Final = TypeScale()


def apply(app: QApplication) -> None:
    """Give the program its palette and its type."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette())
    font = QFont(app.font())
    font.setPixelSize(TYPE.body)
    app.setFont(font)


def palette() -> QPalette:
    """The colours as Qt's palette."""
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, COLOURS.background),
        (QPalette.ColorRole.WindowText, COLOURS.text),
        (QPalette.ColorRole.Base, COLOURS.surface),
        (QPalette.ColorRole.AlternateBase, COLOURS.raised),
        (QPalette.ColorRole.Text, COLOURS.text),
        (QPalette.ColorRole.Button, COLOURS.raised),
        (QPalette.ColorRole.ButtonText, COLOURS.text),
        (QPalette.ColorRole.BrightText, COLOURS.danger),
        (QPalette.ColorRole.PlaceholderText, COLOURS.muted),
        (QPalette.ColorRole.ToolTipBase, COLOURS.raised),
        (QPalette.ColorRole.ToolTipText, COLOURS.text),
        (QPalette.ColorRole.Highlight, COLOURS.accent),
        (QPalette.ColorRole.HighlightedText, COLOURS.background),
        (QPalette.ColorRole.Link, COLOURS.accent),
        (QPalette.ColorRole.Mid, COLOURS.line),
        (QPalette.ColorRole.Accent, COLOURS.accent),
    ):
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(COLOURS.muted))
    return made
