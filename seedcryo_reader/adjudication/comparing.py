"""A beside B, timepoint by timepoint: what each says of every lesion and what follows from it, and where they agree.

Targets are the same lesions in both reads. Lesions that a reader chose or found are not matched across reads: each
stands in a line of its own read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Counted, Evaluation
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import Cause, Divergence
from seedcryo_reader.domain.lesion import (
    NEW_LESION_ID,
    NON_TARGET_ID,
    Assessment,
    LocalFinding,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    RecordedLesion,
)
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Sheet, Slot, TimepointRead


class What(StrEnum):
    """What a line is about."""

    NOT_EVALUABLE = "timepoint not evaluable"
    LENGTH = "length"
    FINDING = "finding"
    LOCAL = "local progression"
    SUM = "sum"
    TARGET = "target response"
    NON_TARGET_LESION = "non-target lesion"
    NON_TARGET = "non-target response"
    NEW_LESION = "new lesion"
    ANY_NEW_LESION = "any new lesion"
    NEW_LESIONS = "new lesions"
    OVERALL = "overall response"


_FORMS: Final = {
    What.NON_TARGET_LESION: (NON_TARGET_ID, NON_TARGET),
    What.NEW_LESION: (NEW_LESION_ID, NEW_LESIONS),
}
"""What the ids of lesions that a reader found look like, and the set that is concluded about."""


@dataclass(frozen=True, slots=True)
class Summed:
    """A sum of diameters: mm, and the lesions that it lacks."""

    mm: Decimal
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A lesion that a reader found, with what is said of it at the timepoint."""

    lesion: RecordedLesion
    state: NonTargetState | NewLesionState | None


Said = Assessment | LocalFinding | Summed | Counted | Recorded | NewLesionsAnswer | str
"""What stands in a cell: as it was said, or a value of the criteria."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison.

    Attributes
    ----------
    timepoint : str
    what : What
    about : str
        A lesion, a lesion and the id of a question (``"T02 tissue"``), or nothing.
    lesion : str
        The lesion whose place on the images it is; empty where it has none.
    extent : Extent
    a, b : Said or None
        None where the read says nothing.
    parts : bool
        Whether the cells differ, and the reads come to something else here or it explains why they do.
    """

    timepoint: str
    what: What
    about: str
    lesion: str
    extent: Extent
    a: Said | None
    b: Said | None
    parts: bool

    @property
    def question(self) -> str:
        """The id of the question that a finding answers."""
        return self.about.partition(" ")[2]


@dataclass(frozen=True, eq=False)
class _Here:
    """One timepoint in both reads."""

    name: str
    sheets: tuple[Sheet, Sheet]
    evaluations: tuple[Evaluation, Evaluation]
    recorded: tuple[Mapping[str, RecordedLesion], Mapping[str, RecordedLesion]]
    parting: Divergence | None
    questions: tuple[str, ...]

    @property
    def follows(self) -> bool:
        """Whether it is a follow-up: at the baseline nothing is concluded."""
        return self.name != BASELINE

    def values(self, about: str) -> tuple[Said | None, Said | None]:
        """What counts in each read about a target, a set or the timepoint."""
        a, b = (_counts(one, about) for one in self.evaluations)
        return a, b

    def differs(self, about: str) -> bool:
        """Whether that differs."""
        return differ(*self.evaluations, about)

    def is_told_by_length(self, target: str) -> bool:
        """Whether a target's length explains that reads come to something else: not where a finding or a call does."""
        parting = self.parting
        if parting is not None and (parting.timepoint, parting.lesion) == (self.name, target):
            return parting.cause not in {Cause.LOCAL_FINDING, Cause.CALL}
        return self.differs(target)


def differ(a: Evaluation, b: Evaluation, about: str) -> bool:
    """Whether what counts about a target, a set or the timepoint differs."""
    return _same(_counts(a, about)) != _same(_counts(b, about))


def _counts(found: Evaluation, about: str) -> Counted | str | None:
    """What counts; it was called only where the call is another than what was computed."""
    computed, counted = found.value(about), found.counted.get(about)
    return computed if counted is None else counted._replace(called=counted.called and counted.value != computed)


def lines(
    sides: tuple[SideRead, SideRead], parting: Divergence | None, questions: Sequence[str] = ()
) -> tuple[Line, ...]:
    """Every line, by timepoint; those that part are what is shown first. Questions come in this order, others first."""
    a, b = sides
    found: list[Line] = []
    for one, other in zip(a.read.timepoints, b.read.timepoints, strict=True):
        here = _here((a, b), (one, other), parting, questions)
        found += _lines(here, [target.target_id for target in a.read.targets])
    return tuple(found)


