"""Revoking an account from a day on."""

from PySide6.QtWidgets import QWidget

from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.fields import LEAST, day_field, day_of, text_field, text_of
from seedcryo_reader.ui.coordination.shown.people import AccountLine
from seedcryo_reader.ui.coordination.words import filled


class RevokeDialog(FormDialog):
    """Asks from which UTC day on, and why."""

    def __init__(self, account: AccountLine, day: str, parent: QWidget) -> None:
        text = self.tr("Nothing that comes from this account on that day or later counts; what came before stays.")
        needed = {
            Role.READER: self.tr("Its cases need a backup reader."),
            Role.ADJUDICATOR: self.tr("Its cases need another adjudicator."),
            Role.INTAKE: self.tr("Queries and hidden repeats need another intake account."),
            Role.COORDINATOR: self.tr("Somebody else has to approve from then on."),
        }[account.role]
        never = self.tr("It cannot be taken back: the account would be accepted anew, with new keys.")
        title = filled(self.tr("Revoke %1"), account.account)
        super().__init__(title, f"{text} {needed} {never}", self.tr("Revoke"), parent, is_danger=True)
        self._day = day_field(day)
        self._reason = text_field(self.tr("Why"))
        self.add(self.tr("From (UTC day)"), self._day)
        self.add(self.tr("Reason"), self._reason)
        self._reason.textChanged.connect(lambda: self.ok.setEnabled(len(self.reason) >= LEAST))
        self._reason.setFocus()

    @property
    def day(self) -> str:
        """From when on."""
        return day_of(self._day)

    @property
    def reason(self) -> str:
        """Why."""
        return text_of(self._reason)
