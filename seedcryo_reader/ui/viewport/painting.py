"""Everything that a viewport shows at one moment, as a value, and painting it."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.shared.theme import COLOURS
from seedcryo_reader.ui.viewport import furniture as furnish
from seedcryo_reader.ui.viewport import wording
from seedcryo_reader.ui.viewport.drawing import paint_items
from seedcryo_reader.ui.viewport.furniture import Corners, Furniture, Mark
from seedcryo_reader.ui.viewport.magnifier import paint_magnifier
from seedcryo_reader.ui.viewport.stack_pictures import StackPictures
from seedcryo_reader.viewing import captions, moving, stacks
from seedcryo_reader.viewing.drawing import Item
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.view import Orientation, PointMm, View


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn: the items with the draft, which one is chosen, which one hovered over, which end is held."""

    items: tuple[Item, ...] = ()
    chosen: str | None = None
    hovered: str | None = None
    held_mm: PointMm | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of a viewport that shows an image."""

    stack: StackPictures
    view: View
    size: moving.Size
    title: tuple[str, ...] = ()
    drawings: Drawings = field(default_factory=Drawings)
    marks: tuple[Mark, ...] = ()
    crosshair: PointMm | None = None
    coarse: bool = False


def reach_mm(volume: Volume, view: View) -> float:
    """How far from the plane something may lie to be shown on it: half a slice, half a step, half the slab."""
    if view.orientation is Orientation.ACQUIRED:
        step = stacks.slice_gap_mm(volume)
    else:
        step = stacks.step_mm(volume, stacks.plane_of(volume, view.orientation, view.turn_degrees))
    return max(step, view.slab_mm) / 2


def paint_scene(painter: QPainter, scene: Scene, frame: Frame) -> None:
    """Paint the image, the drawings on it and what stands round it; `frame` is the scene's plane."""
    room = QRectF(QPointF(0, 0), QSizeF(*scene.size))
    volume, view = scene.stack.volume, scene.view
    near = reach_mm(volume, view)
    painter.setClipRect(room)
    _paint_image(painter, scene, room)
    furnish.paint_marks(painter, frame, scene.marks, near)
    drawings = scene.drawings
    paint_items(painter, frame, drawings.items, chosen=drawings.chosen, hovered=drawings.hovered, depth_mm=near)
    if scene.crosshair is not None:
        is_near = abs(float(frame.depth_mm(scene.crosshair))) <= near
        furnish.paint_crosshair(painter, frame, scene.crosshair, is_near=is_near)
    furnish.paint_furniture(painter, room, furniture_of(scene, frame, painter.device().devicePixelRatioF()))
    if drawings.held_mm is not None:
        _paint_loupe(painter, scene, frame, drawings.held_mm)


def furniture_of(scene: Scene, frame: Frame, device_ratio: float) -> Furniture:
    """What stands round the image of a scene."""
    volume, view = scene.stack.volume, scene.view
    corners = Corners(
        top_left=(*scene.title, *wording.plane_lines(view)),
        top_right=wording.place_lines(volume, view, frame),
        bottom_left=wording.window_lines(volume, view, device_ratio)[::-1],
    )
    if volume.geometry is None:
        return Furniture(corners, warning=wording.tr("Not calibrated: nothing can be measured here"))
    bar = captions.bar(frame)
    return Furniture(corners, captions.edges(frame), bar, "" if bar is None else wording.bar_text(bar))


def _paint_image(painter: QPainter, scene: Scene, room: QRectF) -> None:
    painter.fillRect(room, QColor(COLOURS.background))
    scene.stack.paint(painter, scene.view, scene.size, coarse=scene.coarse)


def _paint_loupe(painter: QPainter, scene: Scene, frame: Frame, held_mm: PointMm) -> None:
    ratio = painter.device().devicePixelRatioF()
    source = QImage((QSizeF(*scene.size) * ratio).toSize(), QImage.Format.Format_RGB32)
    source.setDevicePixelRatio(ratio)
    under = QPainter(source)
    _paint_image(under, scene, QRectF(QPointF(0, 0), QSizeF(*scene.size)))
    under.end()
    x, y = frame.to_screen(held_mm).tolist()
    paint_magnifier(
        painter,
        source,
        frame,
        (x, y),
        items=scene.drawings.items,
        depth_mm=reach_mm(scene.stack.volume, scene.view),
        smooth=scene.view.smooth,
    )
