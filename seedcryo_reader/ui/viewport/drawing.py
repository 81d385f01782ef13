"""Painting what was drawn on an image: lines where the millimetres say, handles, and a label beside each."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from seedcryo_reader.ui.shared.theme import COLOURS, TYPE
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind, Look
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.labels import Box, box_of, place_label
from seedcryo_reader.viewing.tools.outline import corners_mm, lesion_mm, lines_mm

Points = npt.NDArray[np.float64]
"""Logical pixels (n, 2)."""

HANDLE: Final = 4.0
_TICK: Final = 4.0
_CROSS: Final = 7.0
_LINE: Final = 1.5
_THICK: Final = 2.25
_HALO: Final = 2.0
_TOUCH_MM: Final = 0.01
"""Points are kept to a thousandth; a plane is met within that, also where a viewport shows no thickness at all."""

_DASHES: Final[dict[Look, list[float]]] = {
    Look.GHOST: [5.0, 4.0],
    Look.TEMPORARY: [1.0, 2.5],
    Look.SIDE_B: [7.0, 3.0],
}
"""In widths of the line: whose a drawing is can be told without its colour."""


def is_on_plane(drawn: Drawn, frame: Frame, depth_mm: float) -> bool:
    """Whether all of a drawing lies on the viewport's plane, within `depth_mm` to either side."""
    return bool(np.abs(frame.depth_mm(drawn.points_mm)).max() <= max(depth_mm, _TOUCH_MM))


def paint_items(
    painter: QPainter,
    frame: Frame,
    items: Sequence[Item],
    *,
    chosen: str | None = None,
    hovered: str | None = None,
    depth_mm: float,
) -> None:
    """Paint every drawing that lies on the viewport's plane, labels above all lines.

    The painter's logical pixels are the viewport's; the draft is an item like any other.

    Parameters
    ----------
    chosen, hovered : str or None
        Id of the item whose handles are shown, and of the one under the pointer.
    depth_mm : float
        How far from the plane a drawing may lie: half a slice.
    """
    near = [one for one in items if one.drawn.points_mm and is_on_plane(one.drawn, frame, depth_mm)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    widths = [_THICK if one.item_id in (chosen, hovered) else _LINE for one in near]
    paths = [_path(frame, one) for one in near]
    for path, width in zip(paths, widths, strict=True):
        _stroke(painter, path, _halo(width))
    for one, path, width in zip(near, paths, widths, strict=True):  # a rim above a line would hide it
        _stroke(painter, path, _pen(one.look, width))
        if one.editable and one.item_id == chosen:
            _paint_handles(painter, frame.to_screen(corners_mm(one.drawn)), _colour(one.look))
    _paint_labels(painter, frame, near)
    painter.restore()


def paint_lines(painter: QPainter, frame: Frame, items: Sequence[Item], *, depth_mm: float) -> None:
    """Paint lines alone, thin and without ticks, handles and labels: for the magnifier."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in items:
        if is_on_plane(one.drawn, frame, depth_mm):
            painter.setPen(QPen(_colour(one.look), 1.0))
            for line in lines_mm(one.drawn):
                painter.drawPolyline(_polygon(frame.to_screen(line)))
    painter.restore()


def _path(frame: Frame, item: Item) -> QPainterPath:
    path = QPainterPath()
    for stroke in _strokes(frame, item.drawn):
        path.addPolygon(_polygon(stroke))
    return path


def _halo(width: float) -> QPen:
    colour = QColor(COLOURS.background)
    colour.setAlphaF(0.7)
    return QPen(colour, width + _HALO)


def _stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)


def _pen(look: Look, width: float) -> QPen:
    pen = QPen(_colour(look), width)
    if look in _DASHES:
        pen.setDashPattern(_DASHES[look])
    return pen


def _colour(look: Look) -> QColor:
    return QColor(
        {
            Look.OWN: COLOURS.own,
            Look.GHOST: COLOURS.ghost,
            Look.MARK: COLOURS.mark,
            Look.TEMPORARY: COLOURS.temporary,
            Look.SIDE_A: COLOURS.side_a,
            Look.SIDE_B: COLOURS.side_b,
        }[look]
    )


def _strokes(frame: Frame, drawn: Drawn) -> Iterator[Points]:
    """Everything of a drawing that is a line, on the screen."""
    lines = [frame.to_screen(line) for line in lines_mm(drawn)]
    yield from lines
    if drawn.kind in (Kind.POINT, Kind.PROBE):
        yield from _cross_at(frame.to_screen(drawn.points_mm[0]))
    if drawn.kind in (Kind.BIDIRECTIONAL, Kind.LENGTH):
        for line in lines:
            yield from _ticks(line)


def _cross_at(point: Points) -> Iterator[Points]:
    """Four strokes round a point that leave the point itself to be seen."""
    for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        yield np.array([point + np.array(step) * 2.0, point + np.array(step) * _CROSS])


def _ticks(line: Points) -> Iterator[Points]:
    """A stroke across each end: the end of a caliper is its outer edge, not a blob over the lesion's."""
    step = line[1] - line[0]
    length = float(np.hypot(*step))
    if length < 2 * _TICK:
        return
    across = np.array([-step[1], step[0]]) / length * _TICK
    for end in line:
        yield np.array([end - across, end + across])


def _paint_handles(painter: QPainter, points: Points, colour: QColor) -> None:
    for x, y in points:
        painter.setPen(QPen(QColor(COLOURS.background), _LINE + _HALO))
        painter.drawEllipse(QPointF(x, y), HANDLE, HANDLE)
        painter.setPen(QPen(colour, _LINE))
        painter.drawEllipse(QPointF(x, y), HANDLE, HANDLE)


def _paint_labels(painter: QPainter, frame: Frame, items: Sequence[Item]) -> None:
    font = QFont(painter.font())
    font.setPixelSize(TYPE.small)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    boxes = [_extent(frame, one.drawn) for one in items]
    written: list[Box] = []
    for at, one in enumerate(items):
        if not one.label or not _is_seen(boxes[at], frame.size):
            continue
        size = max(metrics.horizontalAdvance(line) for line in one.label), metrics.lineSpacing() * len(one.label)
        others = [box for other, box in enumerate(boxes) if other != at]
        box = place_label(size, boxes[at], frame.size, [*others, *written])
        written.append(box)
        for row, line in enumerate(one.label):
            where = QPointF(box.left, box.top + metrics.ascent() + row * metrics.lineSpacing())
            # Grey on grey is seen as a line, but not read as a text.
            _write(painter, where, line, QColor(COLOURS.text) if one.look is Look.GHOST else _colour(one.look))


def _extent(frame: Frame, drawn: Drawn) -> Box:
    box = box_of(frame.to_screen(lesion_mm(drawn)))
    return box.grown(_CROSS) if drawn.kind in (Kind.POINT, Kind.PROBE) else box


def _is_seen(box: Box, size: tuple[float, float]) -> bool:
    return box.right > 0 and box.bottom > 0 and box.left < size[0] and box.top < size[1]


def _write(painter: QPainter, at: QPointF, text: str, colour: QColor) -> None:
    """Text with a dark rim, so that it is read on white as on black."""
    painter.setPen(QColor(COLOURS.background))
    for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        painter.drawText(at + QPointF(x, y), text)
    painter.setPen(colour)
    painter.drawText(at, text)


def _polygon(points: Points) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
