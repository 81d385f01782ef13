"""The steps after the closing part: summary, questionnaire where the protocol asks for it, signature."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.ending.questionnaire_page import QuestionnairePage
from seedcryo_reader.ui.reading.ending.signature_page import SignaturePage, SignedPage
from seedcryo_reader.ui.reading.ending.summary_page import SummaryPage
from seedcryo_reader.ui.reading.verdict.notes import ErratumDialog, open_note
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, column, label, set_tone
from seedcryo_reader.ui.shared.theme import SPACING


class EndingPages(QWidget):
    """One step after the other. `signed` comes with the signature, `left` is the wish to go back to the worklist."""

    signed = Signal()
    left = Signal()

    def __init__(self, acting: Acting, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self.summary = SummaryPage(acting.reading)
        self.questionnaire = QuestionnairePage(acting)
        self.signature = SignaturePage(acting, background)
        self.done = SignedPage(acting)
        self._steps: list[tuple[str, QWidget]] = [(self.tr("Summary"), self.summary)]
        if acting.reading.protocol.questionnaire.asked:
            self._steps.append((self.tr("Questionnaire"), self.questionnaire))
        self._steps.append((self.tr("Signature"), self.signature))
        self._stack = QStackedWidget()
        for page in (self.summary, self.questionnaire, self.signature, self.done):
            self._stack.addWidget(page)
        self._heads = [label("", wraps=False) for _ in self._steps]
        self.back = button(self.tr("Back"))
        self.go_on = button(self.tr("Continue"), Kind.PRIMARY)
        self.erratum = button(self.tr("Erratum…"), Kind.QUIET)
        self.leave = button(self.tr("Back to the worklist"), Kind.QUIET)
        self._lay_out()
        self._connect()
        self._show(self.done if acting.read.state is State.SIGNED else self.summary)

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._stack.currentWidget()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACING.medium)
        for k, shown in enumerate(self._heads):
            if k:
                head.addWidget(label("›", Tone.MUTED, wraps=False))
            head.addWidget(shown)
        head.addStretch(1)
        head.addWidget(label(self._acting.read.case_number, Tone.MUTED, wraps=False))
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addWidget(self.leave)
        foot.addWidget(self.erratum)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.go_on)
        box = column(self, SPACING.large)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        box.addLayout(foot)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._step(-1))
        self.go_on.clicked.connect(lambda: self._step(1))
        self.leave.clicked.connect(self.left)
        self.erratum.clicked.connect(lambda: open_note(ErratumDialog(self._acting, self)))
        self.questionnaire.answered.connect(lambda: self._show(self.signature))
        self.signature.signed.connect(self._signed)
        self.done.left.connect(self.left)

    def _signed(self) -> None:
        """The numbers close with the signature."""
        self.summary.refresh()
        self.done.refresh()
        self._show(self.done)
        self.signed.emit()

    def _step(self, by: int) -> None:
        pages: list[QWidget | None] = [page for _, page in self._steps]
        at = pages.index(self.page) + by
        self._show(self._steps[at][1])

    def _show(self, page: QWidget) -> None:
        pages = [one for _, one in self._steps]
        self._stack.setCurrentWidget(page)
        at = pages.index(page) if page in pages else len(pages)
        for k, (shown, (name, _)) in enumerate(zip(self._heads, self._steps, strict=True)):
            self._show_head(shown, f"{k + 1}  {name}", k - at)
        is_over = at == len(pages)
        for one in (self.back, self.go_on, self.erratum, self.leave):
            one.setVisible(not is_over)
        self.back.setEnabled(at > 0)
        self._weigh()
        if page is self.summary:
            self.go_on.setFocus()
        elif page is self.signature:
            self.signature.password.setFocus()
        elif is_over:
            self.done.leave.setFocus()

    def _show_head(self, shown: QLabel, text: str, ahead: int) -> None:
        shown.setText(text if ahead >= 0 else f"✓  {text[3:]}")
        set_tone(shown, Tone.TITLE if ahead == 0 else Tone.MUTED)

    def _weigh(self) -> None:
        """The questionnaire comes before the signature, and nothing after it."""
        waits = self.page is self.questionnaire and not self.questionnaire.is_answered
        self.go_on.setVisible(self.page not in {self.signature, self.done} and not waits)
