"""What the person whom the charter names decided of a case of which the adjudicator took neither read."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.fields import LEAST, text_field, text_of
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine, DisputeStanding, Settlement
from seedcryo_reader.ui.coordination.words import filled


class SettleDialog(FormDialog):
    """Asks who decided, for which read, and why."""

    def __init__(self, dispute: DisputeLine, parent: QWidget) -> None:
        title = filled(self.tr("Settle %1"), dispute.case_number)
        text = self.tr("The adjudicator took neither read. Record what the person named by the charter decided.")
        if dispute.standing is DisputeStanding.SETTLED:
            again = self.tr("It was settled before: what is recorded now counts instead. Say what was wrong.")
            text = f"{text} {again}"
        super().__init__(title, text, self.tr("Record"), parent, is_danger=True)
        self._dispute = dispute
        self._person = QLineEdit()
        self._person.setPlaceholderText(self.tr("Name of the person"))
        self._accepted = QComboBox()
        self._accepted.addItem(self.tr("Choose"), "")
        for account in dispute.readers:
            self._accepted.addItem(filled(self.tr("The read of %1 is accepted"), account), account)
        self._accepted.addItem(self.tr("Neither: the case has no accepted read"), None)
        self._text = text_field(self.tr("What was decided, and where it is written down"))
        self.add(self.tr("Decided by"), self._person)
        self.add(self.tr("Decision"), self._accepted)
        self.add(self.tr("In words"), self._text)
        self._person.textChanged.connect(self._weigh)
        self._accepted.currentIndexChanged.connect(self._weigh)
        self._text.textChanged.connect(self._weigh)

    @property
    def settlement(self) -> Settlement | None:
        """What is recorded; None while something is missing."""
        person, accepted, text = self._person.text().strip(), self._accepted.currentData(), text_of(self._text)
        if not person or accepted == "" or len(text) < LEAST:
            return None
        return Settlement(self._dispute.case_number, self._dispute.dispute_id, accepted, person, text)

    def _weigh(self) -> None:
        self.ok.setEnabled(self.settlement is not None)
