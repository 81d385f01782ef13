"""The reading room's page: images between the timepoints and the read panel, tools above, the filmstrip below.

The images come first: what stands about them is made when they are on the screen, or when it is asked for before.
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Slot, TimepointRead
from seedcryo_reader.reading.completeness import Missing
from seedcryo_reader.reading.rows import lesion_rows
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.comparing import Comparing, Register
from seedcryo_reader.ui.reading.filmstrip import Filmstrip
from seedcryo_reader.ui.reading.frame import Frame
from seedcryo_reader.ui.reading.going import Going
from seedcryo_reader.ui.reading.grid import ViewportGrid
from seedcryo_reader.ui.reading.hanging import Hanging
from seedcryo_reader.ui.reading.measuring import Measuring
from seedcryo_reader.ui.reading.panel import ReadPanel
from seedcryo_reader.ui.reading.series_list import series_shown
from seedcryo_reader.ui.reading.sidebar import SeriesShown, Sidebar, TimepointShown
from seedcryo_reader.ui.reading.surroundings import Surroundings
from seedcryo_reader.ui.reading.tools import Tools
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.reading.verdict.todo import TodoSection
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.drawing import Kind
from seedcryo_reader.viewing.hanging import Layout
from seedcryo_reader.viewing.kept import Kept, KeptViewport


@dataclass(frozen=True, eq=False)
class Workshop:
    """What the page is made with: acts, icons, a thread for registrations, and what registers."""

    acts: Acts
    icons: Icons
    background: Background
    register: Register


class ReadingPage(QWidget):
    """Everything that is seen while a timepoint is read. `completed` tells that it is more than the images now.

    `told` carries sentences for the status line, `changed_display` that the screen is worth keeping again,
    `lock_wanted` the wish to lock, `note_wanted` a topic of the charter.
    """

    completed = Signal()
    told = Signal(str)
    changed_display = Signal()
    lock_wanted = Signal()
    note_wanted = Signal(str)

    def __init__(self, acting: Acting, images: CaseImages, workshop: Workshop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._images = images
        self.sidebar = Sidebar(workshop.icons, self)
        self.grid = ViewportGrid(lambda parent: Viewport(workshop.acts, parent), self)
        self.hanging = Hanging(acting, images, self.grid, self)
        self.comparing = Comparing(images, workshop.background, workshop.register, self)
        self.going = Going(acting, self.grid, self.hanging, self.comparing, self)
        self.measuring = Measuring(acting, images, lambda: self.panel, self)
        self.tools = Tools(self.grid.all_viewports, self)
        self.frame = Frame(self, self.sidebar, self.grid)
        self._about: Surroundings | None = None
        self._first_slot: Slot | None = None
        self._before_mark: Kind | None = None
        self._is_begun = False
        self._is_marking = False
        self._series: dict[str, tuple[SeriesShown, ...]] = {}
        self._connect()

    # --- opening ---

    def open(self, kept: Kept | None) -> None:
        """Show the open timepoint, as it was left where that is known, else as the protocol hangs it."""
        active = self._acting.active
        if active is None:
            return
        if kept is not None and not self._is_begun:
            self.comparing.set_offsets(kept.offsets)
        self._is_begun = True
        self._series.clear()
        if self._about is not None:
            self._about.panel.show_timepoint(None)
        if kept is not None and kept.timepoint == active.name:
            self._restore(kept)
        else:
            self._hang(active)
        self.grid.at_hand.setFocus()
        if self._about is None:
            self._paint_now()
            QTimer.singleShot(0, self, self._complete_if_seen)
        else:
            self._show_lists()

    def _paint_now(self) -> None:
        """Whatever follows would keep the images waiting."""
        layout = self.grid.layout()
        if layout is not None:
            layout.activate()
        self.repaint()

    def _hang(self, active: TimepointRead) -> None:
        self._take_in_hand(None)
        slot = self.slot
        layout = Layout.TWO if self._acting.read.before(active.name) else Layout.ONE
        self.hanging.hang(layout, active.name, None if slot is None else slot[0])
        self.grid.take_in_hand(layout.places - 1)
        if slot is not None:
            self.going.go_to_slot(*slot)

    def _restore(self, kept: Kept) -> None:
        layout = Layout(kept.layout)
        prior = next((one.shown.timepoint for one in kept.viewports if one.place == 0), kept.timepoint)
        self._take_in_hand((kept.lesion, Extent(kept.extent)) if kept.lesion else None)
        compared = prior if layout is Layout.TWO and prior != kept.timepoint else None
        self.hanging.hang(layout, kept.timepoint, kept.lesion or None, compared)
        self.hanging.put_back({one.place: (one.shown, one.view) for one in kept.viewports})
        self.comparing.set_linked(kept.linked)
        self.tools.take(Kind(kept.tool) if kept.tool else None)
        at = min(kept.draft_at, len(self.grid.viewports) - 1)
        self.grid.take_in_hand(at)
        if kept.draft is not None:
            self.grid.viewports[at].restore_draft(kept.draft)

    def kept(self) -> Kept | None:
        """How it lies on the screen now; None where nothing is open."""
        active, slot = self._acting.active, self.slot
        if active is None:
            return None
        shown = [(one.shown, one.view, at) for at, one in enumerate(self.grid.viewports)]
        drafts = [at for at, one in enumerate(self.grid.viewports) if one.draft is not None]
        at = drafts[0] if drafts else self.grid.viewports.index(self.grid.at_hand)
        return Kept(
            active.name,
            tuple(KeptViewport(one, view, at) for one, view, at in shown if one is not None and view is not None),
            "" if slot is None else slot[0],
            "" if slot is None else str(slot[1]),
            "" if self.tools.kind is None else str(self.tools.kind),
            self.comparing.is_linked,
            self.grid.viewports[at].draft,
            at,
            self.comparing.offsets,
            self.hanging.layout,
        )

    # --- what stands about the images ---

    @property
    def slot(self) -> Slot | None:
        """The lesion and extent in hand; None where there is none."""
        return self._first_slot if self._about is None else self._about.panel.current_slot

    @property
    def panel(self) -> ReadPanel:
        """The read panel."""
        return self._completed().panel

    @property
    def calls(self) -> CallsSection:
        """The calls, within the panel."""
        return self._completed().calls

    @property
    def todo(self) -> TodoSection:
        """What is left to do, within the panel."""
        return self._completed().todo

    @property
    def filmstrip(self) -> Filmstrip:
        """Below the images."""
        return self._completed().filmstrip

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What was not made because nobody saw it is made now."""
        super().showEvent(event)
        if self._is_begun:
            QTimer.singleShot(0, self, self._complete_if_seen)

    def _complete_if_seen(self) -> None:
        """Who left in the meantime does not wait for it, and what was signed out of is not asked."""
        if self.isVisible():
            self._completed()

    def _completed(self) -> Surroundings:
        """What stands about the images, made now where it was not there yet: an act that needs it is not lost."""
        if self._about is None:
            self._about = about = Surroundings(self._acting, self._images, self.frame.side)
            if self._first_slot is not None:
                about.panel.choose(*self._first_slot)
            self._connect_surroundings(about)
            self.frame.put_below_images(about.filmstrip)
            self.frame.put_beside(about.panel)
            self._show_lists()
            self.completed.emit()
        return self._about

    def _take_in_hand(self, wanted: Slot | None) -> None:
        """Take a slot in hand; as the panel does where that is not made yet: the first one where none is wanted."""
        active = self._acting.active
        if self._about is not None:
            if wanted is not None:
                self._about.panel.choose(*wanted)
        elif active is not None:
            rows = lesion_rows(self._acting.reading.worked_out, active.name)
            slots = [row.slot for row in rows]
            self._first_slot = wanted if wanted in slots else next(iter(slots), None)

    # --- going to a place ---

    def _take_up(self, lesion: str, extent: Extent) -> None:
        """Go to the slot in hand; half a caliper was drawn for the one before, and may not become a length of this."""
        if self.tools.kind is Kind.BIDIRECTIONAL and self.tools.begin_again():
            self.told.emit(self.tr("The caliper that was begun is gone: another lesion is in hand."))
        self.going.go_to_slot(lesion, extent)

    def go_to_lesion(self, lesion: str) -> None:
        """Take a lesion in hand and show where it lies."""
        self.panel.choose(lesion, Extent.WHOLE)
        self.going.go_to_slot(lesion, Extent.WHOLE)

    def go_to_missing(self, missing: Missing) -> None:
        """Put the focus where something that is left to do is done."""
        if missing.code in {"no-call", "no-reason"}:
            self.go_to_call(missing.about)
        elif missing.code == "not-revealed":
            self.panel.focus_on(self.calls.button)
        else:
            self.panel.go_to(missing)

    def go_to_call(self, about: str) -> None:
        """Put the focus on a call: about a target, or the overall one where there is none about that."""
        at = self.calls.place_of(about) or self.calls.place_of(OVERALL)
        if at is None:
            self.told.emit(self.tr("No call is asked here."))
        else:
            self.panel.focus_on(at)

    def go_to_cell(self, lesion: str, extent: Extent, timepoint: str) -> None:
        """Take a lesion in hand, and show what was said of it at a timepoint; the images move once."""
        found = self.going.place(timepoint, (lesion, extent))
        if found is not None:
            self.going.go_to_place(found, partial(self.panel.choose, lesion, extent))
            return
        self.panel.choose(lesion, extent)
        self.told.emit(self.tr("{0} was not measured or marked at {1}.").format(lesion, timepoint))

    def compare_with(self, timepoint: str) -> None:
        """Show a timepoint beside the open one, or take the open one in hand."""
        self.going.compare_with(timepoint, self.slot)

    def set_layout(self, layout: Layout) -> None:
        """Show one, two or four images."""
        self.going.set_layout(layout, self.slot)

    # --- marks ---

    def want_mark(self, _purpose: str) -> None:
        """The next point is a mark."""
        if not self._is_marking:
            self._before_mark, self._is_marking = self.tools.kind, True
        self.tools.take(Kind.POINT)
        self.told.emit(self.tr("Click the lesion on the image. Esc gives up."))
        self._take_current_in_hand()

    def _marked(self) -> None:
        if self._is_marking and not self.panel.mark_purpose:
            self._is_marking = False
            self.tools.take(self._before_mark)

    def _tool_changed(self) -> None:
        if self._is_marking and self.tools.kind is not Kind.POINT:
            self._is_marking = False
            self.panel.mark_given_up()
        self.changed_display.emit()

    def _take_current_in_hand(self) -> None:
        """Give the keys to an image of the open timepoint, the current one where none is shown."""
        active = self._acting.active
        viewport = None if active is None else self.hanging.showing(active.name)
        (viewport or self.hanging.current()).setFocus()

    def measure(self, lesion: str, extent: Extent) -> None:
        """Take the caliper for a slot."""
        self.panel.choose(lesion, extent)
        self.tools.take(Kind.BIDIRECTIONAL)
        self._take_current_in_hand()

    def show_drawings(self) -> None:
        """Draw on every image what belongs to it now."""
        for one in self.grid.viewports:
            self.measuring.show_on(one)

    # --- within ---

    def _connect(self) -> None:
        self.measuring.attend(self.grid.all_viewports)
        for one in self.grid.all_viewports:
            one.view_changed.connect(self._moved)
            one.draft_changed.connect(lambda _draft: self.changed_display.emit())
            one.refused.connect(self.told)
        self.grid.at_hand_changed.connect(lambda _number: self._show_lists())
        self.hanging.hung.connect(self._hung)
        self.hanging.refused.connect(self.told)
        self.going.moved.connect(self.changed_display)
        self.measuring.told.connect(self.told)
        self.measuring.measured.connect(self.tools.begin_again)
        self.measuring.measured.connect(self._marked)
        self.tools.changed.connect(self._tool_changed)
        self.sidebar.timepoint_chosen.connect(self.compare_with)
        self.sidebar.series_chosen.connect(self._show_series)
        self.comparing.state_changed.connect(self._linked)
        self._acting.changed.connect(self.show_drawings)

    def _connect_surroundings(self, about: Surroundings) -> None:
        about.panel.slot_changed.connect(self._take_up)
        about.panel.cell_chosen.connect(self.go_to_cell)
        about.panel.measure_wanted.connect(self.measure)
        about.panel.mark_wanted.connect(self.want_mark)
        about.panel.note_wanted.connect(self.note_wanted)
        about.filmstrip.cell_chosen.connect(self.go_to_cell)
        about.todo.wanted.connect(self.go_to_missing)
        about.todo.lock_wanted.connect(self.lock_wanted)
        self.comparing.state_changed.connect(lambda _state: about.filmstrip.refresh())
        about.filmstrip.follow(self.comparing.between)

    def _moved(self, _view: object) -> None:
        self.going.hand_moved()
        self.changed_display.emit()

    def _linked(self, state: str) -> None:
        """Say at each image what it is linked by."""
        self.going.link_changed()
        words = dict(self.comparing.states())
        for one in self.grid.viewports:
            linked = words.get(one.shown, "") if one.shown is not None else ""
            one.set_note(linked if self.comparing.is_linked or not linked else state)

    def _hung(self) -> None:
        self.show_drawings()
        self.comparing.hold(self.grid.viewports)
        self._show_lists()
        self.changed_display.emit()

    def _show_series(self, timepoint: str, number: int) -> None:
        viewport = self.grid.at_hand
        if viewport.shown is None or viewport.shown.timepoint != timepoint:
            viewport = self.hanging.showing(timepoint) or viewport
        self.hanging.show_series(viewport, timepoint, number)

    def _show_lists(self) -> None:
        read, shown = self._acting.read, self.grid.at_hand.shown
        active = self._acting.active
        timepoint = shown.timepoint if shown is not None else "" if active is None else active.name
        rows = tuple(TimepointShown(one.name, self._state(one)) for one in read.timepoints)
        self.sidebar.show_timepoints(rows, timepoint)
        images = self.hanging.loaded(timepoint) if timepoint and self._about is not None else None
        if images is None:
            return
        if timepoint not in self._series:
            self._series[timepoint] = series_shown(timepoint, images)
        self.sidebar.show_series(timepoint, self._series[timepoint], shown.series if shown else 0)

    def _state(self, one: TimepointRead) -> str:
        if one.reconfirm:
            return self.tr("look again")
        return self.tr("locked") if one.locked else self.tr("open")
