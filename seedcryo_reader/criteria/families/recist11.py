"""RECIST 1.1 (Eisenhauer et al., European Journal of Cancer 2009, 45:228-247; EORTC questions and answers)."""

from typing import Final, cast

from seedcryo_reader.criteria.families.family import Family
from seedcryo_reader.criteria.growth import Point, over
from seedcryo_reader.criteria.new_lesions import NewLesionFacts
from seedcryo_reader.criteria.non_target import NonTargetFacts
from seedcryo_reader.criteria.numbers import change, factor, mm
from seedcryo_reader.criteria.rules import Rule, Told, always, decide
from seedcryo_reader.criteria.target import ABOUT, TargetFacts
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

# --- the sum of diameters (4.3.1, 4.3.2) -----------------------------------------------------------------------------


def no_targets(facts: TargetFacts) -> bool | None:
    """No lesion is in the sum."""
    return None if facts.current.lengths else True


def nothing_measured(facts: TargetFacts) -> bool | None:
    """No lesion of the sum has a length."""
    return None if facts.current.measured else True


def complete_response(facts: TargetFacts) -> bool:
    """Every lesion is known to be gone, every node normal."""
    return all(facts.gone(length) for length in facts.current.lengths)


def reappearance(facts: TargetFacts) -> bool | None:
    """After a definite complete response any lesion that is there again is progression (EORTC)."""
    return bool(facts.back()) if facts.was_gone and facts.options.reappearance_is_pd else None


def progression(facts: TargetFacts) -> bool | None:
    """Growth over the nadir, by the percentage and the floor, also of the measured part alone."""
    current = facts.current
    if (current.missing and not facts.options.missing_target_pd) or not facts.growth_counts():
        return None
    nadir = facts.nadir
    return None if nadir is None else facts.limit.reached(current.total, nadir.mm)


def too_early(facts: TargetFacts) -> bool | None:
    """Growth of a treated lesion that is not judged yet: never decides, but is told."""
    return None if facts.growth_counts() else False


def missing(facts: TargetFacts) -> bool | None:
    """A lesion without a length, now or at the baseline."""
    return True if facts.current.missing or facts.baseline.missing else None


def partial_response(facts: TargetFacts) -> bool:
    """The sum fell from the baseline by the percentage."""
    current, least = facts.current.total, factor(-facts.options.pr_percent) * facts.baseline.total
    return current <= least if facts.options.inclusive else current < least


def responded_at(facts: TargetFacts) -> str | None:
    """Since when there is a response that no progression ended."""
    since: str | None = None
    for last in range(2, len(facts.visits)):
        earlier = TargetFacts(facts.visits[:last], facts.options, facts.reference, facts.treated)
        value = decide(ABOUT, _EACH_BY_ITSELF, earlier).value
        if value in {"CR", "PR"}:
            since = since or facts.visits[last - 1].timepoint
        elif value == "PD":
            since = None
    return since


def response_persists(facts: TargetFacts) -> bool | None:
    """EORTC: a response, once reached, lasts until progression."""
    return None if facts.options.pr_persistence == "strict" else responded_at(facts) is not None


def _tell_complete(facts: TargetFacts, holds: bool) -> Told:
    if holds:
        return Told(f"Complete response: no target is left; lymph nodes are below {mm(facts.options.node_normal_mm)}")
    left = ", ".join(length.lesion for length in facts.current.lengths if not facts.gone(length))
    return Told(f"No complete response: {left} not known to be gone")


def _tell_reappearance(facts: TargetFacts, holds: bool) -> Told:
    back = ", ".join(facts.back())
    return Told(
        f"Progression of the targets: {back} is there again after a complete response"
        if holds
        else "No target is there again"
    )


def tell_progression(facts: TargetFacts, holds: bool) -> Told:
    """The comparison with the nadir."""
    current, nadir = facts.current.total, cast("Point", facts.nadir)  # without one the rule does not matter
    measured = "the measured part" if facts.current.missing else "the sum"
    return Told(
        f"{'Progression' if holds else 'No progression'} of the targets: {measured} {over(current, nadir)}",
        facts.limit.numbers(current, nadir.mm),
        facts.limit.formula(current, nadir.mm),
    )


def _early(facts: TargetFacts) -> str:
    return f"rowth up to TP{facts.reference.grace_until} is not judged while prespecified targets are in the sum"


