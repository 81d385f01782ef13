"""Texts of the read panel in the theme's colours and sizes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from seedcryo_reader.ui.shared.theme import COLOURS, TYPE


class Words(QLabel):
    """A plain text whose lines break."""

    def __init__(
        self,
        text: str = "",
        colour: str = COLOURS.text,
        size: int = TYPE.body,
        parent: QWidget | None = None,
        *,
        bold: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._size = size
        self._bold = bold
        self._colour = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.tint(colour)

    def tint(self, colour: str) -> None:
        """Give it another colour of the theme."""
        if colour == self._colour:
            return
        self._colour = colour
        self.setStyleSheet(f"color: {colour}; font-size: {self._size}px; font-weight: {600 if self._bold else 400};")

    def say(self, text: str) -> None:
        """Show a text; nothing is shown, and no room is taken, where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))
