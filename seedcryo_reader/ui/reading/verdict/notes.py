"""Notes beside the read: a question about images, a finding that cannot wait, an error noticed after a lock."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from seedcryo_reader.domain.events import ErratumNoted, ImageQueried, IncidentalFindingReported, Note
from seedcryo_reader.domain.wording import LONGEST_NOTE
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING, TYPE

_WIDTH = 520
_TEXT_LINES = 7


@dataclass(frozen=True, slots=True)
class Notes:
    """One kind of note.

    Attributes
    ----------
    title, what : str
        What it is called, and what it is for.
    timepoints : tuple of str
        Those that it can be about, the usual one last.
    written : tuple of str
        What was written before, in words.
    make : function
        From timepoint and text to the note.
    """

    title: str
    what: str
    timepoints: tuple[str, ...]
    written: tuple[str, ...]
    make: Callable[[str, str], Note]


class NoteDialog(QDialog):
    """A timepoint and a text, kept with one button; what was written before stands under it.

    It closes once the note is kept, and stays with the reason where it was refused.
    """

    def __init__(self, acting: Acting, notes: Notes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._notes = notes
        self.setWindowTitle(notes.title)
        self.setMinimumWidth(_WIDTH)
        self.timepoint = QComboBox(self)
        self.timepoint.addItems(notes.timepoints)
        self.timepoint.setCurrentIndex(self.timepoint.count() - 1)
        self.timepoint.setAccessibleName(self.tr("Timepoint"))
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT_LINES * (TYPE.body + SPACING.small))
        self.text.setAccessibleName(self.tr("Text"))
        self.keep = button(self.tr("Keep the note"), Kind.PRIMARY, self)
        self.cancel = button(self.tr("Cancel"), Kind.SECONDARY, self)
        self.banner = Banner(self)
        self.form = QFormLayout()
        self._lay_out()
        self.text.textChanged.connect(self._weigh)
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.reject)
        acting.refused.connect(self.banner.say)
        self._weigh()
        self.text.setFocus()

    @property
    def is_complete(self) -> bool:
        """Whether everything that it needs is there."""
        return bool(self._words()) and len(self._words()) <= LONGEST_NOTE and self.timepoint.count() > 0

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing is thinking better of it."""
        self.reject()
        event.accept()

    def _words(self) -> str:
        """The text on one line: a note of several could feign others."""
        return " ".join(self.text.toPlainText().split())

    def _weigh(self) -> None:
        self.keep.setEnabled(self.is_complete)
        over = len(self._words()) - LONGEST_NOTE
        if over > 0:
            self.banner.say(self.tr("The text is %1 characters too long.").replace("%1", str(over)))
        else:
            self.banner.clear()

    def _keep(self) -> None:
        if self._acting.do(self._notes.make(self.timepoint.currentText(), self._words())):
            self.accept()

    def _lay_out(self) -> None:
        self.form.setHorizontalSpacing(SPACING.large)
        self.form.setVerticalSpacing(SPACING.medium)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(self.tr("Timepoint"), self.timepoint)
        self.form.addRow(self.tr("Text"), self.text)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING.medium)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.keep)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(SPACING.large + SPACING.medium,) * 4)
        box.setSpacing(SPACING.large)
        box.addWidget(label(self._notes.title, Tone.TITLE))
        box.addWidget(label(self._notes.what, Tone.MUTED))
        box.addLayout(self.form)
        box.addWidget(self.banner)
        box.addLayout(buttons)
        if self._notes.written:
            box.addWidget(label(self.tr("Written so far"), Tone.SMALL))
            for one in self._notes.written:
                box.addWidget(label(one))


class QueryDialog(NoteDialog):
    """Asks the centre about the images of a timepoint."""

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        protocol = acting.reading.protocol
        notes = Notes(
            self.tr("Image query"),
            self.tr("The centre gets this question with the time. You can go on reading."),
            tuple(one.name for one in acting.read.timepoints),
            tuple(f"{one.timepoint} · {one.kind} · {one.text}" for one in acting.read.queries),
            lambda timepoint, text: ImageQueried(timepoint, self.kind.currentText(), text),
        )
        super().__init__(acting, notes, parent)
        self.kind = QComboBox(self)
        self.kind.addItems(protocol.picklists[protocol.queries.kinds])
        self.kind.setAccessibleName(self.tr("What is wrong"))
        self.form.insertRow(1, self.tr("What is wrong"), self.kind)
        QWidget.setTabOrder(self.timepoint, self.kind)
        QWidget.setTabOrder(self.kind, self.text)


class IncidentalDialog(NoteDialog):
    """Tells the centre of something that may matter to the patient's safety."""

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        notes = Notes(
            self.tr("Incidental finding"),
            self.tr("Something that is no part of the trial and may matter to the patient. The centre is told."),
            tuple(one.name for one in acting.read.timepoints),
            tuple(f"{one.timepoint} · {one.text}" for one in acting.read.incidental),
            IncidentalFindingReported,
        )
        super().__init__(acting, notes, parent)


class ErratumDialog(NoteDialog):
    """Notes an error in what was locked."""

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        notes = Notes(
            self.tr("Erratum"),
            self.tr(
                "An error that you noticed after the lock. It changes nothing that is locked; whether the timepoint is"
                " read again is the coordinator's decision."
            ),
            tuple(one.name for one in acting.read.timepoints if one.locked),
            tuple(f"{one.timepoint} · {one.text}" for one in acting.read.errata),
            ErratumNoted,
        )
        super().__init__(acting, notes, parent)


def open_note(dialog: NoteDialog) -> None:
    """Show a note's dialog; it goes away by itself."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