def _here(
    sides: tuple[SideRead, SideRead],
    shown: tuple[TimepointRead, TimepointRead],
    parting: Divergence | None,
    questions: Sequence[str],
) -> _Here:
    name = shown[0].name
    a, b = sides
    return _Here(
        name,
        (shown[0].sheet, shown[1].sheet),
        (a.evaluations[name], b.evaluations[name]),
        (a.read.recorded(name), b.read.recorded(name)),
        parting,
        tuple(questions),
    )


def _lines(here: _Here, targets: Iterable[str]) -> Iterator[Line]:
    a, b = here.sheets
    if a.not_evaluable or b.not_evaluable:
        yield _line(here, What.NOT_EVALUABLE, (a.not_evaluable, b.not_evaluable))
    for target in targets:
        yield from _target(here, target)
    yield from _chosen(here)
    yield from _sum(here)
    yield from _of_one(here, What.NON_TARGET_LESION)
    if here.follows:
        yield _line(here, What.NON_TARGET, here.values(NON_TARGET))
        yield from _of_one(here, What.NEW_LESION)
        yield from _any_new(here)
        yield _line(here, What.NEW_LESIONS, here.values(NEW_LESIONS))
        yield _line(here, What.OVERALL, here.values(OVERALL))


def _target(here: _Here, target: str) -> Iterator[Line]:
    of_target = sorted(
        {slot for sheet in here.sheets for slot in sheet.assessments if slot[0].partition(".")[0] == target}, key=_order
    )
    decides = here.is_told_by_length(target)
    for lesion, extent in of_target:
        a, b = (sheet.assessments.get((lesion, extent)) for sheet in here.sheets)
        parts = type(a) is not type(b) or (decides and _same(a) != _same(b))
        yield Line(here.name, What.LENGTH, lesion, lesion, extent, a, b, parts)
    asked = {key for sheet in here.sheets for key in sheet.findings if key[0] == target}
    for key in sorted(asked, key=lambda one: (one[1] in here.questions and here.questions.index(one[1]), one)):
        given, other = (sheet.findings.get(key) for sheet in here.sheets)
        yield _line(here, What.FINDING, (given, other), " ".join(key), target)
    if here.follows:
        yield _line(here, What.LOCAL, here.values(target), target, target)


def _chosen(here: _Here) -> Iterator[Line]:
    """Lesions that a reader chose for the sum, each in its own read."""
    parts = here.differs(TARGET)
    for at, sheet in enumerate(here.sheets):
        for lesion, extent in sorted((slot for slot in sheet.assessments if slot[0].startswith("R")), key=_order):
            what = sheet.assessments[lesion, extent]
            yield _one_sided(here, What.LENGTH, (lesion, extent), (at, what), parts=parts)


def _sum(here: _Here) -> Iterator[Line]:
    a, b = (Summed(one.sum.total, one.sum.missing) if one.sum.lengths else None for one in here.evaluations)
    yield Line(here.name, What.SUM, "", "", Extent.WHOLE, a, b, a != b and here.differs(TARGET))
    if here.follows:
        yield _line(here, What.TARGET, here.values(TARGET))


def _of_one(here: _Here, what: What) -> Iterator[Line]:
    """Non-target or new lesions, each in its own read."""
    form, conclusion = _FORMS[what]
    parts = here.differs(conclusion)
    for at, sheet in enumerate(here.sheets):
        states: Mapping[str, NonTargetState | NewLesionState] = {**sheet.non_targets, **sheet.new_lesions}
        for lesion, recorded in sorted(here.recorded[at].items()):
            if form.fullmatch(lesion):
                told = Recorded(recorded, states.get(lesion))
                yield _one_sided(here, what, (lesion, Extent.WHOLE), (at, told), parts=parts)


def _any_new(here: _Here) -> Iterator[Line]:
    a, b = (sheet.any_new_lesion for sheet in here.sheets)
    if a is not None or b is not None:
        yield _line(here, What.ANY_NEW_LESION, (a, b))


def _line(here: _Here, what: What, said: tuple[Said | None, Said | None], about: str = "", lesion: str = "") -> Line:
    a, b = said
    return Line(here.name, what, about, lesion, Extent.WHOLE, a, b, _same(a) != _same(b))


def _one_sided(here: _Here, what: What, slot: Slot, said: tuple[int, Said], *, parts: bool) -> Line:
    (lesion, extent), (at, told) = slot, said
    a, b = (told, None) if at == 0 else (None, told)
    return Line(here.name, what, lesion, lesion, extent, a, b, parts)


def _same(said: Said | None) -> object:
    """What has to be equal for two cells to agree: that the reader called it, or where, makes no difference."""
    match said:
        case Counted():
            return said.value, said.dates_from
        case Caliper():
            return [None if axis is None else axis.mm for axis in (said.long, said.short)]
    return said


def _order(slot: Slot) -> tuple[str, bool]:
    lesion, extent = slot
    return lesion, extent is not Extent.WHOLE
