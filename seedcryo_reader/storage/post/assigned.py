"""What the centre told a reader: which cases, in which order, what training holds, what may be read again.

Each row is what all envelopes of its kind make together, in whatever order they came: of two assignments of a case the
later place counts, one that was taken away stays so, of two trainings the later one, and of those of one day the one
that allows less.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import CaseAssigned, CaseReassigned, ReadingAllowed, TrainingRecorded
from seedcryo_reader.storage.vault.tables import allowed, assignment, training

_NO_PLACE = (0, 0)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A case that was assigned; `taken_away` says why it is not read here any more."""

    case_number: str
    batch: int
    place: int
    protocol_id: str
    protocol_sha256: str
    taken_away: str | None


class Assignments:
    """The tables `assignment` and `training` of a vault.

    Parameters
    ----------
    database : callable
        The vault's, which may have been locked and opened again meanwhile.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def all(self) -> tuple[Assignment, ...]:
        """In the order in which they are to be read."""
        chosen = select(assignment).order_by(assignment.c.batch, assignment.c.place, assignment.c.case_number)
        with self._database().reading() as connection:
            return tuple(map(_assignment, connection.execute(chosen)))

    def taken_away(self) -> frozenset[str]:
        """The cases that somebody else reads now."""
        return frozenset(one.case_number for one in self.all() if one.taken_away is not None)

    def in_order(self, others: Iterable[str]) -> tuple[str, ...]:
        """The assigned cases in their order, and after them the others by number."""
        own = tuple(one.case_number for one in self.all())
        return (*own, *sorted(set(others).difference(own)))

    def problems(self, case_number: str, day: str) -> tuple[Finding, ...]:
        """Why a case cannot be opened on a UTC day; nothing is said of one that was not assigned.

        Parameters
        ----------
        day : str
            ``2026-03-01``.
        """
        with self._database().reading() as connection:
            chosen = select(assignment).where(assignment.c.case_number == case_number)
            row = connection.execute(chosen).first()
            if row is None:
                return ()
            known = select(training).where(training.c.protocol_sha256 == row.protocol_sha256)
            trained = connection.execute(known).first()
        if row.taken_away is not None:
            text = (
                f"{case_number} is read by somebody else from now on. What you read of it stays here, and is not sent."
            )
            return (Finding("taken-away", text, (case_number,)),)
        return () if trained is None else _untrained(trained, case_number, day)

    def refuse_closed(self, case_number: str, day: str) -> None:
        """Refuse a case that cannot be opened on a UTC day.

        Raises
        ------
        Refused
            ``taken-away``, ``training-failed``, ``training-over``.
        """
        problems = self.problems(case_number, day)
        if problems:
            raise Refused(problems)


def add_assignment(connection: Connection, one: CaseAssigned) -> None:
    """Note that a case was assigned."""
    values = {
        "batch": one.batch,
        "place": one.place,
        "protocol_id": one.protocol_id,
        "protocol_sha256": one.protocol_sha256,
    }
    before = connection.execute(select(assignment).where(assignment.c.case_number == one.case_number)).first()
    if before is None:
        connection.execute(insert(assignment).values(case_number=one.case_number, **values))
    elif tuple(values.values()) > (before.batch, before.place, before.protocol_id, before.protocol_sha256):
        connection.execute(update(assignment).where(assignment.c.case_number == one.case_number).values(**values))


def add_reassignment(connection: Connection, one: CaseReassigned) -> None:
    """Note that a case is read by somebody else, perhaps before it was known that it was read here."""
    chosen = assignment.c.case_number == one.case_number
    before = connection.execute(select(assignment).where(chosen)).first()
    if before is None:
        batch, place = _NO_PLACE
        nothing = {"batch": batch, "place": place, "protocol_id": "", "protocol_sha256": ""}
        connection.execute(insert(assignment).values(case_number=one.case_number, taken_away=one.reason, **nothing))
    elif before.taken_away is None or one.reason > before.taken_away:
        connection.execute(update(assignment).where(chosen).values(taken_away=one.reason))


def add_training(connection: Connection, one: TrainingRecorded) -> None:
    """Note how a training ended."""
    chosen = training.c.protocol_sha256 == one.protocol_sha256
    values = {
        "protocol_id": one.protocol_id,
        "passed": int(one.passed),
        "taken_on": one.taken_on,
        "valid_until": one.valid_until,
    }
    before = connection.execute(select(training).where(chosen)).first()
    if before is None:
        connection.execute(insert(training).values(protocol_sha256=one.protocol_sha256, **values))
    elif _counts_over(one, before):
        connection.execute(update(training).where(chosen).values(**values))


def note(connection: Connection, content: str, message: object) -> None:
    """Note what an envelope says, by the hash of its content; one that says nothing of this changes nothing."""
    match message:
        case CaseAssigned():
            add_assignment(connection, message)
        case CaseReassigned():
            add_reassignment(connection, message)
        case TrainingRecorded():
            add_training(connection, message)
        case ReadingAllowed():
            add_leave(connection, content, message)


def add_leave(connection: Connection, content: str, one: ReadingAllowed) -> None:
    """Note the centre's leave to read a timepoint again."""
    connection.execute(insert(allowed).values(content=content, case_number=one.case_number, leave=one.leave))


def use_leave(connection: Connection, leave: str, day: str) -> None:
    """Note that a leave was used on a UTC day, should it have come in an envelope."""
    connection.execute(update(allowed).where(allowed.c.leave == leave, allowed.c.used.is_(None)).values(used=day))


def _counts_over(one: TrainingRecorded, before: Row[Any]) -> bool:
    if one.taken_on != before.taken_on:
        return one.taken_on > str(before.taken_on)
    return (one.passed, one.valid_until) < (bool(before.passed), str(before.valid_until))


def _untrained(row: Row[Any], case_number: str, day: str) -> tuple[Finding, ...]:
    if not row.passed:
        text = f"The training for protocol {row.protocol_id} of {row.taken_on} was not passed. Ask the centre."
        return (Finding("training-failed", text, (case_number,)),)
    if day > row.valid_until:
        text = (
            f"The training for protocol {row.protocol_id} held until {row.valid_until}. Ask the centre for a new one."
        )
        return (Finding("training-over", text, (case_number,)),)
    return ()


def _assignment(row: Row[Any]) -> Assignment:
    return Assignment(row.case_number, row.batch, row.place, row.protocol_id, row.protocol_sha256, row.taken_away)
