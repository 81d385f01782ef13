"""The quiet list of pages at the left: name, key, and how much waits there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.actions import ACTS, Acts, shown
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

WIDTH = 176
_ROW = 36
_KEY_ROOM = 44


class Navigation(QWidget):
    """One entry per page; `went` carries the act id of the page that is asked for."""

    went = Signal(str)

    def __init__(self, pages: Sequence[str], acts: Acts) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("navigation")
        self.setStyleSheet(
            f"#navigation {{ background: {COLOURS.surface}; border-right: 1px solid {COLOURS.raised}; }}"
        )
        self._entries: dict[str, Entry] = {}
        group = QButtonGroup(self)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, SPACING.large, 1, SPACING.large)
        inside.setSpacing(0)
        for act_id in pages:
            entry = Entry(acts.name(act_id), shown(ACTS[act_id].keys[0]))
            entry.setToolTip(acts.tooltip(act_id))
            entry.clicked.connect(lambda _checked, act_id=act_id: self.went.emit(act_id))
            group.addButton(entry)
            inside.addWidget(entry)
            self._entries[act_id] = entry
        inside.addStretch(1)

    def show_page(self, act_id: str) -> None:
        """Mark the page that is shown."""
        self._entries[act_id].setChecked(True)

    def show_waiting(self, act_id: str, number: int, *, is_loud: bool = False) -> None:
        """Say how much waits on a page."""
        self._entries[act_id].set_waiting(number, is_loud=is_loud)


class Entry(QAbstractButton):
    """One page in the list."""

    def __init__(self, name: str, key: str) -> None:
        super().__init__()
        self.setText(name)
        self._key = key
        self._waiting = 0
        self._is_loud = False
        self.setCheckable(True)
        self.setFixedHeight(_ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_waiting(self, number: int, *, is_loud: bool) -> None:
        """How much waits there; nothing is shown for none."""
        self._waiting, self._is_loud = number, is_loud
        self.setAccessibleDescription(filled(self.tr("%1 waiting"), str(number)) if number else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Name left; how much waits, or the key, right."""
        painter = QPainter(self)
        room = self.rect()
        if self.isChecked() or self.underMouse():
            painter.fillRect(room, QColor(COLOURS.raised))
        if self.isChecked():
            painter.fillRect(0, 0, 3, room.height(), QColor(COLOURS.accent))
        if self.hasFocus():
            painter.setPen(QColor(COLOURS.accent))
            painter.drawRect(room.adjusted(3, 0, -1, -1))
        painter.setPen(QColor(COLOURS.text if self.isChecked() else COLOURS.muted))
        inner = room.adjusted(SPACING.large, 0, -SPACING.medium, 0)
        painter.drawText(inner.adjusted(0, 0, -_KEY_ROOM, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        font = QFont(self.font())
        font.setPixelSize(TYPE.small)
        font.setBold(self._waiting > 0)
        painter.setFont(font)
        colour = COLOURS.muted if not self._waiting else COLOURS.danger if self._is_loud else COLOURS.accent
        painter.setPen(QColor(colour))
        how = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, how, str(self._waiting) if self._waiting else self._key)
        painter.end()
