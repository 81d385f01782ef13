"""What is left to do at the open timepoint, each thing a click away, and the button that locks it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.domain.read import TimepointRead
from seedcryo_reader.reading.completeness import Missing
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.verdict.pieces import words
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.theme import SPACING

_MOST_ROWS = 6
"""Rows that are seen at once; the list scrolls beyond."""


class TodoSection(QWidget):
    """The completeness list. `wanted` carries the `Missing` that was clicked; `lock_wanted` the wish to lock."""

    wanted = Signal(object)
    lock_wanted = Signal()

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._head = words("", bold=True)
        self.list = _Rows(self)
        self.list.setAccessibleName(self.tr("What is left to do"))
        self.list.chosen.connect(self.wanted)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self.button.setToolTip(Acts().tooltip("lock"))
        self.button.clicked.connect(self.lock_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING.medium)
        for one in (self._head, self.list, self.button):
            box.addWidget(one)
        acting.changed.connect(self.refresh)
        self.refresh()

    def first(self) -> Missing | None:
        """The first thing that is left to do; None where the timepoint is complete."""
        return None if self._acting.active is None else next(iter(self._acting.reading.missing()), None)

    def refresh(self) -> None:
        """Show what is left now."""
        active = self._acting.active
        left = () if active is None else self._acting.reading.missing()
        self.list.show_rows(left)
        self.list.setVisible(bool(left))
        self._head.setText(self._head_of(active, len(left)))
        self.button.setVisible(active is not None)
        self.button.setEnabled(active is not None and not left)
        if active is not None:
            text = self.tr("Reconfirm {0}") if active.reconfirm else self.tr("Lock {0}")
            self.button.setText(text.format(active.name))

    def _head_of(self, active: TimepointRead | None, left: int) -> str:
        if active is None:
            return self.tr("Nothing is open.")
        if active.reconfirm and left:
            return self.tr(
                "The change before it makes more to be asked here. {0} is locked: ask the centre for leave to read it"
                " again too."
            ).format(active.name)
        if left == 0:
            return self.tr("Nothing is left to do at {0}.").format(active.name)
        return self.tr("To do at {0}: {1}").format(active.name, left)


class _Rows(QListWidget):
    """Rows of things to do; a click or Enter chooses one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget::item { padding: 0; margin: 0; }")
        self.setSpacing(SPACING.small // 2)
        self.itemClicked.connect(self._choose)

    def show_rows(self, left: tuple[Missing, ...]) -> None:
        """Show these, and stay at the row that was current as far as it goes."""
        at = self.currentRow()
        self.clear()
        for one in left:
            item = QListWidgetItem(one.text, self)
            item.setData(Qt.ItemDataRole.UserRole, one)
        self.setCurrentRow(min(at, self.count() - 1))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, up to a number of them: the panel scrolls, this list only beyond that."""
        self.doItemsLayout()
        rows = [self.visualItemRect(self.item(row)).height() for row in range(min(self.count(), _MOST_ROWS))]
        self.setFixedHeight(sum(rows) + len(rows) * 2 * self.spacing() + 2 * self.frameWidth() + SPACING.medium)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Space choose the current row."""
        row = self.currentRow()
        if row >= 0 and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.item(row))
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
