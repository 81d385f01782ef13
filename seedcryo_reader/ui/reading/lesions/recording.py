"""What the sections have in common in which the reader records lesions: a form to record one, and a line for each."""

from collections.abc import Collection
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from seedcryo_reader.ui.reading.lesions.fold import Fold
from seedcryo_reader.ui.reading.lesions.note import NoteButton
from seedcryo_reader.ui.reading.lesions.place import PlaceForm

_Key = TypeVar("_Key")
_Line = TypeVar("_Line", bound=QWidget)


class RecordingSection(QWidget):
    """A section that folds. `mark_wanted` asks for the point of a lesion that is recorded.

    Parameters
    ----------
    topic : str
        Of the charter's note.
    title, record : str
        What the section is called, and what its form records.
    """

    mark_wanted = Signal()
    note_wanted = Signal(str)

    def __init__(self, topic: str, title: str, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("topic", topic)
        self.form = PlaceForm(record, self)
        self.form.mark_wanted.connect(self.mark_wanted)
        content = QWidget(self)
        self._inner = QVBoxLayout(content)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(0)
        self._inner.addWidget(self.form)
        note = NoteButton(topic, self)
        note.wanted.connect(self.note_wanted)
        self.fold = Fold(title, content, note, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)


def keep_only(lines: dict[_Key, _Line], wanted: Collection[_Key]) -> None:
    """Take away the lines that are not wanted any more."""
    for key in [one for one in lines if one not in wanted]:
        line = lines.pop(key)
        line.hide()
        line.deleteLater()
