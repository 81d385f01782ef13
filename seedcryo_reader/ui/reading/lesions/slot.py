"""The lesion in hand: where it lies, how it changed, what is said of it, and what can be said of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.domain import events
from seedcryo_reader.domain.anatomy import LYMPH_NODE
from seedcryo_reader.domain.events import SheetAct
from seedcryo_reader.domain.lesion import MOST_PIECES, Absent, Merged, NotEvaluable, Split, TooSmall, whole_of
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace
from seedcryo_reader.domain.read import Slot
from seedcryo_reader.domain.sheet import assessed_lesions
from seedcryo_reader.reading.rows import Row, Since
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.reading.lesions.at import At, measurement, pieces
from seedcryo_reader.ui.reading.lesions.choices import ActButton, PickButton
from seedcryo_reader.ui.reading.lesions.flow import FlowLayout
from seedcryo_reader.ui.reading.lesions.labels import Words
from seedcryo_reader.ui.reading.lesions.note import NoteButton
from seedcryo_reader.ui.reading.lesions.questions import Questions
from seedcryo_reader.ui.reading.verdict.pieces import in_type
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE


class SlotDetail(QWidget):
    """One extent of one lesion. `measure_wanted` asks for the tool; everything else is an act on the read."""

    measure_wanted = Signal(str, object)
    note_wanted = Signal(str)

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._where: At | None = None
        self._slot: Slot | None = None
        self._name = Words("", size=TYPE.title, bold=True)
        self._place = Words("", COLOURS.muted)
        self._told = Words("", COLOURS.muted, TYPE.small)
        self._state = Words("")
        self._changes = Words("", COLOURS.muted, TYPE.small)
        self._finding = Words("", COLOURS.warning, TYPE.small)
        self._make_buttons()
        self.questions = Questions(acting, self)
        self.questions.note_wanted.connect(self.note_wanted)
        self._elsewhere = Words("", COLOURS.muted, TYPE.small)
        self._lay_out()

    def _make_buttons(self) -> None:
        acts = Acts()
        self.measure = ActButton(self.tr("Measure"), self)
        self.absent = ActButton(acts.name("absent"), self)
        self.too_small = ActButton(self.tr("Too small"), self)
        self.not_evaluable = PickButton(acts.name("not-evaluable"), parent=self)
        self.merged = PickButton(acts.name("merged"), parent=self)
        self.split = PickButton(
            acts.name("split"),
            [(self.tr("{0} pieces").format(number), str(number)) for number in range(2, MOST_PIECES + 1)],
            self,
        )
        self.remove = ActButton(acts.name("remove"), self)
        self.measure.clicked.connect(self._measure)
        self.absent.clicked.connect(self.mark_absent)
        self.too_small.clicked.connect(self.mark_too_small)
        self.not_evaluable.picked.connect(self._mark_not_evaluable)
        self.merged.picked.connect(self._mark_merged)
        self.split.picked.connect(lambda number: self._mark_split(int(number)))
        self.remove.clicked.connect(self._remove)
        for button, topic in (
            (self.absent, "absent"),
            (self.too_small, "too_small"),
            (self.not_evaluable, "not_evaluable"),
            (self.merged, "merged"),
            (self.split, "split"),
        ):
            button.setProperty("topic", topic)

    def _lay_out(self) -> None:
        note = NoteButton("measuring", self)
        note.wanted.connect(self.note_wanted)
        head = QHBoxLayout()
        head.setSpacing(SPACING.medium)
        self._name.setWordWrap(False)
        head.addWidget(self._name)
        head.addWidget(self._place, 1)
        head.addWidget(note)
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons)
        for button in self._all_buttons():
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING.small)
        layout.addLayout(head)
        texts = (self._told, self._state, self._finding, self._changes)
        for one in (*texts, self._buttons, self._elsewhere, self.questions):
            layout.addWidget(one)

    def _all_buttons(self) -> tuple[ActButton, ...]:
        return (
            self.measure,
            self.absent,
            self.too_small,
            self.not_evaluable,
            self.merged,
            self.split,
            self.remove,
        )

    def refresh(self, where: At, row: Row, series: str) -> None:
        """Show a row; `series` is the label of the series that it is to be read on, empty where none is pinned."""
        self._where, self._slot = where, row.slot
        self.setProperty("topic", "viable" if row.extent is Extent.VIABLE else "measuring")
        self._name.setText(words.slot_name(row.slot))
        self._place.setText(self.tr("{0}, {1}").format(row.organ, row.place))
        self._told.say(self._instructions(where, row, series))
        self._show_state(where, row)
        self._show_finding(where, row.lesion)
        self._changes.say("\n".join(self._told_changes(row)))
        self._show_buttons(where, row.slot)
        target = whole_of(row.lesion) or row.lesion
        self.questions.refresh(where, target)
        said = where.sheet.assessed(target)
        asked_of = said.into if isinstance(said, Merged) else ""
        self._elsewhere.say(
            self.tr("The questions about {0} are asked of {1}.").format(target, asked_of)
            if asked_of.startswith("T") and not where.is_baseline
            else ""
        )

    def _instructions(self, where: At, row: Row, series: str) -> str:
        rule = where.protocol.measuring
        counts = rule.node if row.organ == LYMPH_NODE else rule.non_nodal
        told = self.tr("The short axis counts.") if counts == "short" else self.tr("The long axis counts.")
        return self.tr("{0} To be read on {1}.").format(told, series) if series else told

    def _told_changes(self, row: Row) -> list[str]:
        """The change from the nadir, the length before and the baseline; told once where they are one."""
        named: dict[Since, list[str]] = {}
        for name, since in (
            (self.tr("nadir"), row.since_nadir),
            (self.tr("previous"), row.since_previous),
            (self.tr("baseline"), row.since_baseline),
        ):
            if since is not None:
                named.setdefault(since, []).append(name)
        return [
            self.tr("{0} from {1} mm at {2} ({3})").format(
                words.change_in_line(since), since.before_mm, since.timepoint, ", ".join(names)
            )
            for since, names in named.items()
        ]

    def _show_state(self, where: At, row: Row) -> None:
        said = where.sheet.assessed(*row.slot)
        text = words.in_words(row.current)
        if isinstance(said, Caliper) and where.sheet.not_evaluable is None:
            text = "\n".join((words.drawn(said), *words.marks(row.current)))
        if row.together:
            text = "\n".join((text, self.tr("Lengths are those of {0} together.").format(" + ".join(row.together))))
        self._state.setText(text)
        missing = row.asked and said is None and where.editable
        self._state.tint(COLOURS.warning if missing else COLOURS.text)

    def _show_finding(self, where: At, lesion: str) -> None:
        """What the criteria say of it as a lesion of the sum of diameters, while the baseline is read."""
        found = [one for one in where.selection if one.lesion == lesion]
        self._finding.say("\n".join(in_type(one.text) for one in found))
        waits = any(one.code != "target-not-measurable" for one in found)
        self._finding.tint(COLOURS.warning if waits else COLOURS.muted)

    def _show_buttons(self, where: At, slot: Slot) -> None:
        lesion, extent = slot
        said = where.sheet.assessed(lesion, extent)
        acts = Acts()
        for button, kind in (
            (self.measure, Caliper),
            (self.absent, Absent),
            (self.too_small, TooSmall),
            (self.not_evaluable, NotEvaluable),
            (self.merged, Merged),
            (self.split, Split),
        ):
            button.show_so(isinstance(said, kind))
        reasons = where.protocol.picklists[where.protocol.reasons.target]
        self.not_evaluable.set_choices([(reason, reason) for reason in reasons])
        self.measure.allow(self._why_no_measure(where, slot), acts.tooltip("tool-bidirectional"))
        self.absent.allow(where.why_not(self._absent(where, slot)), acts.tooltip("absent"))
        self.too_small.allow(where.why_not(self._too_small(where, slot)), acts.tooltip("too-small"))
        not_evaluable = events.LesionMarkedNotEvaluable(where.name, lesion, extent, reasons[0])
        self.not_evaluable.allow(where.why_not(not_evaluable), acts.tooltip("not-evaluable"))
        self._show_merging(where, slot)
        removed = events.AssessmentRemoved(where.name, lesion, extent)
        self.remove.allow(where.why_not(removed), acts.tooltip("remove"))

    def _show_merging(self, where: At, slot: Slot) -> None:
        lesion, extent = slot
        is_whole = extent is Extent.WHOLE and whole_of(lesion) is None
        of_whole = "" if is_whole else self.tr("This is said of the whole lesion.")
        others = [
            one for one in assessed_lesions(where.read) if where.may(events.LesionMarkedMerged(where.name, lesion, one))
        ]
        self.merged.setVisible(is_whole)
        self.merged.set_choices([(one, one) for one in others])
        none_left = "" if others else self.tr("There is no other lesion here that it could merge with.")
        self.merged.allow(of_whole or none_left, Acts().tooltip("merged"))
        self.split.setVisible(is_whole)
        split = events.LesionMarkedSplit(where.name, lesion, pieces(lesion, 2))
        self.split.allow(of_whole or where.why_not(split), Acts().tooltip("split"))

    def _why_no_measure(self, where: At, slot: Slot) -> str:
        if not where.one.series:
            return self.tr("{0} has no images.").format(where.name)
        length = Axis.between(("0.000",) * 3, ("10.000", "0.000", "0.000"), where.protocol.lengths.places)
        trial = Caliper(ImagePlace(where.one.series[0].number, "1.2"), length)
        return where.why_not(measurement(where, slot, trial))

    def _absent(self, where: At, slot: Slot) -> SheetAct:
        return events.LesionMarkedAbsent(where.name, *slot)

    def _too_small(self, where: At, slot: Slot) -> SheetAct:
        return events.LesionMarkedTooSmall(where.name, *slot)

    # --- acts, by click or by key ---

    def mark_absent(self) -> None:
        """Say that the lesion in hand is absent."""
        if self._where is not None and self._slot is not None:
            self._acting.do(self._absent(self._where, self._slot))

    def mark_too_small(self) -> None:
        """Say that the lesion in hand is too small to measure."""
        if self._where is not None and self._slot is not None:
            self._acting.do(self._too_small(self._where, self._slot))

    def _measure(self) -> None:
        if self._slot is not None:
            self.measure_wanted.emit(*self._slot)

    def _mark_not_evaluable(self, reason: str) -> None:
        if self._where is not None and self._slot is not None:
            self._acting.do(events.LesionMarkedNotEvaluable(self._where.name, *self._slot, reason))

    def _mark_merged(self, into: str) -> None:
        if self._where is not None and self._slot is not None:
            self._acting.do(events.LesionMarkedMerged(self._where.name, self._slot[0], into))

    def _mark_split(self, number: int) -> None:
        if self._where is not None and self._slot is not None:
            lesion = self._slot[0]
            self._acting.do(events.LesionMarkedSplit(self._where.name, lesion, pieces(lesion, number)))

    def _remove(self) -> None:
        if self._where is not None and self._slot is not None:
            self._acting.do(events.AssessmentRemoved(self._where.name, *self._slot))
