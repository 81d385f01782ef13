"""The timepoints of a read as endpoints take them: what counts there, and what a progression rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from seedcryo_reader.coordination.endpoints.study_days import StudyDays
from seedcryo_reader.criteria.course import Course, Lesion
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Evaluation
from seedcryo_reader.criteria.new_lesions import weighed
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

_BY_SIZE: Final = "progression-by-size"
_STAYS: Final = "local-progression-stays"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a progression rests on.

    Attributes
    ----------
    timepoint : str
        The one that it dates from: its own, or an earlier one.
    found_at : str
        The one at which it was concluded.
    by : str
        ``"measurement"``, or ``"finding"`` where a scan shows it, such as a new lesion.
    lesions : frozenset of str
        The lesions that were measured or seen.
    """

    timepoint: str
    found_at: str
    by: Literal["measurement", "finding"]
    lesions: frozenset[str]

    @property
    def dates_back(self) -> bool:
        """Whether it dates from an earlier timepoint than the one it was concluded at."""
        return self.timepoint != self.found_at

    def day(self, days: StudyDays, sum_progression_day: Literal["first", "last"]) -> int:
        """Its day: of a finding the first scan that shows it, of a measurement the day that the protocol names."""
        if self.by == "finding":
            return min(days.showing(self.timepoint, self.lesions))
        measured = days.measuring(self.timepoint, self.lesions)
        return min(measured) if sum_progression_day == "first" else max(measured)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A follow-up timepoint.

    Attributes
    ----------
    timepoint : str
    number : int or Decimal
        As in `Timepoint`.
    overall : str
        The overall response that counts: the reader's call or the computed one, as the protocol says.
    progression : tuple of Evidence
        What it rests on, if it is progression.
    targets : mapping of prespecified target to str
        The status that counts: LP, residual, equivocal, no LP or NE.
    local : mapping of prespecified target to Evidence
        Of those with local progression that was concluded here, not only stays.
    """

    timepoint: str
    number: int | Decimal
    overall: str
    progression: tuple[Evidence, ...]
    targets: Mapping[str, str]
    local: Mapping[str, Evidence]

    @property
    def adequate(self) -> bool:
        """Whether it counts as an assessment of the disease: a timepoint that is not evaluable does not."""
        return self.overall != "NE"

    @property
    def locally_adequate(self) -> bool:
        """Whether it counts as an assessment of the targets: at least one of them could be judged."""
        return any(status != "NE" for status in self.targets.values())


@dataclass(frozen=True, slots=True)
class Followed:
    """One read of one subject.

    Attributes
    ----------
    targets : tuple of str
        The prespecified ones.
    baseline_adequate, locally_adequate : bool
        Whether the baseline gave a complete sum of diameters (where a lesion is in it), and a length of any target.
    assessments : tuple of Assessment
        The follow-ups, in order.
    """

    targets: tuple[str, ...]
    baseline_adequate: bool
    locally_adequate: bool
    assessments: tuple[Assessment, ...]

    def until(self, days: StudyDays) -> "Followed":
        """What was known at the cutoff: timepoints with a scan after it are left out."""
        kept = tuple(one for one in self.assessments if days.known(max(days.days(one.timepoint))) is not None)
        return Followed(self.targets, self.baseline_adequate, self.locally_adequate, kept)


def followed(course: Course, evaluations: Iterable[Evaluation], protocol: Protocol) -> Followed:
    """A read as endpoints take it, from what the criteria conclude about each timepoint of its course."""
    baseline, *later = evaluations
    whole = baseline.timepoint.not_evaluable is None
    return Followed(
        tuple(one.lesion for one in course.targets),
        whole and (baseline.baseline is not None or not baseline.sum.lengths),
        whole and any(one.current is not None for one in baseline.sizes),
        tuple(_assessment(course, one, protocol) for one in later),
    )


def _assessment(course: Course, one: Evaluation, protocol: Protocol) -> Assessment:
    targets = {lesion.lesion: one.counted[lesion.lesion].value for lesion in course.targets}
    local = dict(_local(one, [lesion for lesion, status in targets.items() if status == "LP"]))
    overall = one.counted[OVERALL].value
    found = tuple(_evidence(course, one, local, protocol)) if overall == "PD" else ()
    return Assessment(one.timepoint.name, one.timepoint.number, overall, found, targets, local)


def _local(one: Evaluation, progressed: Sequence[str]) -> Iterator[tuple[str, Evidence]]:
    """What local progression of these targets rests on. A call that nothing computed bears out is a measurement.

    Where growth and a finding say so at one timepoint, the finding counts: the first scan that shows it is enough.
    """
    here = one.timepoint.name
    for lesion in progressed:
        outcome, counted = one.outcome(lesion), one.counted[lesion]
        if outcome is None or outcome.rule == _STAYS:
            continue
        seen = counted.dates_from is not None or (outcome.value == "LP" and _has_finding(outcome))
        by: Literal["measurement", "finding"] = "finding" if seen else "measurement"
        yield lesion, Evidence(counted.dates_from or here, here, by, frozenset({lesion}))


def _has_finding(outcome: Outcome) -> bool:
    return outcome.rule != _BY_SIZE or any(step.holds and step.rule != _BY_SIZE for step in outcome.steps())


def _evidence(course: Course, one: Evaluation, local: Mapping[str, Evidence], protocol: Protocol) -> Iterator[Evidence]:
    """What progression at a timepoint rests on. A call that nothing computed bears out is a measurement of all."""
    here = one.timepoint.name
    found = [*local.values()] if protocol.overall.lp_counts_as_pd else []
    news = one.outcome(NEW_LESIONS)
    if news is not None and news.value == "UNEQUIVOCAL":
        said = one.timepoint.new_lesions.items()
        sure = (name for name, new in said if weighed(new, protocol.new_lesions) is Certainty.UNEQUIVOCAL)
        found.append(Evidence(news.dates_from or here, here, "finding", frozenset(sure)))
    if one.value(TARGET) == "PD":
        found.append(Evidence(here, here, "measurement", _ids(course.in_sum)))
    if one.value(NON_TARGET) == "PD":
        worse = {name for name, status in one.timepoint.non_targets.items() if status is NonTargetStatus.PROGRESSION}
        found.append(Evidence(here, here, "measurement", frozenset(worse) or _ids(course.non_targets)))
    if not found:
        everything = (*course.targets, *course.chosen, *course.non_targets)
        found.append(Evidence(here, here, "measurement", _ids(everything)))
    yield from found


def _ids(lesions: Iterable[Lesion]) -> frozenset[str]:
    return frozenset(one.lesion for one in lesions)


def first_of(
    evidence: Sequence[Evidence], days: StudyDays, sum_progression_day: Literal["first", "last"]
) -> tuple[int, Evidence] | None:
    """The earliest day of progression and what it rests on; None where there is none."""
    dated = [(one.day(days, sum_progression_day), one) for one in evidence]
    return min(dated, key=lambda pair: pair[0], default=None)
