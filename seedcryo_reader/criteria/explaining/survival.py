"""PFS and local PFS: events, censoring, and the two variants."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.explaining.words import bullets, cited, counted, literal, sentence, table
from seedcryo_reader.criteria.protocol.coordinating import Survival
from seedcryo_reader.criteria.protocol.model import Protocol

_SUM_DAY: Final = {
    "last": "Progression by measurement has the day of the last scan of its timepoint.",
    "first": "Progression by measurement has the day of the first scan of its timepoint.",
}

_DEATH: Final = {
    True: "A death is an event of local PFS too.",
    False: "A death is no event of local PFS and censors it: local PFS is then a time to local progression.",
}

_REINTERVENTION: Final = {
    "censor": (
        "The strict variant censors local PFS at a further treatment of a target that had no local progression."
    ),
    "event": "In the strict variant a further treatment of any target is an event of local PFS.",
    "ignore": "A further treatment of a target does not end or censor local PFS.",
}

_RESIDUAL: Final = {
    "event": "Residual tissue at the reference timepoint is an event of local PFS.",
    "no event": "Residual tissue at the reference timepoint is no event of local PFS.",
}

_RETREATED: Final = {
    "not evaluable": (
        "In the strict variant of PFS, and for the best response, a lesion of the sum that was treated again is not "
        "evaluable in images after that; timepoints are then NE unless there is progression otherwise."
    ),
    "as read": "In PFS and the best response a lesion of the sum that was treated again counts as it was read.",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """What ends the time, what censors it, then the table that every result names a row of."""
    if protocol.endpoints is None:
        yield from sentence("The protocol's file says nothing of PFS.")
        return
    yield from _time(protocol.endpoints.survival)


def _time(rule: Survival) -> Iterator[str]:
    missed = counted(rule.max_missed, "scheduled assessment", "scheduled assessments")
    yield from bullets(
        f"**PFS** runs from randomisation to overall progression or death {cited(rule.paragraph)}.",
        "**Local PFS** runs from randomisation to local progression of any prespecified target. New lesions and "
        "non-target disease do not end it.",
        _DEATH[rule.death_ends_lpfs],
        "The **strict** variant (after the FDA's table) censors what the table says; the **treatment policy** "
        "variant (EMA, ICH E9 R1) counts every event on its day. Both are given side by side.",
        "The strict variant censors an event at the last adequate assessment before a new anticancer therapy that "
        f"comes before it, or before a gap of more than {missed} missed in a row right before it.",
        "An assessment is adequate for PFS if the overall response is not NE, and for local PFS if any target could "
        "be judged.",
        "Progression by a new lesion, or by a finding, has the day of the first scan that shows it.",
        _SUM_DAY[rule.sum_progression_day],
        _REINTERVENTION[rule.reintervention],
        _RESIDUAL[rule.residual],
        _RETREATED[rule.retreated_in_sum],
        f"Every result names its row of the table “{literal(rule.table)}”:",
    )
    yield from table(
        ("Rule", "Situation", "Strict", "Treatment policy", "Day", "Source"),
        (tuple(map(literal, row.values())) for row in _rows(rule)),
    )


def _rows(rule: Survival) -> Iterator[dict[str, str]]:
    """The rows that can apply, with the day that the protocol chose where the table leaves it open."""
    for row in tables.table(f"censoring-{rule.table}"):
        chosen = _CHOSEN.get(row["id"])
        if chosen is None or chosen(rule):
            yield {**row, "date_used": row["date_used"].replace(_EITHER_DAY, rule.sum_progression_day)}


_EITHER_DAY: Final = "last (or first)"

_CHOSEN: Final[Mapping[str, Callable[[Survival], bool]]] = {
    "R01": lambda rule: rule.reintervention == "censor",
    "R02": lambda rule: rule.reintervention == "event",
    "R03": lambda rule: rule.residual == "event",
    "R04": lambda rule: not rule.death_ends_lpfs,
}
"""Rows that only a choice of the protocol brings about."""
