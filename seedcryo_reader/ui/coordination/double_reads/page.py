"""Double reads: where two readers differ, in what, since when, and what became of it."""

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout

from seedcryo_reader.ui.coordination.case_deeds import CaseDeeds
from seedcryo_reader.ui.coordination.double_reads.columns import dispute_columns, reason_columns
from seedcryo_reader.ui.coordination.double_reads.detail import DisputeDetail
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine, DisputeStanding, DoubleRead
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.shared.pieces import Kind, Tone, label
from seedcryo_reader.ui.shared.theme import SPACING

_SETTLEABLE: Final = (DisputeStanding.NEITHER, DisputeStanding.SETTLED)
"""A settlement that was wrong is replaced by another one; both stay in the log."""

_OPEN: Final = (DisputeStanding.WAITS, DisputeStanding.NEITHER, DisputeStanding.AGAIN)
_REST_MS: Final = 120
"""Whoever runs down the list is not told of every line where its reads part."""


class DoubleReadsPage(Page):
    """The disputes with the chosen one beside them; under them what agrees for different reasons."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Double reads"), office)
        self._deeds = CaseDeeds(self)
        self._asked = ""
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._ask_parting)
        self._open_only = QRadioButton(self.tr("Open"))
        self._every = QRadioButton(self.tr("All"))
        self._every.setChecked(True)
        self._table = LinesView(
            dispute_columns(), self.tr("Disputes"), lambda one: one.dispute_id,
            self.tr("No dispute. Reads are compared once both are signed and the case is closed."),
        )  # fmt: skip
        self._detail = DisputeDetail()
        self._reasons = LinesView(
            reason_columns(), self.tr("Same answer, different reason"), lambda one: (one.case_number, one.sentence),
            self.tr("No two reads come to the same for different reasons."),
        )  # fmt: skip
        self._compare = self.deed("compare-due", self._compare_due, Kind.PRIMARY)
        self._settle = self.deed("settle-case", self._settle_case)
        self._again = self.deed("allow-again", self._allow_again)
        self._lay_out()
        self._table.chosen.connect(self._show_chosen)
        self._open_only.toggled.connect(self._narrow)
        office.acts.bind(self._table, "open-line", self._open)
        self._table.doubleClicked.connect(lambda _index: self._open())
        self.setFocusProxy(self._table)
        self._show_chosen(None)

    def fill(self, snapshot: Snapshot) -> None:
        """Show every dispute anew."""
        self._asked = ""
        self._table.fill(snapshot.disputes)
        self._reasons.fill(snapshot.other_reasons)
        self._compare.count(sum(one.outcome == "to compare" for one in snapshot.cases))

    def choose(self, key: str) -> None:
        """Choose the newest dispute of a case, or one that agrees for a different reason."""
        found = [one.dispute_id for one in self.snapshot.disputes if one.case_number == key]
        if found and not self._table.choose(found[-1]):
            self._every.setChecked(True)
            self._table.choose(found[-1])

    def _narrow(self) -> None:
        is_narrow = self._open_only.isChecked()
        self._table.narrow((lambda one: one.standing in _OPEN) if is_narrow else None)

    def _show_chosen(self, dispute: DisputeLine | None) -> None:
        self._settle.set_possible(dispute is not None and dispute.standing in _SETTLEABLE)
        self._again.set_possible(dispute is not None)
        if dispute is None or dispute.dispute_id != self._asked:
            self._detail.show_dispute(dispute)
        if dispute is not None and dispute.dispute_id != self._asked:
            self._asked = dispute.dispute_id
            self._later.start()

    def _ask_parting(self) -> None:
        chosen = self._table.line
        if chosen is not None:
            number = chosen.case_number
            self.ask(lambda: self.office.desk.double_read(number), self._show_parting)

    def _show_parting(self, double_read: DoubleRead) -> None:
        """Only while it is still the chosen one: another may have been chosen meanwhile."""
        chosen = self._table.line
        if chosen is not None and chosen.case_number == double_read.case_number:
            self._detail.show_parting(double_read.parting)

    def _open(self) -> None:
        chosen = self._table.line
        if chosen is not None and chosen.standing is DisputeStanding.NEITHER:
            self._deeds.settle(chosen)
        elif chosen is not None:
            self.went.emit("page-board", chosen.case_number)

    def _compare_due(self) -> None:
        self.work(
            self.tr("Comparing reads"),
            self.office.desk.compare_due,
            partial(self.tell_done, self.tr("Compared: %1.")),
            can_cancel=True,
        )

    def _settle_case(self) -> None:
        if self._table.line is not None:
            self._deeds.settle(self._table.line)

    def _allow_again(self) -> None:
        if self._table.line is not None:
            self._deeds.allow_again(self._table.line.case_number)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for one in (self._open_only, self._every):
            group.addButton(one)
            self.head.addWidget(one)
        across = QHBoxLayout()
        across.setSpacing(SPACING.large)
        across.addWidget(self._table, 3)
        across.addWidget(self._detail, 2)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addWidget(self._compare.button)
        foot.addStretch(1)
        foot.addWidget(self._settle.button)
        foot.addWidget(self._again.button)
        below = QVBoxLayout()
        below.setSpacing(SPACING.medium)
        below.addWidget(label(self.tr("Same answer, different reason"), Tone.TITLE))
        below.addWidget(self._reasons)
        self.inside.addLayout(across, 3)
        self.inside.addLayout(foot)
        self.inside.addLayout(below, 1)
