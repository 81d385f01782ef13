"""Going to a place: a lesion, what was said of it at a timepoint, another layout. All images move once."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Slot
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.comparing import Comparing
from seedcryo_reader.ui.reading.grid import ViewportGrid
from seedcryo_reader.ui.reading.hanging import Hanging
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.hanging import Layout
from seedcryo_reader.viewing.view import PointMm, Shown
from seedcryo_reader.viewing.whereabouts import Place, latest_place, place_of


class Going(QObject):
    """Moves the images to where something lies. `moved` tells that they are there."""

    moved = Signal()

    def __init__(
        self, acting: Acting, grid: ViewportGrid, hanging: Hanging, comparing: Comparing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._acting = acting
        self._grid = grid
        self._hanging = hanging
        self._comparing = comparing
        self._cell: Place | None = None
        self._leader: Viewport | None = None

    def go_to_slot(self, lesion: str, extent: Extent) -> None:
        """Show where a lesion lies, on the series that it is read on, in every viewport that the link leads to."""
        active = self._acting.active
        if active is None:
            return
        self._hanging.hang(self._hanging.layout, active.name, lesion)
        wanted, self._cell = self._cell, None
        found = wanted or latest_place(self._acting.read, self._hanging.loaded, active.name, lesion, extent)
        if found is not None:
            self._lead(found)

    def place(self, timepoint: str, slot: Slot) -> Place | None:
        """Where a lesion lies at a timepoint; None where it was not measured or marked there."""
        images = self._hanging.loaded(timepoint)
        return None if images is None else place_of(self._acting.read, images, timepoint, *slot)

    def go_to_place(self, place: Place, choose: Callable[[], None]) -> None:
        """Show a place; `choose` takes its lesion in hand, and what comes of that leads here too."""
        self._cell = place
        choose()
        if self._cell is not None:  # it was in hand already
            self._lead(self._cell)
        self._cell = None

    def compare_with(self, timepoint: str, slot: Slot | None) -> None:
        """Show a timepoint beside the open one, or take the open one in hand."""
        active = self._acting.active
        if active is None:
            return
        if timepoint != active.name:
            layout = self._hanging.layout if self._hanging.layout is not Layout.ONE else Layout.TWO
            self._hanging.hang(layout, active.name, None if slot is None else slot[0], timepoint)
        viewport = self._hanging.showing(timepoint)
        if viewport is not None:
            self._grid.take_in_hand(self._grid.viewports.index(viewport))
            viewport.setFocus()
        found = None if slot is None else self.place(timepoint, slot)
        if found is not None:
            self._lead(found)

    def set_layout(self, layout: Layout, slot: Slot | None) -> None:
        """Show one, two or four images."""
        active = self._acting.active
        if active is None:
            return
        self._hanging.hang(layout, active.name, None if slot is None else slot[0])
        self._grid.take_in_hand(layout.places - 1)
        if slot is not None:
            self.go_to_slot(*slot)

    def hand_moved(self) -> None:
        """The reader's hand moved an image: nothing that was begun before moves one any more."""
        self._leader = None

    def link_changed(self) -> None:
        """End what waited for a registration: going to a lesion in all images."""
        if self._leader is None or self._comparing.is_registering:
            return
        leader, self._leader = self._leader, None
        if self._comparing.is_linked and leader in self._grid.viewports:
            self._comparing.align_to(leader)

    def _lead(self, place: Place) -> None:
        shown, point_mm = place
        viewport = self._hanging.showing(shown.timepoint) or self._grid.viewports[0]
        self._go(viewport, shown, point_mm)
        self._leader = viewport if self._comparing.is_registering else None

    def _go(self, viewport: Viewport, shown: Shown, point_mm: PointMm) -> None:
        self._hanging.go_to(viewport, shown, point_mm)
        if self._comparing.is_linked:
            self._comparing.align_to(viewport)
        self.moved.emit()
