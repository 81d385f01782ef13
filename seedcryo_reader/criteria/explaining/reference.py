"""The timepoint that later ones are compared with."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, timepoint
from seedcryo_reader.criteria.protocol.model import Protocol

_IF_MISSING: Final = {
    "baseline": (
        "Where a nadir would begin at the reference timepoint, but there is no length at it, the nadir begins at "
        "the baseline instead, and for good: one that began with the first length after it would hide slow growth."
    ),
    "not evaluable": (
        "Where a nadir would begin at the reference timepoint, but there is no length at it, only lengths after it "
        "count. Until there is one, growth of a target is not evaluable, and growth of the sum is no progression. "
        "**Caution:** growth over the gap is never judged."
    ),
}


def lines(protocol: Protocol) -> Iterator[str]:
    """Reference timepoint and grace period."""
    rule = protocol.reference
    yield from bullets(
        f"{timepoint(rule.timepoint)} is the reference timepoint {cited(rule.paragraph)}. It is counted in scheduled "
        "timepoints from randomisation, the same in all arms, so nobody needs the day of a procedure.",
        f"The grace period lasts up to and including {timepoint(rule.grace_until)}. Where a rule below says so, "
        "growth up to there is not judged, because a treated zone first grows."
        if rule.grace_until
        else "There is no grace period: growth is judged at every follow-up.",
        _IF_MISSING[rule.if_missing],
        "An unscheduled timepoint lies between the scheduled ones before and after it: one between the reference "
        "timepoint and the next scheduled timepoint is after the reference timepoint.",
    )
