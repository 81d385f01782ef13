"""A question before an act, whose answer is kept as a reason; or the way back to what it is about."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.domain.wording import LONGEST_REASON
from seedcryo_reader.ui.reading.verdict.pieces import in_type, words
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_WIDTH = 520


class ReasonDialog(QDialog):
    """Asks one question. Accepted with a reason; rejected means to go back.

    Parameters
    ----------
    title, question : str
    back : str
        What the button calls it that goes back.
    """

    def __init__(self, title: str, question: str, back: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self.question: QLabel = words(in_type(question), size=TYPE.title)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST_REASON)
        self.field.setPlaceholderText(self.tr("Why it stands"))
        self.field.setAccessibleName(self.tr("The reason"))
        self.keep = QPushButton(self.tr("Keep it with this reason"), self)
        self.keep.setProperty("kind", "primary")
        self.keep.setDefault(True)
        self.keep.setEnabled(False)
        self.back = QPushButton(back, self)
        self.back.setAutoDefault(False)
        self.field.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.keep.clicked.connect(self.accept)
        self.back.clicked.connect(self.reject)
        self._lay_out()
        self.field.setFocus()

    @property
    def reason(self) -> str:
        """What was written."""
        return self.field.text().strip()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING.medium)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACING.page, SPACING.page, SPACING.page, SPACING.large)
        box.setSpacing(SPACING.large)
        box.addWidget(self.question)
        box.addWidget(self.field)
        box.addWidget(words(self.tr("The reason is kept with the read."), COLOURS.muted, TYPE.small))
        box.addLayout(buttons)
