"""Recording how a training ended."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.fields import a_year_later, day_field, day_of
from seedcryo_reader.ui.coordination.shown.people import AccountLine, ProtocolShown, TrainingWish
from seedcryo_reader.ui.coordination.words import filled


class TrainingDialog(FormDialog):
    """Asks for the protocol version, how it ended, and both days."""

    def __init__(self, account: AccountLine, protocols: Sequence[ProtocolShown], day: str, parent: QWidget) -> None:
        text = self.tr(
            "A reader or adjudicator is drawn only while a training for the very version of the protocol holds."
        )
        title = filled(self.tr("Training of %1"), account.printed_name)
        super().__init__(title, text, self.tr("Record"), parent)
        self._account = account.account
        self._protocols = tuple(protocols)
        self._protocol = QComboBox()
        for one in self._protocols:
            self._protocol.addItem(f"{one.protocol_id} · {one.sha256[:12]}")
        self._result = QComboBox()
        self._result.addItem(self.tr("passed"), True)
        self._result.addItem(self.tr("failed"), False)
        self._taken = day_field(day)
        self._until = day_field(a_year_later(day))
        self.add(self.tr("Protocol"), self._protocol)
        self.add(self.tr("Result"), self._result)
        self.add(self.tr("Taken on"), self._taken)
        self.add(self.tr("Holds to, that day included"), self._until)
        self._taken.dateChanged.connect(self._weigh)
        self._until.dateChanged.connect(self._weigh)
        self._weigh()

    @property
    def wish(self) -> TrainingWish:
        """What is recorded."""
        return TrainingWish(
            self._account,
            self._protocols[self._protocol.currentIndex()],
            bool(self._result.currentData()),
            day_of(self._taken),
            day_of(self._until),
        )

    def _weigh(self) -> None:
        self.ok.setEnabled(bool(self._protocols) and day_of(self._taken) <= day_of(self._until))
