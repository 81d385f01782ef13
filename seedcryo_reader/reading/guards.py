"""What is asked once more before a lock: slips that a complete sheet can still hold. The answer is a reason, and stays.

A guard concludes nothing. It asks about what is possible but rare, so that a wrong lesion, a wrong slice or a slip of
the mouse is found while it can be corrected.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from seedcryo_reader.criteria.history import LesionHistory
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.numbers import change, factor, mm
from seedcryo_reader.criteria.sheets import stated
from seedcryo_reader.domain.lesion import NEW_LESION_ID, Merged
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.reading.places import Ball, Place, apart_mm, ball_of, place_of
from seedcryo_reader.reading.worked_out import WorkedOut


@dataclass(frozen=True, slots=True)
class Limits:
    """When a guard asks. These are limits of asking, no criteria: nothing is concluded from them.

    Attributes
    ----------
    change_percent, change_mm : Decimal
        A change since the timepoint before of more than both. Two readers of one lesion differ by less than that (Yoon
        et al., European Journal of Cancer 2016, 53:5-15), and 5 mm is the change that RECIST 1.1 asks for at least.
    growth_percent, growth_mm : Decimal
        Growth of one lesion by at least both while the sum falls: what RECIST 1.1 calls progression of a sum.
    same_mm : Decimal
        Points closer than this are the same point: about one slice, or the width of a small node.
    """

    change_percent: Decimal = Decimal(50)
    change_mm: Decimal = Decimal(5)
    growth_percent: Decimal = Decimal(20)
    growth_mm: Decimal = Decimal(5)
    same_mm: Decimal = Decimal(5)


USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Guard:
    """A question before the lock.

    Attributes
    ----------
    code : str
        ``"large-change"``, ``"grows-as-sum-falls"``, ``"same-place"``, ``"seen-earlier"``, ``"known-place"`` or
        ``"open-question"``.
    about : str
        The lesion it is about.
    question : str
        A sentence and a question, with the numbers: other numbers make another question.
    """

    code: str
    about: str
    question: str


def guards(now: WorkedOut, limits: Limits = USUAL) -> tuple[Guard, ...]:
    """Every question about the open timepoint that was not answered yet; none while no timepoint is open."""
    read = now.read
    active = read.active
    if active is None or active.locked or active.sheet.not_evaluable is not None:
        return ()
    answered = {(one.guard, one.about, one.question) for one in read.guards_answered if one.timepoint == active.name}
    raised = (one for rule in _RULES for one in rule(now, active, limits))
    return tuple(one for one in raised if (one.code, one.about, one.question) not in answered)


# --- lengths ---------------------------------------------------------------------------------------------------------


def _large_changes(worked: WorkedOut, active: TimepointRead, limits: Limits) -> Iterator[Guard]:
    for row in worked.history(active.name):
        before, now = row.previous, row.current
        if before is None or now is None or row.merged[:1] not in {(), (row.lesion,)}:
            continue
        by = abs(now.mm - before.mm)
        if by > limits.change_mm and 100 * by > limits.change_percent * before.mm:
            said = f"was {mm(before.mm)} at {before.timepoint} and is {mm(now.mm)} at {active.name}"
            text = (
                f"{_named(row)} {said} ({change(now.mm, before.mm)}). Is it the same lesion, measured in the same way?"
            )
            yield Guard("large-change", row.lesion, text)


def _named(row: LesionHistory) -> str:
    lesion = " with ".join(row.merged) or row.lesion
    return lesion if row.extent is Extent.WHOLE else f"{lesion} ({row.extent})"


def _growth_as_the_sum_falls(worked: WorkedOut, active: TimepointRead, limits: Limits) -> Iterator[Guard]:
    course = [one.sum for one in worked.evaluations(active.name)]
    now = course[-1]
    before = next((one for one in reversed(course[:-1]) if not one.missing), None)
    if before is None or now.missing or now.total >= before.total:
        return
    shared = _merging(worked.read.timepoint(before.timepoint)) | _merging(active)
    for lesion, old, new in _pairs(before, now):
        grown = new - old >= limits.growth_mm and new >= old * factor(limits.growth_percent)
        if grown and lesion not in shared:
            text = (
                f"The sum of diameters fell from {mm(before.total)} at {before.timepoint} to {mm(now.total)} at "
                f"{now.timepoint}, while {lesion} grew from {mm(old)} to {mm(new)} ({change(new, old)}). Are both so?"
            )
            yield Guard("grows-as-sum-falls", lesion, text)


def _pairs(before: Visit, now: Visit) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Lesions that have a length at both timepoints."""
    for old, new in zip(before.lengths, now.lengths, strict=True):
        if old.mm is not None and new.mm is not None:
            yield new.lesion, old.mm, new.mm


