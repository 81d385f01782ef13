"""Exchanging with a folder, and handing over the account's public keys: what every role does at its station."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import sentences
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label, set_tone
from seedcryo_reader.ui.shared.ports import ExchangedShown, Seat
from seedcryo_reader.ui.shared.theme import SPACING
from seedcryo_reader.ui.station.password import PasswordField


class Exchanging(QObject):
    """Exchanges for one page: `exchanged` when something may have come, `failed` with what went wrong."""

    exchanged = Signal()
    failed = Signal(Exception)

    def __init__(self, seat: Seat, background: Background, page: QWidget) -> None:
        super().__init__(page)
        self._seat = seat
        self._background = background
        self._page = page
        self._busy = Busy(page)

    def choose(self) -> None:
        """Ask for a folder, and exchange with it."""
        name = QFileDialog.getExistingDirectory(self._page, self.tr("Exchange with a folder"))
        if name:
            self.exchange(Path(name))

    def exchange(self, folder: Path) -> None:
        """Take what lies in a folder and put there what waits, in the background."""
        running = self._background.run(
            lambda watch: tuple(self._seat.exchange(folder, watch)), self._tell, self._fail, self._busy.tell
        )
        self._busy.show_for(running, self.tr("Exchanging"))

    def enrol(self) -> None:
        """Write the account's public keys into a file for the coordinator."""
        Enrolling(self._seat, self._background, self._page).open()

    def _tell(self, files: Sequence[ExchangedShown]) -> None:
        self.exchanged.emit()
        Exchanged(files, self._page).open()

    def _fail(self, trouble: Exception) -> None:
        self.exchanged.emit()  # what was taken before it failed is kept
        if not isinstance(trouble, Cancelled):
            self.failed.emit(trouble)


class Exchanged(QDialog):
    """That it is done, and each file that was not taken. How many were is not said: it would tell what follows."""

    def __init__(self, files: Sequence[ExchangedShown], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Exchanged"))
        self.resize(640, 320)
        rows = QWidget()
        under = QVBoxLayout(rows)
        under.setSpacing(SPACING.small)
        for one in files:
            said = self.tr("%1 · waits") if one.waits else self.tr("%1 · refused")
            under.addWidget(label(said.replace("%1", one.file), Tone.WARNING if one.waits else Tone.DANGER))
            for finding in one.findings:
                under.addWidget(label(finding.text, Tone.MUTED))
            under.addSpacing(SPACING.medium)
        under.addStretch(1)
        listed = QScrollArea()
        listed.setWidgetResizable(True)
        listed.setAccessibleName(self.tr("Files"))
        listed.setWidget(rows)
        inside = _inside(self)
        inside.addWidget(label(self._summary(files), Tone.TITLE))
        inside.addWidget(label(self.tr("What you have for the centre lies in the folder now."), Tone.MUTED))
        inside.addWidget(listed, 1)
        listed.setVisible(bool(files))
        inside.addStretch(0)
        inside.addLayout(_foot(self, self.tr("Close")))

    def _summary(self, files: Sequence[ExchangedShown]) -> str:
        refused = sum(not one.waits for one in files)
        if refused == 1:
            return self.tr("One file was refused.")
        if refused:
            return self.tr("%1 files were refused.").replace("%1", str(refused))
        if files:
            return self.tr("Something waits for a file that is not here yet.")
        return self.tr("Everything that lay there for you was taken.")


class Enrolling(QDialog):
    """Asks for the password and a place, writes the file, and shows the fingerprint to be read out."""

    def __init__(self, seat: Seat, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._seat = seat
        self._background = background
        self.setWindowTitle(self.tr("Keys for the coordinator"))
        self.setMinimumWidth(520)
        text = self.tr(
            "The coordinator needs a file with the public keys of this account. Both of its keys sign it, so the "
            "password is asked for. Then read the digits out to the coordinator, by voice."
        )
        self._password = PasswordField(self.tr("Password"))
        self._said = label("", Tone.DANGER)
        self._digits = label("", Tone.LARGE, wraps=False)
        self._digits.setAccessibleName(self.tr("Fingerprint"))
        self._write = button(self.tr("Write the file…"), Kind.PRIMARY)
        self._write.setEnabled(False)
        self._password.changed.connect(lambda: self._write.setEnabled(bool(self._password.text)))
        self._password.given.connect(self._choose)
        self._write.clicked.connect(self._choose)
        inside = _inside(self)
        inside.addWidget(label(self.windowTitle(), Tone.TITLE))
        inside.addWidget(label(text))
        inside.addWidget(self._password)
        inside.addWidget(self._said)
        inside.addWidget(self._digits)
        foot = _foot(self, self.tr("Close"), is_default=False)
        foot.addWidget(self._write)
        inside.addLayout(foot)
        self._said.hide()
        self._digits.hide()
        self._password.setFocus()

    def write(self, file: Path) -> None:
        """Write the file; the fingerprint is shown when it is there."""
        password = self._password.text
        self._password.clear()
        self._background.run(lambda _watch: self._seat.enrol(file, password), self._tell(file), self._fail)

    def _choose(self) -> None:
        if not self._password.text:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self,
            self.tr("Keys for the coordinator"),
            f"{self._seat.account.name}.seedaccount",
            self.tr("Enrolments (*.seedaccount)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.write(Path(name))

    def _tell(self, file: Path) -> Callable[[str], None]:
        def tell(fingerprint: str) -> None:
            self._said.setText(self.tr("%1 is written. Read this out:").replace("%1", file.name))
            set_tone(self._said, Tone.GOOD)
            self._said.show()
            self._digits.setText(fingerprint)
            self._digits.show()
            for one in (self._password, self._write):
                one.hide()

        return tell

    def _fail(self, trouble: Exception) -> None:
        if not isinstance(trouble, Refused | EnvironmentFailure):
            raise trouble
        self._said.setText(sentences(trouble))
        self._said.show()
        self._password.setFocus()


def _inside(dialog: QDialog) -> QVBoxLayout:
    inside = QVBoxLayout(dialog)
    inside.setContentsMargins(*(SPACING.large,) * 4)
    inside.setSpacing(SPACING.large)
    return inside


def _foot(dialog: QDialog, word: str, *, is_default: bool = True) -> QHBoxLayout:
    close = button(word)
    close.setDefault(is_default)
    close.clicked.connect(dialog.accept)
    foot = QHBoxLayout()
    foot.addStretch(1)
    foot.addWidget(close)
    return foot
