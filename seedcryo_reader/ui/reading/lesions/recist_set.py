"""Which lesions count for the sum of diameters, chosen at the baseline within the protocol's limits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.criteria.sheets import recist_lesions
from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import Mark, RecordedLesion
from seedcryo_reader.domain.sheet import assessed_lesions
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions.at import At, by_id, next_id
from seedcryo_reader.ui.reading.lesions.choices import ActButton
from seedcryo_reader.ui.reading.lesions.fold import Fold
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.note import NoteButton
from seedcryo_reader.ui.reading.lesions.place import PlaceForm
from seedcryo_reader.ui.reading.verdict.pieces import in_type
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class _Candidate(QWidget):
    """A lesion that may count, and where the reader recorded it for that, the way to drop it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.check = QCheckBox(text, self)
        self.drop = ActButton(self.tr("Drop"), self)
        self.drop.setAccessibleName(self.tr("Drop {0}").format(text))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.check, 1)
        layout.addWidget(self.drop)


class RecistSetSection(QWidget):
    """A checklist of lesions. `mark_wanted` asks for the point of a lesion that is recorded for the sum."""

    mark_wanted = Signal()
    note_wanted = Signal(str)

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("topic", "recist_set")
        self._acting = acting
        self._name = ""
        self._candidates: dict[str, _Candidate] = {}
        self._limits = Words("", COLOURS.muted, TYPE.small)
        self._findings = Words("", COLOURS.warning, TYPE.small)
        self.form = PlaceForm(self.tr("Record another lesion for the sum"), self)
        self.form.mark_wanted.connect(self.mark_wanted)
        content = QWidget(self)
        self._inner = QVBoxLayout(content)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(SPACING.small)
        self._inner.addWidget(self._limits)
        self._inner.addWidget(self._findings)
        self._inner.addWidget(self.form)
        note = NoteButton("recist_set", self)
        note.wanted.connect(self.note_wanted)
        self.fold = Fold(self.tr("Sum of diameters"), content, note, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)

    def refresh(self, where: At) -> None:
        """Show which lesions count."""
        self._name = where.name
        self.setVisible(where.is_baseline)
        if not where.is_baseline:
            return
        organs = {one.target_id: (one.organ, one.place) for one in where.read.targets}
        organs |= {name: (one.organ, one.place) for name, one in by_id(where.read.recorded(where.name), "R").items()}
        for name in [one for one in self._candidates if one not in organs]:
            candidate = self._candidates.pop(name)
            candidate.hide()
            candidate.deleteLater()
        counted = tuple(one.lesion for one in recist_lesions(where.read))
        for name, (organ, place) in organs.items():
            self._show(self._candidate(name, f"{name} · {organ}, {place}"), name, where, counted)
        self._show_limits(where, len(counted))
        may_record = where.protocol.sets.recist.lesions != "prespecified"
        self.form.setVisible(may_record)
        self.form.allow(where.why_no_record)

    def _candidate(self, name: str, text: str) -> _Candidate:
        if name not in self._candidates:
            candidate = _Candidate(text)
            candidate.check.clicked.connect(self._choose)
            candidate.drop.clicked.connect(lambda: self._drop(name))
            self._inner.insertWidget(len(self._candidates), candidate)
            self._candidates[name] = candidate
        return self._candidates[name]

    def check(self, lesion: str) -> QCheckBox | None:
        """The box of a lesion."""
        candidate = self._candidates.get(lesion)
        return None if candidate is None else candidate.check

    def drop_button(self, lesion: str) -> ActButton | None:
        """What drops a lesion that was recorded for the sum."""
        candidate = self._candidates.get(lesion)
        return None if candidate is None else candidate.drop

    def _show(self, candidate: _Candidate, name: str, where: At, counted: tuple[str, ...]) -> None:
        candidate.check.setChecked(name in counted)
        why_not = where.why_not(events.RecistSetChosen(where.name, counted))
        candidate.check.setEnabled(not why_not)
        candidate.check.setToolTip(why_not)
        candidate.drop.setVisible(name.startswith("R"))
        candidate.drop.allow(where.why_not(events.LesionDropped(where.name, name)))

    def _show_limits(self, where: At, counted: int) -> None:
        """What may be in the sum, and what of it is not so now, with the remedy."""
        limits, least = where.protocol.sets.recist, where.protocol.measurability
        told = self.tr("At most {0} lesions, {1} per organ; at least {2} mm, lymph nodes {3} mm (short axis).")
        texts = (limits.max_total, limits.max_per_organ, least.non_nodal_mm, least.node_target_mm)
        self._limits.setText(told.format(*texts))
        of_sum = [one for one in where.selection if one.code != "target-not-measurable"]
        self._findings.say("\n".join(in_type(one.text) for one in of_sum))
        state = self.tr("{0} of at most {1} lesions").format(counted, limits.max_total)
        self.fold.show_state(state, missing=bool(of_sum) and where.editable)

    def _choose(self) -> None:
        chosen = tuple(name for name, one in self._candidates.items() if one.check.isChecked())
        if not self._acting.do(events.RecistSetChosen(self._name, chosen)):
            counted = {one.lesion for one in recist_lesions(self._acting.read)}
            for name, one in self._candidates.items():
                one.check.setChecked(name in counted)

    def record(self, mark: Mark) -> bool:
        """Record a lesion at its mark and put it into the set; whether it was recorded."""
        lesion = next_id(self._acting.read, "R")
        made = RecordedLesion(lesion, self.form.organ, self.form.place, mark)
        if not self._acting.do(events.LesionRecorded(self._name, made)):
            return False
        self.form.clear()
        counted = [one.lesion for one in recist_lesions(self._acting.read)]
        order = assessed_lesions(self._acting.read)
        chosen = tuple(one for one in order if one in counted or one == lesion)
        self._acting.do(events.RecistSetChosen(self._name, chosen))
        return True

    def _drop(self, lesion: str) -> None:
        self._acting.do(events.LesionDropped(self._name, lesion))
