"""The blinding questionnaire: once per case, sealed until the trial is unblinded."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING

_WIDTH = 760

CONFIDENCE = ""
"""Stands for the question how sure the reader is, among the protocol's own."""


class _CheckBox(QCheckBox):
    """Reacts over its whole line, not on its mark and words only."""

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Whether a click here is one on it."""
        return self.rect().contains(pos)


class _RadioButton(QRadioButton):
    """Reacts over its whole line, not on its mark and words only."""

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Whether a click here is one on it."""
        return self.rect().contains(pos)


class QuestionnairePage(QWidget):
    """The protocol's questions, and under them what seals the answers, always in sight.

    Once they are answered it says only that they are: what was answered is sealed.
    """

    answered = Signal()

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._asked = acting.reading.protocol.questionnaire
        self._groups: dict[str, QButtonGroup] = {}
        self.setAccessibleName(self.tr("Blinding questionnaire"))
        self.banner = Banner()
        self.seal = button(self.tr("Seal the answers"), Kind.PRIMARY)
        self.seal.clicked.connect(self._seal)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING.medium)
        box.addWidget(self._scroll, 1)
        box.addWidget(self.banner)
        box.addWidget(self.seal, 0, Qt.AlignmentFlag.AlignLeft)
        acting.refused.connect(self.banner.say)
        self.refresh()

    @property
    def is_answered(self) -> bool:
        """Whether the questionnaire was answered."""
        return self._acting.read.questionnaire is not None

    def answer(self, question: str, value: str) -> QAbstractButton:
        """The button of an answer; of how sure the reader is, where the question is `CONFIDENCE`."""
        return next(one for one in self._groups[question].buttons() if one.text() == value)

    def refresh(self) -> None:
        """Show the questions, or that they were answered."""
        self._groups = {}
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, SPACING.large, 0)
        box.setSpacing(SPACING.large)
        box.addWidget(label(self.tr("Blinding questionnaire"), Tone.TITLE))
        if self.is_answered:
            text = self.tr("You have answered it. The answers are sealed until the trial is unblinded.")
            box.addWidget(label(text, Tone.MUTED))
        else:
            self._ask(box)
        box.addStretch(1)
        self._scroll.setWidget(inside)
        self.seal.setVisible(not self.is_answered)

    def _ask(self, box: QVBoxLayout) -> None:
        text = self.tr(
            "The questions are about what can be seen in the images, not about how well you read. Nobody sees the"
            " answers before the trial is unblinded, and they cannot be changed."
        )
        box.addWidget(label(text, Tone.MUTED))
        for question in self._asked.questions:
            box.addWidget(self._question(question.id, question.text, question.answers, question.several))
        box.addWidget(self._question(CONFIDENCE, self.tr("How sure are you?"), self._asked.confidence, False))
        self._weigh()

    def _question(self, name: str, text: str, answers: tuple[str, ...], several: bool) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(*(SPACING.large,) * 4)
        inside.setSpacing(SPACING.small)
        inside.addWidget(label(text))
        if several:
            inside.addWidget(label(self.tr("More than one may be chosen."), Tone.SMALL))
        group = QButtonGroup(frame)
        group.setExclusive(not several)
        for answer in answers:
            one = _CheckBox(answer) if several else _RadioButton(answer)
            one.setAccessibleName(f"{text} {answer}")
            group.addButton(one)
            inside.addWidget(one)
        group.buttonToggled.connect(self._weigh)
        self._groups[name] = group
        return frame

    def _chosen(self, name: str) -> tuple[str, ...]:
        return tuple(one.text() for one in self._groups[name].buttons() if one.isChecked())

    def _weigh(self) -> None:
        self.seal.setEnabled(all(self._chosen(name) for name in self._groups))

    def _seal(self) -> None:
        answers = {one.id: self._chosen(one.id) for one in self._asked.questions}
        (confidence,) = self._chosen(CONFIDENCE)
        if self._acting.attempt(lambda: self._acting.reading.answer_questionnaire(answers, confidence)):
            self.refresh()
            self.answered.emit()
