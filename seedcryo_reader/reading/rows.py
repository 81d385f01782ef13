"""The lesion table of the read panel: what was said of each lesion so far, its lengths and how they changed.

Values and codes only; the words on the screen are the screen's. Nothing of a later timepoint is looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.history import LesionHistory
from seedcryo_reader.criteria.lengths import Visit, viable_is_asked
from seedcryo_reader.criteria.numbers import percent
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import recist_lesions, stated, until
from seedcryo_reader.domain.anatomy import LYMPH_NODE
from seedcryo_reader.domain.events import TimepointOpened
from seedcryo_reader.domain.images import SeriesImages
from seedcryo_reader.domain.lesion import (
    Absent,
    Assessment,
    Merged,
    NotEvaluable,
    Split,
    TooSmall,
)
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Read, Slot, TimepointRead
from seedcryo_reader.domain.record import Record
from seedcryo_reader.reading.worked_out import WorkedOut

SUM = "sum"
"""What the row of the sum of diameters is about."""


class Said(StrEnum):
    """What a cell holds."""

    NOTHING = "nothing"
    LENGTH = "length"
    UNFINISHED = "unfinished"
    ABSENT = "absent"
    TOO_SMALL = "too small"
    NOT_EVALUABLE = "not evaluable"
    MERGED = "merged"
    SPLIT = "split"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Cell:
    """A lesion at one timepoint.

    Attributes
    ----------
    timepoint : str or None
        None where there is no such timepoint.
    said : Said
        `UNFINISHED` is a caliper without the axis that counts, `INCOMPLETE` a sum that lacks lesions.
    mm : str
        What counts, with the protocol's decimal places; empty where nothing does.
    detail : str
        The reason, the lesion it merged into, the number of pieces, or the lesions that a sum lacks.
    after_reveal : bool
        It was assessed when the computed conclusion had been seen.
    reconfirm, hindsight : bool
        As its timepoint: waits to be looked at again; was read again when a later one had been seen.
    """

    timepoint: str | None
    said: Said = Said.NOTHING
    mm: str = ""
    detail: str = ""
    after_reveal: bool = False
    reconfirm: bool = False
    hindsight: bool = False


NO_CELL = Cell(None)


@dataclass(frozen=True, slots=True)
class Since:
    """Change of the current length from that of an earlier timepoint: mm and percent with their signs.

    `percent` has one decimal place and is for reading only; empty over a length of 0 mm.
    """

    timepoint: str
    before_mm: str
    mm: str
    percent: str


@dataclass(frozen=True, slots=True)
class Row:
    """One extent of a lesion, a piece of one, or the sum of diameters (`lesion` is `SUM`).

    Attributes
    ----------
    lesion : str
    extent : Extent
    organ, place : str
        Empty of the sum.
    asked : bool
        Whether it has to be assessed at this timepoint.
    in_sum : bool
        Whether it counts for the sum of diameters.
    together : tuple of str
        The lesions that share its diameter here; its lengths are those of all together.
    baseline, nadir, previous, current : Cell
        `previous` is the timepoint just before, whatever was said there.
    since_baseline, since_nadir, since_previous : Since or None
        `since_previous` goes by the latest length before.
    """

    lesion: str
    extent: Extent = Extent.WHOLE
    organ: str = ""
    place: str = ""
    asked: bool = False
    in_sum: bool = False
    together: tuple[str, ...] = ()
    baseline: Cell = NO_CELL
    nadir: Cell = NO_CELL
    previous: Cell = NO_CELL
    current: Cell = NO_CELL
    since_baseline: Since | None = None
    since_nadir: Since | None = None
    since_previous: Since | None = None

    @property
    def slot(self) -> Slot:
        """Lesion and extent."""
        return self.lesion, self.extent


@dataclass(frozen=True, slots=True)
class NadirFrom:
    """Whether nadirs begin at the reference timepoint, else at the baseline: of a lesion, and of the sum.

    That of the sum does so only while a prespecified target is in it.
    """

    lesions_reference: bool
    sum_reference: bool


def nadir_from(protocol: Protocol) -> NadirFrom:
    """Where the protocol has nadirs begin."""
    size = protocol.local_progression.size
    return NadirFrom(
        size is not None and size.nadir_from == "reference",
        protocol.target_response.treated.nadir_from == "reference",
    )


def lesion_rows(now: WorkedOut, timepoint: str) -> tuple[Row, ...]:
    """The rows of a timepoint: targets, then lesions chosen for the sum; the pieces of a split one under it.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    read, protocol = now.read, now.protocol
    course = until(read, timepoint)
    asked = frozenset(now.demands(timepoint).slots)
    places = _places(read)
    in_sum = frozenset(one.lesion for one in recist_lesions(read))
    rows = []
    for past in now.history(timepoint):
        organ, place = places[past.lesion]
        row = _row(past, course, protocol, organ)
        row = replace(row, place=place, in_sum=past.extent is Extent.WHOLE and past.lesion in in_sum)
        rows.append(row)
        if past.extent is Extent.WHOLE:
            rows += _pieces(row, course[-1], protocol)
    return tuple(replace(row, asked=row.slot in asked) for row in rows)


