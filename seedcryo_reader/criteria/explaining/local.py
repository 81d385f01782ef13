"""Local progression of each target: its statuses, what they date from, and its states."""

from collections.abc import Iterator, Sequence
from typing import Final

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.explaining import local_findings, local_size
from seedcryo_reader.criteria.explaining.words import bullets, cited, listed, sentence, table
from seedcryo_reader.criteria.local import AT_FIRST, PROGRESSED, state_after
from seedcryo_reader.criteria.protocol.model import Protocol

_RULES: Final = {
    "size": "growth",
    "tissue": "tissue in or near the target",
    "contiguous": "tumour that touches the target",
}

_DATING: Final = {
    "dates back": (
        "Local progression by a finding dates from the first timepoint of those in a row at which the same rule found "
        "it, certain or equivocal. Another finding dates nothing back, whether it was confirmed or refuted; where "
        "several are progression, the earliest date counts. Timepoints at which the finding could not be assessed are "
        "passed over; one that was assessed and did not show it ends the row. What was locked there stays as it is."
    ),
    "dates from confirmation": (
        "Local progression by a finding dates from the timepoint at which it is certain, also where it was "
        "equivocal before."
    ),
}

_CALLED_BEFORE: Final = (
    "Where the reader called a timepoint, the call takes the place of what was found there: one called no LP or "
    "residual ends the row, one called equivocal or LP goes on with it, and one called NE is passed over."
)

_CALLED: Final = {
    "dates back": (
        "Local progression that the reader called, and no rule concludes, dates from the first of the equivocal "
        "timepoints right before it, if there is one, else from its own. Timepoints that are NE are passed over; one "
        "that is equivocal by a finding that is never dated back to counts only if the reader called it so."
    ),
    "dates from confirmation": (
        "Local progression that the reader called, and no rule concludes, dates from its own timepoint."
    ),
}

_STAYS: Final = {
    True: "A target that progressed has progressed from then on, whatever later timepoints show.",
    False: "Every timepoint is judged by itself: a target that progressed can be controlled again later.",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """How rules become a status, each rule, dating, states."""
    local = protocol.local_progression
    yield from sentence(
        "Local progression is judged for each prespecified target alone, at every follow-up "
        f"{cited(local.paragraph)}. {_looked_at(local.rules)} The first row that holds decides:"
    )
    yield from table(
        ("", "Status", "If"),
        (
            ("1", "LP", "one of these is local progression"),
            ("2", "NE", "one of these could not be assessed"),
            ("3", "equivocal", "one of these may be local progression"),
            ("4", "residual", "tissue remains, and is no progression"),
            ("5", "no LP", "none of these"),
        ),
    )
    if local.size is not None:
        yield from local_size.lines(local.size, protocol)
    if local.tissue is not None:
        yield from local_findings.tissue(local.tissue, protocol)
    if local.contiguous is not None:
        yield from local_findings.contiguous(local.contiguous, protocol)
    yield from sentence("**From when, and what comes after**")
    only_size = (
        "**Caution:** nothing but size is looked at: tumour that grows again at the edge of a shrinking zone is missed."
    )
    yield from bullets(
        *_dating(protocol),
        "Local progression by size alone dates from the timepoint at which it was found.",
        _STAYS[local.stays],
        only_size if local.rules == ("size",) else "",
        "Of targets that have merged each has the status that was found of them together.",
    )
    yield from _states(local.stays)


def _dating(protocol: Protocol) -> Iterator[str]:
    """What local progression by findings, and by the reader's call, dates from."""
    local, calls = protocol.local_progression, protocol.calls
    findings = local.rules != ("size",)
    called = calls.local_progression and calls.counts == "call"
    if findings:
        yield _DATING[local.equivocal]
    if findings and called and local.equivocal == "dates back":
        yield _CALLED_BEFORE
    if called:
        yield _CALLED[local.equivocal]


def _looked_at(rules: Sequence[str]) -> str:
    looks = listed(_RULES[name] for name in rules)
    return f"Looked at is {looks} alone." if len(rules) == 1 else f"Looked at are, in this order, {looks}."


def _states(stays: bool) -> Iterator[str]:
    rows = tables.table("local_states")
    before, found = (tuple(dict.fromkeys(row[column] for row in rows)) for column in ("before", "found"))
    yield from sentence(
        f"State of a target after a timepoint, by its state before (at first: {AT_FIRST}) and the status that counts "
        "there:"
    )
    yield from table(
        ("State before", *found),
        ((state, *(_after(state, status, stays) for status in found)) for state in before),
    )


def _after(state: str, found: str, stays: bool) -> str:
    return state_after(state if stays or state != PROGRESSED else AT_FIRST, found)
