"""Letting somebody else take a case over: a backup reader, or another adjudicator."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.fields import LEAST, text_field, text_of
from seedcryo_reader.ui.coordination.shown.people import Replaceable
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.role_words import role_word


class ReplaceDialog(FormDialog):
    """Asks whom, by whom, and why. Who may not take it over is listed with what stands against it."""

    def __init__(self, case_number: str, people: tuple[Replaceable, ...], parent: QWidget) -> None:
        text = self.tr("Whoever had the case before is told only that the centre gave it to somebody else.")
        title = filled(self.tr("Replace somebody at %1"), case_number)
        super().__init__(title, text, self.tr("Replace"), parent, is_danger=True)
        self._people = people
        self._before = QComboBox()
        for one in people:
            self._before.addItem(f"{one.account} · {role_word(one.role)}", one.account)
        self._after = QComboBox()
        self._after.setPlaceholderText(self.tr("Nobody can take it over"))
        self._says = label("", Tone.SMALL)
        self._reason = text_field(self.tr("Why; it stays with you"))
        self.add(self.tr("Instead of"), self._before)
        self.add(self.tr("By"), self._after)
        self.form.addRow("", self._says)
        self.add(self.tr("Reason"), self._reason)
        self._before.currentIndexChanged.connect(self._fill)
        self._after.currentIndexChanged.connect(self._weigh)
        self._reason.textChanged.connect(self._weigh)
        self._fill()

    @property
    def before(self) -> str:
        """The account that is replaced."""
        return str(self._before.currentData())

    @property
    def after(self) -> str:
        """The account that takes over; empty where none is chosen."""
        return str(self._after.currentData() or "")

    @property
    def reason(self) -> str:
        """Why."""
        return text_of(self._reason)

    def _fill(self) -> None:
        chosen = self._people[self._before.currentIndex()]
        reads = self.tr("A backup reader starts at TP0. A draft is kept where it is, and never inherited.")
        decides = self.tr("A dispute that is not decided goes to the other adjudicator with the next comparison.")
        self._says.setText(reads if chosen.role is Role.READER else decides)
        self._after.clear()
        model = self._after.model()
        for k, one in enumerate(chosen.candidates):
            why_not = " ".join(one.why_not)
            self._after.addItem(f"{one.printed_name} · {why_not or one.account}", one.account)
            if why_not and isinstance(model, QStandardItemModel):
                model.item(k).setFlags(Qt.ItemFlag.NoItemFlags)
        self._after.setCurrentIndex(next((k for k, one in enumerate(chosen.candidates) if not one.why_not), -1))
        self._weigh()

    def _weigh(self) -> None:
        self.ok.setEnabled(bool(self.after) and len(self.reason) >= LEAST)
