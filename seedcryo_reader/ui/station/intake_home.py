"""Intake's home: what the centre asks for. Preparing cases is done at the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.pieces import Tone, column, label
from seedcryo_reader.ui.shared.room import Home


@dataclass(frozen=True, slots=True)
class Wish:
    """What the centre asks of intake.

    Attributes
    ----------
    came_on : str
        UTC day.
    case_number : str
    as_number : str
        The number that the case is to be sealed again under; empty for a question.
    timepoint, kind, text : str
        A reader's question about the images of a timepoint.
    """

    came_on: str
    case_number: str
    as_number: str = ""
    timepoint: str = ""
    kind: str = ""
    text: str = ""


class IntakeSeat(Protocol):
    """What came for intake."""

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""

    def wishes(self) -> Sequence[Wish]:
        """What the centre asks for, the newest first. Not for the UI's thread."""


class IntakeHome(Home):
    """Cases to be sealed again, and questions about images."""

    contexts = ("intake",)
    guide = "sealed-case.md"

    def __init__(self, seat: IntakeSeat, background: Background, acts: Acts) -> None:
        super().__init__()
        self._seat = seat
        self._background = background
        self.banner = Banner()
        self._table = _table()
        self._table.setHorizontalHeaderLabels([self.tr("Came"), self.tr("Case"), self.tr("What the centre asks")])
        self._table.setAccessibleName(self.tr("Wishes of the centre"))
        self._nothing = label(
            self.tr("The centre asks for nothing. Cases are sealed with seedcryo-reader case seal."), Tone.MUTED
        )
        inside = column(self)
        inside.addWidget(label(self.tr("Intake"), Tone.LARGE, wraps=False))
        inside.addWidget(self.banner)
        inside.addWidget(self._nothing)
        inside.addWidget(self._table, 1)
        inside.addStretch(0)
        self._table.hide()
        self._nothing.hide()
        self.setFocusProxy(self._table)
        acts.bind(self, "refresh-wishes", self.refresh)
        acts.bind(self, "guide-sealing", self.guide_wanted.emit)

    def refresh(self) -> None:
        """Look again what came."""
        self._background.look(
            lambda _watch: tuple(self._seat.wishes()),
            self._show,
            lambda trouble: self.banner.tell(trouble, self.refresh),
        )

    def words(self, wish: Wish) -> str:
        """What is asked, in a sentence."""
        if wish.as_number:
            return self.tr("Seal every part again as %1, for a hidden repeat.").replace("%1", wish.as_number)
        return f"{wish.timepoint} · {wish.kind}: {wish.text}"

    def _show(self, wishes: Sequence[Wish]) -> None:
        self._table.setRowCount(len(wishes))
        for row, wish in enumerate(wishes):
            for place, text in enumerate((wish.came_on, wish.case_number, self.words(wish))):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self._table.setItem(row, place, cell)
        self._table.setVisible(bool(wishes))
        self._nothing.setVisible(not wishes)
        if self._seat.notices:
            self.banner.say("\n".join(one.text for one in self._seat.notices))


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(34)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, 120)
    table.setColumnWidth(1, 120)
    return table
