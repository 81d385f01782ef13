"""The end of a dispute: the decision is looked over and signed by the password; then what was decided."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from seedcryo_reader.adjudication.desk import MEANING, Deciding
from seedcryo_reader.adjudication.documents import Statement
from seedcryo_reader.adjudication.drafting import Draft
from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.side_sign import COLOUR_OF
from seedcryo_reader.ui.reading.ending.card_page import CardPage
from seedcryo_reader.ui.shared.background import Background, Running
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING
from seedcryo_reader.ui.station.password import PasswordField


class SigningPage(CardPage):
    """Shows the whole decision and asks for the password. `signed` carries the statement, `left` is the way back."""

    signed = Signal(object)
    left = Signal()

    def __init__(self, deciding: Deciding, draft: Draft, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deciding = deciding
        self._draft = draft
        self._background = background
        self._running: Running | None = None
        self.password = PasswordField(self.tr("Password"), hint=False)
        self.banner = Banner()
        self.back = button(self.tr("Back"))
        self.sign = button(self.tr("Sign the decision"), Kind.PRIMARY)
        self.sign.setEnabled(False)
        self._lay_out()
        self._busy = Busy(self)
        self.password.changed.connect(self._weigh)
        self.password.given.connect(self.sign.click)
        self.sign.clicked.connect(self._sign)
        self.back.clicked.connect(self.left)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.back.click)
        self.setFocusProxy(self.password)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SPACING.large)
        form.setVerticalSpacing(SPACING.medium)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.addRow(self.tr("Case"), label(self._deciding.case_number))
        for endpoint, choice in self._draft.answers.items():
            form.addRow(words.endpoint(endpoint), self._answer(endpoint, choice))
        form.addRow(self.tr("Reason"), label(words.term(self._draft.reason or "")))
        form.addRow(self.tr("Comment"), label(self._draft.comment))
        form.addRow(self.tr("Printed name"), label(self._deciding.printed_name))
        form.addRow(self.tr("Meaning"), label(MEANING))
        form.addRow(self.tr("Time"), label(self.tr("the moment you sign, in UTC"), Tone.MUTED))
        _on_first_lines(form)
        form.addRow(self.tr("Password"), self.password)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.sign)
        self.inside.addWidget(label(self.tr("Sign the decision"), Tone.TITLE))
        self.inside.addLayout(form)
        self.inside.addWidget(self.banner)
        self.inside.addWidget(label(self.tr("Signed means final: the decision goes to the centre."), Tone.SMALL))
        self.inside.addLayout(foot)

    def _answer(self, endpoint: str, choice: Choice) -> QWidget:
        """What was chosen, and below it what follows from it."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING.small // 2)
        chosen = label(words.choice(choice))
        if choice.value in COLOUR_OF:
            chosen.setStyleSheet(f"color: {COLOUR_OF[choice.value]}; font-weight: 600;")
        column.addWidget(chosen)
        column.addWidget(
            label(words.meaning(choice, endpoint, self._deciding.timepoints, self._deciding.targets), Tone.MUTED)
        )
        return made

    def _weigh(self) -> None:
        self.sign.setEnabled(bool(self.password.text))
        if self.password.text:
            self.banner.clear()

    def _sign(self) -> None:
        password = self.password.text
        if not password or self._running is not None:
            return
        self.password.clear()
        deciding, draft = self._deciding, self._draft
        running = self._background.run(lambda _watch: deciding.sign(draft, password), self._done, self._failed)
        running.ended.connect(self._end)
        self._running = running
        self.card.setEnabled(False)
        self._busy.show_for(running, self.tr("Signing"), can_cancel=False)

    def _end(self) -> None:
        """Give the page back, whatever became of the signature."""
        self._running = None
        self.card.setEnabled(True)

    def _done(self, statement: Statement) -> None:
        self._end()
        self.signed.emit(statement)

    def _failed(self, trouble: Exception) -> None:
        self._end()
        self.banner.tell(trouble)
        self.password.setFocus()


def _on_first_lines(form: QFormLayout) -> None:
    """Put every name of a form on the first line of what stands beside it."""
    for row in range(form.rowCount()):
        item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        name = None if item is None else item.widget()
        if isinstance(name, QLabel):
            name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class DecidedPage(CardPage):
    """The quiet confirmation. `next_wanted` is the wish for the next dispute, `left` for the list of them."""

    next_wanted = Signal()
    left = Signal()

    def __init__(self, statement: Statement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go_on = button(self.tr("Next dispute"), Kind.PRIMARY)
        self.leave = button(self.tr("Back to the disputes"))
        for one in (self.go_on, self.leave):
            one.setAutoDefault(True)  # Enter presses what has the focus
        self.go_on.clicked.connect(self.next_wanted)
        self.leave.clicked.connect(self.left)
        self._far = label("", Tone.MUTED)
        signing, decision = statement.signing, statement.decision
        at = f"{signing.signed_at[:10]} {signing.signed_at[11:19]} UTC"
        self.inside.addWidget(label(self.tr("Decided"), Tone.TITLE))
        self.inside.addWidget(label(f"{decision.case_number} · {signing.name} · {at}"))
        for answer in decision.answers:
            self.inside.addWidget(label(f"{words.endpoint(answer.endpoint)}: {words.choice(answer.choice)}"))
        self.inside.addWidget(self._far)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.go_on)
        self.inside.addLayout(foot)
        self.setFocusProxy(self.go_on)

    def tell_progress(self, decided: int, total: int) -> None:
        """Say how far the work is, and whether another dispute waits."""
        self._far.setText(self.tr("{0} of {1} decided").format(decided, total))
        self.go_on.setVisible(decided < total)
        if decided >= total:
            self.setFocusProxy(self.leave)
            self.leave.setFocus()


class ClosedPage(CardPage):
    """Why a dispute cannot be looked at now. `left` is the way back, `wanted` what else can be done, if anything."""

    left = Signal()
    wanted = Signal()

    def __init__(self, title: str, text: str, what: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside.addWidget(label(title, Tone.TITLE))
        self.inside.addWidget(label(text, Tone.MUTED))
        self.leave = button(self.tr("Back to the disputes"))
        self.leave.setAutoDefault(True)
        self.leave.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        if what:
            act = button(what, Kind.PRIMARY)
            act.setAutoDefault(True)
            act.clicked.connect(self.wanted)
            foot.addWidget(act)
            self.setFocusProxy(act)
        else:
            self.setFocusProxy(self.leave)
        self.inside.addLayout(foot)
