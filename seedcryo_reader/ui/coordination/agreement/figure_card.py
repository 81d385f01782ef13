"""A figure on the page: title, picture, the sentence, and the numbers behind a click."""

import csv
import io
from operator import itemgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from seedcryo_reader.ui.coordination.lines import Column, LinesView
from seedcryo_reader.ui.coordination.shown.agreement import Figure, Numbers
from seedcryo_reader.ui.shared.chart import chart_of
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING

_TABLE_PX = 224
_NUMBER_PX = 110


class FigureCard(QFrame):
    """One figure. `copied` says how many rows went to the clipboard."""

    copied = Signal(int)

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._figure = figure
        self._table: LinesView[tuple[str, ...]] | None = None
        self._numbers = button(self.tr("Numbers"), Kind.QUIET)
        self._numbers.setCheckable(True)
        self._numbers.toggled.connect(self._show_numbers)
        self._copy = button(self.tr("Copy as CSV"), Kind.QUIET)
        self._copy.clicked.connect(self.copy)
        head = QHBoxLayout()
        head.addWidget(label(figure.title, Tone.TITLE), 1)
        for one in (self._copy, self._numbers):
            one.setAccessibleName(f"{one.text()}, {figure.title}")
            head.addWidget(one)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(*(SPACING.large,) * 4)
        self._inside.setSpacing(SPACING.medium)
        self._inside.addLayout(head)
        if figure.picture is not None:
            chart = chart_of(figure.picture)
            chart.setAccessibleName(figure.title)
            self._inside.addWidget(chart)
        self._inside.addWidget(label(figure.says, Tone.MUTED))
        self._inside.addStretch(1)

    def copy(self) -> None:
        """Put the numbers on the clipboard."""
        QApplication.clipboard().setText(as_csv(self._figure.numbers))
        self.copied.emit(len(self._figure.numbers.rows))

    def _show_numbers(self, is_shown: bool) -> None:
        if self._table is None:
            self._table = _table_of(self._figure)
            self._inside.insertWidget(self._inside.count() - 1, self._table)
        self._table.setVisible(is_shown)


def as_csv(numbers: Numbers) -> str:
    """A table as CSV (RFC 4180), its first row the names of the columns."""
    text = io.StringIO()
    csv.writer(text).writerows((numbers.columns, *numbers.rows))
    return text.getvalue()


def _table_of(figure: Figure) -> LinesView[tuple[str, ...]]:
    columns: list[Column[tuple[str, ...]]] = [
        Column(name, itemgetter(k), _NUMBER_PX if k else 0) for k, name in enumerate(figure.numbers.columns)
    ]
    table: LinesView[tuple[str, ...]] = LinesView(columns, figure.title, lambda row: row, "")
    table.setFixedHeight(_TABLE_PX)
    table.fill(figure.numbers.rows)
    return table
