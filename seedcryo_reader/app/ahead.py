"""Loading what the reading room is made of while nobody waits for it: the worklist comes sooner, and so does a case."""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, QTimer

PAUSE_MS: Final = 1500
"""Before the first module: nobody has typed a password by then, and a password that is supplied is not held up."""

ROOM: Final = (
    "pydantic.types",
    "seedcryo_reader.criteria.protocol.fields",
    "seedcryo_reader.criteria.protocol.model",
    "seedcryo_reader.reading.reading",
    "vtkmodules.vtkCommonCore",
    "vtkmodules.vtkCommonDataModel",
    "vtkmodules.vtkImagingCore",
    "seedcryo_reader.viewing.picture",
    "seedcryo_reader.ui.viewport.viewport",
    "seedcryo_reader.ui.reading.panel",
    "seedcryo_reader.ui.reading.page",
    "seedcryo_reader.ui.reading.room",
)
"""In small steps, for each of them holds the window up as long as it takes."""


class Ahead(QObject):
    """Imports modules one after the other, each when the window has nothing else to do; `parent` ends it."""

    def __init__(self, modules: Sequence[str], parent: QObject, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._left = list(modules)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._load_one)
        self._clock.start(pause_ms)

    @property
    def is_done(self) -> bool:
        """Whether everything is loaded."""
        return not self._left

    def _load_one(self) -> None:
        self._clock.setInterval(0)
        import_module(self._left.pop(0))
        if self.is_done:
            self._clock.stop()
