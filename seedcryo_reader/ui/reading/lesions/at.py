"""The timepoint that the read panel shows, and what a reader may do to it. No widget decides that."""

from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.demands import Demands
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.selection import SelectionFinding
from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import SheetAct
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lesion import RecordedLesion
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Caliper, LesionSet
from seedcryo_reader.domain.read import BASELINE, Read, Sheet, Slot, TimepointRead
from seedcryo_reader.reading.answers import check_answer
from seedcryo_reader.reading.reading import Reading

_MOST_LESIONS: Final = 99


@dataclass(frozen=True, slots=True)
class At:
    """One timepoint of a read, as it stands.

    Attributes
    ----------
    read : Read
    protocol : Protocol
    one : TimepointRead
        The timepoint that is shown.
    asked : Demands
        What the protocol asks at it, as things stand.
    selection : tuple of SelectionFinding
        What is to be said of the lesions of the sum of diameters, while the baseline is open.
    next_seq : int
        Sequence number that the next act would have.
    """

    read: Read
    protocol: Protocol
    one: TimepointRead
    asked: Demands
    selection: tuple[SelectionFinding, ...]
    next_seq: int

    @property
    def name(self) -> str:
        """Name of the timepoint."""
        return self.one.name

    @property
    def sheet(self) -> Sheet:
        """What is written about it."""
        return self.one.sheet

    @property
    def is_baseline(self) -> bool:
        """Whether it is the baseline."""
        return self.name == BASELINE

    @property
    def editable(self) -> bool:
        """Whether the reader works at it now."""
        active = self.read.active
        return active is not None and active.name == self.name and not active.locked

    @property
    def why_no_record(self) -> str:
        """Why no lesion can be recorded now, in a sentence; empty where one can."""
        if self.editable and self.sheet.not_evaluable is not None:
            return f"{self.name} is marked as not evaluable as a whole; take that back."
        return "" if self.editable else self._locked

    @property
    def _locked(self) -> str:
        return f"{self.name} is not open; it is shown as it was read."

    def why_not(self, act: SheetAct) -> str:
        """Why an act may not happen now, in a sentence; empty where it may."""
        if not self.editable:
            return self._locked
        try:
            check_answer(act, self.protocol)
            applied(self.read, act, self.next_seq)
        except IllegalAct as illegal:
            return str(illegal)
        return ""

    def may(self, act: SheetAct) -> bool:
        """Whether an act may happen now."""
        return not self.why_not(act)


def at(reading: Reading, timepoint: str | None = None) -> At | None:
    """A timepoint by its name; without one that which is open, else the last; None where none was opened."""
    read = reading.read
    one = read.active if timepoint is None else read.timepoint(timepoint)
    if one is None and read.timepoints:
        one = read.timepoints[-1]
    if one is None:
        return None
    now = reading.worked_out
    selection = now.selection if one is read.active else ()
    return At(read, reading.protocol, one, now.demands(one.name), selection, reading.records[-1].seq + 1)


def measurement(where: At, slot: Slot, caliper: Caliper) -> events.MeasurementMade | events.MeasurementRevised:
    """The event that a caliper drawn for a slot is: a first measurement, or another one."""
    lesion, extent = slot
    lesion_set = LesionSet.ENDPOINT if lesion.startswith("T") else LesionSet.RECIST
    again = isinstance(where.sheet.assessed(lesion, extent), Caliper)
    kind = events.MeasurementRevised if again else events.MeasurementMade
    return kind(where.name, lesion, lesion_set, extent, caliper)


def next_id(read: Read, prefix: str) -> str:
    """The id that the next lesion of a kind (``"NT"``, ``"NL"``, ``"R"``) gets: none is ever given twice.

    Raises
    ------
    IllegalAct
        There are 99 already.
    """
    used = {name for one in read.timepoints for name in (*one.sheet.recorded, *one.sheet.dropped)}
    for number in range(1, _MOST_LESIONS + 1):
        if f"{prefix}{number:02}" not in used:
            return f"{prefix}{number:02}"
    msg = f"There are {_MOST_LESIONS} lesions of this kind already."
    raise IllegalAct(msg)


def pieces(lesion: str, number: int) -> tuple[str, ...]:
    """Ids of the pieces that a lesion falls into."""
    return tuple(f"{lesion}.{k}" for k in range(1, number + 1))


def by_id(lesions: dict[str, RecordedLesion], prefix: str) -> dict[str, RecordedLesion]:
    """The lesions of a kind, in the order of their ids."""
    return {name: lesions[name] for name in sorted(lesions) if name.rstrip("0123456789") == prefix}
