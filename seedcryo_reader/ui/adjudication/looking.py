"""Measuring to look at: lengths that an adjudicator draws stand on their images until the dispute is left."""

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.grid import ViewportGrid
from seedcryo_reader.ui.reading.tools import Tools
from seedcryo_reader.viewing.calipers import lengths_mm
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind, Look
from seedcryo_reader.viewing.tools.soundness import why_not_measurable


class Looking(QObject):
    """Lengths for looking only: nothing of them is kept, sent or decided by. `changed` carries all of them."""

    told = Signal(str)
    changed = Signal(object)

    def __init__(self, grid: ViewportGrid, images: CaseImages, places: int, parent: QObject) -> None:
        """Make it; `places` is how many decimal places a length has."""
        super().__init__(parent)
        self._images = images
        self._places = places
        self._items: dict[str, Item] = {}
        self._numbered = 0
        self.tools = Tools(grid.all_viewports, self)
        for one in grid.all_viewports:
            one.set_label(self._label)
            one.drawn.connect(self._drawn)
            one.item_changed.connect(self._changed)
            one.item_deleted.connect(self._deleted)

    def toggle(self) -> None:
        """Take the ruler, or put it away."""
        self.tools.take(None if self.tools.kind is Kind.LENGTH else Kind.LENGTH)

    def _drawn(self, drawn: Drawn) -> None:
        self._numbered += 1
        self._put(f"length{self._numbered}", drawn)

    def _changed(self, item_id: str, drawn: Drawn) -> None:
        if item_id in self._items:
            self._put(item_id, drawn)

    def _put(self, item_id: str, drawn: Drawn) -> None:
        volume = self._images.volume(drawn.shown)
        why = None if volume is None else why_not_measurable(volume, drawn.orientation)
        if why is not None:
            self.told.emit(why.text)
            return
        self._items[item_id] = Item(item_id, drawn, self._label(drawn), Look.TEMPORARY, editable=True)
        self.changed.emit(tuple(self._items.values()))

    def _deleted(self, item_id: str) -> None:
        if self._items.pop(item_id, None) is not None:
            self.changed.emit(tuple(self._items.values()))

    def _label(self, drawn: Drawn) -> tuple[str, ...]:
        lengths = lengths_mm(drawn, self._places)
        return (self.tr("{0} mm").format(" × ".join(map(str, lengths))),) if lengths else ()
