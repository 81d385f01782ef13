"""The keys of the reading room: every act of its table and what it does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from seedcryo_reader.domain.read import BASELINE
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.page import ReadingPage
from seedcryo_reader.ui.reading.panel import bind
from seedcryo_reader.ui.reading.verdict.notes import ErratumDialog, IncidentalDialog, QueryDialog, open_note
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.viewing.drawing import Kind
from seedcryo_reader.viewing.hanging import Layout

TOOLS = {
    Kind.BIDIRECTIONAL: "tool-bidirectional",
    Kind.LENGTH: "tool-length",
    Kind.ELLIPSE: "tool-ellipse",
    Kind.POINT: "tool-point",
    Kind.PROBE: "tool-probe",
    Kind.CONTOUR: "tool-contour",
}
Deed = Callable[[], object]

LAYOUTS = {Layout.ONE: "layout-one", Layout.TWO: "layout-two", Layout.FOUR: "layout-four"}


class Deeds:
    """Binds the acts to the page; `actions` are what menus and buttons show."""

    actions: dict[str, QAction]

    def __init__(self, page: ReadingPage, acting: Acting, acts: Acts) -> None:
        self._page = page
        self._acting = acting
        self.actions = {}
        bound: dict[str, Deed] = {
            **{act: partial(page.tools.take, kind) for kind, act in TOOLS.items()},
            **{act: partial(page.set_layout, layout) for layout, act in LAYOUTS.items()},
            "undo": acting.undo,
            "redo": acting.redo,
            "link": self._toggle_link,
            "keep-offset": self._keep_offset,
            "drop-offset": self._drop_offset,
            "stop-registering": page.comparing.cancel,
            "register-again": page.comparing.register_again,
            "crosshair": self._toggle_crosshair,
            "drawings": self._toggle_drawings,
            "filmstrip": self._toggle_filmstrip,
            "sidebar": self._toggle_sidebar,
            "earlier-timepoint": partial(self._step_timepoint, -1),
            "later-timepoint": partial(self._step_timepoint, 1),
            "next-missing": self._next_missing,
            "calls": lambda: page.go_to_call(self._first_call()),
            "reveal": self._reveal,
            "lock": page.lock_wanted.emit,
            "query": lambda: open_note(QueryDialog(acting, page)),
            "incidental": lambda: open_note(IncidentalDialog(acting, page)),
            "erratum": lambda: open_note(ErratumDialog(acting, page)),
            "next-area": partial(self._step_area, 1),
            "previous-area": partial(self._step_area, -1),
        }
        on_images: dict[str, Deed] = {
            "next-lesion": self._next_lesion,
            "previous-lesion": self._previous_lesion,
            "next-view": self._next_view,
            "next-series": lambda: page.hanging.next_series(page.grid.at_hand, 1),
            "previous-series": lambda: page.hanging.next_series(page.grid.at_hand, -1),
        }
        for act, slot in bound.items():
            self.actions[act] = acts.bind(page, act, slot)
        for act, slot in on_images.items():
            self.actions[act] = acts.bind(page.grid, act, slot)
        bind(acts, page, lambda: page.panel)
        page.tools.show_on({kind: self.actions[act] for kind, act in TOOLS.items()})
        for act in ("link", "crosshair", "drawings", "sidebar", "filmstrip"):
            self.actions[act].setCheckable(True)
            self.actions[act].setChecked(act != "filmstrip")
        acting.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show on the actions what can be done now."""
        active = self._acting.active
        self.actions["undo"].setEnabled(active is not None and active.undoable is not None)
        self.actions["redo"].setEnabled(active is not None and active.redoable is not None)
        self.actions["reveal"].setEnabled(active is not None and active.name != BASELINE)
        self.actions["link"].setChecked(self._page.comparing.is_linked)

    def _reveal(self) -> None:
        self._page.calls.reveal()

    def _next_lesion(self) -> None:
        self._page.panel.choose_next()

    def _previous_lesion(self) -> None:
        self._page.panel.choose_previous()

    def _toggle_link(self) -> None:
        is_linked = not self._page.comparing.is_linked
        self._page.comparing.set_linked(is_linked, self._page.grid.at_hand if is_linked else None)
        self.actions["link"].setChecked(is_linked)
        self._page.changed_display.emit()

    def _keep_offset(self) -> None:
        if self._page.comparing.keep_offset():
            self._page.told.emit(QCoreApplication.translate("Deeds", "The images are linked as they stand now."))
            self._page.changed_display.emit()
        else:
            self._page.told.emit(
                QCoreApplication.translate("Deeds", "There are no two images here that could be linked by hand.")
            )
        self.refresh()

    def _drop_offset(self) -> None:
        self._page.comparing.drop_offsets()
        self._page.changed_display.emit()

    def _toggle_crosshair(self) -> None:
        self._page.comparing.set_crosshair(self.actions["crosshair"].isChecked())

    def _toggle_drawings(self) -> None:
        self._page.measuring.is_shown = self.actions["drawings"].isChecked()
        self._page.show_drawings()

    def _toggle_filmstrip(self) -> None:
        self._page.filmstrip.setVisible(self.actions["filmstrip"].isChecked())

    def _toggle_sidebar(self) -> None:
        sidebar, focus = self._page.sidebar, QApplication.focusWidget()
        had_focus = focus is not None and sidebar.isAncestorOf(focus)
        sidebar.setVisible(self.actions["sidebar"].isChecked())
        if had_focus:
            self._page.grid.at_hand.setFocus()

    def _step_timepoint(self, by: int) -> None:
        names = [one.name for one in self._acting.read.timepoints]
        shown = self._page.grid.viewports[0].shown
        if shown is None or not names:
            return
        at = names.index(shown.timepoint) + by
        if 0 <= at < len(names):
            self._page.compare_with(names[at])

    def _next_missing(self) -> None:
        first = self._page.todo.first()
        if first is None:
            self._page.told.emit(
                QCoreApplication.translate("Deeds", "Nothing is left to do here: the timepoint can be locked.")
            )
        else:
            self._page.go_to_missing(first)

    def _first_call(self) -> str:
        slot = self._page.slot
        return "" if slot is None else slot[0]

    def _next_view(self) -> None:
        viewports = self._page.grid.viewports
        viewports[(viewports.index(self._page.grid.at_hand) + 1) % len(viewports)].setFocus()

    def _step_area(self, by: int) -> None:
        every: tuple[QWidget, ...] = (self._page.sidebar, self._page.grid, self._page.panel)
        areas = [area for area in every if area.isVisible()]
        focus = QApplication.focusWidget()
        at = next((k for k, area in enumerate(areas) if focus is not None and area.isAncestorOf(focus)), 0)
        wanted = areas[(at + by) % len(areas)]
        (self._page.grid.at_hand if wanted is self._page.grid else wanted).setFocus()