def _merging(one: TimepointRead | None) -> set[str]:
    """The lesions that share a diameter at a timepoint: a diameter of two is no growth of one."""
    said = {} if one is None else stated(one.sheet).assessments
    return {name for (lesion, _), what in said.items() if isinstance(what, Merged) for name in (lesion, what.into)}


# --- places ----------------------------------------------------------------------------------------------------------


def _measured(active: TimepointRead) -> Mapping[str, Ball]:
    """The balls around the long axes of what was measured here, by lesion (or piece)."""
    return {
        lesion: ball_of(said, active)
        for (lesion, extent), said in sorted(active.sheet.assessments.items())
        if extent is Extent.WHOLE and isinstance(said, Caliper)
    }


def _same_place(_worked: WorkedOut, active: TimepointRead, limits: Limits) -> Iterator[Guard]:
    for (first, one), (second, other) in combinations(_measured(active).items(), 2):
        gap = apart_mm(one.centre, other.centre)
        if gap is not None and gap <= max(min(one.radius_mm, other.radius_mm), limits.same_mm):
            text = (
                f"{first} and {second} are measured at the same place at {active.name}: their middles are {mm(gap)} "
                "apart, each within the other. Are they two lesions?"
            )
            yield Guard("same-place", second, text)


def _seen_earlier(worked: WorkedOut, active: TimepointRead, _limits: Limits) -> Iterator[Guard]:
    before = worked.read.before(active.name)
    for lesion, said in sorted(active.sheet.new_lesions.items()):
        told = {one.sheet.new_lesions[lesion].first_seen for one in before if lesion in one.sheet.new_lesions}
        if said.first_seen is not None and said.first_seen not in told:
            text = (
                f"{lesion} is said at {active.name} to be visible since {said.first_seen}, where it was not recorded. "
                f"Is it new since {said.first_seen}?"
            )
            yield Guard("seen-earlier", lesion, text)


def _known_place(worked: WorkedOut, active: TimepointRead, limits: Limits) -> Iterator[Guard]:
    """A new lesion where another one is marked or measured, as far as the images share a frame of reference."""
    new = {name: one.mark for name, one in sorted(active.sheet.recorded.items()) if NEW_LESION_ID.fullmatch(name)}
    marked = dict(_marks(worked.read))
    for lesion, mark in new.items():
        place = place_of(mark, active)
        for other, (at, there) in marked.items():
            gap = apart_mm(place, there)
            if (other < lesion or other not in new) and gap is not None and gap <= limits.same_mm:
                text = f"{lesion} is marked {mm(gap)} from {other}, which was recorded at {at}. Is it another lesion?"
                yield Guard("known-place", lesion, text)
        for other, ball in _measured(active).items():
            gap = apart_mm(place, ball.centre)
            if gap is not None and gap <= ball.radius_mm:
                said = f"{lesion} is marked inside what is measured as {other} at {active.name}"
                yield Guard("known-place", lesion, f"{said}. Is it a lesion of its own?")


def _marks(read: Read) -> Iterator[tuple[str, tuple[str, Place]]]:
    """Where lesions were marked, and at which timepoint."""
    for one in read.timepoints:
        for lesion, recorded in sorted(one.sheet.recorded.items()):
            yield lesion, (one.name, place_of(recorded.mark, one))


# --- the sum of diameters --------------------------------------------------------------------------------------------


def _open_questions(worked: WorkedOut, _active: TimepointRead, _limits: Limits) -> Iterator[Guard]:
    """What the protocol leaves to the reader about a lesion of the sum: it stays with a reason, or is taken out."""
    for one in worked.selection:
        if one.code == "open-question":
            yield Guard(one.code, one.lesion, one.text)


_RULES: Final[tuple[Callable[[WorkedOut, TimepointRead, Limits], Iterator[Guard]], ...]] = (
    _large_changes,
    _growth_as_the_sum_falls,
    _same_place,
    _seen_earlier,
    _known_place,
    _open_questions,
)
"""Every guard, in the order they are asked."""
