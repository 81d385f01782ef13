"""Left of the images: the timepoints read so far and the one that is open, and the series of the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from seedcryo_reader.ui.reading.sidebar_rows import MUTED, PICTURE, SIGN, TIMEPOINT_HEIGHT, SeriesRow, TimepointRow
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

_LEAST_WIDTH = 160


@dataclass(frozen=True, slots=True)
class TimepointShown:
    """A timepoint in the list: its neutral name, and where it stands in words."""

    name: str
    state: str


@dataclass(frozen=True, eq=False)
class SeriesShown:
    """A series in the list; `picture` is 8-bit grey, `trouble` the sentences of its findings."""

    number: int
    label: str
    detail: str
    picture: QImage | None
    trouble: tuple[str, ...] = ()


class Sidebar(QWidget):
    """Lists what can be shown; announces what the reader wants to see."""

    timepoint_chosen = Signal(str)
    series_chosen = Signal(str, int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timepoint = ""
        self._sign = icons.icon("triangle-alert", COLOURS.warning)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._timepoints = QListWidget(self)
        self._timepoints.setAccessibleName(self.tr("Timepoints"))
        self._timepoints.itemClicked.connect(self._chose_timepoint)
        self._timepoints.itemActivated.connect(self._chose_timepoint)
        self._timepoints.setItemDelegate(TimepointRow(self))
        self._heading = _heading(self.tr("Series"))
        self._series = QListWidget(self)
        self._series.setAccessibleName(self.tr("Series"))
        self._series.setItemDelegate(SeriesRow(self))
        self._series.itemClicked.connect(self._chose_series)
        self._series.itemActivated.connect(self._chose_series)
        for one in (self._timepoints, self._series):
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            one.setMouseTracking(True)
        self.setFocusProxy(self._timepoints)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING.medium, SPACING.medium, SPACING.medium, SPACING.medium)
        column.setSpacing(SPACING.small)
        column.addWidget(_heading(self.tr("Timepoints")))
        column.addWidget(self._timepoints)
        column.addSpacing(SPACING.medium)
        column.addWidget(self._heading)
        column.addWidget(self._series, 1)

    def show_timepoints(self, timepoints: Sequence[TimepointShown], chosen: str) -> None:
        """List the timepoints and mark one."""
        self._timepoints.clear()
        for one in timepoints:
            item = QListWidgetItem(one.name)
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setData(MUTED, one.state)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.name}, {one.state}")
            self._timepoints.addItem(item)
            if one.name == chosen:
                self._timepoints.setCurrentItem(item)
        self._timepoints.setFixedHeight(min(len(timepoints), 6) * TIMEPOINT_HEIGHT + SPACING.small)

    def show_series(self, timepoint: str, series: Sequence[SeriesShown], chosen: int) -> None:
        """List the series of a timepoint and mark the one in the viewport at hand."""
        self._timepoint = timepoint
        self._heading.setText(self.tr("Series of {0}").format(timepoint))
        self._series.clear()
        for one in series:
            item = QListWidgetItem(f"{one.number}  {one.label}")
            item.setData(Qt.ItemDataRole.UserRole, one.number)
            item.setData(MUTED, one.detail)
            item.setData(PICTURE, one.picture)
            item.setToolTip("\n".join((f"{one.label} · {one.detail}", *one.trouble)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
            if one.trouble:
                item.setData(SIGN, self._sign)
            self._series.addItem(item)
        self.mark_series(chosen)

    def mark_series(self, chosen: int) -> None:
        """Mark the series that the viewport at hand shows."""
        for row in range(self._series.count()):
            if self._series.item(row).data(Qt.ItemDataRole.UserRole) == chosen:
                self._series.setCurrentRow(row)
                return
        self._series.setCurrentRow(-1)

    def _chose_timepoint(self, item: QListWidgetItem) -> None:
        self.timepoint_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _chose_series(self, item: QListWidgetItem) -> None:
        self.series_chosen.emit(self._timepoint, item.data(Qt.ItemDataRole.UserRole))


def _heading(text: str) -> QLabel:
    return label(text, Tone.SMALL, wraps=False)
