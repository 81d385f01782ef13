"""Who reads? The page before everything else."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, card, centred, label
from seedcryo_reader.ui.shared.ports import AccountShown, Door, Seat, StudyShown
from seedcryo_reader.ui.shared.role_words import role_word
from seedcryo_reader.ui.station.password import PasswordField

_MOST_ROWS: Final = 4
"""Accounts that are seen at once."""


class SignInPage(QWidget):
    """The station's study, its accounts and a password. `signed_in` carries the seat."""

    signed_in = Signal(object)
    account_wanted = Signal()

    def __init__(self, door: Door, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._background = background
        self._study = label("", Tone.MUTED)
        self._accounts = QListWidget()
        self._accounts.setAccessibleName(self.tr("Accounts"))
        self._password = PasswordField(self.tr("Password"))
        self._go = button(self.tr("Sign in"), Kind.PRIMARY)
        self._add = button(self.tr("Add the first account…"), Kind.PRIMARY)
        self._none = label(self.tr("This station has no account yet."), Tone.MUTED)
        self.banner = Banner()
        frame, inside = card(420)
        inside.addWidget(label(self.tr("Sign in"), Tone.LARGE))
        for one in (self._study, self._none, self._accounts, self._password, self.banner, self._go, self._add):
            inside.addWidget(one)
        centred(self, frame)
        self._busy = Busy(self)
        self._go.clicked.connect(self._sign_in)
        self._add.clicked.connect(self.account_wanted)
        self._password.given.connect(self._sign_in)
        self._password.changed.connect(self._weigh)
        self._accounts.itemSelectionChanged.connect(self._weigh)
        self._accounts.itemActivated.connect(lambda _item: self._password.setFocus())
        self._show_accounts(())

    def refresh(self) -> None:
        """Look again whose accounts the station has."""
        self.banner.clear()
        self._password.clear()

        self._background.run(
            lambda _watch: (self._door.study(), self._door.accounts()),
            self._know,
            lambda trouble: self.banner.tell(trouble, self.refresh),
        )

    def _know(self, known: tuple[StudyShown, Sequence[AccountShown]]) -> None:
        study, accounts = known
        self._study.setText(self.tr("Study %1").replace("%1", study.study_id))
        self._show_accounts(accounts)
        self._accounts.setFocus()
        if len(accounts) == 1:
            self._password.setFocus()

    def _show_accounts(self, accounts: Sequence[AccountShown]) -> None:
        self._accounts.clear()
        for one in accounts:
            item = QListWidgetItem(f"{one.printed_name}\n{one.name} · {role_word(one.role)}")
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            self._accounts.addItem(item)
        if accounts:
            self._accounts.setCurrentRow(0)
            row = self._accounts.sizeHintForRow(0)
            self._accounts.setFixedHeight(min(len(accounts), _MOST_ROWS) * row + 2 * self._accounts.frameWidth())
        has_some = bool(accounts)
        for shown in (self._accounts, self._password, self._go):
            shown.setVisible(has_some)
        is_empty = bool(self._study.text()) and not has_some
        self._none.setVisible(is_empty)
        self._add.setVisible(is_empty)
        self._weigh()

    def _weigh(self) -> None:
        self._go.setEnabled(bool(self._password.text and self._accounts.selectedItems()))

    def _sign_in(self) -> None:
        chosen = self._accounts.selectedItems()
        password = self._password.text
        if not chosen or not password or self._background.is_busy:
            return
        self.banner.clear()
        name = chosen[0].data(Qt.ItemDataRole.UserRole)
        running = self._background.run(lambda _watch: self._door.sign_in(name, password), self._enter, self._stay)
        self._busy.show_for(running, self.tr("Signing in"), can_cancel=False)

    def _enter(self, seat: Seat) -> None:
        self._password.clear()
        self.signed_in.emit(seat)

    def _stay(self, trouble: Exception) -> None:
        self._password.clear()
        self.banner.tell(trouble)
        self._password.setFocus()
