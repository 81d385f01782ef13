"""The cases of the signed-in reader, in the order in which they are to be read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.dialogs import confirm
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, column, label
from seedcryo_reader.ui.shared.ports import CaseShown, Seat
from seedcryo_reader.ui.shared.room import Home
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING
from seedcryo_reader.ui.station.receiving import Receiving


class WorklistPage(Home):
    """Case numbers, how far each one is, and the next one. `opened` carries the number of the case to read."""

    contexts = ("worklist", "reading", "image", "caliper")

    def __init__(self, seat: Seat, background: Background, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._background = background
        self._cases: tuple[CaseShown, ...] = ()
        self.banner = Banner()
        self._table = _table()
        self._table.setHorizontalHeaderLabels([self.tr("Case"), self.tr("State"), self.tr("Timepoints read")])
        self._table.setAccessibleName(self.tr("Cases"))
        self._next = button(self.tr("Next case"), Kind.PRIMARY)
        self._which = label("", Tone.MUTED)
        self._nothing = _Nothing()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._signed = label("", Tone.MUTED, wraps=False)
        self._lay_out()
        self.receiving = Receiving(seat, background, self)
        self.receiving.received.connect(self.refresh)
        self.receiving.failed.connect(self.banner.tell)
        self._next.clicked.connect(self._open_next)
        self._nothing.receive.clicked.connect(self.receiving.choose_files)
        self._table.doubleClicked.connect(lambda index: self._open(index.row()))
        acts.bind(self._table, "open-case", lambda: self._open(self._table.currentRow()))
        for act_id, slot in (
            ("next-case", self._open_next),
            ("receive-files", self.receiving.choose_files),
            ("receive-folder", self.receiving.choose_folder),
            ("refresh", self.refresh),
            ("guide", self.guide_wanted.emit),
        ):
            acts.bind(self, act_id, slot)
        self._next.setToolTip(acts.tooltip("next-case"))
        self._tell_notices()
        for one in (self._table, self._nothing, self._bar):
            one.hide()  # until the list is known
        self._next.setEnabled(False)

    def refresh(self) -> None:
        """Look again how far the cases are."""
        self._background.look(
            lambda _watch: tuple(self._seat.cases()),
            self._show,
            lambda trouble: self.banner.tell(trouble, self.refresh),
        )

    def state_words(self, case: CaseShown) -> str:
        """How far a case is, in words. That none is ready is said in the same words whether more will come or not."""
        if case.taken_away:
            return self.tr("read by somebody else now")
        if case.allowed:
            return self.tr("may be read again")
        return self.tr("signed") if case.state is State.SIGNED else self._unsigned_words(case)

    def _unsigned_words(self, case: CaseShown) -> str:
        if case.state in (State.CLOSED, State.QUESTIONNAIRE):
            return self.tr("all read: to be signed")
        if case.active is not None:
            return self.tr("in progress, %1 open").replace("%1", case.active)
        if case.state is State.ASSIGNED:
            return self.tr("not begun") if case.ready else self.tr("waits for images")
        return self.tr("next timepoint is here") if case.ready else self.tr("waits")

    def _show(self, cases: Sequence[CaseShown]) -> None:
        self._tell_notices()
        chosen = self._table.currentRow()
        are_first = bool(cases) and not self._cases
        self._cases = tuple(cases)
        self._table.setRowCount(len(cases))
        for row, case in enumerate(cases):
            read = case.timepoints - (case.active is not None)  # what is open is not read yet
            for place, text in enumerate((case.case_number, self.state_words(case), str(read) if read else "")):
                self._table.setItem(row, place, _cell(text, case))
        upcoming = self._upcoming()
        self._next.setEnabled(upcoming is not None)
        self._which.setText(self._next_words(upcoming))
        self._table.setVisible(bool(cases))
        self._nothing.setVisible(not cases)
        signed = sum(case.state is State.SIGNED for case in cases)
        self._bar.setRange(0, max(1, len(cases)))
        self._bar.setValue(signed)
        self._bar.setVisible(bool(cases))
        said = self.tr("%1 of %2 signed").replace("%1", str(signed)).replace("%2", str(len(cases)))
        self._signed.setText(said if cases else "")
        self._bar.setAccessibleName(said)
        if cases:
            row = cases.index(upcoming) if upcoming is not None else 0
            self._table.setCurrentCell(chosen if 0 <= chosen < len(cases) else row, 0)
        if are_first:
            self._table.setFocus()

    def _upcoming(self) -> CaseShown | None:
        return next((one for one in self._cases if one.allowed or (one.ready and one.state is not State.SIGNED)), None)

    def _next_words(self, upcoming: CaseShown | None) -> str:
        if upcoming is not None:
            return f"{upcoming.case_number} · {self.state_words(upcoming)}"
        if not self._cases:
            return ""
        if all(case.state is State.SIGNED for case in self._cases):
            return self.tr("Every case here is signed.")
        return self.tr("Nothing can be read now. Receive the parts that the centre sends.")

    def _open_next(self) -> None:
        upcoming = self._upcoming()
        if upcoming is not None:
            self._open_case(upcoming)

    def _open(self, row: int) -> None:
        if not 0 <= row < len(self._cases):
            return
        self._open_case(self._cases[row])

    def _open_case(self, case: CaseShown) -> None:
        if case.taken_away:
            text = self.tr("%1 is read by somebody else now. What you read of it stays here, and is not sent.")
            self.banner.say(text.replace("%1", case.case_number))
        elif case.allowed:
            self._go_back(case)
        elif case.state is State.SIGNED:
            text = self.tr("%1 is signed. Its images and numbers are closed.").replace("%1", case.case_number)
            self.banner.say(text)
        else:
            self.opened.emit(case.case_number)

    def _go_back(self, case: CaseShown) -> None:
        """Read a timepoint again by the centre's leave, or go on as before and keep the leave for later."""
        title = self.tr("%1 may be read again").replace("%1", case.case_number)
        if confirm(self, title, case.allowed, self.tr("Read again")):
            self._background.run(
                lambda _watch: self._seat.go_back(case.case_number),
                lambda _done: self.opened.emit(case.case_number),
                lambda trouble: self.banner.tell(trouble, self.refresh),
            )
        elif case.state is not State.SIGNED:
            self.opened.emit(case.case_number)

    def _tell_notices(self) -> None:
        if self._seat.notices:
            self.banner.say("\n".join(one.text for one in self._seat.notices))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACING.large)
        head.addWidget(label(self.tr("Worklist"), Tone.LARGE, wraps=False))
        head.addStretch(1)
        head.addWidget(self._bar)
        head.addWidget(self._signed)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.large)
        foot.addWidget(self._next)
        foot.addWidget(self._which, 1)
        inside = column(self)
        inside.addLayout(head)
        inside.addWidget(self.banner)
        inside.addLayout(foot)
        inside.addWidget(self._table, 1)
        inside.addWidget(self._nothing, 1)


class _Nothing(QWidget):
    """No case was received yet: how to receive one."""

    def __init__(self) -> None:
        super().__init__()
        self.receive = button(self.tr("Receive files…"))
        inside = QVBoxLayout(self)
        inside.setSpacing(SPACING.large)
        inside.addStretch(1)
        text = self.tr(
            "The centre sends sealed parts (files ending in .seedcase), on a stick or in a folder.\n"
            "Drop the files or the folder here, or choose them."
        )
        for one in (label(self.tr("No case yet"), Tone.TITLE), label(text, Tone.MUTED)):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(one)
        inside.addWidget(self.receive, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(2)


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(34)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, 160)
    table.setColumnWidth(2, 140)
    return table


def _cell(text: str, case: CaseShown) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    if case.state is State.SIGNED or not case.ready:
        cell.setForeground(QColor(COLOURS.muted))
    return cell
