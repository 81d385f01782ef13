"""Above the images: the tools, how many images, what is linked, undo and redo."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

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
HEIGHT: Final = 41
"""Logical pixels: known before it is made, so that the images need not move when it comes."""


class Toolbar(QWidget):
    """A row of buttons over actions that the room has bound already."""

    def __init__(self, actions: Mapping[str, QAction], icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setFixedHeight(HEIGHT)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(SPACING.medium, SPACING.small, SPACING.medium, SPACING.small)
        row.setSpacing(SPACING.small // 2)
        for number, group in enumerate(GROUPS):
            if number:
                self._separate()
            for act in group:
                row.addWidget(_button(actions[act], icons, act, self))
        row.addStretch(1)

    def add_menu(self, menu: QMenu, icon: str) -> None:
        """A last button, which opens a menu."""
        self._row.takeAt(self._row.count() - 1)
        self._separate()
        button = QToolButton(self)
        button.setIcon(self._icons.icon(icon))
        button.setIconSize(QSize(_ICON, _ICON))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(menu.title())
        button.setAccessibleName(menu.title())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        self._row.addStretch(1)

    def _separate(self) -> None:
        self._row.addSpacing(SPACING.small)
        self._row.addWidget(_line(self))
        self._row.addSpacing(SPACING.small)


def _button(action: QAction, icons: Icons, act: str, parent: QWidget) -> QToolButton:
    action.setIcon(icons.icon(OF_ACTS[act]))
    action.setIconVisibleInMenu(False)  # there it would hide whether the act is on
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
