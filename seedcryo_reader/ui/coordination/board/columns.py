"""The columns of the board."""

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.ui.coordination.lines import Column
from seedcryo_reader.ui.coordination.shown.cases import CaseLine
from seedcryo_reader.ui.coordination.words import outcome_colour, outcome_word, read_words
from seedcryo_reader.ui.shared.theme import COLOURS


def board_columns() -> tuple[Column[CaseLine], ...]:
    """Case, sealed, assigned, released, both reads, what became of them, whose is accepted."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Coordination", "Case"), _case, 78),
        Column(
            translate("Coordination", "Sealed"), _sealed, 64, _sealed_colour, lambda one: (one.parts, one.is_closed)
        ),
        Column(translate("Coordination", "Batch"), _batch, 52, order=lambda one: one.batch or 0),
        Column(translate("Coordination", "Released"), _released, 72, _released_colour, lambda one: one.released),
        Column(translate("Coordination", "Read 1"), lambda one: _read(one, 0), 0, lambda one: _read_colour(one, 0)),
        Column(translate("Coordination", "Read 2"), lambda one: _read(one, 1), 0, lambda one: _read_colour(one, 1)),
        Column(translate("Coordination", "Comparison"), lambda one: outcome_word(one.outcome), 116, outcome_colour),
        Column(translate("Coordination", "Accepted"), lambda one: ", ".join(one.accepted), 88),
    )


def _case(case: CaseLine) -> str:
    return f"{case.case_number} ↻" if case.is_repeat else case.case_number


def _sealed(case: CaseLine) -> str:
    if not case.parts:
        return "–"
    return f"{case.parts} ✓" if case.is_closed else f"{case.parts} …"


def _sealed_colour(case: CaseLine) -> str | None:
    return None if case.is_closed else COLOURS.muted


def _batch(case: CaseLine) -> str:
    return "–" if case.batch is None else str(case.batch)


def _released(case: CaseLine) -> str:
    return f"{case.released} / {case.parts}" if case.batch is not None else "–"


def _released_colour(case: CaseLine) -> str | None:
    return COLOURS.accent if case.is_releasable else None if case.released else COLOURS.muted


def _read(case: CaseLine, place: int) -> str:
    return read_words(case.reads[place]) if place < len(case.reads) else "–"


def _read_colour(case: CaseLine, place: int) -> str | None:
    if place >= len(case.reads) or (case.reads[place].signed is None and not case.reads[place].locked):
        return COLOURS.muted
    return None
