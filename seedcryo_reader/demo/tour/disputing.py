"""The second part of the tour: from two discordant reads through the coordinator's pages to the decision, by keys."""

import re
from contextlib import suppress
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from seedcryo_reader.demo.station import people
from seedcryo_reader.demo.station.people import Person
from seedcryo_reader.demo.tour.diary import Diary
from seedcryo_reader.demo.tour.disputed import Disputed
from seedcryo_reader.demo.tour.hands import Hands, TourStopped, words_of
from seedcryo_reader.ui.viewport.viewport import Viewport

_PAGES: Final = {
    Qt.Key.Key_1: "Board",
    Qt.Key.Key_2: "Accounts",
    Qt.Key.Key_3: "Assign",
    Qt.Key.Key_4: "Exchange",
    Qt.Key.Key_5: "Double reads",
    Qt.Key.Key_6: "Agreement",
    Qt.Key.Key_7: "Centre keys",
}
_BOARD: Final = Qt.Key.Key_1
_EXCHANGE: Final = Qt.Key.Key_4
_DOUBLE_READS: Final = Qt.Key.Key_5
_AGREEMENT: Final = Qt.Key.Key_6
_REASON: Final = "target measurement"
_COMMENT: Final = "The longer caliper lies on both edges of the zone."
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SETTLE_S: Final = 10.0
_LENGTH: Final = re.compile(r"(\d+\.\d) mm \((?:no )?LP\)")


