"""How a conclusion was worked out: every rule that was looked at, under the protocol's paragraph that asks for it."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.domain.conclusion import Conclusion, Step
from seedcryo_reader.ui.reading.verdict.pieces import about_words, call_words, conclusion_words, in_type, words
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_UNITS: Final = {"mm": "\u00a0mm", "hu": "\u00a0HU"}
_SIGNS: Final = {">=": "≥", "<=": "≤", "->": "→", " * ": " × ", " - ": " − "}
_COPIED_MS: Final = 2000


class Trace(QWidget):
    """Shows the trace of one conclusion. It can be chosen with the mouse, and copied whole by a button or its key.

    Parameters
    ----------
    paragraphs : mapping of str to str
        The protocol's, by their numbers.
    """

    def __init__(self, paragraphs: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paragraphs = paragraphs
        self._shown: Conclusion | None = None
        self._rules = words("", COLOURS.text, TYPE.small)
        self._rules.setTextFormat(Qt.TextFormat.RichText)
        self._rules.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACING.medium, 0, 0, 0)
        box.setSpacing(SPACING.small)
        box.addWidget(self._rules)
        box.addWidget(self.copy, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_conclusion(self, conclusion: Conclusion) -> None:
        """Show how this one was worked out."""
        if conclusion == self._shown:
            return
        self._shown = conclusion
        self._rules.setText(_html(conclusion, self._paragraphs))
        self._rules.setAccessibleName(_plain(conclusion, self._paragraphs))
        self.copy.setAccessibleName(
            self.tr("Copy how the conclusion about {0} was worked out").format(about_words(conclusion.about))
        )

    def _copy(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText(_plain(self._shown, self._paragraphs))
            self.copy.setText(self.tr("Copied"))
            QTimer.singleShot(_COPIED_MS, self.copy, lambda: self.copy.setText(self.tr("Copy")))


def _by_paragraph(conclusion: Conclusion) -> Iterator[tuple[str, list[tuple[Step, bool]]]]:
    """The steps in their order, those of one paragraph together; each with whether it decided."""
    decided = max(k for k, step in enumerate(conclusion.trace) if step.holds)
    steps = [(step, k == decided) for k, step in enumerate(conclusion.trace)]
    for paragraph, group in groupby(steps, key=lambda one: one[0].paragraph):
        yield paragraph, list(group)


def _state(step: Step, decided: bool) -> str:
    if decided:
        return QCoreApplication.translate("Trace", "decides")
    if step.holds:
        return QCoreApplication.translate("Trace", "holds")
    return QCoreApplication.translate("Trace", "does not hold")


def _numbers(step: Step) -> str:
    """The numbers that went in, each with its unit and unbroken."""
    return " · ".join(_number(name, value).replace(" ", "\u00a0") for name, value in step.numbers)


def _number(name: str, value: str) -> str:
    what, _, unit = name.rpartition("_")
    if unit not in _UNITS:
        return f"{name.replace('_', ' ')} {value}"
    return f"{what.replace('_', ' ')} {in_type(value)}{_UNITS[unit]}"


def _formula(step: Step) -> str:
    """The comparison as print sets it."""
    text = in_type(step.comparison)
    for typed, sign in _SIGNS.items():
        text = text.replace(typed, sign)
    return text


def _html(conclusion: Conclusion, paragraphs: Mapping[str, str]) -> str:
    parts = []
    for paragraph, steps in _by_paragraph(conclusion):
        charter = in_type(paragraphs.get(paragraph, ""))
        rows = "".join(_row(step, decided) for step, decided in steps)
        parts.append(
            f"<p style='color:{COLOURS.muted}; margin:4px 0'>§ {escape(paragraph)} {escape(charter)}</p>"
            f"<table cellspacing='0' cellpadding='0'>{rows}</table>"
        )
    return "".join(parts)


def _row(step: Step, decided: bool) -> str:
    mark = "●" if decided else "◐" if step.holds else "○"
    colour = COLOURS.text if step.holds else COLOURS.muted
    head = f"{escape(step.rule)} · {escape(_state(step, decided))}"
    lines = [f"<b>{head}</b>" if decided else head, escape(conclusion_words(step.text))]
    lines += [escape(line) for line in (_formula(step), _numbers(step)) if line]
    return (
        f"<tr><td style='color:{colour}; padding-right:6px'>{mark}</td>"
        f"<td style='color:{colour}; padding-bottom:6px'>{'<br>'.join(lines)}</td></tr>"
    )


def _plain(conclusion: Conclusion, paragraphs: Mapping[str, str]) -> str:
    lines = [f"{about_words(conclusion.about)}: {call_words(conclusion.value)}"]
    for paragraph, steps in _by_paragraph(conclusion):
        lines += ["", f"§ {paragraph} {paragraphs.get(paragraph, '')}"]
        for step, decided in steps:
            lines.append(f"- {step.rule}, {_state(step, decided)}: {conclusion_words(step.text)}")
            lines += [f"  {line}" for line in (_formula(step), _numbers(step)) if line]
    return "\n".join(lines).replace("\u00a0", " ")
