"""One call: the reader's own value, and once it was revealed what the criteria conclude and why."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import Slot
from seedcryo_reader.domain.wording import LONGEST_REASON
from seedcryo_reader.ui.reading.verdict.pieces import (
    Choices,
    Expander,
    about_words,
    call_words,
    conclusion_words,
    words,
)
from seedcryo_reader.ui.reading.verdict.reason_field import ReasonField
from seedcryo_reader.ui.reading.verdict.standing import CallStanding
from seedcryo_reader.ui.reading.verdict.trace import Trace
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_LEAST_REASON = 3
"""Characters from which on a reason says something: one key that was meant for an act is none."""


class CallBlock(QFrame):
    """Shows one call. `called` is a wish for a value with a reason (or None)."""

    called = Signal(str, object)

    def __init__(self, standing: CallStanding, paragraphs: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing = standing
        self.setProperty("topic", standing.about)
        title = about_words(standing.about)
        self.choices = Choices(standing.options, self.tr("Your call about {0}").format(title), self)
        self.choices.chosen.connect(self._call)
        self._late = words("", COLOURS.warning, TYPE.small)
        self._computed = words("", bold=True)
        self._why = words()
        self._steps = Trace(paragraphs)
        self.trace = Expander(self.tr("How it was worked out"), self._steps, self)
        self.trace.toggle.setAccessibleName(self.tr("How the conclusion about {0} was worked out").format(title))
        self._too_short = words(self.tr("Say why in a few words."), COLOURS.warning, TYPE.small)
        self._too_short.hide()
        self.reason = ReasonField(self._waits_for_click, self)
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText(self.tr("Why does your call differ?"))
        self.reason.setAccessibleName(self.tr("Why your call about {0} differs").format(title))
        self.reason.written.connect(self._keep_reason)
        self.reason.textEdited.connect(lambda _text: self._too_short.hide())
        self._lay_out(title)
        self.show_standing(standing, can_call=True, is_stale=False)

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACING.medium)
        name = words(title, bold=True)
        name.setWordWrap(False)
        head.addWidget(name)
        head.addWidget(words(self._standing.place, COLOURS.muted), stretch=1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SPACING.small, 0, SPACING.medium)
        box.setSpacing(SPACING.small)
        box.addLayout(head)
        for one in (self.choices, self._late, self._computed, self._why, self.reason, self._too_short, self.trace):
            box.addWidget(one)

    def show_standing(self, standing: CallStanding, *, can_call: bool, is_stale: bool) -> None:
        """Show how the call stands now."""
        is_other = _value(standing) != _value(self._standing)
        self._standing = standing
        self.choices.show_value(None if standing.call is None else standing.call.value)
        self.choices.setEnabled(can_call)
        self._show_late(standing)
        computed = standing.computed
        for one in (self._computed, self._why, self.trace):
            one.setVisible(computed is not None)
        if computed is not None:
            self._show_computed(computed, is_stale)
        self._show_reason(standing, can_call)
        if is_other or self.reason.isHidden() or not self.reason.isModified():
            self._show_kept_reason()
        if computed is None:
            self.trace.toggle.setChecked(False)

    def _show_late(self, standing: CallStanding) -> None:
        late = [self.tr("called")] if standing.call is not None and standing.call.after_reveal else []
        late += [self._assessed(slot) for slot in standing.changed]
        self._late.setText(self.tr("After the reveal: {0}.").format(", ".join(late)) if late else "")
        self._late.setVisible(bool(late))

    def _assessed(self, slot: Slot) -> str:
        lesion, extent = slot
        name = lesion if extent is Extent.WHOLE else self.tr("{0} (viable)").format(lesion)
        return self.tr("{0} assessed").format(name)

    def _show_computed(self, computed: Conclusion, is_stale: bool) -> None:
        text = self.tr("Computed: {0}").format(call_words(computed.value))
        colour = COLOURS.text
        if is_stale:
            text, colour = self.tr("{0} – from before the change").format(text), COLOURS.muted
        elif self._standing.differs is True:
            text, colour = self.tr("{0} – differs from your call").format(text), COLOURS.warning
        elif self._standing.differs is False:
            text, colour = self.tr("{0} – agrees").format(text), COLOURS.good
        self._computed.setText(text)
        self._computed.setStyleSheet(f"color: {colour}; font-size: {TYPE.body}px; font-weight: 600;")
        self._why.setText(conclusion_words(computed.text))
        self._why.setStyleSheet(f"color: {COLOURS.muted if is_stale else COLOURS.text}; font-size: {TYPE.body}px;")
        self._steps.show_conclusion(computed)

    def _show_reason(self, standing: CallStanding, can_call: bool) -> None:
        kept = "" if standing.call is None or standing.call.reason is None else standing.call.reason
        self.reason.setVisible(standing.differs is True or bool(kept))
        self.reason.setReadOnly(not can_call)
        edge = COLOURS.warning if standing.needs_reason else COLOURS.line
        self.reason.setStyleSheet(f"QLineEdit:!focus {{ border: 1px solid {edge}; }}")

    def _show_kept_reason(self) -> None:
        call = self._standing.call
        self.reason.setText("" if call is None or call.reason is None else call.reason)
        self._too_short.hide()

    def _waits_for_click(self) -> bool:
        """Whether a reason takes something off the list of what is left, or the click is on another call of this."""
        focus = QApplication.focusWidget()
        return self._standing.needs_reason or (focus is not None and self.choices.isAncestorOf(focus))

    def _call(self, value: str) -> None:
        """Wish for another call; a reason that was begun was about the one before."""
        self._show_kept_reason()
        self.called.emit(value, None)

    def _keep_reason(self) -> None:
        call, text = self._standing.call, self.reason.text().strip()
        if call is None or not self.reason.isModified():
            return
        if 0 < len(text) < _LEAST_REASON:
            self._too_short.show()
            return
        self.reason.setModified(False)
        if text and text != call.reason:
            self.called.emit(call.value, text)
        else:
            self._show_kept_reason()


def _value(standing: CallStanding) -> str | None:
    return None if standing.call is None else standing.call.value
