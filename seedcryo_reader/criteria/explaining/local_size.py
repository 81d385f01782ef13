"""Local progression by growth of the lesion itself."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.growth_words import formula, over_nadir
from seedcryo_reader.criteria.explaining.words import bullets, cited, sentence, timepoint
from seedcryo_reader.criteria.protocol.local_model import SizeRule
from seedcryo_reader.criteria.protocol.model import Protocol

_EXTENT: Final = {
    "whole": "the whole lesion",
    "viable": "its viable (enhancing) part, where that is measured, else of the whole lesion",
}

_MERGED: Final = {
    "sum": "The one diameter of targets that have merged is compared with the smallest sum of all of them.",
    "each": (
        "The one diameter of targets that have merged is compared with the smallest length of each of them. "
        "**Caution:** merging alone can then be growth."
    ),
}


def lines(rule: SizeRule, protocol: Protocol) -> Iterator[str]:
    """The limit, the nadir, and what comes too early."""
    yield from sentence(f"**By size** {cited(rule.paragraph)}")
    yield from bullets(
        f"Local progression if the diameter is {over_nadir(rule)} the smallest one before: "
        f"{formula('diameter', rule)}. It is the diameter of {_EXTENT[rule.extent]}.",
        _nadir(rule, protocol),
        _early(rule, protocol),
        _MERGED[rule.merged_against],
        "Size cannot be assessed at a timepoint at which the target has no length, also in the grace period, or "
        "none before to compare it with.",
    )


def _nadir(rule: SizeRule, protocol: Protocol) -> str:
    if rule.nadir_from == "reference":
        first = timepoint(protocol.reference.timepoint)
        return f"After the reference timepoint {first} the nadir is the target's smallest length from there on."
    return (
        "The nadir is the target's smallest length from the baseline on. **Caution:** a treated zone that is larger "
        "than the tumour was can be local progression at any timepoint that is judged."
    )


def _early(rule: SizeRule, protocol: Protocol) -> str:
    until = protocol.reference.grace_until
    if rule.before_reference or until == 0:
        early = f", also up to {timepoint(until)}" if until else ""
        return (
            f"Growth is judged from the first follow-up on{early}. **Caution:** a treated zone first grows; a rule "
            "by size alone calls that local progression, and more so in arms whose treatment leaves a larger zone."
        )
    return (
        f"Growth up to and including {timepoint(until)}, the end of the grace period, is not judged: a treated zone "
        "first grows."
    )
