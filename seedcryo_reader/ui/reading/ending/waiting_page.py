"""Between two parts: everything that came is locked. Whether more will come cannot be seen here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.ending.card_page import CardPage
from seedcryo_reader.ui.reading.verdict.notes import ErratumDialog, IncidentalDialog, QueryDialog, open_note
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING


class WaitingPage(CardPage):
    """The case waits for the centre. Notes can be written; `left` is the wish to go back to the worklist."""

    left = Signal()

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self.leave = button(self.tr("Back to the worklist"), Kind.PRIMARY)
        self.erratum = button(self.tr("Erratum…"))
        self.query = button(self.tr("Image query…"))
        self.incidental = button(self.tr("Incidental finding…"))
        self.leave.clicked.connect(self.left)
        self.erratum.clicked.connect(lambda: open_note(ErratumDialog(acting, self)))
        self.query.clicked.connect(lambda: open_note(QueryDialog(acting, self)))
        self.incidental.clicked.connect(lambda: open_note(IncidentalDialog(acting, self)))
        title = self.tr("%1 waits for the centre").replace("%1", acting.read.case_number)
        self.inside.addWidget(label(title, Tone.TITLE))
        text = self.tr(
            "Every timepoint that came is locked, and everything is saved. The case goes on, or ends, when the centre"
            " sends what comes next. You can read another case meanwhile."
        )
        self.inside.addWidget(label(text, Tone.MUTED))
        self._errata = label("", Tone.SMALL)
        self.inside.addWidget(self._errata)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING.medium)
        buttons.addWidget(self.erratum)
        buttons.addWidget(self.query)
        buttons.addWidget(self.incidental)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        self.inside.addLayout(buttons)
        QWidget.setTabOrder(self.leave, self.erratum)
        QWidget.setTabOrder(self.erratum, self.query)
        QWidget.setTabOrder(self.query, self.incidental)
        acting.changed.connect(self.refresh)
        self.refresh()
        self.leave.setFocus()

    def refresh(self) -> None:
        """Show how many errata were written."""
        count = len(self._acting.read.errata)
        self._errata.setText(self.tr("Errata written: %1").replace("%1", str(count)))
        self._errata.setVisible(count > 0)
