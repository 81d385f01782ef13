"""New lesions: none, not assessable, or recorded with how sure the reader is; followed until they are resolved."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.criteria.new_lesions import followed
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import Certainty, Mark, NewLesions, RecordedLesion
from seedcryo_reader.domain.read import BASELINE
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.reading.lesions.at import At, by_id, next_id
from seedcryo_reader.ui.reading.lesions.choices import ActButton, Answers, ChoiceBox
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.recording import RecordingSection, keep_only
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class FirstSeen(QWidget):
    """Since when a new lesion can be seen: since this timepoint, or in hindsight since an earlier one."""

    chosen = Signal()

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = ChoiceBox(self)
        self.box.setAccessibleName(self.tr("{0}: first seen").format(about))
        self.box.activated.connect(self.chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Words(self.tr("First seen"), COLOURS.muted, TYPE.small))
        layout.addWidget(self.box)
        layout.addStretch(1)

    @property
    def timepoint(self) -> str | None:
        """The earlier timepoint that shows it; None for this one."""
        return self.box.currentData() or None

    def refresh(self, where: At, timepoint: str | None) -> None:
        """Offer the follow-ups before this one, and show which was said."""
        earlier = [one.name for one in where.read.before(where.name) if one.name != BASELINE]
        offered = [None, *earlier]
        if [self.box.itemData(k) for k in range(self.box.count())] != offered:
            self.box.clear()
            self.box.addItem(self.tr("at this timepoint"), None)
            for name in earlier:
                self.box.addItem(self.tr("already at {0}").format(name), name)
        self.box.setCurrentIndex(max(0, self.box.findData(timepoint)))
        self.setVisible(bool(earlier))


class NewLesionLine(QWidget):
    """One new lesion: how sure it is, since when it is seen."""

    assessed = Signal(str, str, object, str)
    dropped = Signal(str)

    def __init__(self, lesion: str, place: str, where: At, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lesion = lesion
        self._certainty: str | None = None
        self._stated = ""
        self._name = Words(f"{lesion} · {place}")
        self._reason = Words("", COLOURS.muted, TYPE.small)
        reasons = where.protocol.picklists[where.protocol.reasons.new_lesions]
        self.answers = Answers(
            lesion, [(words.term(one), one) for one in Certainty], {Certainty.NOT_EVALUABLE: reasons}, self
        )
        self.answers.answered.connect(self._answered)
        self.first_seen = FirstSeen(lesion, self)
        self.first_seen.chosen.connect(self._seen)
        self.drop = ActButton(self.tr("Drop"), self)
        self.drop.setAccessibleName(self.tr("Drop {0}").format(lesion))
        self.drop.clicked.connect(lambda: self.dropped.emit(lesion))
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACING.small, 0, SPACING.small)
        layout.setSpacing(SPACING.small)
        layout.addLayout(head)
        for one in (self.answers, self._reason, self.first_seen):
            layout.addWidget(one)

    def refresh(self, where: At, *, asked: bool) -> None:
        """Show its state."""
        state = where.sheet.new_lesions.get(self._lesion)
        self._certainty = None if state is None else state.certainty
        self._stated = "" if state is None or state.reason is None else state.reason
        self.answers.show_answer(self._certainty)
        self._reason.say(self._stated)
        self.first_seen.refresh(where, None if state is None else state.first_seen)
        self.first_seen.box.setEnabled(where.editable)
        self._name.tint(COLOURS.warning if asked and state is None and where.editable else COLOURS.text)
        reason = where.protocol.picklists[where.protocol.reasons.new_lesions][0]
        self.answers.allow(
            {
                one: where.why_not(
                    events.NewLesionAssessed(
                        where.name, self._lesion, one, reason=reason if one is Certainty.NOT_EVALUABLE else None
                    )
                )
                for one in Certainty
            }
        )
        self.drop.setVisible(self._lesion in where.sheet.recorded)
        self.drop.allow(where.why_not(events.LesionDropped(where.name, self._lesion)))

    def _answered(self, certainty: str, reason: str) -> None:
        self.assessed.emit(self._lesion, certainty, self.first_seen.timepoint, reason)

    def _seen(self) -> None:
        if self._certainty is not None:
            self.assessed.emit(self._lesion, self._certainty, self.first_seen.timepoint, self._stated)


class NewLesionsSection(RecordingSection):
    """The section of new lesions. `mark_wanted` asks for the point of a lesion that is recorded."""

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("NewLesionsSection", "New lesions")
        record = QCoreApplication.translate("NewLesionsSection", "Record a new lesion")
        super().__init__("new_lesions", title, record, parent)
        self._acting = acting
        self._name = ""
        self._answers: Answers | None = None
        self._lines: dict[str, NewLesionLine] = {}

    def offer(self) -> None:
        """Be ready to record a lesion."""
        self.fold.open()
        self.form.organ_box.setFocus()

    def refresh(self, where: At) -> None:
        """Show what is said."""
        self._name = where.name
        self.setVisible(not where.is_baseline)
        if where.is_baseline:
            return
        self._show_answers(where)
        lesions = self._lesions(where)
        keep_only(self._lines, lesions)
        asked = where.asked
        for lesion, one in lesions.items():
            self._line(lesion, one, where).refresh(where, asked=lesion in asked.new_lesions)
        self.form.allow(where.why_no_record)
        self._show_state(where, tuple(lesions))

    def _show_answers(self, where: At) -> None:
        reasons = where.protocol.picklists[where.protocol.reasons.new_lesions]
        if self._answers is None:
            self._answers = Answers(
                self.tr("New lesions"),
                [(words.term(one), one) for one in NewLesions],
                {NewLesions.NOT_ASSESSABLE: reasons},
                self,
            )
            self._answers.answered.connect(self._state)
            self._inner.insertWidget(0, self._answers)
        said = where.sheet.any_new_lesion
        self._answers.show_answer(None if said is None else said.answer)
        self._answers.allow(
            {
                one: where.why_not(
                    events.NewLesionsStated(where.name, one, reasons[0] if one is NewLesions.NOT_ASSESSABLE else None)
                )
                for one in NewLesions
            }
        )

    def _lesions(self, where: At) -> dict[str, RecordedLesion]:
        """Those that are followed, were found here, or were said something of here."""
        known = by_id(where.read.recorded(where.name), "NL")
        before = followed(
            course_of(where.read, where.protocol, where.name).timepoints[1:-1], where.protocol.new_lesions
        )
        shown = {*before, *where.sheet.recorded, *where.sheet.new_lesions}
        return {name: one for name, one in known.items() if name in shown}

    def _line(self, lesion: str, one: RecordedLesion, where: At) -> NewLesionLine:
        if lesion not in self._lines:
            line = NewLesionLine(lesion, self.tr("{0}, {1}").format(one.organ, one.place), where)
            line.assessed.connect(self._assess)
            line.dropped.connect(self._drop)
            self._inner.insertWidget(1 + len(self._lines), line)
            self._lines[lesion] = line
        return self._lines[lesion]

    def line(self, lesion: str) -> NewLesionLine | None:
        """The line of a lesion."""
        return self._lines.get(lesion)

    @property
    def answers(self) -> Answers | None:
        """Where it is said that there is none, or that it cannot be said; None before a follow-up was shown."""
        return self._answers

    def _show_state(self, where: At, lesions: tuple[str, ...]) -> None:
        asked = where.asked
        said, states = where.sheet.any_new_lesion, where.sheet.new_lesions
        left = [one for one in asked.new_lesions if one not in states]
        if left:
            self.fold.show_state(self.tr("{0} not said").format(", ".join(left)), missing=where.editable)
        elif asked.any_new_lesion and said is None:
            self.fold.show_state(self.tr("not said"), missing=where.editable)
        else:
            told = [f"{one} {states[one].certainty}" for one in lesions if one in states]
            if said is not None:
                told.append(said.answer if said.reason is None else f"{said.answer} ({said.reason})")
            self.fold.show_state(", ".join(told) or self.tr("optional"))

    def _state(self, answer: str, reason: str) -> None:
        self._acting.do(events.NewLesionsStated(self._name, NewLesions(answer), reason or None))

    def record(self, mark: Mark) -> bool:
        """Record a lesion at its mark, in the place that was chosen; whether it was."""
        lesion = RecordedLesion(next_id(self._acting.read, "NL"), self.form.organ, self.form.place, mark)
        done = self._acting.do(events.LesionRecorded(self._name, lesion))
        if done:
            self.form.clear()
        return done

    def _assess(self, lesion: str, certainty: str, first_seen: str | None, reason: str) -> None:
        act = events.NewLesionAssessed(self._name, lesion, Certainty(certainty), first_seen, reason or None)
        self._acting.do(act)

    def _drop(self, lesion: str) -> None:
        self._acting.do(events.LesionDropped(self._name, lesion))
