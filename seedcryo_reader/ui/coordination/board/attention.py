"""What needs the coordinator today, as a list of sentences that lead to where it is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.today import Item, Need, Step, needs, steps
from seedcryo_reader.ui.coordination.words import ago_words, days_words, filled, intake_words
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING

WIDTH = 256
NOTES = (Need.INCIDENTAL, Need.QUERY, Need.INTAKE)
"""What is asked by a reader's note."""


class Attention(QFrame):
    """The list at the right of the board.

    `asked` carries an item that was clicked, `step_asked` a step of the first morning.
    """

    asked = Signal(object)
    step_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedWidth(WIDTH)
        self._title = label("", Tone.TITLE)
        self._rows = QWidget()
        self._under = QVBoxLayout(self._rows)
        self._under.setContentsMargins(0, 0, 0, 0)
        self._under.setSpacing(SPACING.small)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._rows)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(SPACING.medium, SPACING.large, SPACING.medium, SPACING.medium)
        inside.setSpacing(SPACING.medium)
        inside.addWidget(self._title)
        inside.addWidget(scroll, 1)

    def fill(self, snapshot: Snapshot) -> None:
        """Show what is to be done; until the first release that is the list of the first morning."""
        while (item := self._under.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.deleteLater()
        known = steps(snapshot)
        is_begun = all(is_done for _step, is_done in known)
        self._title.setText(self.tr("Needs you today") if is_begun else self.tr("First things first"))
        if not is_begun:
            self._add_steps(known)
        items = needs(snapshot)
        for one in items:
            self._add_item(one, snapshot)
        if is_begun and not items:
            self._under.addWidget(label(self.tr("Nothing. Everything else runs by itself."), Tone.MUTED))
        self._under.addStretch(1)

    def _add_steps(self, known: tuple[tuple[Step, bool], ...]) -> None:
        next_one = next(step for step, is_done in known if not is_done)
        for number, (step, is_done) in enumerate(known, 1):
            sign = "✓" if is_done else f"{number}."
            colour = COLOURS.good if is_done else COLOURS.accent if step is next_one else COLOURS.line
            row = _row(f"{sign}  {self._step_words(step)}", colour)
            row.clicked.connect(lambda _checked, step=step: self.step_asked.emit(step))
            row.setEnabled(not is_done)
            self._under.addWidget(row)
        self._under.addSpacing(SPACING.medium)

    def _add_item(self, item: Item, snapshot: Snapshot) -> None:
        if item.need is Need.REMARK and not item.about:
            more = self.tr("And %n more to look into. The command “exchange remarks” lists all.", "", item.count)
            self._under.addWidget(label(more, Tone.MUTED))
            return
        colours = {
            Need.INCIDENTAL: COLOURS.danger,
            Need.NEITHER: COLOURS.danger,
            Need.PROTOCOL: COLOURS.warning,
            Need.QUERY: COLOURS.warning,
            Need.REMARK: COLOURS.warning,
            Need.INTAKE: COLOURS.line,
        }
        row = _row(self._words(item, snapshot), colours.get(item.need, COLOURS.accent))
        row.clicked.connect(lambda _checked: self.asked.emit(item))
        self._under.addWidget(row)

    def _step_words(self, step: Step) -> str:
        return {
            Step.KEYS: self.tr("Adopt the centre's keys"),
            Step.ACCOUNTS: self.tr("Accept two readers and an adjudicator"),
            Step.TRAINING: self.tr("Record their training"),
            Step.PARTS: self.tr("Take in the sealed parts from intake"),
            Step.ASSIGN: self.tr("Assign the first cases"),
            Step.RELEASE: self.tr("Release them to their readers"),
        }[step]

    def _words(self, item: Item, snapshot: Snapshot) -> str:
        if item.need in NOTES:
            return self._note_words(item, snapshot)
        if item.need is Need.REMARK:
            return item.about
        if item.need is Need.PROTOCOL:
            lacks = next(one.lacks for one in snapshot.protocols if one.protocol_id == item.about)
            says = self.tr("Protocol %1 does not say how double reads go (%2). Add one to the study that does.")
            return filled(says, item.about, ", ".join(f"[{one}]" for one in lacks))
        words = {
            Need.NEITHER: self.tr("Neither read taken, the charter's person decides: %n", "", item.count),
            Need.RELEASE: self.tr("To release: %n", "", item.count),
            Need.COMPARE: self.tr("To compare: %n", "", item.count),
            Need.ASSIGN: self.tr("To assign: %n", "", item.count),
            Need.TRAINING: self.tr("Training expired: %1"),
            Need.RECEIPT: self.tr("Nothing from %1 for %2; unanswered: %n", "", item.count),
            Need.DISPUTE: self.tr("With the adjudicators: %n; the oldest is %1, opened %2", "", item.count),
            Need.PARTS: self.tr("Waiting for more parts: %n; first %1", "", item.count),
        }
        ago = item.need is Need.DISPUTE
        return filled(words[item.need], item.about, ago_words(item.days) if ago else days_words(item.days))

    def _note_words(self, item: Item, snapshot: Snapshot) -> str:
        note = next(one for one in snapshot.notes if one.content == item.about)
        if item.need is Need.INTAKE:
            return filled(self.tr("Image query: %1 %2, %3"), note.case_number, note.timepoint, intake_words(note))
        if item.need is Need.INCIDENTAL:
            words = self.tr("Incidental finding: %1 %2, %3")
        else:
            words = self.tr("Image query: %1 %2, %3")
        return filled(words, note.case_number, note.timepoint, days_words(item.days))


class _Row(QPushButton):
    """A sentence on as many lines as it needs, with an edge in a colour; the whole of it is the button."""

    def __init__(self, words: str, colour: str) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text = label(words)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(SPACING.medium + 4, SPACING.medium, SPACING.medium, SPACING.medium)
        inside.addWidget(self._text)
        self.setStyleSheet(
            f"_Row {{ background: transparent; border: 1px solid transparent; border-left: 3px solid {colour};"
            f" border-radius: 0; padding: 0; min-height: 0; text-align: left; }}"
            f"_Row:hover {{ background: {COLOURS.raised}; }}"
            f"_Row:focus {{ border: 1px solid {COLOURS.accent}; border-left: 3px solid {colour}; }}"
        )
        self.setFixedHeight(self._text.heightForWidth(WIDTH - 2 * SPACING.medium - 36) + 2 * SPACING.medium)


def _row(words: str, colour: str) -> _Row:
    return _Row(words, colour)
