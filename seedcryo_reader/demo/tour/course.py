"""The whole tour: from the sign-in to the worklist with the signed case."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QScrollArea, QTableWidget, QWidget

from seedcryo_reader.demo.tour.diary import Diary
from seedcryo_reader.demo.tour.expected import Truth
from seedcryo_reader.demo.tour.hands import Hands
from seedcryo_reader.demo.tour.timepoint import TimepointTour

_ANSWERS: Final = (
    "Which treatment do you think the patient had? I do not know",
    "Did you see traces of a treatment in the images? a zone without enhancement",
    "How sure are you? a guess",
)
_SIGN: Final = 8
"""Where the sign of a box to tick lies, from its left edge."""


class Tour:
    """Drives a window that shows the sign-in of a station with one account.

    Parameters
    ----------
    window : QWidget
    diary : Diary
    truth : Truth
        Of the case that is read.
    parts : sequence of Path
        Its sealed parts.
    password : str
    """

    def __init__(self, window: QWidget, diary: Diary, truth: Truth, parts: Sequence[Path], password: str) -> None:
        self._hands = Hands(window)
        self._diary = diary
        self._truth = truth
        self._parts = list(parts)
        self._password = password

    def run(self) -> str | None:
        """Do all of it; what went wrong in a sentence, None where nothing did. The diary is written either way."""
        return self._diary.run(self._truth.case, self._walk)

    def _walk(self) -> None:
        self._sign_in()
        self._receive()
        self._open()
        for name in self._truth.timepoints:
            self._hands.find(QLabel, f"{self._truth.case} · {name}")
            TimepointTour(self._hands, self._diary, self._truth, name).read()
        self._end()

    def _sign_in(self) -> None:
        field = self._hands.find(QLineEdit, "Password")
        self._hands.wait(field.hasFocus, "the password to be asked for")
        self._diary.step("Sign-in")
        self._hands.type(self._password)
        self._hands.key(Qt.Key.Key_Return)
        self._hands.find(QLabel, "Worklist")
        self._diary.step("Worklist, nothing received")

    def _receive(self) -> None:
        self._hands.drop(self._hands.find(QLabel, "Worklist"), self._parts)
        self._hands.find(QLabel, "Everything is here.")
        self._diary.step("Parts received")
        self._hands.click(self._hands.find(QPushButton, "Close"))
        following = self._hands.find(QPushButton, "Next case")
        self._hands.wait(following.isEnabled, "a case that can be read")
        self._check_state("not begun")
        self._diary.step("Worklist")

    def _open(self) -> None:
        self._hands.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    def _end(self) -> None:
        self._hands.find(QScrollArea, "Summary of the case")
        self._diary.step("Summary")
        self._press("Continue")
        for answer in _ANSWERS:
            box = self._hands.find(QAbstractButton, answer)
            self._hands.click(box, QPoint(_SIGN, box.height() // 2))
        self._diary.step("Questionnaire")
        self._press("Seal the answers")
        field = self._hands.find(QLineEdit, "Password")
        self._hands.wait(field.hasFocus, "the password to be asked for again")
        self._hands.type(self._password)
        self._diary.step("Signature")
        self._hands.key(Qt.Key.Key_Return)
        self._hands.find(QLabel, "The read is signed")
        self._diary.step("Signed")
        self._press("Back to the worklist")
        self._hands.find(QLabel, "1 of 1 signed")
        self._check_state("signed")
        self._diary.step("Worklist, signed")

    def _check_state(self, words: str) -> None:
        cases = self._hands.find(QTableWidget, "Cases")
        model = cases.model()
        texts = [[model.index(row, column).data() for column in range(2)] for row in range(cases.rowCount())]
        self._diary.check("the worklist", texts, [[self._truth.case, words]])

    def _press(self, words: str) -> None:
        self._hands.click(self._hands.find(QAbstractButton, words))
