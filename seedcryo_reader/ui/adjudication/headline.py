"""On top of a dispute: where the reads first part, what each says there, and one click to the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from seedcryo_reader.adjudication.comparing import Line
from seedcryo_reader.domain.discordance import Divergence
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.side_sign import COLOUR_OF, tab
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_TOP: Final = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Parted:
    """Where two reads first part.

    Attributes
    ----------
    parting : Divergence
    deciding : sequence of Line
        The lines that decide there.
    slices : int or None
        How many slices the two images lie apart, where that is known.
    """

    parting: Divergence
    deciding: Sequence[Line]
    slices: int | None = None

    @property
    def at(self) -> str:
        """Timepoint and subject."""
        return words.parting_at(self.parting)

    @property
    def more(self) -> str:
        """How far apart the images are."""
        return words.parting_more(self.parting, self.slices)

    @property
    def sides(self) -> tuple[tuple[str, str, str], ...]:
        """Of each read its name, what it says there, and what would turn it; the last may be empty."""
        parting, found = self.parting, []
        for name, side in (("A", parting.first), ("B", parting.second)):
            told = words.parting_side(name, side, self.deciding, parting.cause)
            found.append((name, told, words.turning(parting, side)))
        return tuple(found)


class Headline(QFrame):
    """Says where two reads first part. `wanted` is the wish to be shown the images of it."""

    wanted = Signal()

    def __init__(self, parted: Parted | None, tooltip: str, parent: QWidget | None = None) -> None:
        """Make it; `tooltip` is that of the button."""
        super().__init__(parent)
        self.setObjectName("headline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#headline {{ background: {COLOURS.surface}; border-bottom: 1px solid {COLOURS.raised}; }}")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(SPACING.large, SPACING.medium, SPACING.medium, SPACING.medium)
        inside.setSpacing(SPACING.large)
        if parted is None:
            inside.addWidget(label(self.sentence(None)), 1)
        else:
            told = self._told(parted)
            inside.addLayout(told, 1)
            inside.setAlignment(told, Qt.AlignmentFlag.AlignVCenter)
            inside.addWidget(self._show_button(tooltip), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.sentence(parted))

    def sentence(self, parted: Parted | None) -> str:
        """The whole of it as one sentence, for screen readers."""
        if parted is None:
            return self.tr("They part nowhere by themselves; the comparison shows what differs.")
        said = ", ".join(f"{words.read(name)} {told}" for name, told, _ in parted.sides)
        turns = (f"{words.read(name)}: {turn}" for name, _, turn in parted.sides if turn)
        return "; ".join(one for one in (f"{parted.at}: {said}", parted.more, *turns) if one)

    def _show_button(self, tooltip: str) -> QPushButton:
        made = button(self.tr("Show it"), Kind.SECONDARY)
        made.setToolTip(tooltip)
        made.clicked.connect(self.wanted)
        return made

    def _told(self, parted: Parted) -> QGridLayout:
        """The place, and beside it each read with what would turn it below."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACING.page)
        grid.setVerticalSpacing(SPACING.small // 2)
        grid.addWidget(_title(parted.at, COLOURS.text, wraps=False), 0, 0, _TOP)
        if parted.more:
            grid.addWidget(label(parted.more, Tone.MUTED, wraps=False), 1, 0, _TOP)
        for column, (name, said, turn) in enumerate(parted.sides, start=1):
            row = QHBoxLayout()
            row.setSpacing(SPACING.medium)
            row.addWidget(tab(name), 0, _TOP)
            row.addWidget(_title(said, COLOUR_OF[name], wraps=True), 1)
            grid.addLayout(row, 0, column, _TOP)
            grid.setColumnStretch(column, 1)
            if turn:
                grid.addWidget(label(turn, Tone.MUTED), 1, column, _TOP)
        return grid


def _title(text: str, colour: str, *, wraps: bool) -> QLabel:
    made = label(text, Tone.PLAIN, wraps=wraps)
    made.setStyleSheet(f"color: {colour}; font-size: {TYPE.title}px; font-weight: 600;")
    return made
