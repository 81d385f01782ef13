"""The lesion table: one row per lesion and extent, four timepoints and the change from the nadir."""

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from seedcryo_reader.domain.read import BASELINE as FIRST
from seedcryo_reader.domain.read import Slot
from seedcryo_reader.reading.rows import NO_CELL, SUM, Cell, NadirFrom, Row, Said
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

LESION, BASELINE, NADIR, PREVIOUS, NOW, CHANGE = range(6)
"""The columns."""

_WIDTHS: Final = {BASELINE: 50, NADIR: 42, PREVIOUS: 52, NOW: 54, CHANGE: 60}
_HEAD: Final = f"""
QHeaderView::section {{ color: {COLOURS.muted}; background: {COLOURS.surface}; font-size: {TYPE.small}px;
    font-weight: 400; border: none; border-bottom: 1px solid {COLOURS.line};
    padding: {SPACING.small}px {SPACING.small}px {SPACING.small}px 0; }}
"""
_USUAL: Final = NadirFrom(lesions_reference=True, sum_reference=True)
_ROW: Final = 36
_MOST_ROWS: Final = 7
_Index = QModelIndex | QPersistentModelIndex
_SECOND: Final = Qt.ItemDataRole.UserRole
_WARN: Final = Qt.ItemDataRole.UserRole + 1
_MARKED: Final = Qt.ItemDataRole.UserRole + 2
_SHORTER: Final = Qt.ItemDataRole.UserRole + 3
"""The second line where there is no room for all of it: a lesion's place without its organ."""


class LesionModel(QAbstractTableModel):
    """The rows as a table: the display role is a cell's first line."""

    def __init__(self, parent: QObject | None = None, *, nadir_from: NadirFrom = _USUAL) -> None:
        super().__init__(parent)
        self._nadir_from = nadir_from
        self._rows: tuple[Row, ...] = ()
        self._now = ""
        self._editable = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: tuple[Row, ...], now: str, *, editable: bool) -> None:
        """Show these rows of a timepoint."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows, self._now, self._editable = rows, now, editable
            self.endResetModel()
            return
        self._rows, self._now, self._editable = rows, now, editable
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, CHANGE))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, LESION, CHANGE)

    def cell(self, index: _Index) -> Cell:
        """The timepoint cell at an index."""
        row = self._rows[index.row()]
        by_column = {BASELINE: row.baseline, NADIR: row.nadir, PREVIOUS: row.previous, NOW: row.current}
        return by_column.get(index.column(), NO_CELL)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Number of columns."""
        return 0 if parent is not None and parent.isValid() else CHANGE + 1

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == LESION else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._nadir_in_words() if section in {NADIR, CHANGE} else None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            " " + self.tr("mm"),
            self.tr("Baseline"),
            self.tr("Nadir"),
            self.tr("Previous"),
            self._now,
            self.tr("Δ nadir"),
        )
        return names[section]

    def _nadir_in_words(self) -> str:
        words = {
            (True, True): self.tr(
                "The nadir is the smallest length before this timepoint, since the reference timepoint; of a sum"
                " without a prespecified target since the baseline."
            ),
            (True, False): self.tr(
                "The nadir is the smallest length before this timepoint: of a lesion since the reference timepoint,"
                " of the sum since the baseline."
            ),
            (False, True): self.tr(
                "The nadir is the smallest length before this timepoint: of a lesion since the baseline, of the sum"
                " since the reference timepoint while a prespecified target is in it."
            ),
            (False, False): self.tr("The nadir is the smallest length before this timepoint, since the baseline."),
        }
        return words[self._nadir_from.lesions_reference, self._nadir_from.sum_reference]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is painted and told of a cell."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._lines(row, index)[0]
        if role == _SECOND:
            return self._lines(row, index)[1]
        if role == _SHORTER:
            return row.place if index.column() == LESION else ""
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._told(row, index)
        cell = self.cell(index)
        if role == _WARN:
            open_one = index.column() == NOW and row.asked and cell.said in {Said.NOTHING, Said.UNFINISHED}
            return self._editable and open_one
        return bool(words.marks(cell)) if role == _MARKED else None

    def _lines(self, row: Row, index: _Index) -> tuple[str, str]:
        if index.column() == LESION:
            return self._name(row)
        if index.column() == CHANGE:
            return words.change(row.since_nadir)
        cell = self.cell(index)
        if cell.timepoint is None:
            return "", ""
        return words.number_or_word(cell), words.under(cell) or (cell.timepoint if index.column() == NADIR else "")

    def _name(self, row: Row) -> tuple[str, str]:
        if row.lesion == SUM:
            return self.tr("Sum"), self.tr("of diameters")
        return words.slot_name(row.slot), self.tr("{0}, {1}").format(row.organ, row.place)

    def _told(self, row: Row, index: _Index) -> str:
        name = " · ".join(self._name(row))
        cell = self.cell(index)
        if index.column() == LESION:
            told = [name]
            if row.in_sum:
                told.append(self.tr("Counts for the sum of diameters."))
            return "\n".join(told)
        if index.column() == CHANGE:
            since = row.since_nadir
            return (
                ""
                if since is None
                else self.tr("Since the nadir {0} mm at {1}").format(since.before_mm, since.timepoint)
            )
        return "" if cell.timepoint is None else f"{name}\n{cell.timepoint}: {words.in_words(cell)}"


