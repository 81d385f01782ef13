"""Questions that stop the work until they are answered: a text, a choice with a text, a yes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a picklist; `needs_text` where the reason has to be written out."""

    value: str
    name: str
    needs_text: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and the text beside it (stripped; empty where none was given)."""

    value: str
    text: str


def ask_text(parent: QWidget | None, title: str, question: str, ok: str) -> str | None:
    """Ask for a text that may not be empty; None where the person thought better of it."""
    dialog = _Question(parent, title, question, ok, ())
    answer = dialog.answer if dialog.exec() else None
    dialog.deleteLater()
    return answer.text if answer else None


def ask_choice(
    parent: QWidget | None, title: str, question: str, choices: Sequence[Choice], *, ok: str
) -> Chosen | None:
    """Ask for one of several answers, with a text beside it; None where the person thought better of it."""
    dialog = _Question(parent, title, question, ok, choices)
    answer = dialog.answer if dialog.exec() else None
    dialog.deleteLater()
    return answer


def confirm(parent: QWidget | None, title: str, question: str, ok: str, *, is_danger: bool = False) -> bool:
    """Ask for a yes; the safe answer has the focus."""
    dialog = _Frame(parent, title, question)
    accept = dialog.add_buttons(ok, Kind.DANGER if is_danger else Kind.PRIMARY)
    accept.setEnabled(True)
    dialog.focus_cancel()
    said = bool(dialog.exec())
    dialog.deleteLater()
    return said


class _Frame(QDialog):
    """Title, question, and room for more above the buttons."""

    def __init__(self, parent: QWidget | None, title: str, question: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(*(SPACING.large + SPACING.medium,) * 4)
        self.inside.setSpacing(SPACING.large)
        self.inside.addWidget(label(title, Tone.TITLE))
        self.inside.addWidget(label(question))
        self._cancel = button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.reject)

    def add_buttons(self, ok: str, kind: Kind = Kind.PRIMARY) -> QWidget:
        """Put Cancel and the other button under everything; the other one, not enabled yet."""
        accept = button(ok, kind)
        accept.setEnabled(False)
        accept.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(SPACING.medium)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(accept)
        self.inside.addLayout(row)
        return accept

    def focus_cancel(self) -> None:
        """Let Enter do nothing rash."""
        self._cancel.setDefault(True)
        self._cancel.setFocus()


class _Question(_Frame):
    """A picklist (it may be empty) with a field of text under it."""

    def __init__(self, parent: QWidget | None, title: str, question: str, ok: str, choices: Sequence[Choice]) -> None:
        super().__init__(parent, title, question)
        self._choices = choices
        self._group = QButtonGroup(self)
        for number, choice in enumerate(choices):
            radio = QRadioButton(choice.name)
            self._group.addButton(radio, number)
            self.inside.addWidget(radio)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(88)
        self._text.setAccessibleName(question)
        self._text.setPlaceholderText(self.tr("Remark") if choices else self.tr("Required"))
        self.inside.addWidget(self._text)
        self._accept = self.add_buttons(ok)
        self._group.idToggled.connect(self._weigh)
        self._text.textChanged.connect(self._weigh)
        first = self._group.button(0) if choices else self._text
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def answer(self) -> Chosen | None:
        """What is chosen and written; None while something is missing."""
        text = self._text.toPlainText().strip()
        if not self._choices:
            return Chosen("", text) if text else None
        number = self._group.checkedId()
        if number < 0:
            return None
        choice = self._choices[number]
        return None if choice.needs_text and not text else Chosen(choice.value, text)

    def _weigh(self) -> None:
        number = self._group.checkedId()
        if number >= 0:
            is_needed = self._choices[number].needs_text
            self._text.setPlaceholderText(self.tr("Required") if is_needed else self.tr("Remark"))
        self._accept.setEnabled(self.answer is not None)
