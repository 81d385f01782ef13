"""The progress board: every case from its sealed parts to the accepted read, and what needs the coordinator today."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout

from seedcryo_reader.domain.case import CASE_NUMBER
from seedcryo_reader.ui.coordination.board.alarm import Alarm
from seedcryo_reader.ui.coordination.board.attention import NOTES, Attention
from seedcryo_reader.ui.coordination.board.columns import board_columns
from seedcryo_reader.ui.coordination.board.note import FORWARD, NoteDialog
from seedcryo_reader.ui.coordination.board.tile import Tile
from seedcryo_reader.ui.coordination.case_deeds import CaseDeeds
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, NoteLine
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.today import Item, Need, Sieve, Step, counts, passes
from seedcryo_reader.ui.coordination.words import filled, outcome_word
from seedcryo_reader.ui.shared.pieces import Kind, Tone, label
from seedcryo_reader.ui.shared.theme import SPACING

_LEAD: Final = {
    Need.ASSIGN: "page-assign",
    Need.TRAINING: "page-accounts",
    Need.RECEIPT: "page-exchange",
    Need.DISPUTE: "page-double-reads",
    Need.NEITHER: "page-double-reads",
    Need.PARTS: "page-exchange",
    Need.PROTOCOL: "page-assign",
}
_STEPS: Final = {
    Step.KEYS: "page-keys",
    Step.ACCOUNTS: "page-accounts",
    Step.TRAINING: "page-accounts",
    Step.PARTS: "page-exchange",
    Step.ASSIGN: "page-assign",
}


class BoardPage(Page):
    """Counts on top, the cases, and beside them what needs somebody."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Board"), office)
        self._deeds = CaseDeeds(self)
        self._sieve = Sieve.ALL
        self._alarm = Alarm()
        self._count = label("", Tone.MUTED, wraps=False)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Case or account"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(200)
        self._table = LinesView(
            board_columns(),
            self.tr("Cases"),
            lambda one: one.case_number,
            self.tr("No case yet. Follow the list here."),
        )
        self._attention = Attention()
        self._tiles = self._make_tiles()
        self._release = self.deed("release-due", self._release_due, Kind.PRIMARY)
        self._compare = self.deed("compare-due", self._compare_due)
        self._again = self.deed("allow-again", self._allow_again)
        self._replace = self.deed("replace-reader", self._replace_reader)
        self.head.addWidget(self._count)
        self.head.addWidget(self._search)
        self._lay_out()
        self._search.textChanged.connect(self._narrow)
        self._search.returnPressed.connect(self._table.setFocus)
        self._table.opened.connect(self._open)
        self._table.chosen.connect(self._weigh)
        self._alarm.asked.connect(self._show_note)
        self._attention.asked.connect(self._answer)
        self._attention.step_asked.connect(self._take_step)
        acts = office.acts
        acts.bind(self, "search-lines", self._search.setFocus)
        acts.bind(self._table, "open-line", self._table.open_line)
        self.setFocusProxy(self._table)
        self._weigh()

    def fill(self, snapshot: Snapshot) -> None:
        """Show every case anew."""
        found = counts(snapshot.cases)
        for sieve, tile in self._tiles.items():
            tile.set_number(found[sieve])
        self._table.fill(snapshot.cases)
        self._attention.fill(snapshot)
        self._table.say_nothing(self._nothing(snapshot))
        self._release.count(sum(one.is_releasable for one in snapshot.cases))
        self._compare.count(found[Sieve.TO_COMPARE])
        self._alarm.fill([one for one in snapshot.notes if one.is_incidental and one.handled is None])
        self._weigh()

    def choose(self, key: str) -> None:
        """Choose a case."""
        self._table.choose(key)

    # --- what is shown ---

    def _nothing(self, snapshot: Snapshot) -> str:
        """What an empty board says; a second coordinator has nothing to set up."""
        said = self.tr("No case yet. Follow the list here.")
        if snapshot.keys is not None:
            return said
        second = self.tr(
            "Does somebody else hold the centre's keys? Then this account approves, and nothing has to be done here:"
            " give the coordinator its keys once (menu Station), and type its password at the coordinator's window"
            " when a read that was signed twice is to be read again."
        )
        return f"{said}\n\n{second}"

    def _narrow(self) -> None:
        words = self._search.text().casefold().split()
        sieve = self._sieve

        def keeps(case: CaseLine) -> bool:
            if not passes(case, sieve):
                return False
            said = (
                f"{case.case_number} {' '.join(one.account for one in case.reads)} {case.adjudicator or ''}".casefold()
            )
            return all(one in said for one in words)

        self._table.narrow(keeps)
        self._table.say_nothing(self.tr("No case is so."))
        self._weigh()

    def _sift(self, sieve: Sieve) -> None:
        self._sieve = sieve
        self._tiles[sieve].setChecked(True)
        self._narrow()

    def _weigh(self) -> None:
        case = self._table.line
        self._again.set_possible(case is not None and any(one.locked or one.signed for one in case.reads))
        self._replace.set_possible(case is not None and bool(case.reads) and not case.accepted and not case.is_repeat)
        shown, total = self._table.lines.rowCount(), len(self._snapshot.cases) if self._snapshot else 0
        said = filled(self.tr("%1 of %2 cases"), f"{shown:,}", f"{total:,}")
        self._count.setText(said if shown != total else "")

    # --- what is done ---

    def _open(self, case: CaseLine) -> None:
        if any(one.case_number == case.case_number for one in self.snapshot.disputes):
            self.went.emit("page-double-reads", case.case_number)
        elif case.is_assignable:
            self.went.emit("page-assign", case.case_number)
        else:
            words = self.tr("%1: %2 of %3 parts released. %4")
            words = filled(words, case.case_number, case.released, case.parts, outcome_word(case.outcome))
            self.told.emit(words)

    def _answer(self, item: Item) -> None:
        """Lead to where it is done, or do it."""
        if item.need in NOTES:
            self._show_note(next(one for one in self.snapshot.notes if one.content == item.about))
        elif item.need is Need.REMARK:
            self._show_remark(item.about)
        elif item.need is Need.RELEASE:
            self._release_due()
        elif item.need is Need.COMPARE:
            self._compare_due()
        else:
            self.went.emit(_LEAD[item.need], item.about)

    def _show_remark(self, remark: str) -> None:
        """Choose the case that a remark begins with, whatever was sifted out."""
        self._search.clear()
        self._sift(Sieve.ALL)
        found = CASE_NUMBER.match(remark)
        if found is not None and self._table.choose(found.group()):
            self._table.setFocus()
        else:
            self.told.emit(self.tr("That case is not on the board: nothing of it is sealed or assigned here."))

    def _take_step(self, step: Step) -> None:
        if step is Step.RELEASE:
            self._release_due()
        else:
            self.went.emit(_STEPS[step], "")

    def _show_note(self, note: NoteLine) -> None:
        dialog = NoteDialog(note, self)
        answer = dialog.exec()
        text = dialog.text
        dialog.deleteLater()
        desk = self.office.desk
        if answer == FORWARD:
            self.work(
                self.tr("Sending on"),
                lambda _watch: desk.forward_note(note.content),
                lambda _nothing: self.told.emit(self.tr("The query goes on to intake with the next exchange.")),
            )
        elif answer and text:
            self.work(
                self.tr("Recording"),
                lambda _watch: desk.handle_note(note.content, text),
                lambda _nothing: self.told.emit(self.tr("Recorded.")),
            )

    def _release_due(self) -> None:
        self.work(
            self.tr("Encrypting parts for their readers"),
            self.office.desk.release_due,
            partial(self.tell_done, self.tr("Cases released: %1. Their parts go out with the next exchange.")),
            can_cancel=True,
        )

    def _compare_due(self) -> None:
        self.work(
            self.tr("Comparing reads"),
            self.office.desk.compare_due,
            partial(self.tell_done, self.tr("Compared: %1.")),
            can_cancel=True,
        )

    def _allow_again(self) -> None:
        if self._table.line is not None:
            self._deeds.allow_again(self._table.line.case_number)

    def _replace_reader(self) -> None:
        if self._table.line is not None:
            self._deeds.replace(self._table.line.case_number)

    # --- how it is laid out ---

    def _make_tiles(self) -> dict[Sieve, Tile]:
        words = {
            Sieve.ALL: self.tr("cases"),
            Sieve.UNASSIGNED: self.tr("not assigned"),
            Sieve.READING: self.tr("being read"),
            Sieve.TO_COMPARE: self.tr("to compare"),
            Sieve.CONCORDANT: self.tr("concordant"),
            Sieve.DISPUTED: self.tr("disputed"),
            Sieve.DECIDED: self.tr("decided"),
            Sieve.ACCEPTED: self.tr("accepted"),
        }
        group = QButtonGroup(self)
        made = {}
        for sieve, word in words.items():
            tile = made[sieve] = Tile(word)
            group.addButton(tile)
            tile.clicked.connect(lambda _checked, sieve=sieve: self._sift(sieve))
        made[Sieve.ALL].setChecked(True)
        return made

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(SPACING.medium)
        for tile in self._tiles.values():
            tiles.addWidget(tile)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        for deed in (self._release, self._compare):
            foot.addWidget(deed.button)
        foot.addStretch(1)
        for deed in (self._again, self._replace):
            foot.addWidget(deed.button)
        left = QVBoxLayout()
        left.setSpacing(SPACING.medium)
        left.addWidget(self._table, 1)
        left.addLayout(foot)
        across = QHBoxLayout()
        across.setSpacing(SPACING.large)
        across.addLayout(left, 1)
        across.addWidget(self._attention)
        self.inside.addWidget(self._alarm)
        self.inside.addLayout(tiles)
        self.inside.addLayout(across, 1)