class DisputeTour:
    """Drives a window that shows the sign-in of the demo's station, at which one dispute waits.

    Parameters
    ----------
    window : QWidget
    diary : Diary
    disputed : Disputed
    """

    def __init__(self, window: QWidget, diary: Diary, disputed: Disputed) -> None:
        self._hands = Hands(window)
        self._diary = diary
        self._disputed = disputed

    def run(self) -> str | None:
        """Do all of it; what went wrong in a sentence, None where nothing did. The diary is written either way."""
        return self._diary.run(self._disputed.case, self._walk)

    def _walk(self) -> None:
        self._sign_in(people.COORDINATOR)
        self._look_through()
        self._sign_out()
        self._sign_in(people.ADJUDICATOR)
        self._decide()
        self._sign_out()
        self._sign_in(people.COORDINATOR)
        self._look_at_the_end()
        self._sign_out()

    # --- in and out ---

    def _sign_in(self, person: Person) -> None:
        accounts = self._hands.find(QListWidget, "Accounts")
        self._hands.wait(lambda: accounts.hasFocus() and accounts.count() > 1, "the accounts to choose from")
        self._hands.key(Qt.Key.Key_Home)
        for _ in range(accounts.count()):
            if person.printed_name in self._chosen(accounts):
                break
            self._hands.key(Qt.Key.Key_Down)
        self._diary.check("who signs in", self._chosen(accounts).partition("\n")[0], person.printed_name)
        self._diary.step(f"Sign-in of {person.account}")
        self._hands.key(Qt.Key.Key_Return)
        field = self._hands.find(QLineEdit, "Password")
        self._hands.wait(field.hasFocus, "the password to be asked for")
        self._hands.type(person.password)
        self._hands.key(Qt.Key.Key_Return)

    @staticmethod
    def _chosen(accounts: QListWidget) -> str:
        return str(accounts.currentIndex().data())

    def _sign_out(self) -> None:
        self._hands.key(Qt.Key.Key_O, _CONTROL | Qt.KeyboardModifier.ShiftModifier)
        self._hands.find(QListWidget, "Accounts")

    # --- the coordinator ---

    def _look_through(self) -> None:
        """Every page of the coordinator; on two of them the dispute waits."""
        self._hands.find(QLabel, _PAGES[_BOARD])
        for key, title in _PAGES.items():
            self._go_to(key)
            if key == _BOARD:
                self._check_board("disputed")
            if key == _DOUBLE_READS:
                self._check_dispute("waits")
            if key == _AGREEMENT:
                self._hands.wait(lambda: self._hands.find(QScrollArea, "Figures").widget(), "the figures of agreement")
            self._diary.step(title)

    def _look_at_the_end(self) -> None:
        self._hands.find(QLabel, _PAGES[_BOARD])
        self._go_to(_EXCHANGE)
        self._hands.key(Qt.Key.Key_E, _CONTROL | Qt.KeyboardModifier.ShiftModifier)
        files = self._hands.find(QTableView, "Files of the last exchange").model()
        self._hands.wait(lambda: files.rowCount() > 0, "what became of each envelope")
        self._diary.step("Exchange, decision received")
        self._go_to(_DOUBLE_READS)
        self._check_dispute("decided")
        self._diary.step("Double reads, decided")
        self._go_to(_BOARD)
        self._check_board("decided")
        self._diary.step("Board, decided")

    def _go_to(self, page: Qt.Key) -> None:
        self._hands.key(page, Qt.KeyboardModifier.AltModifier)
        self._hands.find(QLabel, _PAGES[page])

    def _check_board(self, outcome: str) -> None:
        row = self._row("Cases", outcome)
        self._diary.check("the case on the board", row, outcome, holds=any(outcome in text for text in row))

    def _check_dispute(self, standing: str) -> None:
        row = self._row("Disputes", standing)
        self._diary.check("the dispute", row, standing, holds=standing in row[-1] and self._disputed.target in row[1])
        self._hands.wait(lambda: self._lengths(QLabel), "where the two reads first part")
        self._check_lengths(self._lengths(QLabel))

    def _row(self, table: str, word: str) -> list[str]:
        """The texts of the one case in a table, as soon as a word is among them, or when that takes too long."""
        model = self._hands.find(QTableView, table).model()

        def row() -> list[str]:
            return [str(model.index(0, column).data()) for column in range(model.columnCount())]

        with suppress(TourStopped):
            self._hands.wait(lambda: any(word in text for text in row()), f"“{word}” in the table “{table}”", _SETTLE_S)
        self._diary.check(f"lines of the table “{table}”", model.rowCount(), 1)
        self._diary.check("the case", row()[0], self._disputed.case)
        return row()

    # --- the adjudicator ---

    def _decide(self) -> None:
        self._diary.check("the dispute of the adjudicator", self._row("Disputes", "waits")[1], "waits")
        self._diary.step("Disputes")
        self._hands.key(Qt.Key.Key_N, _CONTROL)
        right = self._hands.wait(self._right_reads, "both reads to be shown")[0]
        self._check_lengths(self._lengths(QWidget))
        self._hands.wait(lambda: not any(map(_is_registering, self._hands.all(Viewport))), "the images to be linked")
        self._diary.step("Dispute opened")
        for side in ("A", "B"):
            self._hands.key(Qt.Key.Key_P)
            self._diary.step(f"Where they first part, read {side}")
        self._hands.key(Qt.Key.Key_A if words_of(right) == "Read A" else Qt.Key.Key_B)
        self._diary.check("the read that is accepted", right.isChecked(), True)
        reason = next(one for one in self._hands.all(QRadioButton) if words_of(one).endswith(_REASON))
        self._hands.key(Qt.Key(ord(words_of(reason)[0])))
        self._diary.check("the reason", reason.isChecked(), True)
        comment = self._hands.find(QPlainTextEdit, "Comment")
        self._hands.wait(comment.hasFocus, "the comment to be written")
        self._hands.type(_COMMENT)
        self._diary.step("Decision")
        self._hands.key(Qt.Key.Key_Return, _CONTROL)
        field = self._hands.find(QLineEdit, "Password")
        self._hands.wait(field.hasFocus, "the password to be asked for again")
        self._hands.type(people.ADJUDICATOR.password)
        self._diary.step("Decision, signature")
        self._hands.key(Qt.Key.Key_Return)
        self._hands.find(QLabel, "Decided")
        self._hands.find(QLabel, "1 of 1 decided")
        self._diary.step("Decided")
        self._hands.key(Qt.Key.Key_Return)
        self._diary.check("the dispute of the adjudicator", self._row("Disputes", "decided")[1], "decided")
        self._diary.step("Disputes, decided")

    def _right_reads(self) -> list[QRadioButton]:
        """The answer that says what the truth says."""
        says = f"{self._disputed.target}: local progression at {self._disputed.timepoint}"
        return [one for one in self._hands.all(QRadioButton) if says in one.accessibleDescription()]

    # --- where they part ---

    def _lengths(self, kind: type[QWidget]) -> list[str]:
        """The lengths in the sentence that says where two reads part; none while there is no such sentence."""
        place = f"{self._disputed.timepoint}, {self._disputed.target}"
        told = (text for one in self._hands.all(kind) for text in (words_of(one), one.accessibleName()))
        return next((_LENGTH.findall(text) for text in told if place in text and _LENGTH.search(text)), [])

    def _check_lengths(self, seen: list[str]) -> None:
        expected = sorted(map(str, self._disputed.lengths))
        self._diary.check("what was measured where the reads part", sorted(seen), expected)


def _is_registering(viewport: Viewport) -> bool:
    return viewport.accessibleDescription().startswith("registering")
