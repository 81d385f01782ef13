"""Where a dispute is decided: an answer to every question, a reason, why in words."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from seedcryo_reader.adjudication.drafting import LONGEST_COMMENT, Draft
from seedcryo_reader.domain.dispute import Choice, Dispute
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.question_box import QuestionBox
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING

_BY_KEY: Final = 9
_COMMENT_HEIGHT: Final = 64


class DecisionPanel(QWidget):
    """Shows a draft and lets it be made. `changed` with every change of it, `sign_wanted` when it is to be signed."""

    changed = Signal()
    sign_wanted = Signal()

    def __init__(self, dispute: Dispute, choices: Sequence[Choice], acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispute = dispute
        self._boxes = tuple(QuestionBox(one, choices) for one in dispute.questions)
        self._at = 0
        self._reasons = tuple(QRadioButton(_numbered(n, one)) for n, one in enumerate(dispute.reasons, start=1))
        self._group = QButtonGroup(self)
        self.comment = _Comment()
        self.comment.setAccessibleName(self.tr("Comment"))
        self.comment.setPlaceholderText(self.tr("Why? Write no names."))
        self.sign = button(self.tr("Sign the decision…"), Kind.PRIMARY)
        self.sign.setToolTip(acts.tooltip("sign-decision"))
        self.sign.clicked.connect(self.sign_wanted)
        self._missing = label("", Tone.WARNING)
        self._scroll = _Scroll()
        self._lay_out()
        for at, box in enumerate(self._boxes):
            box.answered.connect(partial(self._answered, at))
        for at, radio in enumerate(self._reasons):
            self._group.addButton(radio)
            radio.clicked.connect(self.changed)
            if at < _BY_KEY:
                acts.bind(self, f"reason-{at + 1}", partial(self.choose_reason, at))
        self.comment.textChanged.connect(self.changed)
        self._take_in_hand(0)

    @property
    def draft(self) -> Draft:
        """What is chosen and written."""
        answers = {box.question.endpoint: choice for box in self._boxes if (choice := box.choice) is not None}
        at = next((at for at, radio in enumerate(self._reasons) if radio.isChecked()), None)
        reason = None if at is None else self._dispute.reasons[at]
        return Draft(answers, reason, self.comment.text)

    def show_draft(self, draft: Draft) -> None:
        """Show a draft that was kept."""
        for box in self._boxes:
            choice = draft.answers.get(box.question.endpoint)
            if choice is not None:
                box.choose(choice)
        if draft.reason in self._dispute.reasons:
            self._reasons[self._dispute.reasons.index(draft.reason or "")].setChecked(True)
        self.comment.setPlainText(draft.comment)
        self._take_in_hand(next(self._unanswered(), 0))

    def choose(self, choice: Choice) -> None:
        """Answer the question in hand, and go on to what is missing next."""
        box = self._boxes[self._at]
        box.choose(choice)
        if box.choice is choice:
            self._answered(self._at, choice)

    def choose_reason(self, at: int) -> None:
        """Choose a reason by its place, counted from 0, and go on to the comment."""
        if at < len(self._reasons):
            self._reasons[at].setChecked(True)
            self.changed.emit()
            self.go_to_comment()

    def step_question(self, by: int) -> None:
        """Take the next question in hand, or the one before; round and round."""
        self._take_in_hand((self._at + by) % len(self._boxes))
        self.first_focus()

    def go_to_reasons(self) -> None:
        """Put the focus on the reason that is chosen, else on the first."""
        self._focus_on(next((one for one in self._reasons if one.isChecked()), self._reasons[0]))

    def go_to_comment(self) -> None:
        """Put the focus on the comment."""
        self._focus_on(self.comment)

    def go_to(self, finding: Finding) -> None:
        """Put the focus where something is missing."""
        if finding.code in {"no-answer", "no-such-choice"}:
            self._take_in_hand([box.question.endpoint for box in self._boxes].index(finding.files[0]))
            self.first_focus()
        elif finding.code in {"no-reason", "unknown-reason"}:
            self.go_to_reasons()
        else:
            self.go_to_comment()

    def tell_missing(self, findings: Sequence[Finding]) -> None:
        """Say what is missing."""
        self._missing.setText(" ".join(one.text for one in findings))

    def first_focus(self) -> None:
        """Put the focus on the question in hand."""
        self._focus_on(self._boxes[self._at].focused)

    def _focus_on(self, wanted: QWidget) -> None:
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.show_whole(wanted)

    def _answered(self, at: int, _choice: object) -> None:
        self._take_in_hand(at)
        self.changed.emit()
        left = next(self._unanswered(), None)
        if left is not None:
            self._take_in_hand(left)
            self.first_focus()
        elif self.draft.reason is None:
            self.go_to_reasons()

    def _unanswered(self) -> Iterator[int]:
        return (at for at, box in enumerate(self._boxes) if box.choice is None)

    def _take_in_hand(self, at: int) -> None:
        self._at = at
        for other, box in enumerate(self._boxes):
            box.set_in_hand(is_in_hand=other == at and len(self._boxes) > 1)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACING.medium, 0)
        column.setSpacing(SPACING.medium)
        for box in self._boxes:
            column.addWidget(box)
        column.addWidget(label(self.tr("Reason"), Tone.SMALL))
        grid = QGridLayout()
        grid.setSpacing(0)
        half = (len(self._reasons) + 1) // 2
        for at, radio in enumerate(self._reasons):
            grid.addWidget(radio, at % half, at // half)
        column.addLayout(grid)
        self.comment.setFixedHeight(_COMMENT_HEIGHT)
        column.addWidget(self.comment)
        column.addStretch(1)
        self._scroll.hold(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(SPACING.medium, SPACING.medium, SPACING.medium, SPACING.medium)
        around.setSpacing(SPACING.medium)
        around.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addWidget(self._missing, 1)
        foot.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignBottom)
        around.addLayout(foot)


class _Scroll(QScrollArea):
    """As high as what is inside where there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = QWidget()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hold(self, inside: QWidget) -> None:
        """Take what is inside."""
        self._inside = inside
        self.setWidget(inside)

    def show_whole(self, wanted: QWidget) -> None:
        """Scroll to all of a widget that is inside; `ensureWidgetVisible` is content with the cursor of a text."""
        top = wanted.mapTo(self._inside, wanted.rect().topLeft())
        for y in (top.y(), top.y() + wanted.height()):
            self.ensureVisible(0, y, 0, SPACING.medium)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In another width the texts take another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All of what is inside."""
        inside = self._inside
        width = max(self.width(), inside.minimumSizeHint().width())
        height = inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height()
        return QSize(width, height)


class _Comment(QPlainTextEdit):
    """A text of one paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    @property
    def text(self) -> str:
        """What was written; breaks of lines are blanks."""
        return " ".join(self.toPlainText().split())[: LONGEST_COMMENT + 1]


def _numbered(number: int, reason: str) -> str:
    return f"{number}  {words.term(reason)}" if number <= _BY_KEY else words.term(reason)