class _TwoLines(QStyledItemDelegate):
    """A number over a small word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a cell."""
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(COLOURS.raised))
            if index.column() == LESION:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(COLOURS.accent))
        self._paint_text(painter, rect.adjusted(self._left(index), 2, -SPACING.small, -2), index)
        if index.data(_MARKED):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(COLOURS.warning))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawEllipse(rect.left() + SPACING.small, rect.top() + _ROW // 4, 5, 5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(COLOURS.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _left(self, index: _Index) -> int:
        return SPACING.medium if index.column() == LESION else 0

    def _paint_text(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        first, second = str(index.data() or ""), str(index.data(_SECOND) or "")
        side = Qt.AlignmentFlag.AlignLeft if index.column() == LESION else Qt.AlignmentFlag.AlignRight
        warn = bool(index.data(_WARN))
        big, small = QFont(painter.font()), QFont(painter.font())
        big.setPixelSize(TYPE.body)
        big.setBold(index.column() in {LESION, NOW})
        small.setPixelSize(TYPE.small)
        half = rect.height() // 2
        for text, font, colour, place in (
            (first, big, COLOURS.warning if warn else COLOURS.text, QRect(rect.left(), rect.top(), rect.width(), half)),
            (second, small, COLOURS.muted, QRect(rect.left(), rect.top() + half, rect.width(), rect.height() - half)),
        ):
            where = place if second else rect
            if text:
                painter.setFont(font)
                painter.setPen(QColor(colour))
                metrics = painter.fontMetrics()
                is_cut = text is second and metrics.horizontalAdvance(text) > where.width()
                said = str(index.data(_SHORTER) or text) if is_cut else text
                shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, where.width())
                painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, shown)


class LesionTable(QTableView):
    """Shows the rows; `slot_chosen` where a row is taken in hand, `cell_chosen` where an image is wished for.

    Parameters
    ----------
    nadir_from : NadirFrom
        Where the protocol has nadirs begin.
    """

    slot_chosen = Signal(str, object)
    cell_chosen = Signal(str, object, str)

    def __init__(self, parent: QWidget | None = None, *, nadir_from: NadirFrom = _USUAL) -> None:
        super().__init__(parent)
        self._telling = True
        self._model = LesionModel(self, nadir_from=nadir_from)
        self.setModel(self._model)
        self.setItemDelegate(_TwoLines(self))
        self.setAccessibleName(self.tr("Lesions"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(min(_WIDTHS.values()))
        head.setStyleSheet(_HEAD)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(LESION, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentRowChanged.connect(self._row_changed)

    def show_rows(self, rows: tuple[Row, ...], now: str, current: Slot | None, *, editable: bool) -> None:
        """Show these rows, the one of a slot in hand."""
        self._model.show_rows(rows, now, editable=editable)
        for column in (BASELINE, NADIR, PREVIOUS, CHANGE):
            self.setColumnHidden(column, now == FIRST)
        self.show_slot(current)
        self.updateGeometry()

    def show_slot(self, slot: Slot | None) -> None:
        """Have the row of a slot in hand; says nothing."""
        number = next((k for k, row in enumerate(self._model.rows) if row.slot == slot), None)
        self._telling = False
        if number is None:
            self.clearSelection()
        elif self.currentIndex().row() != number or not self.selectionModel().hasSelection():
            self.selectRow(number)
        self._telling = True

    def place_of(self, slot: Slot, column: int) -> QRect:
        """Where a cell lies in the table's viewport."""
        number = next(k for k, row in enumerate(self._model.rows) if row.slot == slot)
        return self.visualRect(self._model.index(number, column))

    def _row_changed(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()] if index.isValid() else None
        if self._telling and row is not None and row.lesion != SUM:
            self.slot_chosen.emit(*row.slot)

    def _clicked(self, index: QModelIndex) -> None:
        row, cell = self._model.rows[index.row()], self._model.cell(index)
        if row.lesion != SUM and cell.timepoint is not None:
            self.cell_chosen.emit(row.lesion, row.extent, cell.timepoint)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Space wish for the image of the current cell; the arrow keys walk."""
        index = self.currentIndex()
        if index.isValid() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._clicked(index)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its rows, up to a number of them."""
        shown = max(1, min(self._model.rowCount(), _MOST_ROWS))
        height = self.horizontalHeader().sizeHint().height() + shown * _ROW + 2 * self.frameWidth()
        return QSize(sum(_WIDTHS.values()) + 90, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never less high than that: the panel scrolls, not this table."""
        return QSize(200, self.sizeHint().height())