def sum_row(now: WorkedOut, timepoint: str) -> Row | None:
    """The sum of diameters; None where no lesion is in it.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    evaluations = now.evaluations(timepoint)
    visits, low = [one.sum for one in evaluations], evaluations[-1].nadir
    if not visits[-1].lengths:
        return None
    course = {one.name: one for one in until(now.read, timepoint)}
    current = None if visits[-1].missing else _point(visits[-1])  # a part of a sum has not changed from a whole one

    def cell(visit: Visit) -> Cell:
        return _sum_cell(visit, course[visit.timepoint])

    def since(point: Point | None) -> Since | None:
        return _since(point, current, now.protocol)

    by_name = {one.timepoint: one for one in visits}
    return Row(
        SUM,
        baseline=cell(visits[0]),
        nadir=NO_CELL if low is None else cell(by_name[low.timepoint]),
        previous=cell(visits[-2]) if len(visits) > 1 else NO_CELL,
        current=cell(visits[-1]),
        since_baseline=since(_point(visits[0])) if len(visits) > 1 and not visits[0].missing else None,
        since_nadir=since(low),
        since_previous=since(_point(visits[-2])) if len(visits) > 1 and not visits[-2].missing else None,
    )


def pinned_series(records: Iterable[Record], timepoint: str) -> dict[str, SeriesImages]:
    """The series that targets are to be read on at a timepoint, by target; by the images opened last."""
    opened = [
        one.event for one in records if isinstance(one.event, TimepointOpened) and one.event.timepoint == timepoint
    ]
    if not opened:
        return {}
    series = {one.number: one for one in opened[-1].series}
    return {pin.target: series[pin.series] for pin in opened[-1].pinned if pin.series in series}


def _places(read: Read) -> dict[str, tuple[str, str]]:
    found = {name: (one.organ, one.place) for name, one in read.recorded(BASELINE).items()}
    return found | {one.target_id: (one.organ, one.place) for one in read.targets}


def _row(past: LesionHistory, course: Sequence[TimepointRead], protocol: Protocol, organ: str) -> Row:
    by_name = {one.name: one for one in course}

    def cell(one: TimepointRead, point: Point | None) -> Cell:
        return _cell(one, past.lesion, past.extent, point, protocol)

    def at(point: Point | None) -> Cell:
        return NO_CELL if point is None else cell(by_name[point.timepoint], point)

    def since(point: Point | None) -> Since | None:
        return _since(point, past.current, protocol)

    before = course[-2] if len(course) > 1 else None
    known = past.previous if before is not None and past.previous and past.previous.timepoint == before.name else None
    return Row(
        past.lesion,
        past.extent,
        organ,
        together=past.merged,
        baseline=cell(course[0], past.baseline),
        nadir=at(past.nadir),
        previous=NO_CELL if before is None else cell(before, known),
        current=cell(course[-1], past.current),
        since_baseline=since(past.baseline) if before is not None else None,
        since_nadir=since(past.nadir),
        since_previous=since(past.previous),
    )


def _pieces(row: Row, one: TimepointRead, protocol: Protocol) -> Iterator[Row]:
    sheet = stated(one.sheet)
    node = row.organ == LYMPH_NODE
    viable = row.lesion.startswith("T") and viable_is_asked(node, protocol)
    for piece in sheet.pieces(row.lesion):
        for extent in (Extent.WHOLE, Extent.VIABLE) if viable else (Extent.WHOLE,):
            said = sheet.assessed(piece, extent)
            point = _own_length(said, node, protocol)
            mm = None if point is None else Point(one.name, point)
            yield Row(piece, extent, row.organ, row.place, current=_cell(one, piece, extent, mm, protocol))


def _own_length(said: Assessment | None, node: bool, protocol: Protocol) -> Decimal | None:
    """The length of a piece; its lesion's own is the sum of them and comes from its history."""
    if isinstance(said, Caliper):
        rule = protocol.measuring.node if node else protocol.measuring.non_nodal
        axis = said.long if rule == "long" else said.short
        return None if axis is None else axis.mm
    if isinstance(said, TooSmall):
        return protocol.lengths.too_small_mm
    return Decimal(0) if isinstance(said, Absent) else None


