"""`Canvas`: one stack of images on the screen, with everything painted on and round it. It has no hands."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.shared.theme import COLOURS
from seedcryo_reader.ui.viewport import wording
from seedcryo_reader.ui.viewport.furniture import Mark, paint_border, paint_message
from seedcryo_reader.ui.viewport.painting import Drawings, Scene, paint_scene, reach_mm
from seedcryo_reader.ui.viewport.slider import WIDTH, SliceSlider
from seedcryo_reader.ui.viewport.stack_pictures import StackPictures
from seedcryo_reader.viewing import captions, moving, picture, stacks
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown, View

_CHECKED_AT_ONCE: Final = 8
"""Slices held against their hashes between two looks at what the hand does."""

_KEPT_STACKS: Final = 6
"""Stacks whose checks and pictures are kept, so that cycling through phases is quick."""


class Canvas(QWidget):
    """Shows one stack in a view."""

    def __init__(self, parent: QWidget | None = None, *, maximum_allowed: bool = False) -> None:
        """Make an empty one; `maximum_allowed` is what the protocol says of maximum projections."""
        super().__init__(parent)
        self._maximum_allowed = maximum_allowed
        self._stack: StackPictures | None = None
        self._kept: list[StackPictures] = []
        self._view: View | None = None
        self._title = ""
        self._note = ""
        self._message = ""
        self._marks: tuple[Mark, ...] = ()
        self._crosshair: PointMm | None = None
        self._slider = SliceSlider(self)
        self._checking = QTimer(self)
        self._checking.setSingleShot(True)
        self._checking.timeout.connect(self._check_more)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self._slider.hide()

    def show_stack(self, images: TimepointImages, shown: Shown, view: View | None = None, title: str = "") -> None:
        """Show a stack, in a view or as it is shown first.

        Raises
        ------
        LookupError
            The timepoint has no such stack.
        """
        self._stack = self._stack_of(images, shown)
        self.set_title(title)
        self._slider.show()
        self._set(view or self.first_view())

    def set_title(self, title: str) -> None:
        """Say what is shown: one or more lines in the upper left corner."""
        if title != self._title:
            self._title = title
            self.setAccessibleName(title.replace("\n", ", "))
            self.update()

    def set_note(self, note: str) -> None:
        """Say something about how it is shown, such as what it is linked by; below the title."""
        if note != self._note:
            self._note = note
            self.setAccessibleDescription(note)
            self.update()

    def clear(self, message: str) -> None:
        """Show no image, and a sentence that says why."""
        self._checking.stop()
        self._stack, self._view, self._title, self._message = None, None, "", message
        self._kept.clear()
        self.setAccessibleName(message)
        self._slider.hide()
        self.update()

    def set_view(self, view: View) -> None:
        """Show the stack in another view; told to nobody."""
        if self._stack is not None and view != self._view:
            self._set(view)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show marks, as ticks on the slider and small crosses on their slices."""
        self._marks = tuple(marks)
        self._show_ticks()
        self.update()

    def set_crosshair(self, point_mm: PointMm | None) -> None:
        """Show a point that is pointed at elsewhere."""
        if point_mm != self._crosshair:
            self._crosshair = point_mm
            self.update()

    @property
    def canvas(self) -> moving.Size:
        """Width and height that the image has, logical pixels; the slider is beside it."""
        return float(max(self.width() - WIDTH, 1)), float(max(self.height(), 1))

    @property
    def view(self) -> View | None:
        """The view that is shown."""
        return self._view

    @property
    def shown(self) -> Shown | None:
        """Which stack."""
        return None if self._stack is None else self._stack.shown

    @property
    def volume(self) -> Volume | None:
        """Its voxels."""
        return None if self._stack is None else self._stack.volume

    @property
    def modality(self) -> str:
        """Of the stack; empty where none is shown."""
        return "" if self._stack is None else self._stack.series.modality

    @property
    def message(self) -> str:
        """The sentence that stands there instead of an image; empty where an image is seen."""
        return self._message

    @property
    def frame(self) -> Frame | None:
        """The plane that the pixels lie on."""
        if self._stack is None or self._view is None:
            return None
        return moving.frame_of(self._stack.volume, self._view, self.canvas)

    @property
    def reach_mm(self) -> float:
        """How far from the plane a drawing may lie to be seen on it."""
        return 0.0 if self._stack is None or self._view is None else reach_mm(self._stack.volume, self._view)

    @property
    def slider(self) -> SliceSlider:
        """The slider at its right edge."""
        return self._slider

    def first_view(self) -> View:
        """The view that the stack is shown in first.

        Raises
        ------
        LookupError
            No stack is shown.
        """
        if self._stack is None:
            msg = "no stack is shown"
            raise LookupError(msg)
        return moving.first_view(self._stack.volume, self._stack.series.modality, self.canvas)

    def value_at(self, point_mm: PointMm) -> float | None:
        """The value of the voxel at a point, None outside or where nothing was measured."""
        frame = self.frame
        if self._stack is None or self._view is None or frame is None:
            return None
        x, y = frame.to_screen(point_mm).tolist()
        return picture.value_at(self._stack.volume, frame, x, y, moving.slice_of(self._stack.volume, self._view))

    def refusal(self, view: View) -> str:
        """Why a view of the stack is not shown, as a sentence; empty where it may be."""
        if self._stack is None:
            return self._message
        why = picture.refusal(self._stack.volume, view, maximum_allowed=self._maximum_allowed)
        return "" if why is None else wording.refusal_text(why)

    def drawings(self) -> Drawings:
        """What is drawn on the image."""
        return Drawings()

    def title_lines(self) -> tuple[str, ...]:
        """What stands in the upper left corner."""
        return tuple(line for line in (*self._title.split("\n"), self._note) if line)

    @property
    def is_coarse(self) -> bool:
        """Whether quick is better than fine, because a hand is dragging."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802
        """Large."""
        return QSize(640, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """An image that was as large as it goes stays so."""
        self._slider.setGeometry(self.width() - WIDTH, 0, WIDTH, self.height())
        if self._stack is not None and self._view is not None:
            before = float(max(event.oldSize().width() - WIDTH, 1)), float(max(event.oldSize().height(), 1))
            view = moving.resized(self._stack.volume, self._view, before, self.canvas)
            if view != self._view:
                self._set(view)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The image with everything on it, or a sentence instead."""
        painter = QPainter(self)
        frame = self.frame
        if self._stack is None or self._view is None or frame is None or self._message:
            room = QRectF(self.rect()) if self._stack is None else QRectF(QPointF(0, 0), QSizeF(*self.canvas))
            painter.fillRect(room, QColor(COLOURS.background))
            paint_message(painter, room, self._message)
        else:
            scene = Scene(
                self._stack,
                self._view,
                self.canvas,
                self.title_lines(),
                self.drawings(),
                self._marks,
                self._crosshair,
                self.is_coarse,
            )
            paint_scene(painter, scene, frame)
        if self.hasFocus():
            paint_border(painter, QRectF(QPointF(0, 0), QSizeF(*self.canvas)))
        painter.end()

    def _set(self, view: View) -> None:
        self._view = view
        self._message = self._trouble()
        self._show_place()
        self.update()

    def _show_place(self) -> None:
        if self._stack is not None and self._view is not None:
            travel = moving.travel(self._stack.volume, self._view)
            self._slider.show_place(travel.count, travel.at)
            self._show_ticks()

    def _show_ticks(self) -> None:
        if self._stack is not None and self._view is not None:
            points = tuple(point for _, point in self._marks)
            places = captions.places_of(self._stack.volume, self._view, points)
            self._slider.show_ticks(tuple(zip(places, (label for label, _ in self._marks), strict=True)))

    def _stack_of(self, images: TimepointImages, shown: Shown) -> StackPictures:
        found = next((one for one in self._kept if one.images is images and one.shown == shown), None)
        if found is None:
            found = StackPictures(images, shown)
        else:
            self._kept.remove(found)
        self._kept = [found, *self._kept][:_KEPT_STACKS]
        return found

    def _trouble(self) -> str:
        """Why the view cannot be seen; empty where it can."""
        if self._stack is None or self._view is None:
            return self._message
        volume, view = self._stack.volume, self._view
        if why := self.refusal(view):
            return why
        if view.orientation is Orientation.ACQUIRED and stacks.is_beyond(volume, view.centre_mm):
            return self.tr("This place lies outside these images.")
        needed = self._stack.needed(view)
        if len(needed) == 1 and not volume.sources[needed[0]].readable:
            return self.tr("This slice could not be decoded: there is nothing to see of it.")
        return self._damage(self._stack, needed)

    def _damage(self, stack: StackPictures, needed: tuple[int, ...]) -> str:
        """Check slices that were not checked yet, many of them little by little; what is wrong, or how far it is."""
        checks = stack.checks
        missing = checks.missing(needed)
        checks.check(missing[:_CHECKED_AT_ONCE])
        if len(missing) > _CHECKED_AT_ONCE:
            self._checking.start()
            return self.tr("Checking the images … {0} %").format(100 - 100 * len(missing) // len(needed))
        return checks.damage(needed) or ""

    def _check_more(self) -> None:
        self._message = self._trouble()
        self.update()
