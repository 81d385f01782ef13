"""The protocol's questions about one target."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.criteria.protocol.model import Protocol, Question
from seedcryo_reader.domain import events
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions.at import At
from seedcryo_reader.ui.reading.lesions.choices import Answers
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.note import NoteButton
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class QuestionBlock(QWidget):
    """One question: its words, its answers, and the reason where one was given."""

    note_wanted = Signal(str)

    def __init__(self, question: Question, protocol: Protocol, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setProperty("topic", question.id)
        needing = question.reasons.answers if question.reasons else ()
        picklist = protocol.picklists[question.reasons.picklist] if question.reasons else ()
        self.answers = Answers(
            question.text, [(one, one) for one in question.answers], dict.fromkeys(needing, picklist), self
        )
        self._reason = Words("", COLOURS.muted, TYPE.small)
        note = NoteButton(question.id, self)
        note.wanted.connect(self.note_wanted)
        head = QHBoxLayout()
        self._text = Words(question.text)
        head.addWidget(self._text, 1)
        head.addWidget(note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACING.small, 0, SPACING.small)
        layout.setSpacing(SPACING.small)
        layout.addLayout(head)
        layout.addWidget(self.answers)
        layout.addWidget(self._reason)

    def refresh(self, where: At, target: str) -> None:
        """Show the answer about a target."""
        given = where.sheet.findings.get((target, self._question.id))
        self.answers.show_answer(None if given is None else given.answer)
        self._reason.say("" if given is None or given.reason is None else given.reason)
        self._text.tint(COLOURS.warning if given is None and where.editable else COLOURS.text)
        reasons = self._question.reasons
        why_not = {}
        for answer in self._question.answers:
            reason = where.protocol.picklists[reasons.picklist][0] if reasons and answer in reasons.answers else None
            why_not[answer] = where.why_not(
                events.LocalFindingGiven(where.name, target, self._question.id, answer, reason)
            )
        self.answers.allow(why_not)


class Questions(QWidget):
    """The questions that are asked about a target now; others come and go with the answers."""

    note_wanted = Signal(str)

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._blocks: dict[str, QuestionBlock] = {}
        self._target = ""
        self._timepoint = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def refresh(self, where: At, target: str) -> None:
        """Show what is asked about a target; the questions that stay keep the focus."""
        self._target, self._timepoint = target, where.name
        asked = [name for lesion, name in where.asked.questions if lesion == target]
        if not self._blocks:
            self._make(where.protocol)
        for name, block in self._blocks.items():
            block.setVisible(name in asked)
            if name in asked:
                block.refresh(where, target)
        self.setVisible(bool(asked))

    def _make(self, protocol: Protocol) -> None:
        for question in protocol.questions:
            block = QuestionBlock(question, protocol, self)
            block.answers.answered.connect(lambda answer, reason, name=question.id: self._answer(name, answer, reason))
            block.note_wanted.connect(self.note_wanted)
            self._blocks[question.id] = block
            self._layout.addWidget(block)

    def block(self, question: str) -> QuestionBlock:
        """The block of a question."""
        return self._blocks[question]

    def _answer(self, question: str, answer: str, reason: str) -> None:
        self._acting.do(events.LocalFindingGiven(self._timepoint, self._target, question, answer, reason or None))
