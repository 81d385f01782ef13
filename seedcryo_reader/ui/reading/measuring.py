"""What is drawn on the images: the read's calipers and marks as items, and what the hand draws as acts on the read."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.domain import events
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Slot, TimepointRead
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.figures import Figures
from seedcryo_reader.ui.reading.panel import ReadPanel
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.calipers import caliper_of, drawn_of, image_in, mark_of, point_of_mark
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind, Look
from seedcryo_reader.viewing.tools.soundness import why_not_in
from seedcryo_reader.viewing.view import PointMm, Shown

_TEMPORARY = "temporary"
_UNWRITTEN = "unwritten"

_LOOKED_AT = (Kind.POINT, Kind.PROBE)
"""What shows a place and measures nothing."""


class Measuring(QObject):
    """Draws the read on the viewports, and writes what is drawn there into the read.

    A bidirectional caliper on the open timepoint is the measurement of the slot in hand, a point the mark that is
    waited for. Whatever else is drawn is for looking only: it stands on its image until the case is left. A caliper
    that could not be written stays there too, until it can: `write_again`, or a click on it.
    """

    told = Signal(str)
    measured = Signal()

    def __init__(self, acting: Acting, images: CaseImages, panel: Callable[[], ReadPanel], parent: QObject) -> None:
        """Draw for the slot in hand of the panel, which is asked for when something was drawn."""
        super().__init__(parent)
        self._acting = acting
        self._images = images
        self._panel = panel
        self._figures = Figures(acting, images)
        self._temporary: list[Item] = []
        self._unwritten: dict[str, tuple[Slot, int | None, Item]] = {}
        self._refusal = ""
        self._is_settling = False
        self._begun_on: set[Viewport] = set()
        acting.refused.connect(self._note_refusal)
        self._numbered = 0
        self.is_shown = True

    def attend(self, viewports: Sequence[Viewport]) -> None:
        """Listen to the hands on these viewports."""
        for viewport in viewports:
            viewport.set_label(self.live_label)
            viewport.drawn.connect(partial(self._drawn, viewport))
            viewport.draft_changed.connect(partial(self._clear_the_way, viewport))
            viewport.item_chosen.connect(self._chosen)
            viewport.item_changed.connect(partial(self._changed, viewport))
            viewport.item_deleted.connect(self._deleted)

    def live_label(self, drawn: Drawn) -> tuple[str, ...]:
        """The figures beside what is being drawn or moved; none where it has none yet."""
        try:
            return self._figures.label(drawn)
        except Refused:
            return ()

    # --- what is shown ---

    def show_on(self, viewport: Viewport) -> None:
        """Show what belongs to the images in a viewport."""
        shown = viewport.shown
        if shown is None:
            return
        self._let_go_of_others(viewport)
        viewport.set_items(self._items(shown) if self.is_shown else ())
        viewport.set_marks(self._marks(shown, is_named=not self._is_measured_on(viewport)))

    def _clear_the_way(self, viewport: Viewport, draft: Drawn | None) -> None:
        """Take the marks off an image that is measured on: they and the length would lie on each other."""
        if (viewport in self._begun_on) is (draft is not None):
            return
        self._begun_on ^= {viewport}
        if viewport.shown is not None:
            viewport.set_marks(self._marks(viewport.shown, is_named=not self._is_measured_on(viewport)))

    @staticmethod
    def _is_measured_on(viewport: Viewport) -> bool:
        return viewport.draft is not None and viewport.draft.kind is Kind.BIDIRECTIONAL

    def _let_go_of_others(self, viewport: Viewport) -> None:
        """Put down the drawing of a slot that is not in hand: the arrow keys would change what nobody thinks of."""
        slot = None if viewport.chosen is None else _slot_of(viewport.chosen)
        if slot is None or viewport.is_moving or slot == self._panel().current_slot:
            return
        self._is_settling = True
        viewport.settle()
        self._is_settling = False
        viewport.choose(None)

    def _items(self, shown: Shown) -> tuple[Item, ...]:
        one = self._acting.read.timepoint(shown.timepoint)
        if one is None:
            return ()
        unwritten = (item for _, _, item in self._unwritten.values())
        beside = (item for item in (*self._temporary, *unwritten) if item.drawn.shown == shown)
        return (*self._calipers(one, shown), *self._recorded(one, shown), *beside)

    def _calipers(self, one: TimepointRead, shown: Shown) -> list[Item]:
        volumes = self._volumes(shown)
        found = []
        for (lesion, extent), said in one.sheet.assessments.items():
            if not isinstance(said, Caliper) or said.image.series != shown.series:
                continue
            place = image_in(said.image, volumes)
            if place is not None and place[0] == shown.stack:
                lengths = " × ".join(str(axis.mm) for axis in (said.long, said.short) if axis is not None)
                label = (_name_of((lesion, extent)), self.tr("{0} mm").format(lengths))
                found.append(Item(_id_of((lesion, extent)), drawn_of(said, shown), label, Look.OWN, self._is_open(one)))
        return found

    def _recorded(self, one: TimepointRead, shown: Shown) -> list[Item]:
        volumes = self._volumes(shown)
        found = []
        for lesion in one.sheet.recorded.values():
            if lesion.mark.image.series != shown.series:
                continue
            place = image_in(lesion.mark.image, volumes)
            if place is not None and place[0] == shown.stack:
                found.append(Item(lesion.lesion, drawn_of(lesion.mark, shown), (lesion.lesion,), Look.MARK))
        return found

    def _marks(self, shown: Shown, *, is_named: bool) -> tuple[tuple[str, PointMm], ...]:
        """Where lesions lie: a tick for what is measured, and what the baseline still asks for, named or not."""
        one = self._acting.read.timepoint(shown.timepoint)
        if one is None:
            return ()
        ticks = [("", _middle(item.drawn)) for item in self._calipers(one, shown)]
        if one.name != BASELINE:
            return tuple(ticks)
        left = [target for target in self._acting.read.targets if one.sheet.assessed(target.target_id) is None]
        asked = [(target.target_id, point_of_mark(target.mark_mm)) for target in left if target.mark_mm is not None]
        return (*ticks, *((name if is_named else "", at) for name, at in asked))

    def _volumes(self, shown: Shown) -> Sequence[Volume]:
        series = self._images.series(shown.timepoint, shown.series)
        return () if series is None else series.volumes

    def _is_open(self, one: TimepointRead) -> bool:
        active = self._acting.active
        return active is not None and active.name == one.name and not one.locked

    # --- what the hand does ---

    def _drawn(self, viewport: Viewport, drawn: Drawn) -> None:
        if not self._may_count(viewport, drawn.kind):
            return
        here = self._is_here(drawn)
        if drawn.kind is Kind.BIDIRECTIONAL:
            slot = self._panel().current_slot
            chosen = self._measure(drawn, slot, _slice_in(viewport)) if here else self._keep(drawn)
            viewport.choose_drawn(chosen)
        elif drawn.kind is Kind.POINT and self._panel().mark_purpose:
            self._mark(drawn, _slice_in(viewport), here=here)
        else:
            self._keep(drawn)

    def _is_here(self, drawn: Drawn) -> bool:
        active = self._acting.active
        return active is not None and active.name == drawn.shown.timepoint and not active.locked

    def _may_count(self, viewport: Viewport, kind: Kind) -> bool:
        why = None if viewport.view is None or kind in _LOOKED_AT else why_not_in(viewport.view)
        if why is not None:
            self.told.emit(why.text)
        return why is None

    def _measure(self, drawn: Drawn, slot: Slot | None, seen: int | None) -> str:
        """Write a caliper into its slot, which is taken in hand; the images stay. What it is called on them now."""
        caliper = self._caliper(drawn, seen)
        if caliper is None:
            return ""
        if slot is None:
            return self._keep(drawn)
        panel, item_id = self._panel(), _id_of(slot)
        panel.show_timepoint(None)
        if not self._is_settling:
            panel.take(*slot)
        self._refusal = ""
        if panel.measured(caliper, slot):
            self._drop(_UNWRITTEN + item_id)
            self.measured.emit()
            return item_id
        if not self._refusal:  # the reader thought better of it
            return ""
        return self._keep_unwritten(drawn, slot, seen)

    def _keep_unwritten(self, drawn: Drawn, slot: Slot, seen: int | None) -> str:
        item_id = _UNWRITTEN + _id_of(slot)
        label = (_name_of(slot), *self._figures.label(drawn), self.tr("not saved"))
        self._unwritten[item_id] = slot, seen, Item(item_id, drawn, label, Look.TEMPORARY, editable=True)
        self._acting.changed.emit()
        kept = self.tr("The caliper stays on the image: Esc and a click on it try again.")
        self.told.emit(f"{kept} {self._refusal}")
        return item_id

    @property
    def has_unwritten(self) -> bool:
        """Whether a caliper could not be written, and still stands on its image."""
        return bool(self._unwritten)

    def write_again(self) -> None:
        """Write what could not be written."""
        for slot, seen, item in tuple(self._unwritten.values()):
            if self._is_here(item.drawn):
                self._measure(item.drawn, slot, seen)

    def _chosen(self, item_id: str | None) -> None:
        if item_id in self._unwritten:
            self.write_again()

    def _drop(self, item_id: str) -> None:
        if self._unwritten.pop(item_id, None) is not None:
            self._acting.changed.emit()

    def _caliper(self, drawn: Drawn, seen: int | None) -> Caliper | None:
        volume, places = self._images.volume(drawn.shown), self._acting.reading.protocol.lengths.places
        try:
            return None if volume is None else caliper_of(drawn, volume, places, seen)
        except Refused as refused:
            self._tell(refused)
            return None

    def _mark(self, drawn: Drawn, seen: int | None, *, here: bool) -> None:
        volume = self._images.volume(drawn.shown)
        if not here or volume is None:
            self.told.emit(self.tr("Mark it on an image of the timepoint that is open."))
            return
        try:
            mark = mark_of(drawn, volume, seen)
        except Refused as refused:
            self._tell(refused)
            return
        if self._panel().marked(mark):
            self.measured.emit()

    def _keep(self, drawn: Drawn) -> str:
        self._numbered += 1
        item_id = f"{_TEMPORARY}{self._numbered}"
        self._put(item_id, drawn)
        return item_id

    def _put(self, item_id: str, drawn: Drawn) -> None:
        try:
            label = self._figures.label(drawn)
        except Refused as refused:
            self._tell(refused)
            return
        self._temporary = [one for one in self._temporary if one.item_id != item_id]
        self._temporary.append(Item(item_id, drawn, label, Look.TEMPORARY, editable=True))
        self.told.emit(", ".join(label))
        self._acting.changed.emit()

    def _changed(self, viewport: Viewport, item_id: str, drawn: Drawn) -> None:
        if item_id.startswith(_TEMPORARY):
            self._put(item_id, drawn)
            return
        if not self._is_here(drawn):
            self.told.emit(self.tr("{0} is not open any more: nothing was changed.").format(drawn.shown.timepoint))
        elif self._may_count(viewport, drawn.kind):
            self._measure(drawn, _slot_of(item_id), _slice_in(viewport))
        self.show_on(viewport)

    def _deleted(self, item_id: str) -> None:
        if item_id.startswith(_TEMPORARY):
            self._temporary = [one for one in self._temporary if one.item_id != item_id]
            self._acting.changed.emit()
            return
        if item_id in self._unwritten:
            self._drop(item_id)
            return
        slot, active = _slot_of(item_id), self._acting.active
        if slot is not None and active is not None:
            self._acting.do(events.AssessmentRemoved(active.name, *slot))

    def _note_refusal(self, text: str) -> None:
        self._refusal = text

    def _tell(self, refused: Refused) -> None:
        self.told.emit(" ".join(one.text for one in refused.findings))


def _middle(drawn: Drawn) -> PointMm:
    """The middle of the long axis."""
    (x, y, z), (to_x, to_y, to_z) = drawn.points_mm[:2]
    return (x + to_x) / 2, (y + to_y) / 2, (z + to_z) / 2


def _slice_in(viewport: Viewport) -> int | None:
    """The stored slice that is looked at; None for a reformat."""
    volume, view = viewport.volume, viewport.view
    return None if volume is None or view is None else moving.slice_of(volume, view)


def _name_of(slot: Slot) -> str:
    lesion, extent = slot
    return lesion if extent is Extent.WHOLE else f"{lesion} {extent}"


def _id_of(slot: Slot) -> str:
    return "/".join(slot)


def _slot_of(item_id: str) -> Slot | None:
    lesion, divided, extent = item_id.removeprefix(_UNWRITTEN).partition("/")
    return (lesion, Extent(extent)) if divided else None
