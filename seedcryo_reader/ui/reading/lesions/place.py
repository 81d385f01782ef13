"""Where a lesion lies: organ and place out of the closed vocabulary, and then its mark on an image."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.domain.anatomy import PLACES
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.reading.lesions.choices import ActButton, ChoiceBox
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class PlaceForm(QWidget):
    """Choose organ and place; `mark_wanted` once they are chosen and the point is to be clicked on an image."""

    mark_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organ = ChoiceBox(self)
        self._organ.setAccessibleName(self.tr("{0}: organ").format(title))
        self._organ.addItem(self.tr("Organ…"), None)
        for organ in PLACES:
            self._organ.addItem(words.term(organ), organ)
        self._place = ChoiceBox(self)
        self._place.setAccessibleName(self.tr("{0}: place").format(title))
        self._mark = ActButton(self.tr("Mark on the image"), self)
        self._told = Words("", COLOURS.accent, TYPE.small)
        self._told.say("")
        self._organ.currentIndexChanged.connect(self._organ_chosen)
        self._place.currentIndexChanged.connect(self._allow)
        self._mark.clicked.connect(self.mark_wanted)
        self._lay_out(title)
        self._why_not = ""
        self._organ_chosen()

    def _lay_out(self, title: str) -> None:
        combos = QHBoxLayout()
        for combo in (self._organ, self._place):
            combo.setMinimumContentsLength(8)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combos.addWidget(combo, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACING.small, 0, SPACING.small)
        layout.setSpacing(SPACING.small)
        layout.addWidget(Words(title, COLOURS.muted, TYPE.small))
        layout.addLayout(combos)
        layout.addWidget(self._mark)
        layout.addWidget(self._told)

    @property
    def organ(self) -> str:
        """The organ that is chosen; empty where none is."""
        return self._organ.currentData() or ""

    @property
    def place(self) -> str:
        """The place that is chosen; empty where none is."""
        return self._place.currentData() or ""

    @property
    def organ_box(self) -> QComboBox:
        """Where the organ is chosen."""
        return self._organ

    @property
    def place_box(self) -> QComboBox:
        """Where the place is chosen."""
        return self._place

    @property
    def mark_button(self) -> ActButton:
        """What asks for the mark."""
        return self._mark

    def show_waiting(self, waiting: bool) -> None:
        """Show whether the mark is awaited."""
        self._mark.show_so(waiting)
        self._told.say(self.tr("Click on the lesion in an image. Esc ends it.") if waiting else "")

    def clear(self) -> None:
        """Be ready for the next lesion."""
        self._organ.setCurrentIndex(0)
        self.show_waiting(False)

    def allow(self, why_not: str) -> None:
        """Enable it where there is nothing against it."""
        self._why_not = why_not
        self.setEnabled(not why_not)
        self._allow()

    def _organ_chosen(self) -> None:
        self._place.clear()
        self._place.addItem(self.tr("Place…"), None)
        for place in PLACES.get(self.organ, ()):
            self._place.addItem(words.term(place), place)
        if self._place.count() == 2:
            self._place.setCurrentIndex(1)
        self._place.setEnabled(bool(self.organ))
        self._allow()

    def _allow(self) -> None:
        chosen = "" if self.place else self.tr("Choose organ and place first.")
        self._mark.allow(self._why_not or chosen)
