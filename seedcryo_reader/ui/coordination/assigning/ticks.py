"""A list of names to be ticked; those that cannot be taken say why."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_KEY = Qt.ItemDataRole.UserRole


class Ticks(QListWidget):
    """Tells by `ticked` that another set is ticked; Space ticks the current line, Ctrl+A all or none."""

    ticked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    @property
    def keys(self) -> tuple[str, ...]:
        """What is ticked."""
        items = (self.item(k) for k in range(self.count()))
        return tuple(str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def fill(self, lines: Iterable[tuple[str, str, str]], *, keep: bool) -> None:
        """Take other lines, each a key, a text, and why it cannot be taken (empty where it can).

        All that can be are ticked; with `keep`, those that were listed before stay ticked or not as they were.
        """
        listed = {str(self.item(k).data(_KEY)) for k in range(self.count())} if keep else set()
        ticked = set(self.keys)
        self.blockSignals(True)
        self.clear()
        for key, text, why_not in lines:
            item = QListWidgetItem(f"{text} · {why_not}" if why_not else text)
            item.setData(_KEY, key)
            item.setToolTip(item.text())
            if why_not:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            is_on = not why_not and (key in ticked or key not in listed)
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(False)
        self.ticked.emit()

    def tick_all(self) -> None:
        """Tick all that can be, or none where all are."""
        items = [self.item(k) for k in range(self.count())]
        able = [item for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        is_full = all(item.checkState() == Qt.CheckState.Checked for item in able)
        self.blockSignals(True)
        for item in able:
            item.setCheckState(Qt.CheckState.Unchecked if is_full else Qt.CheckState.Checked)
        self.blockSignals(False)
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+A."""
        if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.tick_all()
        else:
            super().keyPressEvent(event)
