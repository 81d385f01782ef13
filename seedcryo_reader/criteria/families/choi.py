"""Choi criteria (Choi et al., Journal of Clinical Oncology 2007, 25:1753-1759) and modified Choi (Nathan et al. 2010).

Size and mean attenuation of the targets in the portal venous phase; the percentages stand in the protocol. Metal makes
attenuation unreliable, so these are no criteria for implanted seeds. What growth is compared with is not said in the
paper: here it is the nadir, as in RECIST. A new or growing nodule within a target is no length; it is recorded as a new
lesion, or as local progression where the protocol counts that as progression of the disease. Each visit is judged by
itself: `pr_persistence` is a convention of RECIST.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from seedcryo_reader.criteria.families import recist11
from seedcryo_reader.criteria.families.family import Family
from seedcryo_reader.criteria.families.recist11 import (
    MISSING,
    NO_TARGETS,
    NOTHING_MEASURED,
    STABLE,
    TOO_EARLY,
    partial_response,
    progression,
    tell_partial,
    tell_progression,
)
from seedcryo_reader.criteria.numbers import factor, percent
from seedcryo_reader.criteria.rules import Rule, Told
from seedcryo_reader.criteria.target import TargetFacts

_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Attenuation:
    """Attenuation of the targets that are still there, and of the same ones at the baseline.

    Attributes
    ----------
    baseline, current : Decimal
        In HU, added up: of equally many lesions sums compare as their means do, and nothing is rounded.
    compared : int
        Of how many lesions.
    unknown : tuple of str
        Lesions that are there without an attenuation now or at the baseline.
    """

    baseline: Decimal
    current: Decimal
    compared: int
    unknown: tuple[str, ...]


def attenuation(facts: TargetFacts) -> Attenuation:
    """The attenuation at the visit to be judged; a lesion that is gone, or not evaluable, has none."""
    before = {one.lesion: one.attenuation_hu for one in facts.baseline.lengths}
    there = (one for one in facts.current.lengths if one.mm is not None and one.mm > 0)
    pairs = [(one.lesion, before[one.lesion], one.attenuation_hu) for one in there]
    known = [(old, now) for _, old, now in pairs if old is not None and now is not None]
    return Attenuation(
        sum((old for old, _ in known), Decimal(0)),
        sum((now for _, now in known), Decimal(0)),
        len(known),
        tuple(lesion for lesion, old, now in pairs if old is None or now is None),
    )


def by_attenuation(facts: TargetFacts) -> bool | None:
    """Whether the attenuation fell by the protocol's percentage; None where that cannot be said.

    A share of an attenuation of 0 HU and less, as of fat, means nothing.
    """
    share, found = facts.options.attenuation_percent, attenuation(facts)
    if share is None or found.unknown or found.baseline <= 0:
        return None
    least = factor(-share) * found.baseline
    return found.current <= least if facts.options.inclusive else found.current < least


def grown(facts: TargetFacts) -> bool | None:
    """The size grew by the percentage, and the attenuation is known not to be that of a response."""
    by_size = progression(facts)
    return None if by_size is None else by_size and by_attenuation(facts) is False


def either(facts: TargetFacts) -> bool:
    """Size or attenuation fell by its percentage (Choi)."""
    return partial_response(facts) or by_attenuation(facts) is True


def both(facts: TargetFacts) -> bool:
    """Size and attenuation fell by their percentages (modified Choi)."""
    return partial_response(facts) and by_attenuation(facts) is True


def undecided(facts: TargetFacts) -> bool | None:
    """The attenuation would decide, and cannot be said (Choi)."""
    return True if by_attenuation(facts) is None else None


def undecided_both(facts: TargetFacts) -> bool | None:
    """The same where it only matters for a size that changed (modified Choi)."""
    changed = partial_response(facts) or progression(facts)
    return True if changed and by_attenuation(facts) is None else None


def _words(facts: TargetFacts) -> str:
    found = attenuation(facts)
    if found.unknown:
        return f"the attenuation of {', '.join(found.unknown)} is not known now or at the baseline"
    share = percent(found.current - found.baseline, found.baseline)
    if by_attenuation(facts) is None or share is None:
        return "the attenuation says nothing: it is 0 HU or less at the baseline, or the protocol gives no percentage"
    old, now = (_mean(one, found.compared) for one in (found.baseline, found.current))
    by = share.quantize(_TENTH, ROUND_HALF_UP)
    return f"the mean attenuation {now:f} HU is {by:+f} % against the baseline {old:f} HU"


def _mean(added: Decimal, count: int) -> Decimal:
    """For reading only."""
    return (added / count).quantize(_TENTH, ROUND_HALF_UP)


def _with_attenuation(facts: TargetFacts, size: Told, joined: str) -> Told:
    """What was said of the size, and the same of the attenuation."""
    text = f"{size.text}; {_words(facts)}"
    share, found = facts.options.attenuation_percent, attenuation(facts)
    if share is None or by_attenuation(facts) is None:
        return Told(text, size.numbers, size.comparison)
    times = factor(-share)
    numbers = (
        ("current_hu", f"{found.current:f}"),
        ("baseline_hu", f"{found.baseline:f}"),
        ("factor_hu", f"{times:f}"),
    )
    sign = "<=" if facts.options.inclusive else "<"
    comparison = f"{found.current:f} {sign} {times:f} * {found.baseline:f}"
    return Told(text, (*size.numbers, *numbers), f"{size.comparison} {joined} {comparison}")


def _tell_progression(facts: TargetFacts, holds: bool) -> Told:
    return _with_attenuation(facts, tell_progression(facts, holds), "and not")


def _tell_response(joined: str) -> Callable[[TargetFacts, bool], Told]:
    return lambda facts, holds: _with_attenuation(facts, tell_partial(facts, holds), joined)


def _tell_undecided(facts: TargetFacts, _holds: bool) -> Told:
    return Told(f"Not evaluable: {_words(facts)}")


_RECIST: Final = {rule.name: rule for rule in recist11.TARGET}

_FIRST: Final[tuple[Rule[TargetFacts], ...]] = (
    NO_TARGETS,
    NOTHING_MEASURED,
    _RECIST["complete-response"],
    _RECIST["reappearance"],
    Rule("PD", "choi-progression", grown, _tell_progression),
    TOO_EARLY,
    MISSING,
)

CHOI: Final = Family(
    "choi",
    (
        *_FIRST,
        Rule("PR", "choi-partial-response", either, _tell_response("or")),
        Rule("NE", "attenuation-missing", undecided, _tell_undecided),
        STABLE,
    ),
    recist11.NON_TARGET,
    recist11.NEW_LESIONS,
    by_attenuation=True,
)
"""Size or attenuation is a response; a growing sum whose attenuation responds is one too."""

MCHOI: Final = Family(
    "mchoi",
    (
        *_FIRST,
        Rule("PR", "choi-partial-response", both, _tell_response("and")),
        Rule("NE", "attenuation-missing", undecided_both, _tell_undecided),
        STABLE,
    ),
    recist11.NON_TARGET,
    recist11.NEW_LESIONS,
    by_attenuation=True,
)
"""Both are needed for a response."""
