"""Above the images: the tools, how many images, what is linked, undo and redo."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from seedcryo_reader.ui.shared.icons import OF_ACTS, Icons
from seedcryo_reader.ui.shared.theme import SPACING

GROUPS = (
    ("sidebar",),
    ("tool-bidirectional", "tool-length", "tool-ellipse", "tool-contour", "tool-point", "tool-probe"),
    ("undo", "redo"),
    ("layout-one", "layout-two", "layout-four"),
    ("link", "crosshair", "drawings", "filmstrip"),
)
"""The acts that have a button here."""

_ICON = 20


class Toolbar(QWidget):
    """A row of buttons over actions that the room has bound already."""

    def __init__(self, actions: Mapping[str, QAction], icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING.medium, SPACING.small, SPACING.medium, SPACING.small)
        row.setSpacing(SPACING.small // 2)
        for number, group in enumerate(GROUPS):
            if number:
                row.addSpacing(SPACING.small)
                row.addWidget(_line(self))
                row.addSpacing(SPACING.small)
            for act in group:
                row.addWidget(_button(actions[act], icons, act, self))
        row.addStretch(1)


def _button(action: QAction, icons: Icons, act: str, parent: QWidget) -> QToolButton:
    action.setIcon(icons.icon(OF_ACTS[act]))
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setIconSize(QSize(_ICON, _ICON))
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("kind", "upright")
    return line
