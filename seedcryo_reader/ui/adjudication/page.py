"""One dispute on the screen: timepoints left, images in the middle, A beside B and the decision right."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from seedcryo_reader.adjudication.comparing import Line, What, lines
from seedcryo_reader.adjudication.deciding import deciding
from seedcryo_reader.adjudication.resting import lesion_of, part_of, shown_by
from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import Divergence
from seedcryo_reader.domain.dispute import Choice, Dispute
from seedcryo_reader.ui.adjudication.decision_panel import DecisionPanel
from seedcryo_reader.ui.adjudication.hanging import DisputeHanging
from seedcryo_reader.ui.adjudication.headline import Headline, Parted
from seedcryo_reader.ui.adjudication.lines_view import LinesView
from seedcryo_reader.ui.adjudication.looking import Looking
from seedcryo_reader.ui.adjudication.side_sign import SideHead
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.comparing import Comparing, Register
from seedcryo_reader.ui.reading.grid import ViewportGrid
from seedcryo_reader.ui.reading.series_list import series_shown
from seedcryo_reader.ui.reading.sidebar import SeriesShown, Sidebar, TimepointShown
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.viewport.viewport import Viewport

_ABOUT_MM: Final = 25.0
"""How large a lesion is taken to be that was marked and not measured."""

_SIDEBAR, _MIDDLE, _PANEL = 180, 680, 420
_LEAST_LINES = 180
"""Logical pixels; the adjudicator may move the borders."""

_PART_OF: Final = {
    What.SUM: TARGET,
    What.TARGET: TARGET,
    What.NON_TARGET: NON_TARGET,
    What.ANY_NEW_LESION: NEW_LESIONS,
    What.NEW_LESIONS: NEW_LESIONS,
}
"""The part of the disease that lines without a lesion of their own are about; all others are about all of it."""


@dataclass(frozen=True, eq=False)
class Given:
    """What a dispute is looked at with.

    Attributes
    ----------
    dispute : Dispute
    sides : pair of SideRead
        A and B.
    protocol : Protocol
    choices : tuple of Choice
        What can be answered.
    images : CaseImages
    """

    dispute: Dispute
    sides: tuple[SideRead, SideRead]
    protocol: Protocol
    choices: tuple[Choice, ...]
    images: CaseImages


@dataclass(frozen=True, eq=False)
class Tooling:
    """What the page is made with: acts, icons, a thread for registrations, and what registers."""

    acts: Acts
    icons: Icons
    background: Background
    register: Register


class DisputePage(QWidget):
    """Everything that is seen while a dispute is decided. `told` carries sentences for the status line."""

    told = Signal(str)

    def __init__(self, given: Given, tooling: Tooling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = given
        self._series: dict[str, tuple[SeriesShown, ...]] = {}
        self._parting_side = "B"
        parting = given.dispute.parting
        self._lines = lines(given.sides, parting, [one.id for one in given.protocol.questions])
        self.sidebar = Sidebar(tooling.icons, self)
        self.grid = ViewportGrid(lambda parent: Viewport(tooling.acts, parent), self)
        self.comparing = Comparing(given.images, tooling.background, tooling.register, self)
        self.hanging = DisputeHanging(given.images, self.grid, self.comparing, given.sides, self)
        self.looking = Looking(self.grid, given.images, given.protocol.lengths.places, self)
        decides = () if parting is None else deciding(self._lines, parting, given.sides, given.protocol)
        self.compared = LinesView(self._lines, (parting, decides), given.protocol, self)
        self._head = SideHead(self)
        self._right = QSplitter(Qt.Orientation.Vertical, self)
        self.decision = DecisionPanel(given.dispute, given.choices, tooling.acts, self)
        parted = None if parting is None else Parted(parting, decides, self._slices_apart(parting))
        self.headline = Headline(parted, tooling.acts.tooltip("parting"), self)
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Show where the reads first part, with the focus in the images."""
        wanted = self.decision.sizeHint().height()
        height = self._right.height() - self._right.handleWidth()
        self._right.setSizes([max(height - wanted, _LEAST_LINES), wanted])
        self.compared.choose_parting()
        self.show_parting()
        self.grid.at_hand.setFocus()

    def show_parting(self) -> None:
        """Go to the image of read A where the reads first part; asked again, of read B, and so on in turn."""
        parting = self._given.dispute.parting
        if parting is None:
            self.compared.step_difference(0)
            return
        self._parting_side = "B" if self._parting_side == "A" else "A"
        lesion = self._go_to_what(parting.timepoint, parting.lesion or parting.about, self._parting_side)
        lengths = [float(one.mm) for one in (parting.first, parting.second) if one.mm and lesion == parting.about]
        if lesion:
            self.hanging.come_closer(max(lengths, default=_ABOUT_MM))
        self.compared.choose_parting()

    def _go_to_what(self, timepoint: str, about: str, side: str = "") -> str:
        """Go to the lesion by which a read says what it says of a part of the disease; without a side, of the clearer.

        Where that read has no such lesion it is that of the other one, which is told.
        """
        sides = self._given.sides
        about = part_of(sides, timepoint, about)
        clearer, lesion = shown_by(sides, timepoint, about)
        wanted = side or clearer
        if about in {NEW_LESIONS, NON_TARGET}:
            own = lesion_of(sides["AB".index(wanted)], timepoint, about)
            if lesion and not own:
                told = self.tr("Read {0} has marked no such lesion at {1}: shown is {2} of read {3}.")
                self.told.emit(told.format(wanted, timepoint, lesion, clearer))
            wanted, lesion = (wanted, own) if own else (clearer, lesion)
        self.hanging.go_to(timepoint, lesion, side=wanted)
        return lesion

    def step_lesion(self, by: int) -> None:
        """Take the next target in hand, or the one before, at the same timepoint."""
        targets = self._targets
        at = targets.index(self.hanging.lesion) + by if self.hanging.lesion in targets else 0
        self.hanging.go_to(self.hanging.timepoint, targets[at % len(targets)])

    def toggle_calipers(self) -> None:
        """Hide or show what A and B drew."""
        self.hanging.are_calipers_shown = not self.hanging.are_calipers_shown
        self.hanging.show_drawings()

    def toggle_link(self) -> None:
        """Let the other images follow the one in hand, or let them go."""
        is_linked = not self.comparing.is_linked
        self.comparing.set_linked(is_linked, self.grid.at_hand if is_linked else None)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered."""
        return self._given.choices

    @property
    def areas(self) -> tuple[QWidget, ...]:
        """What the focus goes round, in order."""
        return self.sidebar, self.grid, self.compared, self.decision

    @property
    def _targets(self) -> list[str]:
        return [one.target_id for one in self._given.sides[0].read.targets]

    def _slices_apart(self, parting: Divergence) -> int | None:
        return self.hanging.slices_apart(parting.first.image, parting.second.image, parting.timepoint)

    def _lay_out(self) -> None:
        right = self._right
        right.addWidget(self._table())
        right.addWidget(self.decision)
        right.setStretchFactor(0, 1)
        right.setChildrenCollapsible(False)
        across = QSplitter(Qt.Orientation.Horizontal, self)
        for one in (self.sidebar, self.grid, right):
            across.addWidget(one)
        across.setStretchFactor(1, 1)
        across.setSizes([_SIDEBAR, _MIDDLE, _PANEL])
        across.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(across, 1)

    def _table(self) -> QWidget:
        """A beside B, under their names."""
        table = QWidget(self)
        table.setMinimumHeight(_LEAST_LINES)
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.compared, 1)
        return table

    def _connect(self) -> None:
        self.compared.moved.connect(self._head.place)
        self.headline.wanted.connect(self.show_parting)
        self.compared.wanted.connect(self._go_to_line)
        self.sidebar.timepoint_chosen.connect(lambda one: self.hanging.go_to(one, self.hanging.lesion))
        self.sidebar.series_chosen.connect(self.hanging.show_series)
        self.hanging.hung.connect(self._show_lists)
        self.hanging.refused.connect(self.told)
        self.hanging.told.connect(self.told)
        self.looking.told.connect(self.told)
        self.looking.changed.connect(self.hanging.put_beside)
        self.grid.at_hand_changed.connect(lambda _number: self._show_lists())
        self.comparing.state_changed.connect(self._linked)
        for one in self.grid.all_viewports:
            one.refused.connect(self.told)

    def _go_to_line(self, line: Line) -> None:
        if line.lesion:
            side = "B" if line.a is None else "A"
            self.hanging.go_to(line.timepoint, line.lesion, line.extent, side=side)
        else:
            self._go_to_what(line.timepoint, _PART_OF.get(line.what, OVERALL))

    def _linked(self, state: str) -> None:
        """Say at each image what it is linked by; one that was not linked before may follow now."""
        self.hanging.follow()
        words = dict(self.comparing.states())
        for one in self.grid.viewports:
            linked = words.get(one.shown, "") if one.shown is not None else ""
            one.set_note(linked if self.comparing.is_linked or not linked else state)

    def _show_lists(self) -> None:
        shown = self.grid.at_hand.shown
        timepoint = self.hanging.timepoint if shown is None else shown.timepoint
        rows = tuple(TimepointShown(one, self._state(one)) for one in self._given.sides[0].timepoints)
        self.sidebar.show_timepoints(rows, timepoint)
        if shown is None:
            return
        if timepoint not in self._series:
            self._series[timepoint] = series_shown(timepoint, self._given.images.load(timepoint))
        self.sidebar.show_series(timepoint, self._series[timepoint], shown.series)

    def _state(self, timepoint: str) -> str:
        parting = self._given.dispute.parting
        if parting is not None and parting.timepoint == timepoint:
            return self.tr("part here")
        differ = any(one.parts for one in self._lines if one.timepoint == timepoint)
        return self.tr("differ") if differ else self.tr("agree")
