"""Icons of one family, in the colours of the theme."""

from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from seedcryo_reader.ui.shared.theme import COLOURS

PIXELS: Final = (16, 20, 32, 40)
"""The two sizes in use, at 100 % and at 200 %."""

OF_ACTS: Final = MappingProxyType(
    {
        "keys": "keyboard",
        "lock-screen": "lock",
        "sign-out": "log-out",
        "next-case": "arrow-right",
        "receive-files": "file-down",
        "receive-folder": "folder-open",
        "refresh": "refresh-cw",
        "guide": "book-open",
        "leave-case": "arrow-left",
        "earlier-timepoint": "chevron-left",
        "later-timepoint": "chevron-right",
        "layout-one": "square",
        "layout-two": "columns-2",
        "layout-four": "grid-2x2",
        "filmstrip": "film",
        "sidebar": "panel-left",
        "link": "link",
        "keep-offset": "move",
        "crosshair": "crosshair",
        "drawings": "eye",
        "tool-bidirectional": "move-diagonal",
        "tool-length": "ruler",
        "tool-ellipse": "circle",
        "tool-point": "target",
        "tool-probe": "pipette",
        "tool-contour": "pentagon",
        "undo": "undo-2",
        "redo": "redo-2",
        "absent": "circle-slash",
        "too-small": "dot",
        "not-evaluable": "ban",
        "timepoint-not-evaluable": "image-off",
        "new-lesion": "plus",
        "next-missing": "list-checks",
        "reveal": "eye",
        "lock": "lock",
        "notes": "book-open",
        "query": "message-square-warning",
        "incidental": "siren",
        "erratum": "file-pen-line",
        "next-series": "layers",
        "cine": "play",
        "fit": "maximize",
        "zoom-in": "zoom-in",
        "zoom-out": "zoom-out",
        "invert": "contrast",
        "reformat": "rotate-3d",
        "delete": "trash-2",
    }
)
"""The icon of an act, for those that have one."""


class Icons:
    """Makes icons out of a folder of SVG files whose strokes are ``currentColor``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def icon(self, name: str, colour: str = COLOURS.text) -> QIcon:
        """The icon in a colour, and muted where what it stands for cannot be done.

        Raises
        ------
        FileNotFoundError
            There is no icon of that name.
        """
        drawing = (self._folder / f"{name}.svg").read_text("utf-8")
        made = QIcon()
        for pixels in PIXELS:
            made.addPixmap(_painted(drawing, colour, pixels), QIcon.Mode.Normal)
            made.addPixmap(_painted(drawing, COLOURS.line, pixels), QIcon.Mode.Disabled)
        return made


def _painted(drawing: str, colour: str, pixels: int) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode())).render(painter)
    painter.end()
    return pixmap
