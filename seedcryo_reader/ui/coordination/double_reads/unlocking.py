"""Allowing a timepoint to be read again: whose, from where, why, and who approves it."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.fields import LEAST, text_field, text_of
from seedcryo_reader.ui.coordination.shown.double_reads import DoubleRead, UnlockWish
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Tone, label


class UnlockDialog(FormDialog):
    """Asks for a read, a timepoint, one of the closed list of reasons, and the same in words.

    Where both reads were signed it asks for another coordinator's account and password besides.
    """

    def __init__(self, double_read: DoubleRead, snapshot: Snapshot, parent: QWidget) -> None:
        super().__init__(
            filled(self.tr("Allow %1 to be read again"), double_read.case_number), self._says(double_read),
            self.tr("Allow"), parent, is_danger=True,
        )  # fmt: skip
        self._case = double_read.case_number
        self._reads = [one for one in double_read.reads if one.timepoints]
        self._needs_approver = double_read.needs_approver
        self._read = QComboBox()
        for one in self._reads:
            signed = filled(self.tr("signed v%1"), str(one.signed))
            self._read.addItem(f"{one.account} · {signed}" if one.signed else one.account)
        self._timepoint = QComboBox()
        self._later = QCheckBox(self.tr("Later timepoints too: else they are reconfirmed"))
        self._reason = QComboBox()
        self._reason.addItem(self.tr("Choose a reason"), None)
        for reason in snapshot.unlock_reasons:
            self._reason.addItem(reason.words, reason.code)
        self._text = text_field(
            self.tr("What happened, in your words; they stay with you. The reader is told the reason.")
        )
        self._approver = QComboBox()
        self._trouble = label("", Tone.DANGER)
        self._trouble.hide()
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        for account in snapshot.accounts:
            if account.role is Role.COORDINATOR and account.revoked_on is None:
                self._approver.addItem(f"{account.printed_name} · {account.account}", account.account)
        self._fill_form()
        self._read.currentIndexChanged.connect(self._show_timepoints)
        self._reason.currentIndexChanged.connect(self._weigh)
        self._text.textChanged.connect(self._weigh)
        self._password.textChanged.connect(self._weigh)
        self._show_timepoints()

    @property
    def wish(self) -> UnlockWish | None:
        """What is asked for; None while something is missing."""
        code, text = self._reason.currentData(), text_of(self._text)
        if code is None or len(text) < LEAST:
            return None
        account = self._reads[self._read.currentIndex()].account
        timepoint = self._timepoint.currentText()
        return UnlockWish(self._case, account, timepoint, self._later.isChecked(), code, text)

    @property
    def approver(self) -> str | None:
        """The account of the second person; None where none is needed."""
        return self._approver.currentData() if self._needs_approver else None

    @property
    def password(self) -> str:
        """What the second person typed."""
        return self._password.text()

    def ask_again(self, trouble: str) -> None:
        """Say why it was not allowed; everything but the password stays as it was given."""
        self._trouble.setText(trouble)
        self._trouble.show()
        self._password.clear()
        self._password.setFocus()
        self.adjustSize()  # nothing above is pressed together by the new line

    def _says(self, double_read: DoubleRead) -> str:
        if double_read.needs_approver:
            return self.tr(
                "Both reads of this case were signed: a second coordinator has to approve. The read begins a new"
                " version; an open or decided dispute is superseded, and stays on record."
            )
        return self.tr("The timepoint opens once more for this reader. A signed read begins a new version.")

    def _fill_form(self) -> None:
        self.add(self.tr("Read"), self._read)
        self.add(self.tr("From"), self._timepoint)
        self.add("", self._later)
        self.add(self.tr("Reason"), self._reason)
        self.add(self.tr("In words"), self._text)
        if self._needs_approver:
            self.add(self.tr("Approved by"), self._approver)
            self.add(self.tr("Their password"), self._password)
            self.form.addRow("", self._trouble)

    def _show_timepoints(self) -> None:
        self._timepoint.clear()
        self._timepoint.addItems(self._reads[self._read.currentIndex()].timepoints)
        self._weigh()

    def _weigh(self) -> None:
        is_approved = not self._needs_approver or bool(self.approver and self.password)
        self.ok.setEnabled(self.wish is not None and is_approved)
