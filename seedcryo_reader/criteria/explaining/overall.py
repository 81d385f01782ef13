"""Overall response of a timepoint."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.explaining.words import bullets, cited, listed, literal, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol

_NOT_ASSESSABLE: Final = {
    "NE": "Where new lesions cannot be assessed, a timepoint that is not progression is not evaluable.",
    "none": (
        "Where new lesions cannot be assessed, they count as none, so the rows for NE in that column do not apply. "
        "**Caution:** a new lesion in a region that was not imaged is missed without a word."
    ),
}

_LOCAL: Final = {
    True: "Local progression of any prespecified target is overall progression too, whatever the table says.",
    False: (
        "Local progression of a prespecified target is not, by itself, overall progression: local progression can "
        "come before it, or without it."
    ),
}

_LOCAL_CALLED: Final = "What counts of a target decides: the reader's call, where one was made."

_STAYS: Final = {
    True: "After overall progression the overall response stays progression at every later timepoint.",
    False: "Every timepoint is judged by itself: after progression the overall response can be something else.",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """The named table as it is shipped, then what lies outside it."""
    options = protocol.overall
    yield from sentence(
        f"Overall response of a timepoint by the table “{literal(options.table)}” {cited(options.paragraph)}. ANY "
        "stands for whatever it is. The first row that fits decides:"
    )
    yield from table(
        ("Row", "Targets", "Non-target disease", "New lesions", "Overall", "Source"),
        (
            (row["row"], row["target"], row["non_target"], row["new_lesion"], f"**{row['overall']}**", row["source"])
            for row in tables.table(options.table)
        ),
    )
    yield from bullets(
        _NOT_ASSESSABLE[options.new_lesions_not_assessable],
        _LOCAL[options.lp_counts_as_pd],
        _LOCAL_CALLED
        if options.lp_counts_as_pd and _calls_count(protocol) and protocol.calls.local_progression
        else "",
        _dating(protocol),
        _STAYS[options.pd_stays],
    )


def _calls_count(protocol: Protocol) -> bool:
    return protocol.calls.counts == "call"


def _dating(protocol: Protocol) -> str:
    """What overall progression dates from: what was seen of its parts, not what counted overall at the time."""
    parts = []
    if protocol.new_lesions.dates_back:
        parts.append("what was seen of an unequivocal new lesion")
    if protocol.overall.lp_counts_as_pd and protocol.local_progression.equivocal == "dates back":
        parts.append("the local progression that counts")
    found = "Overall progression dates from the timepoint at which it is found"
    if not parts:
        return f"{found}."
    called = " Progression that only the reader called dates from its own timepoint."
    return (
        f"{found}, or from the earlier one that {listed(parts, 'or')} dates from, whatever the overall response was "
        f"there.{called if _calls_count(protocol) and protocol.calls.overall else ''}"
    )