def tell_stable(facts: TargetFacts, _holds: bool) -> Told:
    """The sum against the nadir; growth that does not count yet is named with its paragraph."""
    current, nadir = facts.current.total, facts.nadir
    text = f"Stable disease: the sum {'is ' + mm(current) if nadir is None else over(current, nadir)}"
    if nadir is None or facts.growth_counts() or not facts.limit.reached(current, nadir.mm):
        return Told(text)
    return Told(f"{text}; g{_early(facts)} (rule {facts.options.treated.paragraph})")


def _tell_too_early(facts: TargetFacts, _holds: bool) -> Told:
    return Told(f"G{_early(facts)}", paragraph=facts.options.treated.paragraph)


def _tell_missing(facts: TargetFacts, _holds: bool) -> Told:
    visit = facts.current if facts.current.missing else facts.baseline
    return Told(f"Not evaluable: {', '.join(visit.missing)} without a length at {visit.timepoint}")


def tell_partial(facts: TargetFacts, holds: bool) -> Told:
    """The comparison with the baseline."""
    current, baseline = facts.current.total, facts.baseline.total
    times = factor(-facts.options.pr_percent)
    word = "Partial response" if holds else "No partial response"
    return Told(
        f"{word}: the sum {mm(current)} is {change(current, baseline)} against the baseline {mm(baseline)}",
        (("current_mm", f"{current:f}"), ("baseline_mm", f"{baseline:f}"), ("factor", f"{times:f}")),
        f"{current:f} {'<=' if facts.options.inclusive else '<'} {times:f} * {baseline:f}",
    )


def _tell_persisting(facts: TargetFacts, holds: bool) -> Told:
    since = responded_at(facts)
    return Told(f"Partial response: reached at {since} and no progression since" if holds else "No response before")


NO_TARGETS: Final = Rule[TargetFacts](
    "NA", "no-targets", no_targets, lambda _facts, _holds: Told("No lesion is in the sum of diameters")
)
NOTHING_MEASURED: Final = Rule[TargetFacts](
    "NE",
    "nothing-measured",
    nothing_measured,
    lambda facts, _holds: Told(f"Not evaluable: no target has a length at {facts.current.timepoint}"),
)
PROGRESSION: Final = Rule("PD", "sum-progression", progression, tell_progression)
TOO_EARLY: Final = Rule("PD", "sum-growth-early", too_early, _tell_too_early)
MISSING: Final = Rule("NE", "missing-target", missing, _tell_missing)
PARTIAL: Final = Rule("PR", "partial-response", partial_response, tell_partial)
PERSISTING: Final = Rule("PR", "partial-response-persists", response_persists, _tell_persisting)
STABLE: Final = Rule("SD", "stable-disease", always, tell_stable)

TARGET: Final[tuple[Rule[TargetFacts], ...]] = (
    NO_TARGETS,
    NOTHING_MEASURED,
    Rule("CR", "complete-response", complete_response, _tell_complete),
    Rule("PD", "reappearance", reappearance, _tell_reappearance),
    PROGRESSION,
    TOO_EARLY,
    MISSING,
    PARTIAL,
    PERSISTING,
    STABLE,
)
"""The order decides: CR before PD, PD (also of the measured part alone) before NE, PD before PR."""

_EACH_BY_ITSELF: Final = tuple(rule for rule in TARGET if rule is not PERSISTING)


# --- non-target disease (4.3.3) --------------------------------------------------------------------------------------


def no_non_targets(facts: NonTargetFacts) -> bool | None:
    """There is no non-target disease."""
    return None if facts.lesions else True


def non_target_progression(facts: NonTargetFacts) -> bool:
    """The reader saw unequivocal progression."""
    return bool(facts.with_status(NonTargetStatus.PROGRESSION))


def non_target_reappearance(facts: NonTargetFacts) -> bool | None:
    """There again after a definite complete response; a node only if it progressed unequivocally (EORTC)."""
    return bool(facts.back()) if facts.was_gone and facts.options.reappearance_is_pd else None


def persists(facts: NonTargetFacts) -> bool:
    """Something is present."""
    return bool(facts.with_status(NonTargetStatus.PRESENT))


def not_all_assessed(facts: NonTargetFacts) -> bool:
    """Something was not assessed."""
    return bool(facts.with_status(NonTargetStatus.NOT_EVALUABLE, None))


