"""Small things that the sections and pages at the end of a timepoint and a case are made of."""

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_CHOICE: Final = f"""
QPushButton {{ color: {COLOURS.text}; background: {COLOURS.raised}; border: 1px solid {COLOURS.line};
    border-radius: 3px; padding: 4px 6px; min-width: 0; }}
QPushButton:hover:enabled {{ border-color: {COLOURS.muted}; }}
QPushButton:focus {{ border: 2px solid {COLOURS.accent}; padding: 3px 5px; }}
QPushButton:checked {{ color: {COLOURS.background}; background: {COLOURS.accent}; border-color: {COLOURS.accent}; }}
QPushButton:checked:focus {{ border: 2px solid {COLOURS.text}; padding: 3px 5px; }}
QPushButton:disabled {{ color: {COLOURS.muted}; }}
QPushButton:checked:disabled {{ color: {COLOURS.text}; background: {COLOURS.line}; }}
"""

_HEAD: Final = f"""
QToolButton {{ color: {COLOURS.text}; background: transparent; border: 2px solid transparent; border-radius: 3px;
    padding: 2px 4px 2px 0; }}
QToolButton:hover {{ background: {COLOURS.raised}; }}
QToolButton:focus {{ border-color: {COLOURS.accent}; }}
"""

_COLUMNS: Final = 12
_LONG: Final = 9
"""Characters of a call from which on it gets a row's half."""

_MINUS: Final = re.compile(r"(?<!\S)-(?=\d)")
_CODE: Final = re.compile(r"\b(?:NO|NA|EQUIVOCAL|UNEQUIVOCAL)\b")


def words(text: str = "", colour: str = COLOURS.text, size: int = TYPE.body, *, bold: bool = False) -> QLabel:
    """A label whose lines break; its text is shown as it is, never as markup, unless the caller says so."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.setStyleSheet(f"color: {colour}; font-size: {size}px; font-weight: {600 if bold else 400};")
    return label


def call_words(value: str) -> str:
    """A call in full words."""
    texts = {
        "LP": QCoreApplication.translate("Calls", "local progression"),
        "no LP": QCoreApplication.translate("Calls", "no local progression"),
        "residual": QCoreApplication.translate("Calls", "residual"),
        "equivocal": QCoreApplication.translate("Calls", "equivocal"),
        "NE": QCoreApplication.translate("Calls", "not evaluable"),
        "CR": QCoreApplication.translate("Calls", "complete response"),
        "PR": QCoreApplication.translate("Calls", "partial response"),
        "SD": QCoreApplication.translate("Calls", "stable disease"),
        "PD": QCoreApplication.translate("Calls", "progressive disease"),
        "NON-CR/NON-PD": QCoreApplication.translate("Calls", "neither complete response nor progressive disease"),
        "NED": QCoreApplication.translate("Calls", "no evidence of disease"),
        "NA": QCoreApplication.translate("Calls", "none recorded"),
        "NO": QCoreApplication.translate("Calls", "none"),
        "EQUIVOCAL": QCoreApplication.translate("Calls", "equivocal"),
        "UNEQUIVOCAL": QCoreApplication.translate("Calls", "unequivocal"),
    }
    return texts.get(value, value)


def about_words(about: str) -> str:
    """What a call or conclusion is about, as a heading."""
    texts = {
        OVERALL: QCoreApplication.translate("Calls", "Overall"),
        "target": QCoreApplication.translate("Calls", "Sum of diameters"),
        "non-target": QCoreApplication.translate("Calls", "Non-target disease"),
        "new lesions": QCoreApplication.translate("Calls", "New lesions"),
    }
    return texts.get(about, about)


def in_type(text: str) -> str:
    """A text as print sets it: numbers on one line with their units, a true minus. What is logged stays ASCII."""
    return _MINUS.sub("\N{MINUS SIGN}", text).replace(" %", "\u00a0%").replace(" mm", "\u00a0mm")


def conclusion_words(text: str) -> str:
    """The text of a conclusion as it is shown: the codes of the criteria that no reader calls, in words."""
    return in_type(_CODE.sub(lambda code: call_words(code[0]), text))


def bring_into_view(widget: QWidget) -> None:
    """Scroll what the widget stands in, where it scrolls, so far that the widget is seen."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, SPACING.page)