def _cell(one: TimepointRead, lesion: str, extent: Extent, point: Point | None, protocol: Protocol) -> Cell:
    sheet = stated(one.sheet)
    mm = "" if point is None else _mm(point.mm, protocol)
    marks = Cell(
        one.name,
        after_reveal=(lesion, extent) in sheet.measured_after_reveal,
        reconfirm=one.reconfirm,
        hindsight=one.hindsight,
    )
    if sheet.not_evaluable is not None:
        return replace(marks, said=Said.NOT_EVALUABLE, detail=sheet.not_evaluable)
    whole = sheet.assessed(lesion)
    said = whole if isinstance(whole, Absent | Merged | Split) else sheet.assessed(lesion, extent)
    match said:
        case None:
            kind, detail = Said.NOTHING, ""
        case Caliper():
            kind, detail = (Said.LENGTH if mm else Said.UNFINISHED), ""
        case Absent():
            kind, detail = Said.ABSENT, ""
        case TooSmall():
            kind, detail = Said.TOO_SMALL, ""
        case NotEvaluable():
            kind, detail = Said.NOT_EVALUABLE, said.reason
        case Merged():
            kind, detail = Said.MERGED, said.into
        case Split():
            kind, detail = Said.SPLIT, str(len(said.pieces))
    return replace(marks, said=kind, mm=mm, detail=detail)


def _sum_cell(visit: Visit, one: TimepointRead) -> Cell:
    marks = Cell(one.name, reconfirm=one.reconfirm, hindsight=one.hindsight)
    if not visit.measured:
        return replace(marks, detail=", ".join(visit.missing))
    kind = Said.INCOMPLETE if visit.missing else Said.LENGTH
    return replace(marks, said=kind, mm=f"{visit.total:f}", detail=", ".join(visit.missing))


def _point(visit: Visit) -> Point:
    return Point(visit.timepoint, visit.total)


def _since(before: Point | None, current: Point | None, protocol: Protocol) -> Since | None:
    if before is None or current is None:
        return None
    by = current.mm - before.mm
    share = percent(by, before.mm)
    rounded = "" if share is None else _signed(share.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return Since(before.timepoint, _mm(before.mm, protocol), _signed(Decimal(_mm(by, protocol))), rounded)


def _signed(number: Decimal) -> str:
    """With its sign; a true minus, as wide as the plus, and none of either at zero."""
    if number == 0:
        return f"{abs(number):f}"
    return f"{number:+f}".replace("-", "\N{MINUS SIGN}")


def _mm(length: Decimal, protocol: Protocol) -> str:
    return f"{length.quantize(Decimal(1).scaleb(-protocol.lengths.places)):f}"
