"""Left of the images: the timepoints read so far and the one that is open, and the series of the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.theme import SPACING

_THUMBNAIL = 64
_ROW = 30
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timepoint = ""
        self.setMinimumWidth(_LEAST_WIDTH)
        self._timepoints = QListWidget(self)
        self._timepoints.setAccessibleName(self.tr("Timepoints"))
        self._timepoints.itemClicked.connect(self._chose_timepoint)
        self._timepoints.itemActivated.connect(self._chose_timepoint)
        self._heading = _heading(self.tr("Series"), self)
        self._series = QListWidget(self)
        self._series.setAccessibleName(self.tr("Series"))
        self._series.setIconSize(QSize(_THUMBNAIL, _THUMBNAIL))
        self._series.setWordWrap(True)
        self._series.setSpacing(SPACING.small // 2)
        self._series.itemClicked.connect(self._chose_series)
        self._series.itemActivated.connect(self._chose_series)
        for one in (self._timepoints, self._series):
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(self._timepoints)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING.medium, SPACING.medium, SPACING.medium, SPACING.medium)
        column.setSpacing(SPACING.small)
        column.addWidget(_heading(self.tr("Timepoints"), self))
        column.addWidget(self._timepoints)
        column.addSpacing(SPACING.medium)
        column.addWidget(self._heading)
        column.addWidget(self._series, 1)

    def show_timepoints(self, timepoints: Sequence[TimepointShown], chosen: str) -> None:
        """List the timepoints and mark one."""
        self._timepoints.clear()
        for one in timepoints:
            item = QListWidgetItem(f"{one.name}   {one.state}")
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setSizeHint(QSize(0, _ROW))
            self._timepoints.addItem(item)
            if one.name == chosen:
                self._timepoints.setCurrentItem(item)
        self._timepoints.setFixedHeight(min(len(timepoints), 6) * _ROW + SPACING.small)

    def show_series(self, timepoint: str, series: Sequence[SeriesShown], chosen: int) -> None:
        """List the series of a timepoint and mark the one in the viewport at hand."""
        self._timepoint = timepoint
        self._heading.setText(self.tr("Series of {0}").format(timepoint))
        self._series.clear()
        for one in series:
            warning = "  ⚠" if one.trouble else ""
            item = QListWidgetItem(f"{one.number}  {one.label}{warning}\n{one.detail}")
            item.setData(Qt.ItemDataRole.UserRole, one.number)
            if one.picture is not None:
                item.setIcon(QIcon(QPixmap.fromImage(one.picture)))
            if one.trouble:
                item.setToolTip("\n".join(one.trouble))
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


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label
