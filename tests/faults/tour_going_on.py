"""The tour of a case that was begun: what is on the screen already is left as it is, the rest is done."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from seedcryo_reader.demo.tour.diary import Diary
from seedcryo_reader.demo.tour.expected import Measured, Truth
from seedcryo_reader.demo.tour.hands import Hands, TourStopped, words_of
from seedcryo_reader.demo.tour.timepoint import TimepointTour

SUMMARY = "Summary of the case"
SEAL = "Seal the answers"
ANSWERS = (
    "Which treatment do you think the patient had? I do not know",
    "Did you see traces of a treatment in the images? none",
    "How sure are you? a guess",
)
SIGN_OF_A_BOX = 8
MOST_SLOTS = 8
LONG, SHORT = 60, 40
"""Half of the axes of a caliper, logical pixels."""


class GoingOn:
    """Goes on with the case from wherever it stands to its signature; made as a `Tour` is."""

    def __init__(self, window: QWidget, diary: Diary, truth: Truth, parts: Sequence[Path], password: str) -> None:
        self.hands = Hands(window)
        self.diary = diary
        self.truth = truth
        self.parts = list(parts)
        self.password = password

    def run(self) -> str | None:
        """What went wrong; None where the case is signed."""
        failure = None
        try:
            sign_in(self.hands, self.password)
            receive(self.hands, self.parts)
            self.diary.step("Parts at the station")
            self.hands.wait(
                lambda: self.is_signed() or can_be_read(self.hands), "a case that can be read, or is signed"
            )
            if not self.is_signed():
                self.hands.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
                self.read_on()
                self.sign()
        except TourStopped as stopped:
            failure = str(stopped)
        self.diary.end(self.truth.case, failure)
        return failure

    def is_signed(self) -> bool:
        return self.hands.see(QLabel, "1 of 1 signed") is not None

    def read_on(self) -> None:
        place = ""
        while (place := place_after(self.hands, self.truth, place)) != SUMMARY:
            RestOfTimepoint(self.hands, self.diary, self.truth, place).read()

    def sign(self) -> None:
        self.press("Continue")
        if self.hands.see(QAbstractButton, SEAL) is None:
            self.press("Continue")
        else:
            for answer in ANSWERS:
                box = self.hands.find(QAbstractButton, answer)
                self.hands.click(box, QPoint(SIGN_OF_A_BOX, box.height() // 2))
            self.press(SEAL)
        field = self.hands.find(QLineEdit, "Password")
        self.hands.wait(field.hasFocus, "the password to be asked for again")
        self.hands.type(self.password)
        self.hands.key(Qt.Key.Key_Return)
        self.hands.find(QLabel, "The read is signed")
        self.press("Back to the worklist")
        self.hands.wait(self.is_signed, "the signed case")
        self.diary.step("Signed after all")

    def press(self, words: str) -> None:
        self.hands.click(self.hands.find(QAbstractButton, words))


class RestOfTimepoint(TimepointTour):
    """What is left to do at one timepoint; what was said stays as it was said."""

    def read(self) -> None:
        self._looking.wait_for_links()
        self.put_away()
        if self._hands.find(QPushButton, f"Lock {self._name}").isEnabled():
            self._lock()
        else:
            super().read()

    def draw(self) -> None:
        """Measure the first target anew, anywhere on the image."""
        self.put_away()
        self._take(self._truth.targets(self._name)[0].name)
        self._hands.key(Qt.Key.Key_B)
        image, middle = self._looking.image, QPoint(*(int(one) for one in self._looking.middle))
        for reach in (QPoint(LONG, 0), QPoint(0, SHORT)):
            self._hands.drag(image, middle - reach, middle + reach)
        self._hands.key(Qt.Key.Key_Escape)

    def put_away(self) -> None:
        """What was begun, and the tool."""
        for _ in range(2):
            self._hands.key(Qt.Key.Key_Escape)

    def _take(self, lesion: str) -> None:
        """Come to it from another one, so that the image goes there too."""
        self._hands.click(self._looking.image, QPoint(*(int(one) for one in self._looking.middle)))
        for _ in range(MOST_SLOTS):
            self._hands.key(Qt.Key.Key_Tab)
            if self._in_hand() == lesion:
                return
        msg = f"{lesion} cannot be taken in hand."
        raise TourStopped(msg)

    def _measure(self, target: Measured) -> None:
        if not re.fullmatch(r"\d+\.\d", self._cell(target.name)):
            super()._measure(target)

    def _non_targets(self, *, is_baseline: bool) -> None:
        fold = self._unfold("Non-target disease")
        if not (is_baseline and re.search(r": \d+ recorded", fold.accessibleName())):
            super()._non_targets(is_baseline=is_baseline)

    def _reveal(self) -> None:
        if not any(words_of(one).startswith("Computed: ") for one in self._hands.all(QLabel)):
            super()._reveal()

    def _press(self, words: str) -> None:
        if not self._hands.find(QAbstractButton, words).isChecked():
            super()._press(words)


def sign_in(hands: Hands, password: str) -> None:
    """By the keyboard, up to the worklist."""
    field = hands.find(QLineEdit, "Password")
    hands.wait(field.hasFocus, "the password to be asked for")
    hands.type(password)
    hands.key(Qt.Key.Key_Return)
    hands.find(QLabel, "Worklist")


def receive(hands: Hands, parts: Sequence[Path]) -> None:
    """Drop the parts on the worklist, whether they are here already or not."""
    hands.drop(hands.find(QLabel, "Worklist"), list(parts))
    hands.find(QLabel, "Everything is here.")
    hands.click(hands.find(QPushButton, "Close"))


def place_after(hands: Hands, truth: Truth, before: str = "") -> str:
    """The timepoint that is shown after another one (after the worklist), or the summary."""
    titles = {f"{truth.case} · {name}": name for name in truth.timepoints if name != before}

    def look() -> str:
        if hands.see(QScrollArea, SUMMARY) is not None:
            return SUMMARY
        return next((name for title, name in titles.items() if hands.see(QLabel, title) is not None), "")

    return hands.wait(look, f"what comes after {before or 'the worklist'}")


def can_be_read(hands: Hands) -> bool:
    """Whether there is a next case."""
    return hands.find(QPushButton, "Next case").isEnabled()
