"""New lesions."""

from collections.abc import Iterator, Mapping
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, literal, mm, sentence, table
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.protocol.model import NewLesionRule, Protocol

_DATES_BACK: Final = {
    True: (
        "Progression by a lesion that becomes unequivocal dates from the first timepoint that showed it, equivocal "
        "then or seen in hindsight only. What was locked there stays as it is. A lesion that had resolved begins "
        "anew."
    ),
    False: (
        "Progression by a new lesion dates from the timepoint at which it is unequivocal, whenever it was first seen."
    ),
}

_OUTSIDE: Final = {
    "new": "A lesion where the images of the baseline do not show is new like any other.",
    "equivocal": (
        "A lesion where the images of the baseline do not show may have been there before: it is at most equivocal. "
        "**Caution:** RECIST 1.1 counts it as new."
    ),
}


RULES: Final[Mapping[str, str]] = {
    "new-lesion": "a new lesion is unequivocal",
    "new-lesions-open": (
        "a new lesion that has to be followed was not assessed, or it cannot be said whether there is one, or "
        "nothing was said"
    ),
    "equivocal-new-lesion": "a new lesion is equivocal",
    "no-new-lesion": "there is none",
}
"""What each rule of a family says, by its name."""


def lines(protocol: Protocol) -> Iterator[str]:
    """What counts, from when, and what is less than certain."""
    rule = protocol.new_lesions
    yield from sentence(
        f"New lesions by the rules “{literal(rule.rule)}” {cited(rule.paragraph)}. The first row that holds decides:"
    )
    rules = FAMILIES[rule.rule].new_lesions
    rows = ((str(place), one.value, RULES[one.name]) for place, one in enumerate(rules, 1))
    yield from table(("", "New lesions", "If"), rows)
    yield from bullets(
        "An unequivocal new lesion is progression, whatever its size. An equivocal one counts as none at its "
        "timepoint, and is followed.",
        _DATES_BACK[rule.dates_back],
        _nodes(rule),
        _OUTSIDE[rule.outside_baseline_images],
    )


def _nodes(rule: NewLesionRule) -> str:
    if rule.node_review_mm == 0 and rule.node_min_mm == 0:
        return "A new lymph node counts whatever its short axis, where one is known."
    if rule.node_review_mm <= rule.node_min_mm:
        return f"A new lymph node with a known short axis below {mm(rule.node_min_mm)} is no new lesion."
    return (
        f"A new lymph node with a known short axis below {mm(rule.node_min_mm)} is no new lesion; one below "
        f"{mm(rule.node_review_mm)} is at most equivocal, whatever the reader says. New lesions are measured in "
        "tables only, not in the reading room."
    )
