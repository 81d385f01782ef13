"""The steps of setting a station up, each a widget that announces when it is done."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.ports import StudyShown
from seedcryo_reader.ui.shared.theme import SPACING
from seedcryo_reader.ui.station.password import PasswordField

SHORTEST_PASSWORD = 10
"""The programme's own floor: the key file can be copied and tried at leisure."""


@dataclass(frozen=True, slots=True)
class NewReader:
    """The account to be made; its password is in no `repr`."""

    name: str
    printed_name: str
    password: str = field(repr=False)
    role: Role = Role.READER


class FileStep(QWidget):
    """Choose the study file, or drop it."""

    chosen = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        choose = button(self.tr("Choose the study file…"), Kind.PRIMARY)
        choose.clicked.connect(self._choose)
        self.setFocusProxy(choose)
        text = self.tr(
            "The centre sends a study file (it ends in .seedstudy). It says which study this station reads for and "
            "whose parts it trusts.\n\nChoose it, or drop it here."
        )
        inside = _column(self)
        inside.addWidget(label(text))
        inside.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take one file."""
        if len(event.mimeData().urls()) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Read it as a study file."""
        event.acceptProposedAction()
        self.chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Study file"), "", self.tr("Study files (*.seedstudy);;All files (*)")
        )
        if name:
            self.chosen.emit(Path(name))


class CompareStep(QWidget):
    """The fingerprint, which the centre reads out on the telephone: it must be ticked before anything is made."""

    agreed = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._study = label("", Tone.TITLE)
        self._fingerprint = label("", Tone.LARGE)  # it is read out on the telephone, letter by letter
        self._fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._same = QCheckBox(self.tr("I compared it by voice with the centre: it is the same."))
        self._next = button(self.tr("Next"), Kind.PRIMARY)
        back = button(self.tr("Another file"))
        self._same.toggled.connect(self._next.setEnabled)
        self._next.clicked.connect(self.agreed)
        back.clicked.connect(self.back)
        self.setFocusProxy(self._same)
        text = self.tr(
            "Call the centre by a number that you know already, and let them read out the fingerprint. "
            "If one letter differs, stop: the file is not theirs."
        )
        inside = _column(self)
        inside.setSpacing(SPACING.large)
        for one in (self._study, label(text), self._fingerprint, self._same):
            inside.addWidget(one)
        inside.addStretch(1)
        inside.addLayout(_foot(back, self._next))

    def show_study(self, study: StudyShown) -> None:
        """Show a study; what was ticked for another one does not count."""
        self._study.setText(self.tr("Study %1").replace("%1", study.study_id))
        self._fingerprint.setText(study.fingerprint)
        self._fingerprint.setAccessibleName(self.tr("Fingerprint"))
        self._same.setChecked(False)
        self._next.setEnabled(False)


class AccountStep(QWidget):
    """The reader's account. `wanted` carries a `NewReader`; what is wrong with it is said by who makes it."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._name = _line(self.tr("Account"), self.tr("for example reader-a"))
        self._printed = _line(self.tr("Printed name"), self.tr("for example Dr A. Reader"))
        self._password = PasswordField(self.tr("Password"), hint=False)
        self._again = PasswordField(self.tr("Password again"), hint=False)
        self._rule = label("", Tone.MUTED)
        self._make = button(self.tr("Make the station"), Kind.PRIMARY)
        self._make.clicked.connect(self._announce)
        self.setFocusProxy(self._name)
        text = self.tr(
            "The account of the reader who works here. The name is 1 to 32 small letters, digits or dashes, a letter "
            "first; the printed name stands under every signature. Nobody can look the password up: if it is lost, the "
            "centre recovers the reads, and a new key is made."
        )
        inside = _column(self)
        inside.addWidget(label(text, Tone.MUTED))
        for name, one in (
            (self.tr("Account"), self._name),
            (self.tr("Printed name"), self._printed),
            (self.tr("Password"), self._password),
            (self.tr("Password again"), self._again),
        ):
            inside.addSpacing(SPACING.small)
            inside.addWidget(label(name, Tone.SMALL))
            inside.addWidget(one)
            signal = one.changed if isinstance(one, PasswordField) else one.textChanged
            signal.connect(self._weigh)
        self._again.given.connect(self._announce)
        inside.addWidget(self._rule)
        inside.addStretch(1)
        inside.addLayout(_foot(self._make))
        self._weigh()

    def _weigh(self) -> None:
        rule = self._what_is_missing()
        self._rule.setText(rule)
        self._make.setEnabled(not rule)

    def _what_is_missing(self) -> str:
        password, again = self._password.text, self._again.text
        if not self._name.text().strip() or not self._printed.text().strip():
            return self.tr("The account needs a name and a printed name.")
        if len(password) < SHORTEST_PASSWORD:
            return self.tr("The password needs at least %1 characters.").replace("%1", str(SHORTEST_PASSWORD))
        if password in (self._name.text().strip(), self._printed.text().strip()):
            return self.tr("The password must not be the name.")
        if password != again:
            return self.tr("The two passwords differ.")
        return ""

    def _announce(self) -> None:
        if self._make.isEnabled():
            name, printed = self._name.text().strip(), self._printed.text().strip()
            self.wanted.emit(NewReader(name, printed, self._password.text))


class KeysStep(QWidget):
    """The account's public keys, to be sent to the centre."""

    done = Signal()
    failed = Signal(Exception)

    def __init__(self) -> None:
        super().__init__()
        self._account = ""
        self._keys = QPlainTextEdit()
        self._keys.setReadOnly(True)
        self._keys.setFixedHeight(96)
        self._keys.setTabChangesFocus(True)
        self._keys.setAccessibleName(self.tr("Public keys"))
        self._saved = label("", Tone.GOOD)
        save = button(self.tr("Save to a file…"), Kind.PRIMARY)
        done = button(self.tr("Go to sign-in"))
        save.clicked.connect(self._save)
        done.clicked.connect(self.done)
        self.setFocusProxy(save)
        text = self.tr(
            "The station is ready. Send these public keys to the centre: parts are sealed for them. They are no secret."
        )
        inside = _column(self)
        for one in (label(text), self._keys, self._saved):
            inside.addWidget(one)
        inside.addStretch(1)
        inside.addLayout(_foot(done, save))

    def show_keys(self, account: str, keys: str) -> None:
        """Show an account's keys."""
        self._account = account
        self._keys.setPlainText(keys)

    def _save(self) -> None:
        proposed = f"{self._account}.keys.txt"
        name, _kind = QFileDialog.getSaveFileName(self, self.tr("Save the public keys"), proposed)
        if not name:
            return
        try:
            Path(name).write_text(self._keys.toPlainText(), "utf-8")
        except OSError:
            text = self.tr("%1 cannot be written. Choose another folder.").replace("%1", name)
            self.failed.emit(EnvironmentFailure(text))
        else:
            self._saved.setText(self.tr("Saved as %1.").replace("%1", name))


def _column(step: QWidget) -> QVBoxLayout:
    inside = QVBoxLayout(step)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(SPACING.medium)
    return inside


def _foot(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACING.medium)
    row.addStretch(1)
    for one in buttons:
        row.addWidget(one)
    return row


def _line(name: str, example: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(example)
    line.setAccessibleName(name)
    return line
