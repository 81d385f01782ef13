"""A beside B as a table: what parts them, timepoint by timepoint; what they agree in is folded away."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from seedcryo_reader.adjudication.comparing import Line, What
from seedcryo_reader.adjudication.deciding import is_at_parting
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.discordance import Divergence
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.shared.fonts import font
from seedcryo_reader.ui.shared.row_colour import KeepsColour
from seedcryo_reader.ui.shared.theme import COLOURS, TYPE

_LINE: Final = Qt.ItemDataRole.UserRole
_NAME: Final = 132
_ROW: Final = 30
_PADDING: Final = 11
_TALL: Final = 1000
"""Logical pixels: the first column, a row of one line, what is free on either side of a text, more than any row."""


class LinesView(QTreeWidget):
    """Shows the lines. `wanted` carries the line whose images are to be shown, `moved` where A and B stand now."""

    wanted = Signal(object)
    moved = Signal(object, object)

    def __init__(
        self,
        lines: Sequence[Line],
        parting: tuple[Divergence | None, Sequence[Line]],
        protocol: Protocol,
        parent: QWidget | None = None,
    ) -> None:
        """Make it; `parting` is where the reads first part, with the lines that decide there."""
        super().__init__(parent)
        self._lines = tuple(lines)
        self._parting, self._deciding = parting
        self._questions = {one.id: one.text for one in protocol.questions}
        self.shows_everything = False
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setAccessibleName(self.tr("Read A beside read B"))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setItemDelegate(KeepsColour(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._columns_moved)
        self._set_head()
        self.itemClicked.connect(lambda item, _column: self._want(item))
        self.itemActivated.connect(lambda item, _column: self._want(item))
        self.refresh()

    @property
    def chosen(self) -> Line | None:
        """The line that is chosen."""
        item = self.currentItem()
        line = None if item is None else item.data(0, _LINE)
        return line if isinstance(line, Line) else None

    def toggle_everything(self) -> None:
        """Show the lines in which the reads agree too, or fold them away."""
        before = self.chosen
        self.shows_everything = not self.shows_everything
        self.refresh()
        if before is not None:
            self.choose(before)

    def refresh(self) -> None:
        """Make the lines anew."""
        self.clear()
        for timepoint in dict.fromkeys(one.timepoint for one in self._lines):
            every = [one for one in self._lines if one.timepoint == timepoint]
            shown = [one for one in every if one.parts or self.shows_everything]
            if shown:
                self._add_heading(timepoint, sum(one.parts for one in every))
            for one in shown:
                self._add(one)

    def choose(self, line: Line) -> None:
        """Choose a line; told to nobody."""
        for item in self._items():
            if item.data(0, _LINE) == line:
                self.setCurrentItem(item)
                self.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtCenter)

    def choose_parting(self) -> None:
        """Choose the line that decides where the reads first part, else the first that differs there."""
        first = next((one for one in (*self._deciding, *self._lines) if self._is_parting(one) and one.parts), None)
        if first is not None:
            self.choose(first)

    def step_difference(self, by: int) -> None:
        """Go to the next line in which the reads differ, or the one before, round and round."""
        items = [item for item in self._items() if isinstance(item.data(0, _LINE), Line) and item.data(0, _LINE).parts]
        if not items:
            return
        current = self.currentItem()
        at = items.index(current) + by if current in items else 0
        self.setCurrentItem(items[at % len(items)])
        self._want(items[at % len(items)])

    def _set_head(self) -> None:
        header = self.header()
        header.sectionResized.connect(self._later.start)  # all columns have their width then
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, _NAME)
        header.setStretchLastSection(False)

    def _columns_moved(self) -> None:
        """Tell where A and B stand, and give each row the height that its texts need."""
        left = self.frameWidth() + self.columnWidth(0)
        self.moved.emit((left, self.columnWidth(1)), (left + self.columnWidth(1), self.columnWidth(2)))
        for item in self._items():
            self._give_height(item)

    def _give_height(self, item: QTreeWidgetItem) -> None:
        lines = max(self._lines_of(item, column) for column in range(3))
        item.setSizeHint(0, QSize(0, _ROW + (lines - 1) * self.fontMetrics().lineSpacing()))

    def _lines_of(self, item: QTreeWidgetItem, column: int) -> int:
        """How many lines a text breaks into, in its own font: a bold one is wider."""
        has_own = item.data(column, Qt.ItemDataRole.FontRole) is not None
        metrics = QFontMetrics(item.font(column)) if has_own else self.fontMetrics()
        room = QRect(0, 0, self.columnWidth(column) - 2 * _PADDING, _TALL)
        taken = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text(column)).height()
        return max(1, round(taken / metrics.lineSpacing()))

    def _add_heading(self, timepoint: str, count: int) -> None:
        differ = self.tr("agree") if count == 0 else self.tr("%n differ", "", count)
        item = QTreeWidgetItem(self, [timepoint, differ])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFont(0, font(TYPE.body, QFont.Weight.DemiBold))
        item.setForeground(1, QBrush(QColor(COLOURS.muted)))
        for column in range(3):
            item.setBackground(column, QBrush(QColor(COLOURS.background)))
        self._give_height(item)

    def _add(self, line: Line) -> None:
        texts = [words.line_name(line), words.said(line.a), words.said(line.b)]
        item = QTreeWidgetItem(self, texts)
        item.setData(0, _LINE, line)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, self._sentence(line.timepoint, texts))
        if line.what is What.FINDING:
            item.setToolTip(0, self._questions.get(line.question, ""))
        if not line.parts:
            for column in range(3):
                item.setForeground(column, QBrush(QColor(COLOURS.muted)))
        if line.parts and self._is_parting(line):
            for column in range(3):
                item.setFont(column, font(TYPE.body, QFont.Weight.DemiBold))
        self._give_height(item)

    @staticmethod
    def _sentence(timepoint: str, texts: Sequence[str]) -> str:
        name, a, b = texts
        return f"{timepoint}, {name}: {words.read('A')} {a}, {words.read('B')} {b}"

    def _is_parting(self, line: Line) -> bool:
        return self._parting is not None and is_at_parting(line, self._parting)

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for at in range(self.topLevelItemCount()) if (item := self.topLevelItem(at)) is not None]

    def _want(self, item: QTreeWidgetItem) -> None:
        line = item.data(0, _LINE)
        if isinstance(line, Line):
            self.wanted.emit(line)
