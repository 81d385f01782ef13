"""Rows that keep the colours of their texts while they are chosen."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from seedcryo_reader.ui.shared.theme import COLOURS


class KeepsColour(QStyledItemDelegate):
    """Shows that a row is chosen by its ground alone: else the sheet's colour for them hides the text's own."""

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Give a chosen row whose text has a colour of its own the ground of a chosen one, and no more."""
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected and index.data(Qt.ItemDataRole.ForegroundRole) is not None:
            option.state &= ~QStyle.StateFlag.State_Selected
            option.backgroundBrush = QBrush(QColor(COLOURS.line))
