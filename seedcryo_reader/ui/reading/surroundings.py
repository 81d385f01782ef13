"""What stands about the images of the reading page: the read panel with calls and what is left to do, the filmstrip."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.filmstrip import Filmstrip
from seedcryo_reader.ui.reading.panel import LEAST_WIDTH, ReadPanel
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.reading.verdict.todo import TodoSection


class Surroundings:
    """Some hundred widgets, made after the first image is on the screen.

    Parameters
    ----------
    side : QWidget
        Where the panel comes; `panel_place` makes it.
    """

    def __init__(self, acting: Acting, images: CaseImages, side: QWidget) -> None:
        self.calls = CallsSection(acting, side)
        self.todo = TodoSection(acting, side)
        self.panel = ReadPanel(acting, self.calls, self.todo, side)
        self.filmstrip = Filmstrip(acting, images, side)
        self.filmstrip.hide()


def panel_place(parent: QWidget) -> QWidget:
    """An empty place for the panel, as wide as it has to be: nothing moves when the panel comes."""
    place = QWidget(parent)
    place.setMinimumWidth(LEAST_WIDTH)
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    return place
