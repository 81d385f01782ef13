"""What hangs where in a dispute: prior left, the timepoint in hand right, the calipers of both reads on both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.measurement import Extent, ImagePlace
from seedcryo_reader.domain.read import Slot
from seedcryo_reader.ui.adjudication.overlays import items_on, ticks_of
from seedcryo_reader.ui.adjudication.places import Found, found
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.comparing import Comparing
from seedcryo_reader.ui.reading.grid import ViewportGrid
from seedcryo_reader.ui.shared.banner import sentences
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.calipers import image_in
from seedcryo_reader.viewing.drawing import Item
from seedcryo_reader.viewing.hanging import Hung, Layout, Role, Wanted, carried, hang, main_stack, next_series
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.linking import side_of
from seedcryo_reader.viewing.view import Shown
from seedcryo_reader.viewing.whereabouts import Place

_SHARE: Final = 4.0
"""How many times a length goes into the image that was enlarged for it."""


class _Led(NamedTuple):
    """A lesion that was gone to: its place, where it is at each timepoint, and what lay in the middles after it."""

    place: Place
    seen: Mapping[str, Place | None]
    middles: tuple[Place | None, ...]


class DisputeHanging(QObject):
    """Hangs the images of a dispute. `hung` tells that something else is shown, `refused` why it is not.

    `told` says where a lesion is shown that was not marked where it was asked for.

    Parameters
    ----------
    sides : pair of SideRead
        A and B.
    """

    hung = Signal()
    refused = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        images: CaseImages,
        grid: ViewportGrid,
        comparing: Comparing,
        sides: tuple[SideRead, SideRead],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._images = images
        self._grid = grid
        self._comparing = comparing
        self._sides = sides
        self._roles: dict[Viewport, Role] = {}
        self._beside: tuple[Item, ...] = ()
        self._remark = ""
        self._led: _Led | None = None
        self.layout = Layout.TWO
        self.timepoint = sides[0].timepoints[-1]
        self.lesion = ""
        self.side = "A"
        self.are_calipers_shown = True

    # --- what is shown ---

    def show(self, timepoint: str, lesion: str = "") -> None:
        """Hang a timepoint with what it is compared with, for a lesion where one is in hand."""
        self.timepoint, self.lesion = timepoint, lesion or self.lesion
        self._grid.show_count(self.layout.places)
        self._settle()
        loaded = {name: images for name in self._sides[0].timepoints if (images := self._loaded(name)) is not None}
        wanted = Wanted(timepoint, self.lesion or None, None, self._nadir())
        hung = hang(self.layout, loaded, wanted) if timepoint in loaded else (None,) * self.layout.places
        why = self._why_empty(hung)
        for viewport, one in reversed(list(zip(self._grid.viewports, hung, strict=True))):
            self._hang(viewport, one, why)
            why = why if one is not None else ""
        self._grid.take_in_hand(self.layout.places - 1)
        self._tell()

    def set_layout(self, layout: Layout) -> None:
        """Show one, two or four images."""
        had_focus = any(one.hasFocus() for one in self._grid.viewports)
        self.layout = layout
        self.go_to(self.timepoint, self.lesion)
        if had_focus:
            self._grid.at_hand.setFocus()

    def step(self, by: int) -> None:
        """Show an earlier or later timepoint, the same lesion in hand."""
        names = self._sides[0].timepoints
        at = names.index(self.timepoint) + by
        if 0 <= at < len(names):
            self.go_to(names[at], self.lesion)

    def go_to(self, timepoint: str, lesion: str = "", extent: Extent = Extent.WHOLE, *, side: str = "") -> None:
        """Show a lesion at a timepoint where a read measured or marked it; of a target, else where the other one did.

        What was said of it without an image is shown where the read marked it last before, else next after, and it is
        told so. Beside it hangs where it was before. The side is the one before where none is given.
        """
        scale = self._scale()
        self.side, self._led = side or self.side, None
        self.show(timepoint, lesion)
        self._tell_remark(self._show_lesion(timepoint, (lesion, extent)) if lesion else "")
        if scale is not None:
            self._enlarge(scale)

    def follow(self) -> None:
        """The images are linked otherwise now: those that lay elsewhere go to the lesion too, if nobody moved any."""
        led = self._led
        if led is not None and led.middles == self._middles():
            self._lead(led.place, led.seen)

    def _tell_remark(self, remark: str) -> None:
        """Tell it, or that what was told before does not hold any more."""
        if remark != self._remark:
            self._remark = remark
            self.told.emit(remark)

    def _show_lesion(self, timepoint: str, slot: Slot) -> str:
        """Show it; what has to be told of the place, if anything."""
        sides = self._sides if self.side == "A" else self._sides[::-1]
        shown = found(sides, self._loaded, timepoint, slot)
        if shown.place is not None:
            self._lead(shown.place, shown.seen)
        return "" if shown.is_own else self._elsewhere(shown, timepoint, slot[0])

    def _elsewhere(self, shown: Found, timepoint: str, lesion: str) -> str:
        told = self.tr("Read {0} has no mark of {1} at {2}").format(shown.read, lesion, timepoint)
        if shown.place is None:
            return f"{told}."
        at = shown.place[0].timepoint
        if at == timepoint:
            return self.tr("{0}: shown is that of the other read.").format(told)
        return self.tr("{0}: shown is its mark at {1}.").format(told, at)

    def come_closer(self, length_mm: float) -> None:
        """Enlarge what is shown, so that a length takes a good part of the image; smaller is never made."""
        self._enlarge(_SHARE * length_mm / min(self._grid.at_hand.canvas))

    def _scale(self) -> float | None:
        """The scale of the image in hand, mm a pixel, where it was enlarged beyond its frame."""
        viewport = self._grid.at_hand
        volume, view = viewport.volume, viewport.view
        if volume is None or view is None:
            return None
        fitted = moving.fit(volume, view, viewport.canvas).mm_per_pixel
        return view.mm_per_pixel if view.mm_per_pixel < fitted else None

    def _enlarge(self, mm_per_pixel: float) -> None:
        for viewport in self._grid.viewports:
            view = viewport.view
            if view is not None:
                viewport.set_view(replace(view, mm_per_pixel=min(view.mm_per_pixel, mm_per_pixel)))

    def slices_apart(self, one: ImagePlace | None, other: ImagePlace | None, timepoint: str) -> int | None:
        """How many slices two images of a timepoint lie apart; None where they are not in one stack."""
        if one is None or other is None or one.series != other.series or self._loaded(timepoint) is None:
            return None
        series = self._images.series(timepoint, one.series)
        volumes = () if series is None else series.volumes
        places = image_in(one, volumes), image_in(other, volumes)
        if places[0] is None or places[1] is None or places[0][0] != places[1][0]:
            return None
        return abs(places[0][1] - places[1][1])

    def show_drawings(self) -> None:
        """Draw on every image what belongs to it."""
        for viewport in self._grid.viewports:
            self._draw_on(viewport)

    def put_beside(self, items: Sequence[Item]) -> None:
        """Show these drawings too: what was measured to look at."""
        self._beside = tuple(items)
        self.show_drawings()

    def next_series(self, step: int) -> None:
        """Go to the next phase or sequence at the same place in the image in hand."""
        viewport = self._grid.at_hand
        images = None if viewport.shown is None else self._loaded(viewport.shown.timepoint)
        if images is not None and viewport.shown is not None:
            self._carry(viewport, images, next_series(images, viewport.shown, step))

    def show_series(self, timepoint: str, number: int) -> None:
        """Show a series of a timepoint at the place that its image shows."""
        viewport, images = self._showing(timepoint) or self._grid.at_hand, self._loaded(timepoint)
        series = None if images is None else self._images.series(timepoint, number)
        if images is not None and series is not None and series.volumes:
            self._carry(viewport, images, main_stack(series, timepoint))

    # --- within ---

    def _settle(self) -> None:
        """Give every image its size now: one that is fitted into its frame before that stays small."""
        layout = self._grid.layout()
        if layout is not None:
            layout.activate()

    def _carry(self, viewport: Viewport, images: TimepointImages, wanted: Shown) -> None:
        shown, view = viewport.shown, viewport.view
        if wanted == shown:
            return
        self._put(viewport, wanted)
        if shown is not None and view is not None and viewport.view is not None and shown.timepoint == wanted.timepoint:
            before, after = side_of(images, shown), side_of(images, wanted)
            if before is not None and after is not None:
                viewport.set_view(carried(view, (before, after), viewport.view))
        self._tell()

    def _lead(self, place: Place, seen: Mapping[str, Place | None]) -> None:
        """Show a place, and in the other images where the lesion was; what is not known there follows by the link."""
        leader = self._put_at(self._showing(place[0].timepoint) or self._grid.viewports[0], place)
        if self._comparing.is_linked:
            self._comparing.align_to(leader)
        for viewport in self._grid.viewports:
            there = None if viewport.shown is None else seen.get(viewport.shown.timepoint)
            if there is not None and viewport is not leader and viewport.shown == there[0]:
                self._put_at(viewport, there)
        self._led = _Led(place, seen, self._middles())

    def _middles(self) -> tuple[Place | None, ...]:
        """What lies in the middle of every image."""
        shown = ((one.shown, one.view) for one in self._grid.viewports)
        return tuple(None if one is None or view is None else (one, view.centre_mm) for one, view in shown)

    def _put_at(self, viewport: Viewport, place: Place) -> Viewport:
        shown, point_mm = place
        if viewport.shown != shown:
            self._put(viewport, shown)
            self._tell()
        if viewport.volume is not None and viewport.view is not None:
            viewport.set_view(moving.centred(viewport.volume, viewport.view, point_mm))
        return viewport

    def _showing(self, timepoint: str) -> Viewport | None:
        """The image of a timepoint, the last one first: there the timepoint in hand hangs."""
        shown = [one for one in self._grid.viewports if one.shown is not None and one.shown.timepoint == timepoint]
        return shown[-1] if shown else None

    def _loaded(self, timepoint: str) -> TimepointImages | None:
        try:
            return self._images.load(timepoint)
        except (Refused, EnvironmentFailure) as trouble:
            self.refused.emit(sentences(trouble))
            return None

    def _why_empty(self, hung: Sequence[Hung | None]) -> str:
        """What is missing; it is said once, in the empty place next to the timepoint in hand."""
        if hung[-1] is None:
            return self.tr("There are no images of {0} here.").format(self.timepoint)
        if self.timepoint == self._sides[0].timepoints[0]:
            return self.tr("{0} is the baseline: nothing came before it.").format(self.timepoint)
        return self.tr("There is nothing else to compare {0} with.").format(self.timepoint)

    def _hang(self, viewport: Viewport, one: Hung | None, why: str) -> None:
        if one is None:
            self._roles.pop(viewport, None)
            viewport.clear(why)
            return
        self._roles[viewport] = one.role
        if viewport.shown == one.shown:
            viewport.set_title(self._title(viewport, one.shown))
        else:
            self._put(viewport, one.shown)

    def _put(self, viewport: Viewport, shown: Shown) -> None:
        images = self._loaded(shown.timepoint)
        if images is None:
            viewport.clear(self.tr("The images of {0} cannot be shown.").format(shown.timepoint))
        else:
            viewport.show_stack(images, shown, None, self._title(viewport, shown))

    def _tell(self) -> None:
        self.show_drawings()
        self._comparing.hold(self._grid.viewports)
        self.hung.emit()

    def _draw_on(self, viewport: Viewport) -> None:
        shown = viewport.shown
        if shown is None:
            return
        series = self._images.series(shown.timepoint, shown.series)
        volumes = () if series is None else series.volumes
        of_reads = items_on(shown, volumes, self._sides) if self.are_calipers_shown else ()
        viewport.set_items((*of_reads, *(one for one in self._beside if one.drawn.shown == shown)))
        viewport.set_marks(ticks_of(of_reads))

    def _title(self, viewport: Viewport, shown: Shown) -> str:
        series = self._images.series(shown.timepoint, shown.series)
        label = "" if series is None else series.label
        what = {Role.BASELINE: self.tr("baseline"), Role.NADIR: self.tr("nadir"), Role.CURRENT: self.tr("in hand")}
        role = self._roles.get(viewport)
        first = " · ".join(one for one in (shown.timepoint, what.get(role, "") if role else "") if one)
        return f"{first}\n{label}"

    def _nadir(self) -> str | None:
        sizes = self._sides[0].evaluations[self.timepoint].sizes
        found = next((one.nadir for one in sizes if one.lesion == self.lesion and one.nadir is not None), None)
        return None if found is None else found.timepoint
