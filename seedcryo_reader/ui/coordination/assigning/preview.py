"""What a draw comes to: who reads what, at which place of the order. Whose read is accepted is not shown unasked."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.lines import Column, LinesView
from seedcryo_reader.ui.coordination.shown.assigning import Draw
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import SPACING


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case of the preview.

    Attributes
    ----------
    case_number : str
    readers : tuple of (str, int)
        Each with the place in the own order, 1 is read first; one of a hidden repeat.
    adjudicator, accepted : str
        Empty of a hidden repeat.
    """

    case_number: str
    readers: tuple[tuple[str, int], ...]
    adjudicator: str = ""
    accepted: str = ""


def drawn_lines(draw: Draw) -> tuple[Drawn, ...]:
    """Every case with the places it has in the orders of its readers, and the hidden repeats that are served."""
    place = {(reader, case): k for reader, cases in draw.orders for k, case in enumerate(cases, 1)}
    cases = (
        Drawn(
            one.case_number,
            tuple((reader, place[reader, one.case_number]) for reader in (one.first, one.second)),
            one.adjudicator,
            one.accepted,
        )
        for one in draw.plans
    )
    repeats = (Drawn(one.case_number, ((one.reader, place[one.reader, one.case_number]),)) for one in draw.served)
    return (*cases, *repeats)


class Preview(QWidget):
    """The table of a draw."""

    def __init__(self) -> None:
        super().__init__()
        self._count = label("", Tone.MUTED)
        self._accepted = QCheckBox(self.tr("Show whose read is accepted"))
        self._table: LinesView[Drawn] = LinesView(
            _columns(),
            self.tr("Preview of the draw"),
            lambda one: one.case_number,
            self.tr("Preview the draw to see who would read what, in which order. Nothing is kept before you assign."),
        )
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Preview"), Tone.TITLE, wraps=False))
        row.addStretch(1)
        row.addWidget(self._accepted)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACING.medium)
        inside.addLayout(row)
        inside.addWidget(self._count)
        inside.addWidget(self._table, 1)
        self._accepted.toggled.connect(self._show_accepted)
        self._count.hide()
        self._show_accepted(is_shown=False)

    def show_draw(self, draw: Draw | None) -> None:
        """Show a draw, or none."""
        self._accepted.setChecked(False)
        lines = () if draw is None else drawn_lines(draw)
        self._table.fill(lines)
        counts = ", ".join(f"{reader}: {len(cases)}" for reader, cases in ([] if draw is None else draw.orders))
        repeats = 0 if draw is None else len(draw.served)
        said = [counts, self.tr("%n hidden repeats served", "", repeats)] if repeats else [counts]
        self._count.setText(" · ".join(one for one in said if one))
        self._count.setVisible(draw is not None)

    def _show_accepted(self, is_shown: bool) -> None:
        self._table.setColumnHidden(self._table.lines.columnCount() - 1, not is_shown)


def _columns() -> tuple[Column[Drawn], ...]:
    translate = QCoreApplication.translate

    def reader(side: int, one: Drawn) -> str:
        return filled(translate("Coordination", "%1, no. %2"), *one.readers[side]) if side < len(one.readers) else "–"

    def number(one: Drawn) -> str:
        return one.case_number if one.adjudicator else f"{one.case_number} ↻"

    return (
        Column(translate("Coordination", "Case"), number, 96),
        Column(translate("Coordination", "First reader"), partial(reader, 0), 0, None, lambda one: one.readers[:1]),
        Column(translate("Coordination", "Second reader"), partial(reader, 1), 0, None, lambda one: one.readers[1:]),
        Column(translate("Coordination", "Adjudicator"), lambda one: one.adjudicator or "–", 150),
        Column(translate("Coordination", "Accepted"), lambda one: one.accepted, 110),
    )
