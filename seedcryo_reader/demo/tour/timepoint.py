"""One timepoint of the tour: measure, answer, mark, call, have the conclusions shown, lock."""

import re
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from seedcryo_reader.demo.tour.diary import Diary
from seedcryo_reader.demo.tour.expected import Measured, Seen, Truth, in_words
from seedcryo_reader.demo.tour.hands import Hands, TourStopped, words_of
from seedcryo_reader.demo.tour.looking import Looking

_TISSUE: Final = "Is there nodular or masslike tissue in the target or within 10 mm of it?"
_ENHANCEMENT: Final = "Does this tissue enhance?"
_CHANGE: Final = "How does this tissue compare with the reference timepoint?"
_CONTIGUOUS: Final = "Is there new tumour that touches the target and was not there at the baseline?"
_OVERALL: Final = "Overall"
_REASON: Final = "as the images show"
_NUMBER: Final = re.compile(r"\d+\.\d")


class TimepointTour:
    """The acts of a reader at one timepoint, as the truth has it."""

    def __init__(self, hands: Hands, diary: Diary, truth: Truth, timepoint: str) -> None:
        self._hands = hands
        self._diary = diary
        self._truth = truth
        self._name = timepoint
        self._looking = Looking(hands, timepoint)

    def read(self) -> None:
        """Do everything up to the lock."""
        is_baseline = self._name == self._truth.timepoints[0]
        self._looking.wait_for_links()
        self._diary.step(f"{self._name} opened")
        for target in self._truth.targets(self._name):
            self._take(target.name)
            self._measure(target)
            if not is_baseline:
                self._answer(target.name)
        self._non_targets(is_baseline=is_baseline)
        if not is_baseline:
            self._new_lesions()
            self._call()
            self._reveal()
        self._lock()

    # --- targets ---

    def _take(self, lesion: str) -> None:
        """Go on with the keyboard until a lesion is in hand."""
        self._hands.click(self._looking.image, QPoint(*(int(one) for one in self._looking.middle)))
        for _ in self._truth.targets(self._name):
            if self._in_hand() == lesion:
                break
            self._hands.key(Qt.Key.Key_Tab)
        self._diary.check("the lesion in hand", self._in_hand(), lesion)

    def _in_hand(self) -> str:
        """The lesion whose row is marked in the table."""
        rows = self._hands.find(QTableView, "Lesions").selectionModel().selectedRows()
        return str(rows[0].data()) if rows else ""

    def _measure(self, target: Measured) -> None:
        self._looking.enlarge(target.organ)
        outline = self._looking.find_lesion()
        self._diary.step(f"{self._name} {target.name} found")
        self._hands.key(Qt.Key.Key_B)
        self._looking.measure(outline)
        self._hands.key(Qt.Key.Key_Escape)
        seen = self._cell(target.name)
        pixel = self._truth.pixel_mm(self._name)
        self._diary.check(
            f"{target.name} at {self._name}, mm",
            seen,
            f"{target.long_mm} ± {pixel}",
            holds=_NUMBER.fullmatch(seen) is not None and abs(float(seen) - target.long_mm) <= pixel,
        )
        self._diary.step(f"{self._name} {target.name} measured")

    def _cell(self, lesion: str) -> str:
        """What the table of lesions shows for one now."""
        model = self._hands.find(QTableView, "Lesions").model()
        across = Qt.Orientation.Horizontal
        now = next(k for k in range(model.columnCount()) if model.headerData(k, across) == self._name)
        row = next(k for k in range(model.rowCount()) if model.index(k, 0).data() == lesion)
        return str(model.index(row, now).data())

    def _answer(self, target: str) -> None:
        tissue = self._truth.tissue(self._name, target)
        self._press(f"{_TISSUE}: {'present' if tissue.present else 'none'}")
        if tissue.present:
            self._press(f"{_ENHANCEMENT}: yes")
        if tissue.change:
            self._press(f"{_CHANGE}: {tissue.change}")
        self._press(f"{_CONTIGUOUS}: none")
        self._diary.step(f"{self._name} {target} questions")

    # --- other disease ---

    def _non_targets(self, *, is_baseline: bool) -> None:
        lesions = self._truth.non_targets(self._name)
        if not lesions:
            return
        fold = self._unfold("Non-target disease")
        for one in lesions:
            if is_baseline:
                self._record("Record non-target disease", one)
            else:
                self._press(f"{one.name}: present")
        said = f"{len(lesions)} recorded" if is_baseline else "present"
        self._diary.check(f"non-target disease at {self._name}", fold.accessibleName(), f"Non-target disease: {said}")
        self._diary.step(f"{self._name} non-target disease")

    def _new_lesions(self) -> None:
        lesions = self._truth.new_lesions(self._name)
        fold = self._unfold("New lesions")
        for one in lesions:
            if self._hands.see(QAbstractButton, f"{one.name}: {one.certainty}") is None:
                self._record("Record a new lesion", one)
            self._press(f"{one.name}: {one.certainty}")
        if not lesions:
            self._press("New lesions: none")
        said = ", ".join(f"{one.name} {one.certainty}" for one in lesions) or "none"
        self._diary.check(f"new lesions at {self._name}", fold.accessibleName(), f"New lesions: {said}")
        self._diary.step(f"{self._name} new lesions")

    def _unfold(self, title: str) -> QToolButton:
        fold = next(one for one in self._hands.all(QToolButton) if one.accessibleName().startswith(f"{title}: "))
        if not fold.isChecked():
            self._hands.click(fold)
        return fold

    def _record(self, form: str, lesion: Seen) -> None:
        for field, words in (("organ", lesion.organ), ("place", lesion.place)):
            self._choose(self._hands.find(QComboBox, f"{form}: {field}"), words)
        within = self._hands.find(QComboBox, f"{form}: organ").parentWidget()
        self._hands.click(self._hands.find(QAbstractButton, "Mark on the image", within))
        self._looking.mark(lesion, self._truth.voxels(self._name))

    def _choose(self, box: QComboBox, words: str) -> None:
        """Choose an entry of a list by its keys, from the first one down."""
        self._hands.bring_into_sight(box)
        box.setFocus()
        self._hands.key(Qt.Key.Key_Home)
        for _ in range(box.count()):
            if box.currentText() == words:
                return
            self._hands.key(Qt.Key.Key_Down)
        if box.currentText() != words:
            msg = f"The list “{box.accessibleName()}” has no “{words}”."
            raise TourStopped(msg)

    # --- calls and lock ---

    def _call(self) -> None:
        for target in self._truth.targets(self._name):
            words = in_words(self._truth.of_target(self._name, target.name))
            self._press(f"Your call about {target.name}: {words}")
        overall = in_words(self._truth.overall(self._name))
        self._press(f"Your call about {_OVERALL}: {overall}")
        self._diary.step(f"{self._name} called")

    def _reveal(self) -> None:
        self._hands.click(self._hands.find(QPushButton, "Reveal the conclusions"))
        for target in self._truth.targets(self._name):
            self._check_computed(target.name, in_words(self._truth.of_target(self._name, target.name)))
        self._check_computed(_OVERALL, in_words(self._truth.overall(self._name)))
        self._diary.step(f"{self._name} revealed")

    def _check_computed(self, about: str, words: str) -> None:
        """The conclusion under a call is what follows from the truth."""
        call = next(
            one for one in self._hands.all(QPushButton) if one.accessibleName().startswith(f"Your call about {about}: ")
        )
        block: QWidget | None = call
        seen: list[QLabel] = []
        while block is not None and not seen:
            seen = [one for one in self._hands.all(QLabel, block) if words_of(one).startswith("Computed: ")]
            block = block.parentWidget()
        if seen:
            self._hands.bring_into_sight(seen[0])
        said = words_of(seen[0]) if seen else "nothing"
        self._diary.check(f"conclusion about {about} at {self._name}", said, f"Computed: {words} – agrees")

    def _lock(self) -> None:
        button = self._hands.find(QPushButton, f"Lock {self._name}")
        if not button.isEnabled():
            msg = f"{self._name} cannot be locked: something is left to do."
            raise TourStopped(msg)
        self._hands.click(self._looking.image, QPoint(*(int(one) for one in self._looking.middle)))
        self._diary.step(f"{self._name} complete")
        self._hands.key(Qt.Key.Key_K)
        while (question := self._asked()) is not None:
            self._hands.find(QLineEdit, "The reason", question)
            self._diary.step(f"{self._name} asked before the lock")
            self._hands.type(_REASON)
            self._hands.click(self._hands.find(QPushButton, "Keep it with this reason", question))

    def _asked(self) -> QDialog | None:
        """The question that is asked now; None once the timepoint is locked."""
        self._hands.wait(lambda: self._question() or self._is_over(), "the timepoint to be locked")
        return self._question()

    def _question(self) -> QDialog | None:
        return next((one for one in self._hands.all(QDialog) if one.windowTitle() == "Before the lock"), None)

    def _is_over(self) -> bool:
        return self._hands.see(QPushButton, f"Lock {self._name}") is None

    def _press(self, words: str) -> None:
        self._hands.click(self._hands.find(QAbstractButton, words))
