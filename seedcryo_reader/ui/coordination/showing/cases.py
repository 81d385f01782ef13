"""The board's rows and the notes of readers."""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from seedcryo_reader.coordination.arrived import IncidentalArrived, QueryArrived
from seedcryo_reader.coordination.office import standing
from seedcryo_reader.coordination.office.board import BoardRow
from seedcryo_reader.coordination.office.standing import AcceptedRead, ReadCell, Reading
from seedcryo_reader.coordination.office.state import Note, OfficeState
from seedcryo_reader.domain.dispute import WHOLE_CASE
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, NoteLine, Outcome, ReadLine

_OUTCOMES: Final[Mapping[standing.Outcome, Outcome]] = MappingProxyType(
    {
        standing.Outcome.TO_COMPARE: Outcome.TO_COMPARE,
        standing.Outcome.CONCORDANT: Outcome.CONCORDANT,
        standing.Outcome.DISPUTED: Outcome.DISPUTED,
        standing.Outcome.DECIDED: Outcome.DECIDED,
        standing.Outcome.NEITHER: Outcome.NEITHER,
        standing.Outcome.SETTLED: Outcome.SETTLED,
    }
)
"""Those that say something of both reads; the others are seen in the cells before."""


def case_lines(rows: Iterable[BoardRow], releasable: Collection[str]) -> tuple[CaseLine, ...]:
    """The cases of the board; `releasable` are those of which parts are due to be sent."""
    return tuple(
        CaseLine(
            case_number=row.case_number,
            parts=row.sealed,
            released=row.released,
            is_closed=row.is_complete,
            batch=row.batch,
            reads=tuple(map(read_line, row.reads)),
            adjudicator=row.adjudicator,
            outcome=_OUTCOMES.get(row.outcome, Outcome.OPEN),
            accepted=tuple(map(_accepted, row.accepted)),
            is_repeat=row.repeat_of is not None,
            is_releasable=row.case_number in releasable,
        )
        for row in rows
    )


def read_line(cell: ReadCell) -> ReadLine:
    """How far a reader is with a case."""
    return ReadLine(cell.reader, cell.locked, cell.signed, cell.state is Reading.READING_AGAIN)


def _accepted(one: AcceptedRead) -> str:
    reader = one.reader or "–"
    return reader if one.endpoint == WHOLE_CASE else f"{one.endpoint}: {reader}"


def note_lines(state: OfficeState, with_intake: Callable[[str, Note], str | None]) -> tuple[NoteLine, ...]:
    """Queries and incidental findings by the day they came, incidental findings first.

    Parameters
    ----------
    with_intake : callable
        `NoteLine.intake` of a note by the hash of its envelope's content.
    """
    lines = [_note(content, one, with_intake(content, one)) for content, one in state.notes.items()]
    return tuple(sorted(lines, key=lambda one: (not one.is_incidental, one.received_on, one.content)))


def _note(content: str, one: Note, intake: str | None) -> NoteLine:
    said = one.arrived
    text = f"{said.kind}: {said.text}" if isinstance(said, QueryArrived) else said.text
    return NoteLine(
        content=content,
        is_incidental=isinstance(said, IncidentalArrived),
        case_number=said.case_number,
        reader=said.reader,
        timepoint=said.timepoint,
        text=text,
        received_on=one.coming.day,
        handled=one.handled[-1].text if one.handled and intake is None else None,
        intake=intake,
    )
