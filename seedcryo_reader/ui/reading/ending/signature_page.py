"""The signature: who, with which meaning, by the password again. Signed means frozen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from seedcryo_reader.domain.record import Record
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.ending.card_page import CardPage
from seedcryo_reader.ui.shared.background import Background, Running
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING


class SignaturePage(CardPage):
    """Asks for the password and signs in the background. `signed` comes when the read is signed."""

    signed = Signal()

    def __init__(self, acting: Acting, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._background = background
        self._running: Running | None = None
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        self.banner = Banner()
        self.sign = button(self.tr("Sign the read"), Kind.PRIMARY)
        self.sign.setEnabled(False)
        self._lay_out()
        self._busy = Busy(self)
        self.password.textChanged.connect(self._weigh)
        self.password.returnPressed.connect(self.sign.click)
        self.sign.clicked.connect(self._sign)

    def _lay_out(self) -> None:
        read = self._acting.read
        form = QFormLayout()
        form.setHorizontalSpacing(SPACING.large)
        form.setVerticalSpacing(SPACING.medium)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        version = self.tr("version %1").replace("%1", str(read.version))
        form.addRow(self.tr("Read"), label(f"{read.case_number}, {version}"))
        form.addRow(self.tr("Printed name"), label(self._acting.reading.printed_name))
        form.addRow(self.tr("Meaning"), label(self._acting.reading.protocol.signature.meaning))
        form.addRow(self.tr("Time"), label(self.tr("the moment you sign, in UTC"), Tone.MUTED))
        form.addRow(self.tr("Password"), self.password)
        self.inside.addWidget(label(self.tr("Sign the read"), Tone.TITLE))
        self.inside.addLayout(form)
        self.inside.addWidget(self.banner)
        self.inside.addWidget(label(self.tr("Signed means frozen: a correction needs the coordinator."), Tone.SMALL))
        self.inside.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignRight)

    def _weigh(self) -> None:
        self.sign.setEnabled(bool(self.password.text()))
        if self.password.text():
            self.banner.clear()

    def _sign(self) -> None:
        password = self.password.text()
        if not password or self._running is not None:
            return
        self.password.clear()
        running = self._background.run(lambda _watch: self._acting.reading.sign(password), self._done, self._failed)
        running.ended.connect(self._end)
        self._running = running
        self.card.setEnabled(False)
        self._busy.show_for(running, self.tr("Signing"), can_cancel=False)

    def _end(self) -> None:
        """Give the page back, whatever became of the signature."""
        self._running = None
        self.card.setEnabled(True)

    def _done(self, _record: Record) -> None:
        self._end()
        self._acting.tell_changed()
        self.signed.emit()

    def _failed(self, trouble: Exception) -> None:
        self._end()
        self.banner.tell(trouble)
        self.password.setFocus()


class SignedPage(CardPage):
    """The quiet confirmation: who signed, and when. Numbers and images are closed by then."""

    left = Signal()

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._who = label("")
        self.leave = button(self.tr("Back to the worklist"), Kind.PRIMARY)
        self.leave.clicked.connect(self.left)
        self.inside.addWidget(label(self.tr("The read is signed"), Tone.TITLE))
        self.inside.addWidget(self._who)
        text = self.tr("It is frozen, and its images and numbers are closed. A correction needs the coordinator.")
        self.inside.addWidget(label(text, Tone.MUTED))
        self.inside.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignRight)
        self.refresh()

    @property
    def words(self) -> str:
        """Who signed what, and when."""
        return self._who.text()

    def refresh(self) -> None:
        """Show the latest signature."""
        if self._acting.read.signatures:
            last = self._acting.read.signatures[-1]
            at = f"{last.signed_at[:10]} {last.signed_at[11:19]} UTC"
            version = self.tr("version %1").replace("%1", str(last.version))
            self._who.setText(f"{self._acting.read.case_number}, {version} · {last.name} · {at}")
