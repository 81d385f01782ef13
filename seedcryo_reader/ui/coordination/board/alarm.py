"""Incidental findings, loud: they may matter to a patient today."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from seedcryo_reader.ui.coordination.shown.cases import NoteLine
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import button, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING


class Alarm(QFrame):
    """A strip that stays until every finding was handled; `asked` carries the note that is to be shown."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._notes: list[NoteLine] = []
        self._text = label("")
        self._open = button(self.tr("Open"))
        self._open.clicked.connect(lambda _checked: self.asked.emit(self._notes[0]))
        self.setStyleSheet(
            f"Alarm {{ background: {COLOURS.danger}; border-radius: 6px; }}"
            f"Alarm QLabel {{ color: {COLOURS.background}; font-weight: 600; }}"
        )
        inside = QHBoxLayout(self)
        inside.setContentsMargins(SPACING.large, SPACING.medium, SPACING.medium, SPACING.medium)
        inside.addWidget(self._text, 1)
        inside.addWidget(self._open)
        self.hide()

    def fill(self, notes: Sequence[NoteLine]) -> None:
        """Show those that are not handled yet; hidden where there is none."""
        self._notes = list(notes)
        self.setVisible(bool(notes))
        if not notes:
            return
        first = notes[0]
        words = self.tr("Incidental finding in %1 at %2, reported by %3: “%4”")
        words = filled(words, first.case_number, first.timepoint, first.reader, first.text)
        more = self.tr("And %n more.", "", len(notes) - 1) if len(notes) > 1 else ""
        self._text.setText(f"{words} {more}".strip())
        self.setAccessibleName(self._text.text())
