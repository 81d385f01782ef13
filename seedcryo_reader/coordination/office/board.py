"""The progress board: one row per case, from its sealed parts to the read that is accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seedcryo_reader.coordination.office.standing import AcceptedRead, Outcome, ReadCell, cell, standing
from seedcryo_reader.coordination.office.state import CaseFile, OfficeState
from seedcryo_reader.coordination.ports import PartKnown
from seedcryo_reader.domain.collecting import collector_paused


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A case.

    Attributes
    ----------
    case_number : str
    repeat_of : str or None
        Of which case it is a hidden repeat; only coordinators see that.
    batch : int or None
        None while it is not assigned.
    sealed, released : int
        Parts that are here, and how many of them were sent to everybody who reads the case now.
    is_complete : bool
        Whether the closing part is here.
    is_closed : bool
        Whether it was sent.
    reads : tuple of ReadCell
        In the order of the assignment; one of a hidden repeat, none before the assignment.
    adjudicator : str or None
        Who decides, or would.
    outcome : Outcome
    accepted : tuple of AcceptedRead
    """

    case_number: str
    repeat_of: str | None
    batch: int | None
    sealed: int
    released: int
    is_complete: bool
    is_closed: bool
    reads: tuple[ReadCell, ...]
    adjudicator: str | None
    outcome: Outcome
    accepted: tuple[AcceptedRead, ...]


def board(state: OfficeState, parts: Iterable[PartKnown] = ()) -> tuple[BoardRow, ...]:
    """The row of every case that was assigned or drawn as a repeat, or of which a part is here; by case number."""
    sealed: dict[str, list[PartKnown]] = {}
    for part in parts:
        sealed.setdefault(part.case_number, []).append(part)
    known = {number for number, case in state.cases.items() if case.batch is not None or case.repeat is not None}
    with collector_paused():
        return tuple(
            _row(state, state.cases.get(number) or CaseFile(number), sealed.get(number, ()))
            for number in sorted(known.union(sealed))
        )


def _row(state: OfficeState, case: CaseFile, sealed: Sequence[PartKnown]) -> BoardRow:
    now = standing(state, case)
    readers = () if case.batch is None else case.readers
    sent = [case.released_to(reader) for reader in readers] or [frozenset()]
    return BoardRow(
        case_number=case.case_number,
        repeat_of=None if case.repeat is None else case.repeat.case_number,
        batch=case.batch,
        sealed=len(sealed),
        released=len(frozenset.intersection(*sent)),
        is_complete=any(part.timepoint is None for part in sealed),
        is_closed=case.is_closed,
        reads=tuple(cell(state, case, reader) for reader in readers),
        adjudicator=None if case.plan is None else case.plan.adjudicator,
        outcome=now.outcome,
        accepted=now.accepted,
    )
