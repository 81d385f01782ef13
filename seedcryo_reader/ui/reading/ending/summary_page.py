"""The whole case after its closing part: a table of lengths and calls, and the curve of each target."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.summary import Called, Cell, LesionRow, Summary, summary
from seedcryo_reader.ui.reading.ending.curve import CurveView
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

_LATE = " *"
_CURVES_PER_ROW = 2
_ROW = 40
"""Height of a row: two lines."""
_COLUMN = 104
"""Width of a timepoint at least; the table scrolls where there are more of them than that leaves room for."""


class SummaryPage(QScrollArea):
    """Shows the read as it is when it is made; `refresh` shows it anew. Of a signed read it shows nothing."""

    def __init__(self, reading: Reading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = reading
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Summary of the case"))
        self.table = _table()
        self.curves: list[CurveView] = []
        self.refresh()

    def refresh(self) -> None:
        """Show the read as it is now; its numbers close with the signature, so that a repeat cannot be copied."""
        self.curves = []
        self.table = _table()
        self.setWidget(QWidget() if self._reading.read.is_signed else self._whole())

    def _whole(self) -> QWidget:
        whole = summary(self._reading.worked_out)
        self._fill(whole)
        self.curves = [CurveView(curve, whole.timepoints, _place(whole, curve.lesion)) for curve in whole.curves]
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, SPACING.large, 0)
        box.setSpacing(SPACING.large)
        box.addWidget(label(self.tr("Diameters in mm, and calls"), Tone.TITLE))
        box.addWidget(self.table)
        notes = list(self._notes(whole))
        if notes:
            box.addWidget(label(" ".join(notes), Tone.SMALL))
        box.addWidget(label(self.tr("Each target over the timepoints"), Tone.TITLE))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACING.page)
        grid.setVerticalSpacing(SPACING.large)
        for k, curve in enumerate(self.curves):
            grid.addWidget(curve, k // _CURVES_PER_ROW, k % _CURVES_PER_ROW)
        box.addLayout(grid)
        box.addStretch(1)
        return inside

    def _notes(self, whole: Summary) -> Iterator[str]:
        """What has to be known to read the table; nothing of what is not in it."""
        calls = [cell for row in whole.calls for cell in row.cells]
        lengths = [cell for row in (*whole.lesions, whole.total) for cell in row.cells]
        if any(cell.late for cell in calls) or any(cell.late for cell in lengths):
            yield self.tr("* after the computed conclusion had been seen.")
        if any(cell.reason for cell in calls):
            yield self.tr("The pointer over a call that differs shows its reason.")

    def _fill(self, whole: Summary) -> None:
        rows = list(self._rows(whole))
        self.table.setColumnCount(len(whole.timepoints))
        self.table.setHorizontalHeaderLabels(whole.timepoints)
        self.table.setRowCount(len(rows))
        self.table.setVerticalHeaderLabels([name for name, _ in rows])
        for row, (_, items) in enumerate(rows):
            for column, item in enumerate(items):
                self.table.setItem(row, column, item)
        heights = len(rows) * _ROW + self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(heights + 2 * self.table.frameWidth() + SPACING.large)

    def _rows(self, whole: Summary) -> Iterator[tuple[str, list[QTableWidgetItem]]]:
        for row in whole.lesions:
            yield self._name(row), [self._length(one) for one in row.cells]
        yield self.tr("Sum of diameters"), [self._length(one) for one in whole.total.cells]
        for calls in whole.calls:
            name = self.tr("Overall call") if calls.about == OVERALL else self.tr("Call %1").replace("%1", calls.about)
            yield name, [self._call(one) for one in calls.cells]

    def _name(self, row: LesionRow) -> str:
        name = row.lesion if row.extent is Extent.WHOLE else self.tr("%1, viable").replace("%1", row.lesion)
        return f"{name}   {row.place}"

    def _length(self, cell: Cell) -> QTableWidgetItem:
        parts = [str(cell.mm)] if cell.mm is not None else []
        parts += [cell.words] if cell.words else []
        text = " · ".join(parts) + (_LATE if cell.late else "")
        return _item(text, COLOURS.muted if cell.words else COLOURS.text)

    def _call(self, cell: Called) -> QTableWidgetItem:
        if cell.call is None:
            return _item("–", COLOURS.muted)
        text = cell.call + (_LATE if cell.late else "")
        if cell.differs:
            text = self.tr("%1, computed %2").replace("%1", text).replace("%2", str(cell.computed))
        item = _item(text, COLOURS.warning if cell.differs else COLOURS.text)
        item.setToolTip(cell.reason or text)
        return item


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.verticalHeader().setStyleSheet("QHeaderView::section { border: none; }")
    table.horizontalHeader().setMinimumSectionSize(_COLUMN)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def _item(text: str, colour: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setForeground(QBrush(QColor(colour)))
    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _place(whole: Summary, lesion: str) -> str:
    return next(row.place for row in whole.lesions if row.lesion == lesion)
