"""Letting a backup reader take a case over."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.fields import LEAST, text_field, text_of
from seedcryo_reader.ui.coordination.shown.cases import CaseLine
from seedcryo_reader.ui.coordination.shown.people import Candidate
from seedcryo_reader.ui.coordination.words import filled, read_words


class ReplaceDialog(FormDialog):
    """Asks whom, by whom, and why. Who may not take it over is listed with what stands against it."""

    def __init__(self, case: CaseLine, candidates: tuple[Candidate, ...], parent: QWidget) -> None:
        text = self.tr(
            "The backup reader starts at TP0. What the reader before has drafted is kept where it is, and is never"
            " inherited; a signed read that no longer counts stays on record."
        )
        title = filled(self.tr("Replace a reader of %1"), case.case_number)
        super().__init__(title, text, self.tr("Replace"), parent, is_danger=True)
        self._case = case
        self._before = QComboBox()
        for read in case.reads:
            self._before.addItem(read_words(read), read.account)
        self._after = QComboBox()
        self._after.setPlaceholderText(self.tr("Nobody can take it over"))
        self._fill(candidates)
        self._reason = text_field(self.tr("Why; the reader before does not see it"))
        self.add(self.tr("Instead of"), self._before)
        self.add(self.tr("Backup reader"), self._after)
        self.add(self.tr("Reason"), self._reason)
        self._after.currentIndexChanged.connect(self._weigh)
        self._reason.textChanged.connect(self._weigh)
        self._weigh()

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

    def _fill(self, candidates: tuple[Candidate, ...]) -> None:
        model = self._after.model()
        for k, one in enumerate(candidates):
            why_not = "; ".join(one.why_not)
            self._after.addItem(f"{one.printed_name} · {why_not or one.account}", one.account)
            if why_not and isinstance(model, QStandardItemModel):
                model.item(k).setFlags(Qt.ItemFlag.NoItemFlags)
        self._after.setCurrentIndex(next((k for k, one in enumerate(candidates) if not one.why_not), -1))

    def _weigh(self) -> None:
        self.ok.setEnabled(bool(self.after) and len(self.reason) >= LEAST)
