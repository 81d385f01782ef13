"""The reader's own calls, the reveal of what the criteria conclude, and how both compare."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.events import CallMade
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.verdict.block import CallBlock
from seedcryo_reader.ui.reading.verdict.pieces import Expander, about_words, bring_into_view, call_words, words
from seedcryo_reader.ui.reading.verdict.standing import Phase, Standing, standing
from seedcryo_reader.ui.reading.verdict.trace import Trace
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_SHOWN_BEFORE_MORE = 2
"""How many missing things are named beside the reveal; the list of what is to do has them all."""


_LONGEST = "NON-CR/NON-PD"
"""Its words are wider than the panel. A layout in which one thing is wider than there is room gives the others the
height that their texts would need in that width, and so cuts them.
"""


class CallsSection(QWidget):
    """Calls and conclusions of the open timepoint, as they are; `reveal` is the act of the key and the button."""

    revealed = Signal()

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._blocks: dict[str, CallBlock] = {}
        self._shown: tuple[Conclusion, ...] = ()
        self._asked: tuple[str, tuple[str, ...]] = ("", ())
        self._hint = words("", COLOURS.muted)
        self._calls = QVBoxLayout()
        self._calls.setSpacing(SPACING.small)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(SPACING.small)
        self.button = QPushButton(self)
        self.button.setToolTip(Acts().tooltip("reveal"))
        self.button.clicked.connect(self.reveal)
        self._left = words("", COLOURS.muted, TYPE.small)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING.medium)
        box.addWidget(self._hint)
        box.addLayout(self._calls)
        box.addWidget(self.button)
        box.addWidget(self._left)
        box.addLayout(self._parts)
        acting.changed.connect(self.refresh)
        self.refresh()

    def block(self, about: str) -> CallBlock:
        """The block of a target or of the overall call."""
        return self._blocks[about]

    def reveal(self) -> None:
        """Show what the criteria conclude, where everything was said that has to be said before."""
        if self._acting.active is None:
            return
        if self._acting.attempt(self._acting.reading.reveal):
            at = self._to_look_at().choices.tabbed
            at.setFocus()  # the button that had the focus is gone
            self.revealed.emit()
            QTimer.singleShot(0, at, lambda: bring_into_view(at))  # when what was revealed is laid out

    def _to_look_at(self) -> CallBlock:
        """The first call that differs from what is concluded, else the first."""
        now = standing(self._acting.reading.worked_out)
        return self._blocks[next((one for one in now.calls if one.differs), now.calls[0]).about]

    def place_of(self, about: str) -> QWidget | None:
        """The button where a call about this is made, also where its reason is missing; None where none is asked.

        Not the line for the reason: a key that is meant for an act would be written there.
        """
        block = self._blocks.get(about)
        return None if block is None else block.choices.tabbed

    def refresh(self) -> None:
        """Show how things stand now."""
        active = self._acting.active
        now = Standing(Phase.NOTHING) if active is None else standing(self._acting.reading.worked_out)
        asked = (now.timepoint, tuple(one.about for one in now.calls))
        if asked != self._asked:
            self._build(now)
            self._asked = asked
        for one in now.calls:
            block = self._blocks[one.about]
            block.show_standing(one, can_call=now.can_call, is_stale=now.phase is Phase.STALE)
        self._hint.setText(self._hint_of(now))
        self._hint.setStyleSheet(
            f"color: {COLOURS.warning if now.phase in {Phase.STALE, Phase.RECONFIRMING} else COLOURS.muted};"
            f"font-size: {TYPE.body}px;"
        )
        self._hint.setVisible(bool(self._hint.text()))
        self._show_reveal(now)
        self._show_parts(now)

    def _build(self, now: Standing) -> None:
        for block in self._blocks.values():
            self._calls.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks = {}
        for one in now.calls:
            block = CallBlock(one, self._acting.reading.protocol.paragraphs, self)
            block.called.connect(lambda value, reason, of=(now.timepoint, one.about): self._call(of, value, reason))
            self._blocks[one.about] = block
            self._calls.addWidget(block)

    def _call(self, of: tuple[str, str], value: str, reason: str | None) -> None:
        """Do it; what was said last of a timepoint that is not open any more is about no other one."""
        active, (timepoint, about) = self._acting.active, of
        if active is not None and active.name == timepoint:
            done = self._acting.do(CallMade(active.name, about, value, reason), reason if active.reopened else None)
            if not done:
                self.refresh()

    def _hint_of(self, now: Standing) -> str:
        return {
            Phase.NOTHING: self.tr("No timepoint is open."),
            Phase.BASELINE: self.tr("No call is made at the baseline."),
            Phase.NOT_EVALUABLE: self.tr("The whole timepoint is not evaluable: no call is asked."),
            Phase.CALLING: self.tr("Make your own calls. What the criteria conclude is shown after them."),
            Phase.STALE: self.tr("Something was changed after the conclusions had been shown. Have them shown again."),
            Phase.SHOWN: "",
            Phase.LIVE: self.tr(
                "The conclusions follow what you say. Confirm that you have seen them before the lock."
            ),
            Phase.RECONFIRMING: self.tr(
                "An earlier timepoint was changed. This is what the criteria conclude now; your calls are locked."
            ),
        }[now.phase]

    def _show_reveal(self, now: Standing) -> None:
        text = {Phase.STALE: self.tr("Reveal again"), Phase.LIVE: self.tr("Confirm the conclusions")}
        self.button.setText(text.get(now.phase, self.tr("Reveal the conclusions")))
        self.button.setVisible(now.phase in {Phase.CALLING, Phase.STALE, Phase.LIVE})
        self.button.setEnabled(now.can_reveal)
        left = [one.text for one in now.before_reveal]
        named = " ".join(left[:_SHOWN_BEFORE_MORE])
        more = len(left) - _SHOWN_BEFORE_MORE
        if more > 0:
            named = self.tr("{0} And {1} more.").format(named, more)
        self._left.setText(self.tr("Before the reveal: {0}").format(named) if left else "")
        self._left.setVisible(bool(left))

    def _show_parts(self, now: Standing) -> None:
        """What the overall conclusion was made of; small, under it."""
        if now.parts == self._shown:
            return
        self._shown = now.parts
        while (item := self._parts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in now.parts:
            self._parts.addWidget(self._part(part))

    def _part(self, part: Conclusion) -> QWidget:
        steps = Trace(self._acting.reading.protocol.paragraphs)
        steps.show_conclusion(part)
        value = part.value if part.value == _LONGEST else call_words(part.value)
        title = self.tr("{0}: {1}").format(about_words(part.about), value)
        return Expander(title, steps, self)