_WALKING: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
_CHOOSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Choice(QPushButton):
    """A button that leaves the keys of `Choices` to it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space presses it."""
        if event.key() in {*_WALKING, *_CHOOSING}:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Choices(QWidget):
    """One of a few values, as buttons in a row or two. It shows what is so; a click is a wish.

    Tab comes to it once; the arrow keys walk through it and choose nothing, Space or Enter does.
    """

    chosen = Signal(str)

    def __init__(self, values: Iterable[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self._buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACING.small)
        for value, (row, column, span) in _places(tuple(values)).items():
            self._buttons[value] = self._button(value, name)
            grid.addWidget(self._buttons[value], row, column, 1, span)
        self.show_value(None)

    def _button(self, value: str, name: str) -> QPushButton:
        button = _Choice(value, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setStyleSheet(_CHOICE)
        button.setToolTip(call_words(value))
        button.setAccessibleName(f"{name}: {call_words(value)}")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._wish(value))
        return button

    def button(self, value: str) -> QPushButton:
        """The button of a value."""
        return self._buttons[value]

    @property
    def tabbed(self) -> QPushButton:
        """The button that Tab comes to."""
        return next(one for one in self._buttons.values() if one.focusPolicy() is Qt.FocusPolicy.StrongFocus)

    def show_value(self, value: str | None) -> None:
        """Show which one is so; None for none."""
        self._value = value
        tabbed = value if value in self._buttons else next(iter(self._buttons), None)
        for one, button in self._buttons.items():
            button.setChecked(one == value)
            policy = Qt.FocusPolicy.StrongFocus if one == tabbed else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _wish(self, value: str) -> None:
        before = self._value
        self.show_value(before)
        if value != before:
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk with the arrow keys in the order that is seen, choose with Enter (Space does by itself)."""
        buttons = list(self._buttons.values())
        at = next((k for k, button in enumerate(buttons) if button.hasFocus()), None)
        step = _WALKING.get(Qt.Key(event.key()))
        if at is not None and step is not None:
            wanted = buttons[(at + step) % len(buttons)]
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_view(wanted)
        elif at is not None and event.key() in _CHOOSING:
            buttons[at].click()
        else:
            super().keyPressEvent(event)


def _places(values: tuple[str, ...]) -> dict[str, tuple[int, int, int]]:
    """Row, column and columns of each button, in the order that is seen.

    Five in a row, or four where there are more; a long one takes two, and stands behind the others.
    """
    width = _COLUMNS // len(values) if len(values) <= 4 else (2 if len(values) == 5 else 3)
    places: dict[str, tuple[int, int, int]] = {}
    row = column = 0
    most = 10 if len(values) == 5 else _COLUMNS
    for value in sorted(values, key=lambda one: len(one) > _LONG):
        span = width * 2 if len(value) > _LONG else width
        if column + span > most:
            row, column = row + 1, 0
        places[value] = (row, column, span)
        column += span
    return places


class Expander(QWidget):
    """A heading that opens and closes what stands under it."""

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toggle = QToolButton(self)
        self._toggle.setText(title)
        self._toggle.setCheckable(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setAutoRaise(True)
        self._toggle.setStyleSheet(_HEAD)
        self._toggle.toggled.connect(self._open)
        self._content = content
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING.small)
        box.addWidget(self._toggle, alignment=Qt.AlignmentFlag.AlignLeft)
        box.addWidget(content)
        self._open(False)

    @property
    def toggle(self) -> QToolButton:
        """What opens and closes it."""
        return self._toggle

    def _open(self, is_open: bool) -> None:
        self._toggle.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._content.setVisible(is_open)
