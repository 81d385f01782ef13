"""Whose keys count, in which role, and who is trained for what."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from seedcryo_reader.ui.coordination.accounts.accepting import AcceptDialog
from seedcryo_reader.ui.coordination.accounts.columns import account_columns
from seedcryo_reader.ui.coordination.accounts.revoking import RevokeDialog
from seedcryo_reader.ui.coordination.accounts.training import TrainingDialog
from seedcryo_reader.ui.coordination.accounts.trainings import Trainings
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.people import AccountLine, EnrolmentShown
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Kind, Tone
from seedcryo_reader.ui.shared.theme import SPACING


class AccountsPage(Page):
    """The accepted accounts, and under them the trainings of the chosen one."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Accounts"), office)
        first = self.tr("No account yet.")
        how = self.tr("Each person exports an enrolment file (.seedaccount) at the own station, and sends it to you.")
        nothing = f"{first}\n{how}"
        self._table = LinesView(account_columns(self._day), self.tr("Accounts"), lambda one: one.account, nothing)
        self._trainings = Trainings()
        self._accept = self.deed("accept-account", self._choose_file, Kind.PRIMARY)
        self._train = self.deed("record-training", self._record_training)
        self._revoke = self.deed("revoke-account", self._revoke_account, Kind.DANGER)
        self._table.chosen.connect(self._choose_account)
        self._table.opened.connect(lambda _line: self._record_training())
        office.acts.bind(self._table, "open-line", self._table.open_line)
        self._lay_out()
        self.setFocusProxy(self._table)
        self._choose_account(None)

    def fill(self, snapshot: Snapshot) -> None:
        """Show every account anew."""
        self._table.fill(snapshot.accounts)

    def choose(self, key: str) -> None:
        """Choose an account."""
        self._table.choose(key)

    def accept_from(self, file: Path) -> None:
        """Show who asks to be accepted by an enrolment file."""
        self.ask(lambda: self.office.desk.enrolment(file), self._compare)

    def _day(self) -> str:
        return self._snapshot.day if self._snapshot else ""

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addWidget(self._accept.button)
        foot.addStretch(1)
        foot.addWidget(self._train.button)
        foot.addWidget(self._revoke.button)
        self.inside.addWidget(self._table, 3)
        self.inside.addLayout(foot)
        self.inside.addWidget(self._trainings, 1)

    def _choose_account(self, account: AccountLine | None) -> None:
        is_active = account is not None and account.revoked_on is None
        self._train.set_possible(account is not None and is_active and account.is_trained_role)
        self._revoke.set_possible(is_active)
        self._trainings.show_of(account, self._day())

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Enrolment file"), "", self.tr("Enrolment files (*.seedaccount);;All files (*)")
        )
        if name:
            self.accept_from(Path(name))

    def _compare(self, enrolment: EnrolmentShown) -> None:
        if self._is_accepted(enrolment):
            words = self.tr("%1 is accepted already, with the fingerprint %2. Nothing is left to be done.")
            self.banner.say(filled(words, enrolment.account, enrolment.fingerprint), Tone.GOOD)
            self._table.choose(enrolment.account)
            return
        dialog = AcceptDialog(enrolment, self)
        if dialog.exec():
            person = dialog.person
            words = filled(self.tr("%1 is accepted."), enrolment.account)
            self.work(
                self.tr("Accepting"),
                lambda _watch: self.office.desk.accept(enrolment, person),
                lambda _nothing: self.told.emit(words),
            )
        dialog.deleteLater()

    def _is_accepted(self, enrolment: EnrolmentShown) -> bool:
        asked = enrolment.account, enrolment.fingerprint
        known = [one for one in self.snapshot.accounts if one.revoked_on is None]
        return any((one.account, one.fingerprint) == asked for one in known)

    def _record_training(self) -> None:
        account = self._table.line
        if account is None or not self._train.button.isEnabled():
            return
        dialog = TrainingDialog(account, self.snapshot.protocols, self.snapshot.day, self)
        if dialog.exec():
            wish = dialog.wish
            self.work(
                self.tr("Recording"),
                lambda _watch: self.office.desk.record_training(wish),
                lambda _nothing: self.told.emit(self.tr("The training is recorded; the account is told.")),
            )
        dialog.deleteLater()

    def _revoke_account(self) -> None:
        account = self._table.line
        if account is None:
            return
        dialog = RevokeDialog(account, self.snapshot.day, self)
        if dialog.exec():
            name, day, reason = account.account, dialog.day, dialog.reason
            words = filled(self.tr("%1 is revoked from %2 on."), name, day)
            self.work(
                self.tr("Revoking"),
                lambda _watch: self.office.desk.revoke(name, day, reason),
                lambda _nothing: self.told.emit(words),
            )
        dialog.deleteLater()
