"""A note of a reader: what it says, and what was done about it."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.shown.cases import NoteLine
from seedcryo_reader.ui.coordination.words import intake_words
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

FORWARD = 2
"""What `exec` gives where the note is to be sent on to intake."""


class NoteDialog(QDialog):
    """Shows a note; `text` is what was written about it."""

    def __init__(self, note: NoteLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Incidental finding") if note.is_incidental else self.tr("Image query")
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        where = f"{note.case_number} · {note.timepoint} · {note.reader} · {note.received_on}"
        self._done = QPlainTextEdit()
        self._done.setTabChangesFocus(True)
        self._done.setFixedHeight(88)
        self._done.setPlaceholderText(self.tr("What was done: whom you told, what they answered"))
        self._done.setAccessibleName(self.tr("What was done"))
        self._close_it = button(self.tr("Mark as handled"), Kind.PRIMARY)
        self._close_it.setEnabled(False)
        self._close_it.clicked.connect(self.accept)
        cancel = button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(SPACING.medium)
        if not note.is_incidental and note.intake is None:
            forward = button(self.tr("Send on to intake"))
            forward.clicked.connect(lambda _checked: self.done(FORWARD))
            row.addWidget(forward)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._close_it)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(SPACING.large + SPACING.medium,) * 4)
        inside.setSpacing(SPACING.large)
        heading = label(title, Tone.TITLE)
        if note.is_incidental:
            heading.setStyleSheet(f"color: {COLOURS.danger};")
        inside.addWidget(heading)
        inside.addWidget(label(where, Tone.MUTED))
        inside.addWidget(label(note.text))
        if note.intake is not None:
            inside.addWidget(label(f"{intake_words(note).capitalize()}.", Tone.MUTED))
        inside.addWidget(self._done)
        inside.addLayout(row)
        self._done.textChanged.connect(lambda: self._close_it.setEnabled(bool(self.text)))
        self._done.setFocus()

    @property
    def text(self) -> str:
        """What was done."""
        return self._done.toPlainText().strip()
