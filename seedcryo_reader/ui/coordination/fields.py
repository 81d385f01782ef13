"""Fields that several pages and dialogs ask with: a day, a number, a text."""

from datetime import date
from typing import Final, TypeVar

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox

from seedcryo_reader.ui.shared.theme import SPACING

F = TypeVar("F", bound=QAbstractSpinBox)
_TEXT_PX: Final = 72
LEAST: Final = 3
"""Letters that a reason needs."""


def day_field(day: str) -> QDateEdit:
    """A field for a UTC day, set to one."""
    field = QDateEdit(QDate.fromString(day, "yyyy-MM-dd"))
    field.setDisplayFormat("yyyy-MM-dd")
    return indented(field)


def number_field(low: int, high: int, name: str) -> QSpinBox:
    """A field for a whole number."""
    field = QSpinBox()
    field.setRange(low, high)
    field.setAccessibleName(name)
    return indented(field)


def indented(field: F) -> F:
    """Put the text of a field with arrows where other fields have theirs: the style sheet cannot."""
    line = field.findChild(QLineEdit)
    if line is not None:
        line.setTextMargins(SPACING.medium, 0, 0, 0)
    return field


def day_of(field: QDateEdit) -> str:
    """The day in a field, ``2026-11-23``."""
    return field.date().toString("yyyy-MM-dd")


def a_year_later(day: str) -> str:
    """The same day of the next year; the 29th of February becomes the 28th."""
    known = date.fromisoformat(day)
    is_leap_day = (known.month, known.day) == (2, 29)
    return known.replace(year=known.year + 1, day=28 if is_leap_day else known.day).isoformat()


def text_field(hint: str) -> QPlainTextEdit:
    """A field for a few lines; Tab leaves it."""
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(_TEXT_PX)
    field.setPlaceholderText(hint)
    return field


def text_of(field: QPlainTextEdit) -> str:
    """What was written, on one line."""
    return " ".join(field.toPlainText().split())
