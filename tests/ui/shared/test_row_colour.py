"""A chosen row keeps the colour that says where it stands."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from seedcryo_reader.ui.shared.row_colour import KeepsColour
from seedcryo_reader.ui.shared.theme import COLOURS


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("is_chosen", [False, True])
def test_a_text_has_its_colour_and_a_chosen_row_its_ground(qtbot, *, is_chosen: bool) -> None:
    table = QTableWidget(2, 1)
    qtbot.addWidget(table)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setItemDelegate(KeepsColour(table))
    cell = QTableWidgetItem("\u2588" * 5)
    cell.setForeground(QColor(COLOURS.warning))
    table.setItem(0, 0, cell)
    table.setCurrentCell(0 if is_chosen else 1, 0)
    table.show()
    found = colours(table.viewport().grab(table.visualItemRect(cell)).toImage())
    assert COLOURS.warning in found
    assert (COLOURS.line in found) is is_chosen
