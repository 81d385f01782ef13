"""On top of a dispute: where the reads first part, in one line, and one click to the place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.domain.discordance import Divergence
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.side_sign import COLOUR_OF
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class Headline(QFrame):
    """Says where two reads first part. `wanted` is the wish to be shown the images of it."""

    wanted = Signal()

    def __init__(
        self, parting: Divergence | None, slices: int | None, tooltip: str, parent: QWidget | None = None
    ) -> None:
        """Make it; `slices` is how many slices the two images lie apart, `tooltip` that of the button."""
        super().__init__(parent)
        self.setObjectName("headline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#headline {{ background: {COLOURS.surface}; border-bottom: 1px solid {COLOURS.raised}; }}")
        texts = QVBoxLayout()
        texts.setSpacing(SPACING.small // 2)
        texts.addLayout(self._first(parting))
        more = "" if parting is None else words.parting_more(parting, slices)
        if more:
            texts.addWidget(label(more, Tone.MUTED))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(SPACING.large, SPACING.medium, SPACING.medium, SPACING.medium)
        inside.setSpacing(SPACING.large)
        inside.addLayout(texts, 1)
        if parting is not None:
            inside.addWidget(self._show_button(tooltip), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.sentence(parting, slices))

    def sentence(self, parting: Divergence | None, slices: int | None) -> str:
        """The whole of it as one sentence, for screen readers."""
        if parting is None:
            return self.tr("They part nowhere by themselves; the comparison shows what differs.")
        a, b = words.parting_side("A", parting.first), words.parting_side("B", parting.second)
        return f"{words.parting_at(parting)}: {a}, {b}; {words.parting_more(parting, slices)}"

    def _show_button(self, tooltip: str) -> QPushButton:
        made = button(self.tr("Show it"), Kind.SECONDARY)
        made.setToolTip(tooltip)
        made.clicked.connect(self.wanted)
        return made

    def _first(self, parting: Divergence | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACING.large)
        if parting is None:
            row.addWidget(label(self.sentence(None, None)))
        else:
            row.addWidget(_title(words.parting_at(parting), COLOURS.text))
            for name, side in (("A", parting.first), ("B", parting.second)):
                row.addWidget(_title(words.parting_side(name, side), COLOUR_OF[name]))
        row.addStretch(1)
        return row


def _title(text: str, colour: str) -> QLabel:
    made = label(text, Tone.PLAIN, wraps=False)
    made.setStyleSheet(f"color: {colour}; font-size: {TYPE.title}px; font-weight: 600;")
    return made
