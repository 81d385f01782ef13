"""How everything looks: colours for a dark room, one accent, one scale of type and of distances."""

from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from seedcryo_reader.ui.shared import fonts
from seedcryo_reader.ui.shared.style_sheet import style_sheet
from seedcryo_reader.ui.shared.tokens import COLOURS, SPACING, TYPE

__all__ = ["COLOURS", "SPACING", "TYPE", "apply", "palette"]


def apply(app: QApplication, resources: Path | None = None) -> None:
    """Give the program its palette, its type and its style sheet.

    Parameters
    ----------
    app : QApplication
    resources : Path, optional
        The program's `resources/`, with its fonts and icons; without it the machine's own type is used.

    Raises
    ------
    FileNotFoundError
        The fonts are not in `resources`.
    """
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette())
    if resources is not None:
        fonts.load(resources / "fonts")
    app.setFont(fonts.font(TYPE.body))
    app.setStyleSheet(style_sheet(COLOURS, TYPE, resources / "icons" / "controls" if resources else None))


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
