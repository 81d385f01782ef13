"""The read panel: what is said of a timepoint, and where the reader says it. The right side of the reading room."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from seedcryo_reader.domain.lesion import Mark, whole_of
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import Slot
from seedcryo_reader.reading.completeness import Missing
from seedcryo_reader.reading.rows import Row, lesion_rows, nadir_from, pinned_series, sum_row
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.reading.lesions.at import At, at, measurement
from seedcryo_reader.ui.reading.lesions.flow import focusable
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.new_lesions import NewLesionsSection
from seedcryo_reader.ui.reading.lesions.non_target import NonTargets
from seedcryo_reader.ui.reading.lesions.recist_set import RecistSetSection
from seedcryo_reader.ui.reading.lesions.slot import SlotDetail
from seedcryo_reader.ui.reading.lesions.table import LesionTable
from seedcryo_reader.ui.reading.lesions.timepoint import WholeTimepoint
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

LEAST_WIDTH: Final = 360
"""Narrower than this the table's numbers would be cut (logical pixels)."""

_USUAL_WIDTH: Final = 400
NON_TARGET: Final = "non-target"
RECIST: Final = "recist"
NEW_LESION: Final = "new-lesion"
"""What a mark on an image is wanted for."""


class ReadPanel(QWidget):
    """Lesions, questions, other disease, and under them the calls and what is left to do.

    `slot_changed`, `measure_wanted` and `cell_chosen` name a lesion and an extent, `cell_chosen` a timepoint too;
    `mark_wanted` a purpose: the room lets the reader click a point and hands it to `marked`, or calls `mark_given_up`.
    """

    slot_changed = Signal(str, object)
    measure_wanted = Signal(str, object)
    cell_chosen = Signal(str, object, str)
    mark_wanted = Signal(str)
    note_wanted = Signal(str)

    def __init__(self, acting: Acting, calls: QWidget, todo: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._calls = calls
        self._todo = todo
        self._slot: Slot | None = None
        self._rows: tuple[Row, ...] = ()
        self._where: At | None = None
        self._shown: str | None = None
        self._opened = ""
        self._purpose = ""
        self._chain: list[QWidget] = []
        self.setMinimumWidth(LEAST_WIDTH)
        self._case = Words("", size=TYPE.title, bold=True)
        self._standing = Words("", COLOURS.muted)
        self.table = LesionTable(self, nadir_from=nadir_from(acting.reading.protocol))
        self.slot = SlotDetail(acting, self)
        self.recist_set = RecistSetSection(acting, self)
        self.non_targets = NonTargets(acting, self)
        self.new_lesions = NewLesionsSection(acting, self)
        self.timepoint = WholeTimepoint(acting, self)
        self._connect()
        self._lay_out()
        acting.changed.connect(self.refresh)
        self.refresh()

    def _connect(self) -> None:
        self.table.slot_chosen.connect(self.choose)
        self.table.cell_chosen.connect(self.cell_chosen)
        self.slot.measure_wanted.connect(self.measure_wanted)
        if isinstance(self._calls, CallsSection):
            self._calls.revealed.connect(lambda: QTimer.singleShot(0, self, self._show_calls))  # when it is laid out
        for section, purpose in (
            (self.recist_set, RECIST),
            (self.non_targets, NON_TARGET),
            (self.new_lesions, NEW_LESION),
        ):
            section.mark_wanted.connect(lambda purpose=purpose: self._want_mark(purpose))
        for one in (self.slot, self.recist_set, self.non_targets, self.new_lesions, self.timepoint):
            one.note_wanted.connect(self.note_wanted)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        self._case.setWordWrap(False)
        head.addWidget(self._case)
        self._standing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._standing, 1)
        inside = QWidget(self)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(SPACING.medium, 0, SPACING.medium, SPACING.medium)
        inner.setSpacing(SPACING.medium)
        inner.addWidget(self.table)
        inner.addWidget(self.slot)
        folded = QVBoxLayout()
        folded.setSpacing(SPACING.small)
        inner.addWidget(_line(inside))
        inner.addLayout(folded)
        for section in (self.recist_set, self.non_targets, self.new_lesions, self.timepoint):
            folded.addWidget(section)
        for rest in (self._calls, self._todo):
            inner.addWidget(_line(inside))
            inner.addWidget(rest)
        inner.addStretch(1)
        self._scroll = _Column(self)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACING.small, 0, 0)
        layout.setSpacing(SPACING.small)
        margin = QHBoxLayout()
        margin.setContentsMargins(SPACING.medium, 0, SPACING.medium, 0)
        margin.addLayout(head)
        layout.addLayout(margin)
        layout.addWidget(self._scroll, 1)
        self.setFocusProxy(self.table)

    # --- what is shown ---

    def show_timepoint(self, name: str | None) -> None:
        """Show a timepoint, read-only unless it is the one that is open; None for the open one."""
        self._shown = name
        self.refresh()

    @property
    def shown_timepoint(self) -> str | None:
        """The timepoint that is shown; None where none was opened."""
        return None if self._where is None else self._where.name

    def refresh(self) -> None:
        """Show the read as it is now."""
        read, before = self._acting.read, self.shown_timepoint
        self._where = where = None if read.is_signed else at(self._acting.reading, self._shown)
        for one in (self.table, self.slot, self.recist_set, self.non_targets, self.new_lesions, self.timepoint):
            one.setVisible(where is not None)
        if where is None:
            self._case.setText(read.case_number)
            self._standing.setText(self.tr("signed") if read.is_signed else self.tr("not opened"))
            self._rows = ()
            return
        self._case.setText(self.tr("{0} · {1}").format(read.case_number, where.name))
        self._standing.setText(self._standing_words(where))
        if where.name != before:
            self._scroll.verticalScrollBar().setValue(0)
        self._standing.tint(COLOURS.warning if where.one.reopened or where.one.reconfirm else COLOURS.muted)
        self._rows = lesion_rows(self._acting.reading.worked_out, where.name)
        self._keep_slot()
        total = sum_row(self._acting.reading.worked_out, where.name)
        rows = self._rows if total is None else (*self._rows, total)
        self.table.show_rows(rows, where.name, self._slot, editable=where.editable)
        self._show_slot(where)
        for section in (self.recist_set, self.non_targets, self.new_lesions, self.timepoint):
            section.refresh(where)
        self._order()

    def _standing_words(self, where: At) -> str:
        """How the timepoint stands, and how much is left to do: the list of that may lie below the panel's edge."""
        standing = words.standing(where.one, editable=where.editable)
        left = len(self._acting.reading.missing()) if where.editable and self._acting.active is not None else 0
        return self.tr("{0} · {1} to do").format(standing, left) if left else standing

    def _order(self) -> None:
        """Tab goes as the eye does, also to what was made after the rest."""
        inside = self._scroll.widget()
        chain = [] if inside is None else list(focusable(inside))
        if chain != self._chain:
            self._chain = chain
            for one, after in pairwise(chain):
                QWidget.setTabOrder(one, after)

    def _keep_slot(self) -> None:
        """Stay at the slot in hand; where it is gone (pieces put together again) go to its lesion, else to the first.

        Nothing moves by itself otherwise: what was said of a slot does not lead to the next one. Only a timepoint that
        opens begins with the first; that is not announced, since whoever opens it hangs its images.
        """
        slots, active = [row.slot for row in self._rows], self._acting.active
        if active is not None and active.name != self._opened:
            self._opened, self._slot = active.name, next(iter(slots), None)
        if self._slot in slots:
            return
        before = self._slot
        whole = None if before is None else (whole_of(before[0]) or before[0], Extent.WHOLE)
        self._slot = whole if whole in slots else next(iter(slots), None)
        if self._slot is not None:
            self.slot_changed.emit(*self._slot)

    def _show_slot(self, where: At) -> None:
        row = next((row for row in self._rows if row.slot == self._slot), None)
        self.slot.setVisible(row is not None)
        if row is not None:
            pinned = pinned_series(self._acting.reading.records, where.name)
            series = pinned.get(whole_of(row.lesion) or row.lesion)
            self.slot.refresh(where, row, "" if series is None else series.label)

    # --- the slot in hand ---

    @property
    def current_slot(self) -> Slot | None:
        """The lesion and extent in hand; None where there is none."""
        return self._slot

    def choose(self, lesion: str, extent: Extent) -> None:
        """Take a slot in hand; one that is not in the table is let be."""
        if self.take(lesion, extent):
            self.slot_changed.emit(lesion, extent)

    def take(self, lesion: str, extent: Extent) -> bool:
        """Take a slot in hand and tell nobody, because the images are to stay; whether it was another one before."""
        slot = (lesion, extent)
        if slot == self._slot or slot not in [row.slot for row in self._rows] or self._where is None:
            return False
        self._slot = slot
        self.table.show_slot(slot)
        self._show_slot(self._where)
        return True

    def choose_next(self) -> None:
        """Take the next slot in hand; after the last one the first."""
        self._step(1)

    def choose_previous(self) -> None:
        """Take the slot before in hand; before the first one the last."""
        self._step(-1)

    def _step(self, by: int) -> None:
        slots = [row.slot for row in self._rows]
        if self._slot in slots:
            self.choose(*slots[(slots.index(self._slot) + by) % len(slots)])

    def measured(self, caliper: Caliper, slot: Slot | None = None) -> bool:
        """Give a slot, by default the one in hand, what was drawn for it; whether that was done."""
        wanted = slot or self._slot
        if self._where is None or wanted is None:
            return False
        return self._acting.do(measurement(self._where, wanted, caliper))

    # --- marks ---

    def _want_mark(self, purpose: str) -> None:
        self._show_waiting(purpose)
        self.mark_wanted.emit(purpose)

    def _show_waiting(self, purpose: str) -> None:
        self._purpose = purpose
        self.recist_set.form.show_waiting(purpose == RECIST)
        self.non_targets.form.show_waiting(purpose == NON_TARGET)
        self.new_lesions.form.show_waiting(purpose == NEW_LESION)

    @property
    def mark_purpose(self) -> str:
        """What the next mark is for; empty where none is awaited."""
        return self._purpose

    def marked(self, mark: Mark) -> bool:
        """Record the lesion that a mark was wanted for; whether that was done. A refused one may be marked again."""
        record = {
            RECIST: self.recist_set.record,
            NON_TARGET: self.non_targets.record,
            NEW_LESION: self.new_lesions.record,
        }.get(self._purpose)
        if record is None or not record(mark):
            return False
        self._show_waiting("")
        return True

    def mark_given_up(self) -> None:
        """No mark will come."""
        self._show_waiting("")

    # --- going to what is missing, notes, keys ---

    def go_to(self, missing: Missing) -> None:
        """Take in hand what is missing, the focus where it is said."""
        if missing.code in {"not-assessed", "no-short-axis"}:
            self.choose(missing.about, Extent(missing.field))
            self.focus_on(self.slot.measure)
        elif missing.code == "not-answered":
            self.choose(missing.about, Extent.WHOLE)
            self.focus_on(self.slot.questions.block(missing.field).answers)
        elif missing.code == "no-status":
            section = self.non_targets if missing.about.startswith("NT") else self.new_lesions
            section.fold.open()
            line = section.line(missing.about)
            self.focus_on(section if line is None else line.answers)
        elif missing.code == "new-lesions":
            self.new_lesions.fold.open()
            self.focus_on(self.new_lesions.answers or self.new_lesions)
        elif missing.code in {"recist-set", "not-in-recist-set", "not-measurable"}:
            self.choose(missing.about, Extent.WHOLE)
            self.recist_set.fold.open()
            self.focus_on(self.recist_set.check(missing.about) or self.recist_set)
        else:
            self.focus_on(self._calls)

    def focus_on(self, widget: QWidget) -> None:
        """Give a widget the focus, or what Tab comes to first within it."""
        taking = (one for one in (widget, *focusable(widget)) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        target = next((one for one in taking if one.isEnabled()), widget)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(target, 0, SPACING.large)

    def _show_calls(self) -> None:
        """Bring the calls with what the reveal added into view: all where they fit, else from the first one on."""
        self._scroll.ensureWidgetVisible(self._calls, 0, 0)
        self._scroll.ensureWidgetVisible(next(focusable(self._calls), self._calls), 0, SPACING.page)

    @property
    def topic(self) -> str:
        """What the charter's note is to be about: what has the focus, else measuring."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget is not self:
            topic = widget.property("topic")
            if isinstance(topic, str) and self.isAncestorOf(widget):
                return topic
            widget = widget.parentWidget()
        return "measuring"


def bind(acts: Acts, room: QWidget, panel: Callable[[], ReadPanel]) -> None:
    """Let the keys of the read act in the whole room; the panel is asked for when one is pressed."""
    deeds: dict[str, Callable[[ReadPanel], object]] = {
        "absent": lambda one: one.slot.absent.click(),
        "too-small": lambda one: one.slot.too_small.click(),
        "not-evaluable": lambda one: one.slot.not_evaluable.offer(),
        "merged": lambda one: one.slot.merged.offer(),
        "split": lambda one: one.slot.split.offer(),
        "remove": lambda one: one.slot.remove.click(),
        "timepoint-not-evaluable": lambda one: one.timepoint.offer(),
        "new-lesion": lambda one: one.new_lesions.offer(),
        "notes": lambda one: one.note_wanted.emit(one.topic),
    }
    for act, deed in deeds.items():
        acts.bind(room, act, partial(_do, deed, panel))


def _do(deed: Callable[[ReadPanel], object], panel: Callable[[], ReadPanel]) -> None:
    deed(panel())


class _Column(QScrollArea):
    """Scrolls up and down only: what is inside is as wide as there is room, whatever it would like."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give what is inside the width."""
        super().resizeEvent(event)
        inside = self.widget()
        if inside is not None:
            inside.setFixedWidth(self.viewport().width())


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {COLOURS.line};")
    return line
