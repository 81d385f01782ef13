"""Two ways to choose: answers side by side, and a list that a button opens."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QWidget

from seedcryo_reader.ui.reading.lesions.flow import FlowLayout
from seedcryo_reader.ui.shared.theme import COLOURS

_STYLE: Final = f"""
QPushButton {{ color: {COLOURS.text}; background: {COLOURS.raised}; border: 1px solid {COLOURS.line};
    border-radius: 3px; padding: 4px 7px; min-width: 0; }}
QPushButton:hover:enabled {{ border-color: {COLOURS.muted}; }}
QPushButton:focus {{ border: 2px solid {COLOURS.accent}; padding: 3px 6px; }}
QPushButton:checked {{ color: {COLOURS.background}; background: {COLOURS.accent}; border-color: {COLOURS.accent}; }}
QPushButton:checked:focus {{ border: 2px solid {COLOURS.text}; padding: 3px 6px; }}
QPushButton:disabled {{ color: {COLOURS.muted}; background: {COLOURS.surface}; }}
QPushButton:checked:disabled {{ color: {COLOURS.text}; background: {COLOURS.line}; }}
"""

_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ActButton(QPushButton):
    """A button of the panel; checked where what it says is so, which a click does not decide."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._is_so = False
        self._leaves: frozenset[Qt.Key] = frozenset()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setStyleSheet(_STYLE)
        self.clicked.connect(lambda: self.setChecked(self._is_so))

    def show_so(self, is_so: bool) -> None:
        """Show whether what it says is so."""
        self._is_so = is_so
        self.setChecked(is_so)

    def allow(self, why_not: str, hint: str = "") -> None:
        """Enable it where there is nothing against it; else the sentence is its tool tip."""
        self.setEnabled(not why_not)
        self.setToolTip(why_not or hint)

    def leave(self, keys: Iterable[Qt.Key]) -> None:
        """Leave these keys to the widget around it."""
        self._leaves = frozenset(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses it as Space does."""
        key = Qt.Key(event.key())
        if key in self._leaves:
            event.ignore()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


class PickButton(ActButton):
    """A button that opens a list; `picked` carries the value of what was chosen, a string."""

    picked = Signal(str)

    def __init__(self, text: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._choices: tuple[tuple[str, str], ...] = ()
        self._menu = QMenu(self)
        self.set_choices(choices)
        self.clicked.connect(self.offer)

    @property
    def menu_shown(self) -> QMenu:
        """The list that it opens."""
        return self._menu

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these, as (text, value)."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        self._menu.clear()
        for text, value in choices:
            self._menu.addAction(text).triggered.connect(lambda _checked, value=value: self.picked.emit(value))

    def offer(self) -> None:
        """Open the list with its first entry in hand, so that the arrow keys and Return choose."""
        if self._choices and self.isEnabled():
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
            self._menu.setActiveAction(self._menu.actions()[0])


class Answers(QWidget):
    """Answers side by side, of which one is given; a click is a wish, and `show_answer` shows what is so.

    `answered` carries the answer and its reason, which is empty where none is needed; an answer that needs one is no
    answer before the reason was picked. Tab comes here once; the arrow keys walk and choose nothing.
    """

    answered = Signal(str, str)

    def __init__(
        self,
        question: str,
        answers: Sequence[tuple[str, str]],
        reasons: Mapping[str, Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = FlowLayout(self)
        self._buttons: dict[str, ActButton] = {}
        for text, value in answers:
            button = self._button(text, value, tuple((reasons or {}).get(value, ())))
            button.setAccessibleName(f"{question}: {text}")
            button.leave(_STEPS)
            self._buttons[value] = button
            layout.addWidget(button)
        self.show_answer(None)

    def _button(self, text: str, value: str, reasons: tuple[str, ...]) -> ActButton:
        if reasons:
            asking = PickButton(f"{text}…", [(one, one) for one in reasons], self)
            asking.picked.connect(lambda reason: self.answered.emit(value, reason))
            return asking
        button = ActButton(text, self)
        button.clicked.connect(lambda: self.answered.emit(value, ""))
        return button

    def show_answer(self, value: str | None) -> None:
        """Show which one is given; None for none."""
        tabbed = value if value in self._buttons else next(iter(self._buttons), None)
        for one, button in self._buttons.items():
            button.show_so(one == value)
            policy = Qt.FocusPolicy.StrongFocus if one == tabbed else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def allow(self, why_not: Mapping[str, str]) -> None:
        """Enable what may be answered now: an empty sentence; any other one says why not."""
        for value, button in self._buttons.items():
            button.allow(why_not.get(value, ""))

    def button(self, value: str) -> ActButton:
        """The button of an answer."""
        return self._buttons[value]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk with the arrow keys."""
        buttons = [button for button in self._buttons.values() if button.isEnabled()]
        step = _STEPS.get(Qt.Key(event.key()))
        here = next((k for k, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
        else:
            buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)


class ChoiceBox(QComboBox):
    """A list to choose from. The wheel is for the panel: it must not change what is said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave it to whoever scrolls."""
        event.ignore()
