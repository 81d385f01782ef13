"""What stands about the images of the reading page: the read panel with calls and what is left to do, the filmstrip."""

from PySide6.QtWidgets import QWidget

from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.filmstrip import Filmstrip
from seedcryo_reader.ui.reading.panel import ReadPanel
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.reading.verdict.todo import TodoSection


class Surroundings:
    """Some hundred widgets, made after the first image is on the screen, as children of the panel's place."""

    def __init__(self, acting: Acting, images: CaseImages, side: QWidget) -> None:
        self.calls = CallsSection(acting, side)
        self.todo = TodoSection(acting, side)
        self.panel = ReadPanel(acting, self.calls, self.todo, side)
        self.filmstrip = Filmstrip(acting, images, side)
        self.filmstrip.hide()