def _tell_non_target_progression(facts: NonTargetFacts, holds: bool) -> Told:
    worse = ", ".join(facts.with_status(NonTargetStatus.PROGRESSION))
    return Told(f"Progression: unequivocal in {worse}" if holds else "No unequivocal progression of non-target disease")


def _tell_non_target_reappearance(facts: NonTargetFacts, holds: bool) -> Told:
    back = ", ".join(facts.back())
    return Told(f"Progression: {back} is there again after a complete response" if holds else "Nothing is there again")


def _tell_persisting_disease(facts: NonTargetFacts, holds: bool) -> Told:
    there = ", ".join(facts.with_status(NonTargetStatus.PRESENT))
    return Told(
        f"Neither complete response nor progression: {there} persists" if holds else "Nothing persists for certain"
    )


def _tell_not_assessed(facts: NonTargetFacts, holds: bool) -> Told:
    unsaid = ", ".join(facts.with_status(NonTargetStatus.NOT_EVALUABLE, None))
    return Told(f"Not evaluable: {unsaid} not assessed" if holds else "All non-target disease was assessed")


NON_TARGET: Final[tuple[Rule[NonTargetFacts], ...]] = (
    Rule("NA", "no-non-targets", no_non_targets, lambda _facts, _holds: Told("There is no non-target disease")),
    Rule("PD", "non-target-progression", non_target_progression, _tell_non_target_progression),
    Rule("PD", "non-target-reappearance", non_target_reappearance, _tell_non_target_reappearance),
    Rule("NON-CR/NON-PD", "non-target-persists", persists, _tell_persisting_disease),
    Rule("NE", "non-target-missing", not_all_assessed, _tell_not_assessed),
    Rule(
        "CR",
        "non-target-complete-response",
        always,
        lambda _facts, _holds: Told("Complete response: no non-target disease is left"),
    ),
)


# --- new lesions (4.3.5) ---------------------------------------------------------------------------------------------


def unequivocal(facts: NewLesionFacts) -> bool:
    """One is unequivocal."""
    return bool(facts.counting_as(Certainty.UNEQUIVOCAL))


def new_lesions_open(facts: NewLesionFacts) -> bool:
    """One was not assessed, or it cannot be said whether there is any."""
    if facts.not_assessed() or facts.current.any_new_lesion is NewLesions.NOT_ASSESSABLE:
        return True
    return facts.current.any_new_lesion is None and not facts.current.found


def equivocal(facts: NewLesionFacts) -> bool:
    """One may be a new lesion."""
    return bool(facts.counting_as(Certainty.EQUIVOCAL))


def _tell_unequivocal(facts: NewLesionFacts, holds: bool) -> Told:
    if not holds:
        return Told("No unequivocal new lesion")
    text = f"New lesion: {', '.join(facts.counting_as(Certainty.UNEQUIVOCAL))} is unequivocal"
    first = facts.since()
    return Told(text if first is None else f"{text} and was first seen at {first}, so progression dates from there")


def _tell_open(facts: NewLesionFacts, holds: bool) -> Told:
    if not holds:
        return Told("New lesions were assessed")
    if unsaid := facts.not_assessed():
        return Told(f"Not evaluable: {', '.join(unsaid)} not assessed")
    if facts.current.any_new_lesion is NewLesions.NOT_ASSESSABLE:
        return Told("Not evaluable: it cannot be said if there is a new lesion")
    return Told("Not evaluable: nothing was said about new lesions")


def _tell_equivocal(facts: NewLesionFacts, holds: bool) -> Told:
    unsure = ", ".join(facts.counting_as(Certainty.EQUIVOCAL))
    return Told(f"{unsure} may be a new lesion; followed on" if holds else "No equivocal new lesion")


NEW_LESIONS: Final[tuple[Rule[NewLesionFacts], ...]] = (
    Rule("UNEQUIVOCAL", "new-lesion", unequivocal, _tell_unequivocal, NewLesionFacts.since),
    Rule("NE", "new-lesions-open", new_lesions_open, _tell_open),
    Rule("EQUIVOCAL", "equivocal-new-lesion", equivocal, _tell_equivocal),
    Rule("NO", "no-new-lesion", always, lambda _facts, _holds: Told("There is no new lesion")),
)

RECIST11: Final = Family("recist-1.1", TARGET, NON_TARGET, NEW_LESIONS)
