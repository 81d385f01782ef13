"""One question of a dispute: what each read says, and which one is accepted."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QRadioButton, QWidget

from seedcryo_reader.domain.dispute import Choice, Question
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.side_sign import COLOUR_OF
from seedcryo_reader.ui.shared.actions import ACTS, shown
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

ACT_OF = {
    Choice.A: "choose-a",
    Choice.B: "choose-b",
    Choice.OWN: "choose-own",
    Choice.NEITHER: "choose-neither",
}


class QuestionBox(QFrame):
    """A question with a radio button for each answer. `answered` comes with a choice of the adjudicator's hand."""

    answered = Signal(object)

    def __init__(self, question: Question, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.setObjectName("question")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._radios: dict[Choice, QRadioButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACING.medium, SPACING.small, SPACING.small, SPACING.small)
        grid.setHorizontalSpacing(SPACING.medium)
        grid.setVerticalSpacing(SPACING.small // 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._title(), 0, 0, 1, 2)
        for row, choice in enumerate(choices, start=1):
            self._add(grid, row, choice)
        self.setAccessibleName(words.endpoint(question.endpoint))
        self.set_in_hand(is_in_hand=False)

    @property
    def choice(self) -> Choice | None:
        """What is chosen."""
        return next((choice for choice, radio in self._radios.items() if radio.isChecked()), None)

    def choose(self, choice: Choice) -> None:
        """Choose an answer; told to nobody."""
        if choice in self._radios:
            self._radios[choice].setChecked(True)

    @property
    def focused(self) -> QRadioButton:
        """What gets the focus: the answer that is chosen, else the first."""
        return self._radios[self.choice or next(iter(self._radios))]

    def set_in_hand(self, *, is_in_hand: bool) -> None:
        """Show whether the keys choose here."""
        colour = COLOURS.accent if is_in_hand else "transparent"
        self.setStyleSheet(f"#question {{ border: none; border-left: 2px solid {colour}; }}")

    def _title(self) -> QLabel:
        title = label(words.endpoint(self.question.endpoint))
        title.setStyleSheet("font-weight: 600;")
        return title

    def _add(self, grid: QGridLayout, row: int, choice: Choice) -> None:
        radio = QRadioButton(words.choice(choice))
        radio.setToolTip(f"{words.choice(choice)} ({shown(ACTS[ACT_OF[choice]].keys[0])})")
        if choice.value in COLOUR_OF:
            radio.setStyleSheet(f"QRadioButton {{ color: {COLOUR_OF[choice.value]}; font-weight: 600; }}")
        told = self._told(choice)
        radio.setAccessibleDescription(told)
        radio.clicked.connect(partial(self.answered.emit, choice))
        self._group.addButton(radio)
        self._radios[choice] = radio
        grid.addWidget(radio, row, 0, Qt.AlignmentFlag.AlignTop)
        text = label(told, Tone.MUTED if choice is Choice.NEITHER else Tone.PLAIN)
        text.setContentsMargins(0, 2, 0, 0)  # on one line with the button's text
        grid.addWidget(text, row, 1)

    def _told(self, choice: Choice) -> str:
        if choice is Choice.NEITHER:
            return self.tr("the person the charter names decides")
        if choice is Choice.OWN:
            return self.tr("as you read the case before")
        return "; ".join(one.rstrip(".") for one in (self.question.a if choice is Choice.A else self.question.b))
