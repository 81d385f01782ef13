"""What hangs where: the hanging protocol carried out on the viewports of the reading room."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.grid import ViewportGrid
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.hanging import Hung, Layout, Role, Wanted, carried, hang, main_stack, next_series
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.linking import side_of
from seedcryo_reader.viewing.view import PointMm, Shown, View


class Hanging(QObject):
    """Hangs stacks in the viewports. `hung` tells that something else is shown; `refused` why it is not."""

    hung = Signal()
    refused = Signal(str)

    def __init__(self, acting: Acting, images: CaseImages, grid: ViewportGrid, parent: QObject) -> None:
        super().__init__(parent)
        self._acting = acting
        self._images = images
        self._grid = grid
        self.layout = Layout.ONE
        self._priors: dict[str, str] = {}
        self._roles: dict[Viewport, Role] = {}

    def hang(self, layout: Layout, timepoint: str, target: str | None, prior: str | None = None) -> None:
        """Hang a timepoint with what it is compared with: a prior that was chosen for it once stays."""
        if prior is not None:
            self._priors[timepoint] = prior
        self.layout = layout
        self._grid.show_count(layout.places)
        images = self._loaded()
        if timepoint not in images:
            return
        kept = self._priors.get(timepoint)
        wanted = Wanted(timepoint, target, kept if kept in images else None, self._nadir_of(target, timepoint))
        for viewport, one in zip(self._grid.viewports, hang(layout, images, wanted), strict=True):
            self._hang(viewport, one)
        self.hung.emit()

    def current(self) -> Viewport:
        """The viewport of the timepoint in hand: the last one."""
        return self._grid.viewports[-1]

    def showing(self, timepoint: str) -> Viewport | None:
        """A viewport that shows a timepoint, the one at hand before others."""
        shown = [one for one in self._grid.viewports if one.shown is not None and one.shown.timepoint == timepoint]
        at_hand = self._grid.at_hand
        return at_hand if at_hand in shown else next(iter(shown), None)

    def loaded(self, timepoint: str) -> TimepointImages | None:
        """The images of a timepoint; where they are not there that is told, and None returned."""
        try:
            return self._images.load(timepoint)
        except (Refused, EnvironmentFailure) as trouble:
            self.refused.emit(_sentence(trouble))
            return None

    def show(self, viewport: Viewport, shown: Shown, view: View | None = None) -> None:
        """Show a stack, as it is shown by itself where no view is given."""
        self._put(viewport, shown, view)
        self.hung.emit()

    def put_back(self, places: Mapping[int, tuple[Shown, View]]) -> None:
        """Show in these places what was shown there before, as far as it is still there."""
        for at, viewport in enumerate(self._grid.viewports):
            shown, view = places.get(at, (None, None))
            if shown is not None and self.loaded(shown.timepoint) and self._images.volume(shown) is not None:
                self._put(viewport, shown, view)
        self.hung.emit()

    def _put(self, viewport: Viewport, shown: Shown, view: View | None = None) -> None:
        images = self.loaded(shown.timepoint)
        if images is None:
            viewport.clear(self.tr("The images of {0} cannot be shown.").format(shown.timepoint))
        else:
            viewport.show_stack(images, shown, view, self._title(viewport, shown))

    def go_to(self, viewport: Viewport, shown: Shown, point_mm: PointMm) -> None:
        """Show a place: the slice nearest to it, with the place in the middle."""
        if viewport.shown != shown:
            self.show(viewport, shown)
        volume = viewport.volume
        if volume is not None and viewport.view is not None:
            viewport.set_view(moving.centred(volume, viewport.view, point_mm))

    def show_series(self, viewport: Viewport, timepoint: str, number: int) -> None:
        """Show a series of a timepoint, at the place that the viewport shows where that is known."""
        images = self.loaded(timepoint)
        series = None if images is None else self._images.series(timepoint, number)
        if images is not None and series is not None and series.volumes:
            self._show_carried(viewport, images, main_stack(series, timepoint))

    def next_series(self, viewport: Viewport, step: int) -> None:
        """Go to the next phase or sequence at the same place, with the window kept."""
        images = None if viewport.shown is None else self.loaded(viewport.shown.timepoint)
        if images is not None and viewport.shown is not None:
            self._show_carried(viewport, images, next_series(images, viewport.shown, step))

    def _show_carried(self, viewport: Viewport, images: TimepointImages, wanted: Shown) -> None:
        shown, view = viewport.shown, viewport.view
        if wanted == shown:
            return
        self.show(viewport, wanted)
        if shown is None or view is None or viewport.view is None or shown.timepoint != wanted.timepoint:
            return
        before, after = side_of(images, shown), side_of(images, wanted)
        if before is not None and after is not None:
            viewport.set_view(carried(view, (before, after), viewport.view))

    def _hang(self, viewport: Viewport, one: Hung | None) -> None:
        if one is None:
            self._roles.pop(viewport, None)
            viewport.clear(self.tr("Nothing to compare with yet."))
            return
        self._roles[viewport] = one.role
        if viewport.shown == one.shown:
            viewport.set_title(self._title(viewport, one.shown))
        else:
            self._put(viewport, one.shown)

    def _title(self, viewport: Viewport, shown: Shown) -> str:
        series = self._images.series(shown.timepoint, shown.series)
        label = "" if series is None else series.label
        role = self._roles.get(viewport)
        words = {Role.BASELINE: self.tr("baseline"), Role.NADIR: self.tr("nadir"), Role.CURRENT: self.tr("current")}
        what = words.get(role, "") if role else ""
        return f"{shown.timepoint} · {what}\n{label}" if what else f"{shown.timepoint}\n{label}"

    def _loaded(self) -> dict[str, TimepointImages]:
        found = {one.name: self.loaded(one.name) for one in self._acting.read.timepoints}
        return {name: images for name, images in found.items() if images is not None}

    def _nadir_of(self, target: str | None, timepoint: str) -> str | None:
        if target is None:
            return None
        rows = self._acting.reading.worked_out.history(timepoint)
        row = next((one for one in rows if one.lesion == target and one.extent is Extent.WHOLE), None)
        return row.nadir.timepoint if row is not None and row.nadir is not None else None


def _sentence(trouble: Refused | EnvironmentFailure) -> str:
    return " ".join(one.text for one in trouble.findings) if isinstance(trouble, Refused) else str(trouble)
