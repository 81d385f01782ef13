"""The lesion filmstrip: a row of equal tiles per lesion, one for each timepoint."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.lesion import Absent, Merged, NotEvaluable, Split, TooSmall
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE
from seedcryo_reader.ui.viewport.drawing import paint_items
from seedcryo_reader.ui.viewport.stack_pictures import StackPictures
from seedcryo_reader.viewing.drawing import Item
from seedcryo_reader.viewing.filmstrip import Row, Tile, Ways, rows_of, tile_view
from seedcryo_reader.viewing.linking import NO_LINK, Link, Offsets, link_between, side_of
from seedcryo_reader.viewing.moving import frame_of
from seedcryo_reader.viewing.stacks import is_beyond
from seedcryo_reader.viewing.view import Orientation, Shown

SIDE: Final = 120
_CAPTION: Final = 20
_RING: Final = 2.0
_ON_PLANE_MM: Final = 0.01


class Filmstrip(QWidget):
    """Tiles of every lesion at every opened timepoint; a click on one wishes for its image.

    Pictures are made one at a time when nothing else is to be done, while the strip is to be seen, and kept.
    """

    cell_chosen = Signal(str, Extent, str)

    def __init__(self, acting: Acting, images: CaseImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._images = images
        self._ways: Ways = self._exact
        self._rows: tuple[Row, ...] = ()
        self._pictures: dict[tuple[object, ...], QPixmap | None] = {}
        self._waiting: list[TileButton] = []
        self._tiles: dict[tuple[str, str], TileButton] = {}
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._make_one)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.setMinimumHeight(SIDE + 2 * _CAPTION + 3 * SPACING.medium)
        acting.changed.connect(self.refresh)

    def follow(self, ways: Ways) -> None:
        """Find places that were not drawn by these links, `Comparing.between` say."""
        self._ways = ways
        self.refresh()

    def refresh(self) -> None:
        """Look again what was said; nothing is done while the strip is hidden."""
        if not self.isVisible():
            return
        try:
            rows = rows_of(self._acting.read, self._images.load, self._ways)
        except (Refused, EnvironmentFailure):
            rows = ()  # the viewports tell what is wrong with the images
        if rows != self._rows:
            self._rows = rows
            self._lay_out()

    @property
    def tiles(self) -> dict[tuple[str, str], "TileButton"]:
        """The tiles by lesion and timepoint."""
        return dict(self._tiles)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Two rows."""
        return QSize(6 * SIDE, 2 * (SIDE + _CAPTION) + 2 * _CAPTION + 4 * SPACING.medium)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what was said meanwhile."""
        super().showEvent(event)
        self.refresh()

    # --- within ---

    def _exact(self, one: Shown, other: Shown) -> Link:
        sides = [side_of(self._images.load(each.timepoint), each) for each in (one, other)]
        if sides[0] is None or sides[1] is None:
            return NO_LINK
        return link_between(sides[0], sides[1], Offsets(), {})

    def _lay_out(self) -> None:
        board = QWidget()
        grid = QGridLayout(board)
        grid.setContentsMargins(SPACING.medium, SPACING.small, SPACING.medium, SPACING.small)
        grid.setSpacing(SPACING.medium)
        self._tiles, self._waiting = {}, []
        for down, row in enumerate(self._rows, start=1):
            grid.addWidget(self._heading(self.tr("{0}\n{1} mm").format(row.lesion, f"{row.side_mm:.0f}")), down, 0)
            for across, tile in enumerate(row.tiles, start=1):
                if down == 1:
                    grid.addWidget(self._heading(tile.timepoint), 0, across, Qt.AlignmentFlag.AlignHCenter)
                grid.addWidget(self._button(row, tile), down, across)
        grid.setColumnStretch(grid.columnCount(), 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(board)
        self._later.start()

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setStyleSheet(f"color: {COLOURS.muted}; font-size: {TYPE.small}px;")
        return label

    def _button(self, row: Row, tile: Tile) -> "TileButton":
        button = TileButton(row, tile, self._caption(tile))
        button.setAccessibleName(f"{row.lesion} {tile.timepoint}: {button.caption}")
        button.clicked.connect(lambda: self.cell_chosen.emit(row.lesion, row.extent, tile.timepoint))
        self._tiles[row.lesion, tile.timepoint] = button
        self._waiting.append(button)
        return button

    def _caption(self, tile: Tile) -> str:
        said = tile.said
        match said:
            case Caliper(long=long, short=short):
                both = str(long.mm) if short is None else f"{long.mm} × {short.mm}"
                return self.tr("{0} mm").format(both)
            case Merged():
                return self.tr("merged with {0}").format(said.into)
            case Split():
                return self.tr("{0} pieces").format(len(said.pieces))
        words: dict[type, str] = {
            Absent: self.tr("absent"),
            TooSmall: self.tr("too small"),
            NotEvaluable: self.tr("not evaluable"),
        }
        return words.get(type(said), self.tr("not read yet"))

    # --- pictures ---

    def _make_one(self) -> None:
        """One tile, then let everything else go first."""
        if not self._waiting or not self.isVisible():
            return
        button = self._waiting.pop(0)
        picture = self._picture(button.row, button.tile)
        button.show_picture(*(() if picture is None else (picture, self._items(button))))
        self._later.start()

    def _picture(self, row: Row, tile: Tile) -> QPixmap | None:
        orientation = Orientation.ACQUIRED if tile.drawn is None else tile.drawn.orientation
        key = (tile.place, row.side_mm, orientation, self.devicePixelRatioF())
        if key not in self._pictures:
            self._pictures[key] = self._made(row, tile)
        return self._pictures[key]

    def _made(self, row: Row, tile: Tile) -> QPixmap | None:
        """The picture; None where there is nothing to see, or what there is was changed since it was decoded."""
        if tile.place is None:
            return None
        shown, point = tile.place
        pictures = StackPictures(self._images.load(shown.timepoint), shown)
        volume = pictures.volume
        if volume.geometry is None or is_beyond(volume, point):
            return None
        view = tile_view(row, tile, volume, pictures.series.modality, SIDE)
        try:
            for k in pictures.needed(view):
                pictures.images.check_slice(shown.series, shown.stack, k)
        except Refused:
            return None
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.black)
        painter = QPainter(pixmap)
        pictures.paint(painter, view, (SIDE, SIDE), coarse=False)
        painter.end()
        return pixmap

    def _items(self, button: "TileButton") -> QPixmap | None:
        """The caliper, on a picture of its own: the grey one stays good when it is moved."""
        row, tile = button.row, button.tile
        volume = None if tile.place is None else self._images.volume(tile.place[0])
        if tile.drawn is None or tile.place is None or volume is None or volume.geometry is None:
            return None
        view = tile_view(row, tile, volume, self._images.modality(tile.place[0]), SIDE)
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        depth = max(volume.geometry.spacing_mm[2] or 0.0, _ON_PLANE_MM) / 2
        paint_items(painter, frame_of(volume, view, (SIDE, SIDE)), [Item(row.lesion, tile.drawn)], depth_mm=depth)
        painter.end()
        return pixmap


class TileButton(QAbstractButton):
    """One tile: the picture, and under it what was said."""

    def __init__(self, row: Row, tile: Tile, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.tile = tile
        self.caption = caption
        self._layers: tuple[QPixmap, ...] | None = None
        self.setFixedSize(SIDE, SIDE + _CAPTION)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def is_made(self) -> bool:
        """Whether its picture was made, or found to be none."""
        return self._layers is not None

    def show_picture(self, *layers: QPixmap | None) -> None:
        """Show these, one above the other."""
        self._layers = tuple(layer for layer in layers if layer is not None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint picture, caption, and the ring of what has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(0, 0, SIDE, SIDE)
        painter.fillRect(square, QColor(COLOURS.surface))
        for layer in self._layers or ():
            painter.drawPixmap(QPointF(0, 0), layer)
        small = QFont(self.font())
        small.setPixelSize(TYPE.small)
        painter.setFont(small)
        if not self._layers:
            painter.setPen(QColor(COLOURS.muted))
            text = self.tr("no image of it") if self.is_made else "…"
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, text)
        caption = QRectF(0, SIDE, SIDE, _CAPTION)
        painter.setPen(QColor(COLOURS.text if isinstance(self.tile.said, Caliper) else COLOURS.muted))
        text = QFontMetricsF(small).elidedText(self.caption, Qt.TextElideMode.ElideRight, SIDE)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, text)
        width = _RING if self.hasFocus() or self.underMouse() else 1.0
        painter.setPen(QPen(QColor(COLOURS.accent if width == _RING else COLOURS.line), width))
        painter.drawRect(square.adjusted(width / 2, width / 2, -width / 2, -width / 2))
