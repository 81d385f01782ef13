"""A picture to paint on, and what colours came out where."""

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

Paint = Callable[[QPainter], None]


def painted(size: tuple[int, int], ratio: float, paint: Paint, ground: int = 70) -> np.ndarray:
    """Red, green, blue (row, column, 3) of a grey picture of some logical size after painting on it."""
    image = QImage(int(size[0] * ratio), int(size[1] * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(ground, ground, ground))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return colours(image)


def colours(image: QImage) -> np.ndarray:
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), 2::-1].astype(float)


def near(picture: np.ndarray, colour: str, within: float = 90.0) -> np.ndarray:
    """Which pixels (row, column) have nearly a colour."""
    wanted = QColor(colour)
    offset = picture - (wanted.red(), wanted.green(), wanted.blue())
    return np.linalg.norm(offset, axis=2) < within


def spots(where: np.ndarray, ratio: float) -> np.ndarray:
    """Centres (n, 2) of pixels as logical (x, y)."""
    rows, columns = np.nonzero(where)
    return (np.stack([columns, rows], axis=1) + 0.5) / ratio


def away(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance (n) of points (n, 2) from a line between two."""
    along = end - start
    share = np.clip((points - start) @ along / (along @ along), 0, 1)
    return np.linalg.norm(points - start - share[:, None] * along, axis=1)
