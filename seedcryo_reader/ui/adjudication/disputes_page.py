"""The disputes of the signed-in adjudicator, and the next one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from seedcryo_reader.domain.dispute import DisputeState
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.ports import DisputeShown
from seedcryo_reader.ui.shared.actions import ACTS, Acts, shown
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, column, label
from seedcryo_reader.ui.shared.row_colour import KeepsColour
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

_ROW_HEIGHT: Final = 34
_CASE_WIDTH: Final = 160


def progress_of(disputes: Sequence[DisputeShown]) -> tuple[int, int]:
    """How many are decided, of how many: what was withdrawn or replaced is no work."""
    decided = sum(one.state is DisputeState.DECIDED for one in disputes)
    return decided, decided + sum(one.is_open for one in disputes)


def next_of(disputes: Sequence[DisputeShown], after: str = "") -> DisputeShown | None:
    """The next one that waits, from a dispute on; from the beginning again where none follows it."""
    at = next((k + 1 for k, one in enumerate(disputes) if one.dispute_id == after), 0)
    return next((one for one in (*disputes[at:], *disputes[:at]) if one.is_open), None)


class DisputesPage(QWidget):
    """Case numbers, where each dispute stands, and the next one. `opened` carries the dispute to look at."""

    opened = Signal(object)

    def __init__(self, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._disputes: tuple[DisputeShown, ...] = ()
        self.banner = Banner()
        self._table = _table()
        self._table.setHorizontalHeaderLabels([self.tr("Case"), self.tr("Dispute")])
        self._table.setAccessibleName(self.tr("Disputes"))
        self._next = button(self.tr("Next dispute"), Kind.PRIMARY)
        self._next.setToolTip(acts.tooltip("next-dispute"))
        self._which = label("", Tone.MUTED)
        self._nothing = label("", Tone.MUTED)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._far = label("", Tone.MUTED, wraps=False)
        self._lay_out()
        self._next.clicked.connect(self.open_next)
        self._table.doubleClicked.connect(lambda index: self._open(index.row()))
        acts.bind(self._table, "open-dispute", lambda: self._open(self._table.currentRow()))
        acts.bind(self, "next-dispute", self.open_next)
        for one in (self._table, self._nothing, self._bar):
            one.hide()  # until the list is known
        self._next.setEnabled(False)
        self.setFocusProxy(self._table)

    def show_disputes(self, disputes: Sequence[DisputeShown]) -> None:
        """Show where every dispute stands."""
        chosen = self._table.currentRow()
        self._disputes = tuple(disputes)
        self._table.setRowCount(len(disputes))
        for row, one in enumerate(disputes):
            told = words.state(one.state, wants_own_read=one.wants_own_read, is_decided=one.is_decided)
            for place, text in enumerate((one.case_number, told)):
                self._table.setItem(row, place, _cell(text, one))
        upcoming = next_of(disputes)
        self._next.setEnabled(upcoming is not None)
        self._which.setText("" if upcoming is None else upcoming.case_number)
        if disputes and upcoming is None:
            self._which.setText(self.tr("Nothing waits to be decided."))
        self._table.setVisible(bool(disputes))
        nothing = self.tr(
            "No dispute has come. Take in the envelopes of the centre by “Exchange with a folder…” in the menu Station,"
            " then look again ({0})."
        )
        self._nothing.setText(nothing.format(shown(ACTS["refresh-disputes"].keys[0])))
        self._nothing.setVisible(not disputes)
        self._show_progress()
        if disputes:
            row = disputes.index(upcoming) if upcoming is not None else 0
            self._table.setCurrentCell(chosen if 0 <= chosen < len(disputes) else row, 0)
            if self.isVisible():
                self._table.setFocus()

    def choose(self, dispute_id: str) -> None:
        """Choose a dispute in the list."""
        for row, one in enumerate(self._disputes):
            if one.dispute_id == dispute_id:
                self._table.setCurrentCell(row, 0)

    def open_next(self) -> None:
        """Open the next one that waits."""
        upcoming = next_of(self._disputes)
        if upcoming is not None:
            self.opened.emit(upcoming)

    def _open(self, row: int) -> None:
        if not 0 <= row < len(self._disputes):
            return
        one = self._disputes[row]
        if one.is_open:
            self.opened.emit(one)
        else:
            told = words.state(one.state, is_decided=one.is_decided)
            self.banner.say(self.tr("{0} is closed: {1}.").format(one.case_number, told))

    def _show_progress(self) -> None:
        decided, total = progress_of(self._disputes)
        said = self.tr("{0} of {1} decided").format(decided, total)
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(decided)
        self._bar.setVisible(total > 0)
        self._bar.setAccessibleName(said)
        self._far.setText(said if total else "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACING.large)
        head.addWidget(label(self.tr("Disputes"), Tone.LARGE, wraps=False))
        head.addStretch(1)
        head.addWidget(self._bar)
        head.addWidget(self._far)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.large)
        foot.addWidget(self._next)
        foot.addWidget(self._which, 1)
        inside = column(self)
        inside.addLayout(head)
        inside.addWidget(self.banner)
        inside.addLayout(foot)
        inside.addWidget(self._table, 1)
        inside.addWidget(self._nothing, 1)


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, _CASE_WIDTH)
    table.setItemDelegate(KeepsColour(table))
    return table


def _cell(text: str, one: DisputeShown) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    if not one.is_open:
        cell.setForeground(QColor(COLOURS.muted))
    return cell
