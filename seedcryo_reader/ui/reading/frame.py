"""Where everything stands on the reading page; nothing moves when what comes later takes its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from seedcryo_reader.ui.reading.panel import LEAST_WIDTH
from seedcryo_reader.ui.reading.toolbar import HEIGHT

_SIDEBAR, _MIDDLE, _PANEL = 190, 690, 400
"""Widths at first, logical pixels; the reader may move the borders."""


class Frame:
    """Lays out a page: the sidebar, the images, and empty places about them."""

    def __init__(self, page: QWidget, sidebar: QWidget, images: QWidget) -> None:
        self._middle = QSplitter(Qt.Orientation.Vertical, page)
        self._middle.addWidget(images)
        self._middle.setStretchFactor(0, 1)
        self._middle.setCollapsible(0, False)
        centre = QWidget(page)
        self._column = _bare(QVBoxLayout(centre))
        self._column.addSpacing(HEIGHT)
        self._column.addWidget(self._middle, 1)
        across = QSplitter(Qt.Orientation.Horizontal, page)
        self.side = QWidget(across)
        self.side.setMinimumWidth(LEAST_WIDTH)
        self._side_column = _bare(QVBoxLayout(self.side))
        for one in (sidebar, centre, self.side):
            across.addWidget(one)
        across.setStretchFactor(1, 1)
        across.setSizes([_SIDEBAR, _MIDDLE, _PANEL])
        across.setChildrenCollapsible(False)
        _bare(QVBoxLayout(page)).addWidget(across)

    def put_above_images(self, bar: QWidget) -> None:
        """Put the bar between the window's top and the images."""
        self._column.takeAt(0)
        self._column.insertWidget(0, bar)
        bar.show()

    def put_below_images(self, strip: QWidget) -> None:
        """Put a strip, shown or hidden, under the images."""
        self._middle.addWidget(strip)

    def put_beside(self, panel: QWidget) -> None:
        """Put the panel, made as a child of `side`, right of the images."""
        self._side_column.addWidget(panel)
        panel.show()


def _bare(column: QVBoxLayout) -> QVBoxLayout:
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
