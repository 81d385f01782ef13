"""Non-target disease: recorded at the baseline, its state said at every follow-up."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.criteria.sheets import recist_lesions, targets
from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import Mark, NonTargetStatus, RecordedLesion
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.reading.lesions.at import At, by_id, next_id
from seedcryo_reader.ui.reading.lesions.choices import ActButton, Answers
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.recording import RecordingSection, keep_only
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class NonTargetLine(QWidget):
    """One lesion: dropped at the baseline where it is none after all, later its state."""

    assessed = Signal(str, str, str)
    dropped = Signal(str)

    def __init__(self, lesion: str, place: str, where: At, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lesion = lesion
        self._name = Words(f"{lesion} · {place}")
        self._reason = Words("", COLOURS.muted, TYPE.small)
        reasons = where.protocol.picklists[where.protocol.reasons.non_target]
        known = lesion.startswith("NT")
        offered = tuple(NonTargetStatus) if known else (NonTargetStatus.PRESENT, NonTargetStatus.PROGRESSION)
        self.answers = Answers(
            lesion, [(words.term(one), one) for one in offered], {NonTargetStatus.NOT_EVALUABLE: reasons}, self
        )
        self.answers.answered.connect(lambda status, reason: self.assessed.emit(lesion, status, reason))
        self.answers.setVisible(not where.is_baseline)
        self.drop = ActButton(self.tr("Drop"), self)
        self.drop.setAccessibleName(self.tr("Drop {0}").format(lesion))
        self.drop.clicked.connect(lambda: self.dropped.emit(lesion))
        self.drop.setVisible(where.is_baseline)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACING.small, 0, SPACING.small)
        layout.setSpacing(SPACING.small)
        layout.addLayout(head)
        layout.addWidget(self.answers)
        layout.addWidget(self._reason)

    def refresh(self, where: At, *, asked: bool) -> None:
        """Show its state."""
        state = where.sheet.non_targets.get(self._lesion)
        self.answers.show_answer(None if state is None else state.status)
        self._reason.say("" if state is None or state.reason is None else state.reason)
        self._name.tint(COLOURS.warning if asked and state is None and where.editable else COLOURS.text)
        reason = where.protocol.picklists[where.protocol.reasons.non_target][0]
        self.answers.allow(
            {
                one: where.why_not(
                    events.NonTargetAssessed(
                        where.name, self._lesion, one, reason if one is NonTargetStatus.NOT_EVALUABLE else None
                    )
                )
                for one in NonTargetStatus
            }
        )
        self.drop.allow(where.why_not(events.LesionDropped(where.name, self._lesion)))


class NonTargets(RecordingSection):
    """The section of non-target disease. `mark_wanted` asks for the point of a lesion that is recorded."""

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("NonTargets", "Non-target disease")
        record = QCoreApplication.translate("NonTargets", "Record non-target disease")
        super().__init__("non_target", title, record, parent)
        self._acting = acting
        self._name = ""
        self._lines: dict[tuple[str, bool], NonTargetLine] = {}

    def refresh(self, where: At) -> None:
        """Show the disease and its state."""
        self._name = where.name
        lesions = self._lesions(where)
        keep_only(self._lines, {(lesion, where.is_baseline) for lesion in lesions})
        asked = where.asked.non_targets
        for lesion, place in lesions.items():
            self._line(lesion, place, where).refresh(where, asked=lesion in asked)
        self.form.setVisible(where.is_baseline)
        self.form.allow(where.why_no_record)
        self._show_state(where, tuple(lesions), asked)

    def _lesions(self, where: At) -> dict[str, str]:
        """What is non-target disease here, with its place: what was recorded, and targets outside the sum."""
        recorded = by_id(where.read.recorded(where.name), "NT")
        found = {name: f"{one.organ}, {one.place}" for name, one in recorded.items()}
        if where.is_baseline:
            return found
        inside = {one.lesion for one in recist_lesions(where.read)}
        outside = {one.lesion for one in targets(where.read)} - inside
        for target in where.read.targets:
            if target.target_id in outside:
                found[target.target_id] = self.tr("{0}, {1}, outside the sum").format(target.organ, target.place)
        return found

    def _line(self, lesion: str, place: str, where: At) -> NonTargetLine:
        key = (lesion, where.is_baseline)
        if key not in self._lines:
            line = NonTargetLine(lesion, place, where)
            line.assessed.connect(self._assess)
            line.dropped.connect(self._drop)
            self._inner.insertWidget(len(self._lines), line)
            self._lines[key] = line
        return self._lines[key]

    def line(self, lesion: str) -> NonTargetLine | None:
        """The line of a lesion."""
        return next((line for (name, _), line in self._lines.items() if name == lesion), None)

    def _show_state(self, where: At, lesions: tuple[str, ...], asked: tuple[str, ...]) -> None:
        if where.is_baseline:
            self.fold.show_state(self.tr("{0} recorded").format(len(lesions)) if lesions else self.tr("none recorded"))
            return
        left = [one for one in asked if one not in where.sheet.non_targets]
        if left:
            self.fold.show_state(self.tr("{0} not said").format(", ".join(left)), missing=where.editable)
        elif asked:
            said = sorted({where.sheet.non_targets[one].status.value for one in asked})
            self.fold.show_state(", ".join(said))
        else:
            self.fold.show_state(self.tr("optional") if lesions else self.tr("none"))

    def record(self, mark: Mark) -> bool:
        """Record a lesion at its mark, in the place that was chosen; whether it was."""
        lesion = next_id(self._acting.read, "NT")
        done = self._acting.do(
            events.LesionRecorded(self._name, RecordedLesion(lesion, self.form.organ, self.form.place, mark))
        )
        if done:
            self.form.clear()
        return done

    def _assess(self, lesion: str, status: str, reason: str) -> None:
        self._acting.do(events.NonTargetAssessed(self._name, lesion, NonTargetStatus(status), reason or None))

    def _drop(self, lesion: str) -> None:
        self._acting.do(events.LesionDropped(self._name, lesion))
