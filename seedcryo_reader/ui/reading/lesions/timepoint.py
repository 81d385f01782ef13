"""The timepoint as a whole: evaluable, or not and why. One act, which can be taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.domain import events
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions.at import At
from seedcryo_reader.ui.reading.lesions.choices import ActButton, PickButton
from seedcryo_reader.ui.reading.lesions.fold import Fold
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.note import NoteButton
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class WholeTimepoint(QWidget):
    """Says that nothing can be judged at a timepoint, or takes that back."""

    note_wanted = Signal(str)

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("topic", "timepoint")
        self._acting = acting
        self._name = ""
        self.not_evaluable = PickButton(self.tr("Not evaluable as a whole…"), parent=self)
        self.not_evaluable.picked.connect(self._mark)
        self.take_back = ActButton(self.tr("Take that back"), self)
        self.take_back.clicked.connect(self._take_back)
        note = NoteButton("timepoint", self)
        note.wanted.connect(self.note_wanted)
        self._told = Words(
            self.tr("What was said before stays on the sheet and counts again once that is taken back."),
            COLOURS.muted,
            TYPE.small,
        )
        content = QWidget(self)
        line = QHBoxLayout()
        line.addWidget(self.not_evaluable)
        line.addWidget(self.take_back)
        line.addStretch(1)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACING.small)
        inner.addLayout(line)
        inner.addWidget(self._told)
        self.fold = Fold(self.tr("Whole timepoint"), content, note, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)

    def offer(self) -> None:
        """Ask for the reason."""
        self.fold.open()
        self.not_evaluable.offer()

    def refresh(self, where: At) -> None:
        """Show how the timepoint stands."""
        self._name = where.name
        reason = where.sheet.not_evaluable
        reasons = where.protocol.picklists[where.protocol.reasons.timepoint]
        self.not_evaluable.set_choices([(one, one) for one in reasons])
        self.not_evaluable.show_so(reason is not None)
        self.not_evaluable.allow(where.why_not(events.TimepointMarkedNotEvaluable(where.name, reasons[0])))
        self.take_back.allow(where.why_not(events.TimepointMarkedEvaluable(where.name)))
        self.take_back.setVisible(reason is not None)
        self._told.setVisible(reason is not None)
        self.fold.show_state(self.tr("evaluable") if reason is None else self.tr("not evaluable: {0}").format(reason))

    def _mark(self, reason: str) -> None:
        self._acting.do(events.TimepointMarkedNotEvaluable(self._name, reason))

    def _take_back(self) -> None:
        self._acting.do(events.TimepointMarkedEvaluable(self._name))
