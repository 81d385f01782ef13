"""A table of values: one line each, sorted by a click on a column, narrowed while one types; quick with 10,000."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from seedcryo_reader.ui.shared.row_colour import KeepsColour
from seedcryo_reader.ui.shared.theme import COLOURS

T = TypeVar("T")
Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_ROW_PX: Final = 32


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column.

    Attributes
    ----------
    title : str
    text : callable
        What stands in it for a value.
    width : int
        In logical pixels; 0 takes the room that is left.
    colour : callable, optional
        The colour of the text; None is the usual one.
    order : callable, optional
        What is sorted by; the text where it is not given.
    """

    title: str
    text: Callable[[T], str]
    width: int = 0
    colour: Callable[[T], str | None] | None = None
    order: Callable[[T], Any] | None = None


class LinesModel(QAbstractTableModel, Generic[T]):
    """Values as lines. What is shown of them is narrowed and sorted here, at once for all."""

    def __init__(self, columns: Iterable[Column[T]], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._all: tuple[T, ...] = ()
        self._shown: list[T] = []
        self._keeps: Callable[[T], bool] | None = None
        self._sorted: tuple[int, bool] | None = None

    @property
    def lines(self) -> tuple[T, ...]:
        """Every line that is shown, in its order."""
        return tuple(self._shown)

    def fill(self, lines: Iterable[T]) -> None:
        """Take other lines; they are narrowed and sorted as those before."""
        self._all = tuple(lines)
        self._arrange()

    def narrow(self, keeps: Callable[[T], bool] | None) -> None:
        """Show only the lines that pass; all for None."""
        self._keeps = keeps
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one brings the order back in which the lines came."""
        self._sorted = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many lines are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        line, column = self._shown[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(line)
        if role == Qt.ItemDataRole.ForegroundRole and column.colour is not None:
            colour = column.colour(line)
            return None if colour is None else QColor(colour)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def _arrange(self) -> None:
        shown = [one for one in self._all if self._keeps is None or self._keeps(one)]
        if self._sorted is not None:
            number, is_down = self._sorted
            column = self.columns[number]
            shown.sort(key=column.order or column.text, reverse=is_down)
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


class LinesView(QTableView, Generic[T]):
    """A table over lines. `opened` when Enter or a double click asks for one, `chosen` when another one is current.

    Parameters
    ----------
    columns : iterable of Column
    name : str
        For who cannot see it.
    key : callable
        What a line is known by when the lines come anew.
    nothing : str
        What is written where there is no line.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, columns: Iterable[Column[T]], name: str, key: Callable[[T], object], nothing: str) -> None:
        super().__init__()
        self._key = key
        self._nothing = nothing
        self._is_filling = False
        self.lines: LinesModel[T] = LinesModel(columns, self)
        self.setModel(self.lines)
        self.setItemDelegate(KeepsColour(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self._set_header()
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines.lines[index.row()]))
        self.selectionModel().currentRowChanged.connect(self._choose)

    @property
    def line(self) -> T | None:
        """The chosen line."""
        row = self.currentIndex().row()
        return self.lines.lines[row] if 0 <= row < self.lines.rowCount() else None

    @property
    def nothing(self) -> str:
        """What is written where there is no line."""
        return self._nothing

    def open_line(self) -> None:
        """Ask for the chosen line."""
        if self.line is not None:
            self.opened.emit(self.line)

    def say_nothing(self, nothing: str) -> None:
        """Write something else where there is no line."""
        self._nothing = nothing
        self.viewport().update()

    def fill(self, lines: Iterable[T]) -> None:
        """Take other lines; the one that was chosen stays it."""
        self._keep_chosen(lambda: self.lines.fill(lines))

    def narrow(self, keeps: Callable[[T], bool] | None) -> None:
        """Show only the lines that pass."""
        self._keep_chosen(lambda: self.lines.narrow(keeps))

    def choose(self, key: object) -> bool:
        """Choose a line by its key; False where it is not shown."""
        row = next((k for k, one in enumerate(self.lines.lines) if self._key(one) == key), None)
        if row is None:
            return False
        self.setCurrentIndex(self.lines.index(row, 0))
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Say that there is nothing, where there is nothing."""
        super().paintEvent(event)
        if self.lines.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(COLOURS.muted))
            how = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(24, 0, -24, 0), how, self._nothing)
            painter.end()

    def _keep_chosen(self, change: Callable[[], None]) -> None:
        before = None if self.line is None else self._key(self.line)
        self._is_filling = True
        change()
        if (before is None or not self.choose(before)) and self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(0, 0))
        self._is_filling = False
        self.chosen.emit(self.line)

    def _choose(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self.line)

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(40)
        for k, column in enumerate(self.lines.columns):
            if column.width:
                self.setColumnWidth(k, column.width)
            else:
                header.setSectionResizeMode(k, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
