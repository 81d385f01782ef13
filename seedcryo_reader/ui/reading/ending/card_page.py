"""A page that is one card in the middle: for what is read or answered at a glance."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.pieces import card
from seedcryo_reader.ui.shared.theme import SPACING

_WIDTH = 560


class CardPage(QWidget):
    """Its card is as high as its texts are once their lines are broken; `inside` holds them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card, self.inside = card(_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(SPACING.large,) * 4)
        box.addStretch(1)
        box.addLayout(row)
        box.addStretch(2)
