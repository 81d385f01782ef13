"""What went wrong, where it went wrong: a strip with sentences, and a way to try again."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label, set_tone
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING


def sentences(trouble: Exception) -> str:
    """What a trouble says, one sentence per line."""
    if isinstance(trouble, Refused):
        return "\n".join(one.text for one in trouble.findings)
    return str(trouble)


class Banner(QFrame):
    """Hidden until there is something to say; `closed` when the person has read it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._again: Callable[[], object] | None = None
        self._text = label("")
        self._retry = button(self.tr("Try again"))
        self._close = button(self.tr("Close"), Kind.QUIET)
        self._retry.clicked.connect(self._try_again)
        self._close.clicked.connect(self._put_away)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(SPACING.large, SPACING.medium, SPACING.medium, SPACING.medium)
        inside.addWidget(self._text, 1)
        for one in (self._retry, self._close):
            inside.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def tell(self, trouble: Exception, again: Callable[[], object] | None = None, what: str = "") -> None:
        """Say what went wrong; `again` is what a second try does, `what` says so on its button."""
        self.say(sentences(trouble), Tone.DANGER, again)
        self._retry.setText(what or self.tr("Try again"))

    def say(self, text: str, tone: Tone = Tone.WARNING, again: Callable[[], object] | None = None) -> None:
        """Say something."""
        self._retry.setText(self.tr("Try again"))
        edge = {Tone.DANGER: COLOURS.danger, Tone.WARNING: COLOURS.warning, Tone.GOOD: COLOURS.good}.get(tone)
        self.setStyleSheet(
            f"Banner {{ background: {COLOURS.raised}; border: none; border-left: 3px solid {edge or COLOURS.accent};"
            " border-radius: 4px; }"
        )
        set_tone(self._text, Tone.PLAIN)
        self._text.setText(text)
        self._again = again
        self._retry.setVisible(again is not None)
        self.setAccessibleName(text)
        self.show()

    def clear(self) -> None:
        """Nothing to say."""
        self._again = None
        self._text.clear()
        self.hide()

    def _try_again(self) -> None:
        again = self._again
        self.clear()
        if again is not None:
            again()

    def _put_away(self) -> None:
        self.clear()
        self.closed.emit()
