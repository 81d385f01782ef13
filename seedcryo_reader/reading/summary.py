"""A whole case at a glance, once its closing part came: lengths, calls, conclusions, and the curve of each target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from seedcryo_reader.criteria.history import LesionHistory
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import Assessment, Merged
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.reading.telling import assessment_text
from seedcryo_reader.reading.worked_out import WorkedOut


@dataclass(frozen=True, slots=True)
class Cell:
    """One length.

    Attributes
    ----------
    mm : Decimal or None
        The length that counts for the lesion; None where there is none of its own.
    words : str
        What was said where it is no measurement: "absent", "not evaluable (artefact)", "merged with T02".
    late : bool
        Assessed after the computed conclusion had been seen.
    """

    mm: Decimal | None
    words: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class LesionRow:
    """One extent of a lesion over the timepoints; `place` is empty of the sum of diameters."""

    lesion: str
    extent: Extent
    place: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A call beside what the criteria concluded; both None where nothing was asked."""

    call: str | None
    computed: str | None
    reason: str | None = None
    late: bool = False

    @property
    def differs(self) -> bool:
        """Whether there are both and they are not the same."""
        return None not in {self.call, self.computed} and self.call != self.computed


@dataclass(frozen=True, slots=True)
class CallRow:
    """The calls about a target, or the overall ones, over the timepoints."""

    about: str
    cells: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A target's length over the timepoints, as equal steps.

    Attributes
    ----------
    lesion : str
    extent : Extent
    mm : tuple of Decimal or None
    words : tuple of str
        What was said where there is no measurement.
    calls : tuple of str or None
        The reader's call about the target.
    nadir : int or None
        The step of the smallest length as local progression is judged by; None where there is none.
    """

    lesion: str
    extent: Extent
    mm: tuple[Decimal | None, ...]
    words: tuple[str, ...]
    calls: tuple[str | None, ...]
    nadir: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The case: its timepoints, the lengths, the sum of diameters, the calls, the curves of the targets."""

    timepoints: tuple[str, ...]
    lesions: tuple[LesionRow, ...]
    total: LesionRow
    calls: tuple[CallRow, ...]
    curves: tuple[Curve, ...]


def summary(now: WorkedOut) -> Summary:
    """Everything that was read.

    Raises
    ------
    ValueError
        No timepoint was opened.
    """
    read = now.read
    if not read.timepoints:
        msg = "no timepoint was opened"
        raise ValueError(msg)
    names = tuple(one.name for one in read.timepoints)
    last = now.history(names[-1])
    lengths = {name: {(one.lesion, one.extent): one for one in now.history(name)} for name in names}
    rows = tuple(
        LesionRow(
            one.lesion,
            one.extent,
            _place(read, one.lesion),
            tuple(_cell(at, lengths[at.name].get((one.lesion, one.extent)), one) for at in read.timepoints),
        )
        for one in last
    )
    calls = tuple(CallRow(about, tuple(_called(at, about) for at in read.timepoints)) for about in _abouts(read))
    return Summary(names, rows, _total(now, names[-1]), calls, tuple(_curves(rows, calls, last, names)))


def _place(read: Read, lesion: str) -> str:
    places = {one.target_id: (one.organ, one.place) for one in read.targets}
    places |= {name: (one.organ, one.place) for name, one in read.recorded().items()}
    return ", ".join(places[lesion])


def _cell(at: TimepointRead, then: LesionHistory | None, row: LesionHistory) -> Cell:
    """What the timepoint says of the lesion; one that is merged has no length of its own."""
    if at.sheet.not_evaluable is not None:
        return Cell(None, f"timepoint not evaluable ({at.sheet.not_evaluable})")
    slot = (row.lesion, row.extent)
    whole = at.sheet.assessed(row.lesion)
    said = at.sheet.assessments.get(slot, None if isinstance(whole, Caliper) else whole)
    late = slot in at.sheet.measured_after_reveal
    if isinstance(said, Merged):
        return Cell(None, assessment_text(said), late)
    length = None if then is None or then.current is None else then.current.mm
    return Cell(length, _words(said), late)


def _words(said: Assessment | None) -> str:
    if said is None:
        return "not assessed"
    return "" if isinstance(said, Caliper) else assessment_text(said)


def _total(now: WorkedOut, last: str) -> LesionRow:
    """The sum of diameters at each timepoint; where a lesion has no length it is said which."""
    cells = (
        Cell(visit.total if visit.measured else None, f"without {', '.join(visit.missing)}" if visit.missing else "")
        for visit in (one.sum for one in now.evaluations(last))
    )
    return LesionRow("", Extent.WHOLE, "", tuple(cells))


def _abouts(read: Read) -> Iterator[str]:
    yield from (one.target_id for one in read.targets)
    yield OVERALL


def _called(at: TimepointRead, about: str) -> Called:
    call = at.sheet.calls.get(about)
    computed = None if at.revealed is None else at.revealed.value(about)
    if call is None:
        return Called(None, computed)
    return Called(call.value, computed, call.reason, call.after_reveal)


def _curves(
    rows: Sequence[LesionRow], calls: Sequence[CallRow], last: Sequence[LesionHistory], names: Sequence[str]
) -> Iterator[Curve]:
    called = {row.about: tuple(one.call for one in row.cells) for row in calls}
    for row, course in zip(rows, last, strict=True):
        if row.lesion in called:
            lengths = tuple(cell.mm for cell in row.cells)
            words = tuple(cell.words for cell in row.cells)
            yield Curve(row.lesion, row.extent, lengths, words, called[row.lesion], _nadir(course, lengths, names))


def _nadir(course: LesionHistory, lengths: Sequence[Decimal | None], names: Sequence[str]) -> int | None:
    """The nadir before the last timepoint, or that timepoint itself where it is smaller; none of merged lesions."""
    if course.nadir is None or course.merged:
        return None
    smaller = lengths[-1] is not None and lengths[-1] < course.nadir.mm
    return len(names) - 1 if smaller else names.index(course.nadir.timepoint)
