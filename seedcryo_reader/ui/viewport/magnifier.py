"""A round loupe beside the pointer, while the end of a caliper is moved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from seedcryo_reader.ui.shared.theme import COLOURS
from seedcryo_reader.ui.viewport.drawing import paint_lines
from seedcryo_reader.viewing.drawing import Item
from seedcryo_reader.viewing.frame import Frame

TIMES: Final = 3.0
RADIUS: Final = 60.0
_AWAY: Final = 28.0
_GAP: Final = 5.0


def place_loupe(at: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    """Centre of the loupe: up to the right of the pointer, on the other side where the viewport ends."""
    reach = RADIUS + _AWAY
    x = at[0] + reach if at[0] + reach + RADIUS <= size[0] else at[0] - reach
    y = at[1] - reach if at[1] - reach - RADIUS >= 0 else at[1] + reach
    # A viewport of the filmstrip has no room beside the pointer: then the loupe stays inside and covers it.
    return min(max(x, RADIUS), size[0] - RADIUS), min(max(y, RADIUS), size[1] - RADIUS)


def paint_magnifier(
    painter: QPainter,
    source: QImage,
    frame: Frame,
    at: tuple[float, float],
    *,
    items: Sequence[Item] = (),
    depth_mm: float = 0.0,
    smooth: bool = True,
) -> None:
    """Paint what lies under a logical pixel three times larger.

    Parameters
    ----------
    source : QImage
        The viewport's picture without anything drawn on it, covering all of it, at any device pixel ratio.
    frame : Frame
        The viewport's.
    at : (x, y)
        The end that is moved, logical pixels.
    items, depth_mm
        What is drawn, as `paint_items` takes them; shown as thin lines.
    smooth : bool
        Interpolated, or each pixel as a square.
    """
    x, y = place_loupe(at, frame.size)
    disc = QRectF(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
    round_it = QPainterPath()
    round_it.addEllipse(disc)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.fillPath(round_it, QColor(COLOURS.background))
    painter.save()
    painter.setClipPath(round_it, Qt.ClipOperation.IntersectClip)
    painter.drawImage(disc, source, _under(source, frame, at))
    painter.translate(disc.topLeft())
    paint_lines(painter, _close_up(frame, at), items, depth_mm=depth_mm)
    painter.restore()
    _paint_aim(painter, QPointF(x, y))
    painter.setPen(QPen(QColor(COLOURS.background), 4.0))
    painter.drawEllipse(disc)
    painter.setPen(QPen(QColor(COLOURS.muted), 1.5))
    painter.drawEllipse(disc)
    painter.restore()


def _close_up(frame: Frame, at: tuple[float, float]) -> Frame:
    """The loupe's own frame: the plane round what is under it."""
    close = frame.mm_per_pixel / TIMES
    return replace(frame, centre_mm=frame.to_mm(*at), mm_per_pixel=close, size=(2 * RADIUS, 2 * RADIUS))


def _under(source: QImage, frame: Frame, at: tuple[float, float]) -> QRectF:
    """What of the source the loupe shows, in its own pixels."""
    half = RADIUS / TIMES
    across, down = source.width() / frame.size[0], source.height() / frame.size[1]
    return QRectF((at[0] - half) * across, (at[1] - half) * down, 2 * half * across, 2 * half * down)


def _paint_aim(painter: QPainter, centre: QPointF) -> None:
    """Fine cross hairs that leave the very point free."""
    for colour, width in ((COLOURS.background, 3.0), (COLOURS.text, 1.0)):
        painter.setPen(QPen(QColor(colour), width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            step = QPointF(dx, dy)
            painter.drawLine(centre + step * _GAP, centre + step * (3 * _GAP))
