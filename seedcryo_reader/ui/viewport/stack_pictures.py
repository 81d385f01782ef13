"""The pictures of one stack on the screen: slices checked before they are shown, greys as an image that Qt paints."""

from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from seedcryo_reader.imaging.window import Grey
from seedcryo_reader.viewing.checking import SliceChecks
from seedcryo_reader.viewing.images import ShownSeries, TimepointImages
from seedcryo_reader.viewing.moving import Size
from seedcryo_reader.viewing.picture import Picture, PictureMaker, slices_needed
from seedcryo_reader.viewing.view import Shown, View

_OPAQUE: Final = (np.arange(256, dtype=np.uint32) * 0x010101) | np.uint32(0xFF000000)
"""Grey → a pixel of `QImage.Format_RGB32`, the format that Qt scales quickest."""


_SAME: Final = 1e-3


class StackPictures:
    """One stack of a timepoint, as a viewport shows it."""

    def __init__(self, images: TimepointImages, shown: Shown) -> None:
        """Take a stack.

        Raises
        ------
        LookupError
            The timepoint has no such series or stack.
        """
        self.images = images
        self.shown = shown
        self.series = _find(images, shown)
        self.volume = self.series.volumes[shown.stack]
        self.checks = SliceChecks(lambda k: images.check_slice(shown.series, shown.stack, k))
        self._maker = PictureMaker(self.volume)
        self._image = GreyImage()

    def needed(self, view: View) -> tuple[int, ...]:
        """The slices that a view shows something of."""
        return slices_needed(self.volume, view)

    def paint(self, painter: QPainter, view: View, size: Size, *, coarse: bool) -> None:
        """Paint the greys of a view on the place at the top left of the painter's device."""
        ratio = painter.device().devicePixelRatioF()
        picture = self._maker.picture(view, size, ratio, coarse=coarse)
        if picture is not None:
            self._image.paint(painter, picture, smooth=view.smooth or coarse)


class GreyImage:
    """Greys as a `QImage`.

    A picture that is made for the screen's own pixels is painted as it is. One that has to be scaled is copied into
    the format that Qt scales quickest; that memory is used again as long as the size stays.
    """

    def __init__(self) -> None:
        self._pixels: npt.NDArray[np.uint32] = np.empty((0, 0), np.uint32)
        self._scaled = QImage()
        self._of: object = None

    def paint(self, painter: QPainter, picture: Picture, *, smooth: bool) -> None:
        """Paint a picture on its rectangle."""
        greys = picture.greys
        rows, columns = greys.shape
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        where = QRectF(picture.left, picture.top, picture.width, picture.height)
        ratio = painter.device().devicePixelRatioF()
        if abs(picture.width * ratio - columns) < _SAME and abs(picture.height * ratio - rows) < _SAME:
            painter.drawImage(where, QImage(greys.data, columns, rows, columns, QImage.Format.Format_Grayscale8))
            return
        if self._of is not greys:
            self._take(greys)
        painter.drawImage(where, self._scaled)

    def _take(self, greys: Grey) -> None:
        if self._pixels.shape != greys.shape:
            rows, columns = greys.shape
            self._pixels = np.empty(greys.shape, np.uint32)
            self._scaled = QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        np.take(_OPAQUE, greys, out=self._pixels, mode="clip")
        self._of = greys


def _find(images: TimepointImages, shown: Shown) -> ShownSeries:
    for series in images.series:
        if series.number == shown.series and shown.stack < len(series.volumes):
            return series
    msg = f"no stack {shown.stack} in series {shown.series} of {shown.timepoint}"
    raise LookupError(msg)
