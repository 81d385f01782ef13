"""Response of the sum of diameters: RECIST 1.1 (Eisenhauer 2009, 4.3.1 and 4.3.2; EORTC questions and answers)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.growth import Limit, Point, over, smallest
from seedcryo_reader.criteria.lengths import Length, Visit
from seedcryo_reader.criteria.numbers import change, factor, mm
from seedcryo_reader.criteria.protocol.model import TargetResponse
from seedcryo_reader.criteria.trace import first_that_holds, plain
from seedcryo_reader.domain.conclusion import Conclusion, Step

ABOUT: Final = "target"


def target_response(visits: Sequence[Visit], options: TargetResponse, *, gone: Collection[str] = ()) -> Conclusion:
    """Response of the targets at the last of these visits: CR, PR, SD, PD, NE, or NA where there is no target.

    Parameters
    ----------
    visits : sequence of Visit
        Baseline first, the visit to be judged last (at least these two), all of the same lesions.
    gone : collection of str
        Lesions that were gone at an earlier overall CR or since.
    """
    return first_that_holds(ABOUT, _RULES, _Facts(visits, options, gone))


def is_gone(length: Length, options: TargetResponse) -> bool:
    """Whether a lesion is known not to be there any more: 0 mm, or a node of normal size."""
    normal = options.node_normal_mm
    return length.mm is not None and (length.mm < normal if length.node else length.mm == 0)


@dataclass(frozen=True, slots=True)
class _Facts:
    visits: Sequence[Visit]
    options: TargetResponse
    was_gone: Collection[str]

    @property
    def baseline(self) -> Visit:
        return self.visits[0]

    @property
    def current(self) -> Visit:
        return self.visits[-1]

    @property
    def limit(self) -> Limit:
        return Limit(self.options.pd_percent, self.options.pd_floor_mm, self.options.inclusive)

    def nadir(self) -> Point | None:
        """The smallest sum before this visit, the baseline included."""
        counting = (
            visit
            for visit in self.visits[:-1]
            if not visit.missing or (self.options.nadir_visits == "any" and visit.measured)
        )
        return smallest(Point(visit.timepoint, visit.total) for visit in counting)

    def step(self, rule: str, text: str, holds: bool) -> Step:
        return plain(rule, self.options.paragraph, text, holds)

    def gone(self, length: Length) -> bool:
        return is_gone(length, self.options)


def _no_targets(facts: _Facts) -> Step | None:
    if facts.current.lengths:
        return None
    return facts.step("no-targets", "No lesion is in the sum of diameters", holds=True)


def _nothing_measured(facts: _Facts) -> Step | None:
    if facts.current.measured:
        return None
    text = f"Not evaluable: no target has a length at {facts.current.timepoint}"
    return facts.step("nothing-measured", text, holds=True)


def _complete_response(facts: _Facts) -> Step:
    holds = all(facts.gone(length) for length in facts.current.lengths)
    normal = mm(facts.options.node_normal_mm)
    if holds:
        text = f"Complete response: no target is left; lymph nodes are below {normal}"
    else:
        left = ", ".join(length.lesion for length in facts.current.lengths if not facts.gone(length))
        text = f"No complete response: {left} not known to be gone"
    return facts.step("complete-response", text, holds)


def _reappearance(facts: _Facts) -> Step | None:
    if not (facts.was_gone and facts.options.reappearance_is_pd):
        return None
    there = (one.lesion for one in facts.current.lengths if one.mm is not None and not facts.gone(one))
    back = [lesion for lesion in there if lesion in facts.was_gone]
    text = f"Progression of the targets: {', '.join(back)} is there again after a complete response"
    return facts.step("reappearance", text if back else "No target is there again", bool(back))


def _progression(facts: _Facts) -> Step | None:
    nadir = facts.nadir()
    if nadir is None or (facts.current.missing and not facts.options.missing_target_pd):
        return None
    current = facts.current.total
    holds = facts.limit.reached(current, nadir.mm)
    measured = "the measured part" if facts.current.missing else "the sum"
    text = f"{'Progression' if holds else 'No progression'} of the targets: {measured} {over(current, nadir)}"
    return Step(
        "sum-progression",
        facts.options.paragraph,
        text,
        facts.limit.numbers(current, nadir.mm),
        facts.limit.formula(current, nadir.mm),
        holds,
    )


def _missing(facts: _Facts) -> Step | None:
    for visit in (facts.current, facts.baseline):
        if visit.missing:
            text = f"Not evaluable: {', '.join(visit.missing)} without a length at {visit.timepoint}"
            return facts.step("missing-target", text, holds=True)
    return None


def _partial_response(facts: _Facts) -> Step:
    current, baseline = facts.current.total, facts.baseline.total
    times = factor(-facts.options.pr_percent)
    holds = current <= times * baseline if facts.options.inclusive else current < times * baseline
    word = "Partial response" if holds else "No partial response"
    return Step(
        "partial-response",
        facts.options.paragraph,
        f"{word}: the sum {mm(current)} is {change(current, baseline)} against the baseline {mm(baseline)}",
        (("current_mm", f"{current:f}"), ("baseline_mm", f"{baseline:f}"), ("factor", f"{times:f}")),
        f"{current:f} {'<=' if facts.options.inclusive else '<'} {times:f} * {baseline:f}",
        holds,
    )


def _persisting_response(facts: _Facts) -> Step | None:
    """EORTC: a response, once reached, lasts until progression."""
    if facts.options.pr_persistence == "strict":
        return None
    strict = facts.options.model_copy(update={"pr_persistence": "strict"})
    since: str | None = None
    for last in range(2, len(facts.visits)):
        value = target_response(facts.visits[:last], strict).value
        if value in {"CR", "PR"}:
            since = since or facts.visits[last - 1].timepoint
        elif value == "PD":
            since = None
    text = f"Partial response: reached at {since} and no progression since" if since else "No response before"
    return facts.step("partial-response-persists", text, since is not None)


def _stable(facts: _Facts) -> Step:
    return facts.step("stable-disease", f"Stable disease: the sum is {mm(facts.current.total)}", holds=True)


_RULES: Final[tuple[tuple[str, Callable[[_Facts], Step | None]], ...]] = (
    ("NA", _no_targets),
    ("NE", _nothing_measured),
    ("CR", _complete_response),
    ("PD", _reappearance),
    ("PD", _progression),
    ("NE", _missing),
    ("PR", _partial_response),
    ("PR", _persisting_response),
    ("SD", _stable),
)
"""The order decides: CR before PD, PD (also of the measured part alone) before NE, PD before PR."""
