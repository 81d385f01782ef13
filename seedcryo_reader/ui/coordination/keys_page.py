"""The centre's keys: adopting them once, and which they are."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, card, label
from seedcryo_reader.ui.shared.theme import SPACING

_CARD = 560


class KeysPage(Page):
    """A card that asks for the key file and its password; once it was adopted, which keys they are."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Centre keys"), office)
        self._adopting, ask = card(_CARD)
        self._adopted, has = card(_CARD)
        self._file = QLineEdit()
        self._file.setPlaceholderText(self.tr("Key file of the centre (*.seedkeys)"))
        self._file.setAccessibleName(self.tr("Key file"))
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setPlaceholderText(self.tr("Password of the key file"))
        self._password.setAccessibleName(self.tr("Password of the key file"))
        self._go = button(self.tr("Adopt the keys"), Kind.PRIMARY)
        self._ids = label("")
        self._print = label("", Tone.LARGE)
        self._fill_asking(ask)
        for one in (
            label(self.tr("This account signs for the centre"), Tone.TITLE),
            label(self.tr("Fingerprint of the study, as stations show it at set-up:"), Tone.MUTED),
            self._print,
            self._ids,
            label(self.tr("After a change of this account's signing key the key file is asked for again."), Tone.MUTED),
        ):
            has.addWidget(one)
        for frame in (self._adopting, self._adopted):
            frame.hide()
            row = QHBoxLayout()  # an aligned item would not get the height that its wrapped texts need
            row.addWidget(frame)
            row.addStretch(1)
            self.inside.addLayout(row)
        self.inside.addStretch(1)
        self._weigh()

    def fill(self, snapshot: Snapshot) -> None:
        """Show the card that fits."""
        keys = snapshot.keys
        self._show(self._adopting, is_shown=keys is None)
        self._show(self._adopted, is_shown=keys is not None)
        if keys is not None:
            self._print.setText(keys.fingerprint)
            self._ids.setText(filled(self.tr("Signing keys: %1"), ", ".join(keys.key_ids)))

    def _show(self, frame: QFrame, *, is_shown: bool) -> None:
        frame.setVisible(is_shown)
        if is_shown and frame is self._adopting:
            self.setFocusProxy(self._file)

    def _fill_asking(self, inside: QVBoxLayout) -> None:
        text = self.tr(
            "Assignments, releases and disputes are signed by the centre. Choose its key file, and give its password"
            " once: the keys are kept in your vault, which only your own password opens. Recovery never gets them."
        )
        pick = button(self.tr("Choose…"))
        pick.clicked.connect(self._pick)
        row = QHBoxLayout()
        row.setSpacing(SPACING.medium)
        row.addWidget(self._file, 1)
        row.addWidget(pick)
        inside.addWidget(label(self.tr("Adopt the centre's keys"), Tone.TITLE))
        inside.addWidget(label(text, Tone.MUTED))
        inside.addLayout(row)
        inside.addWidget(self._password)
        inside.addWidget(self._go, 0, Qt.AlignmentFlag.AlignRight)
        self._go.clicked.connect(self._adopt)
        self._password.returnPressed.connect(self._adopt)
        for one in (self._file, self._password):
            one.textChanged.connect(self._weigh)

    def _weigh(self) -> None:
        self._go.setEnabled(bool(self._file.text().strip() and self._password.text()))

    def _pick(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Key file of the centre"), "", self.tr("Key files (*.seedkeys);;All files (*)")
        )
        if name:
            self._file.setText(name)
            self._password.setFocus()

    def _adopt(self) -> None:
        if not self._go.isEnabled():
            return
        file, password = Path(self._file.text().strip()), self._password.text()
        self._password.clear()
        self.work(
            self.tr("Adopting the keys"),
            lambda _watch: self.office.desk.adopt_keys(file, password),
            lambda _nothing: self.told.emit(self.tr("The centre's keys are adopted.")),
        )
