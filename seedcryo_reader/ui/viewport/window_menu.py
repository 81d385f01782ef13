"""The windows of an image by their names, with the number keys that choose them."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from seedcryo_reader.ui.viewport import wording
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import presets


class WindowMenu(QMenu):
    """Says, each time it opens, what the number keys do to the image in hand; choosing one does as its key.

    Parameters
    ----------
    at_hand : callable
        The viewport that the keys go to.
    """

    def __init__(self, at_hand: Callable[[], Viewport], parent: QWidget) -> None:
        super().__init__(parent)
        self._at_hand = at_hand
        self.setTitle(self.tr("Window"))
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        viewport = self._at_hand()
        if viewport.volume is None:
            self.addAction(self.tr("There is no image.")).setEnabled(False)
            return
        by_act = {one.objectName(): one for one in viewport.actions()}
        for choice in presets.choices(viewport.modality):
            line = self.addAction(f"{wording.preset_name(choice.preset)}\t{choice.number}")
            line.triggered.connect(by_act[f"window-{choice.number}"].trigger)
        self.addSeparator()
        first = self.addAction(self.tr("As the images came") + "\t0")
        first.triggered.connect(by_act["window-default"].trigger)
