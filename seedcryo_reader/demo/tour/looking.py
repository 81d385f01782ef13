"""Looking at the images: finding a lesion in the picture of a viewport, its slice, its ends; and drawing a caliper."""

import re
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from seedcryo_reader.demo.tour.edges import Outline, Picture, Point, outline_around
from seedcryo_reader.demo.tour.expected import Seen
from seedcryo_reader.demo.tour.hands import Hands, TourStopped
from seedcryo_reader.ui.viewport.slider import SliceSlider
from seedcryo_reader.ui.viewport.viewport import Viewport

_ZOOMS: Final = 11
_ZOOM: Final = 1.15
"""Of one step."""
_SOFT_TISSUE, _LUNG = Qt.Key.Key_1, Qt.Key.Key_3
_NEAR: Final = 12
"""Voxels from where the program leads."""
_SLICES: Final = 2
"""Slices that are looked at on both sides of where the program leads."""


class Looking:
    """The viewport of the timepoint in hand."""

    def __init__(self, hands: Hands, timepoint: str) -> None:
        self._hands = hands
        self._timepoint = timepoint

    @property
    def image(self) -> Viewport:
        """The viewport, by its title."""
        title = f"{self._timepoint} · current"
        found = (one for one in self._hands.all(Viewport) if one.accessibleName().startswith(title))
        image = next(found, None)
        if image is None:
            msg = f"No image is titled “{title}”."
            raise TourStopped(msg)
        return image

    @property
    def voxel(self) -> float:
        """Logical pixels to one voxel once the image was enlarged."""
        return float(_ZOOM**_ZOOMS / self.image.devicePixelRatioF())

    @property
    def slice_number(self) -> int:
        """The slice that is shown, as the slider tells it."""
        slider = next(self._hands.all(SliceSlider, self.image))
        found = re.match(r"(\d+) of \d+", slider.accessibleDescription())
        if found is None:
            msg = "The slider does not tell the slice."
            raise TourStopped(msg)
        return int(found[1])

    def wait_for_links(self) -> None:
        """Wait until the images beside this one say what they are linked by."""
        beside = [one for one in self._hands.all(Viewport) if one is not self.image]
        self._hands.wait(
            lambda: all(_is_linked(one.accessibleDescription()) for one in beside), "the images to be linked"
        )

    def enlarge(self, organ: str) -> None:
        """Show what lies in the middle so large that a voxel is several pixels, in the organ's window."""
        self._window_for(organ)
        self._hands.key(Qt.Key.Key_O)
        for _ in range(_ZOOMS):
            self._hands.key(Qt.Key.Key_Plus)

    def _window_for(self, organ: str) -> None:
        self._hands.key(_LUNG if organ == "lung" else _SOFT_TISSUE)

    def find_lesion(self) -> Outline:
        """The lesion in the middle, on the slice where it is largest, which is shown then.

        Drawings are hidden meanwhile.

        Raises
        ------
        TourStopped
            There is none.
        """
        start = self.slice_number
        self._hands.key(Qt.Key.Key_D)
        for _ in range(_SLICES):
            self._hands.key(Qt.Key.Key_Up)
        found = {}
        for _ in range(2 * _SLICES + 1):
            outline = outline_around(self.picture(), self.middle, self.voxel)
            if outline is not None and self._is_near(outline.middle):
                found[self.slice_number] = outline
            self._hands.key(Qt.Key.Key_Down)
        if not found:
            msg = f"No lesion can be seen around the middle of the image, slice {start}."
            raise TourStopped(msg)
        best = max(found, key=lambda one: found[one].area)
        self.go_to_slice(best)
        self._hands.key(Qt.Key.Key_D)
        return found[best]

    def measure(self, outline: Outline) -> None:
        """Draw the caliper of two axes; its tool is in hand."""
        for start, end in (outline.long_axis(), outline.short_axis()):
            self._hands.drag(self.image, _pixel(start), _pixel(end))

    def mark(self, lesion: Seen, voxels: tuple[int, int]) -> None:
        """Click where a lesion lies, on the image as a whole."""
        self._window_for(lesion.organ)
        self._hands.key(Qt.Key.Key_F)
        self.go_to_slice(lesion.slice_number)
        width, height = self._room
        scale = min(width / voxels[0], height / voxels[1])
        x, y = (
            room / 2 + (at + 0.5 - count / 2) * scale
            for room, at, count in zip(self._room, (lesion.column, lesion.row), voxels, strict=True)
        )
        self._hands.click(self.image, _pixel((x, y)))

    def go_to_slice(self, number: int) -> None:
        """Turn to a slice by keys."""
        while (gap := number - self.slice_number) != 0:
            before = self.slice_number
            self._hands.key(Qt.Key.Key_Down if gap > 0 else Qt.Key.Key_Up)
            if self.slice_number == before:
                msg = f"Slice {number} cannot be reached."
                raise TourStopped(msg)

    def picture(self) -> Picture:
        """What the viewport shows, in grey, one value per logical pixel; the slider left out."""
        grabbed = self.image.grab().toImage()
        ratio = grabbed.devicePixelRatio()
        grey = grabbed.convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()]
        step = round(ratio)
        high, wide = (length // step * step for length in rows.shape)
        small = rows[:high, :wide].reshape(high // step, step, wide // step, step).mean(axis=(1, 3))
        return np.ascontiguousarray(small[:, : int(self._room[0])], dtype=np.float64)

    @property
    def middle(self) -> Point:
        """The middle of the image on the screen."""
        width, height = self._room
        return width / 2, height / 2

    def _is_near(self, point: Point) -> bool:
        away = np.subtract(point, self.middle)
        return float(np.hypot(*away)) < _NEAR * self.voxel

    @property
    def _room(self) -> tuple[float, float]:
        slider = next(self._hands.all(SliceSlider, self.image))
        return float(self.image.width() - slider.width()), float(self.image.height())


def _is_linked(words: str) -> bool:
    return words.startswith(("registered", "same frame", "offset"))


def _pixel(point: Point) -> QPoint:
    return QPoint(round(point[0]), round(point[1]))
