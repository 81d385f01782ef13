"""How cases are read, and what happens where two reads differ."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, counted, listed, literal, sentence
from seedcryo_reader.criteria.protocol.coordinating import Adjudication, Design
from seedcryo_reader.criteria.protocol.model import Protocol

_ORDER: Final = {
    "in order, locked": (
        "Timepoints are shown in order, and each is locked before the next is shown: nobody judges with hindsight."
    ),
}

_RELEASE: Final = {
    "batch": "Cases are released to readers in batches.",
    "ongoing": "Cases are released to readers as they come in.",
}

_UNIT: Final = {
    "case": "The adjudicator decides about the whole case, so that what is accepted is the series of one reader.",
    "endpoint": "The adjudicator decides about each endpoint that differs by itself.",
}

_MODE: Final = {
    "forced choice": "The adjudicator chooses one of the reads, shown without saying whose they are.",
    "own read first": "The adjudicator reads the case first, without the other reads, and then chooses.",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """Reads, then adjudication."""
    if protocol.design is None:
        yield from sentence("The protocol's file says nothing of the number of readers.")
    else:
        yield from _reads(protocol.design)
    if protocol.adjudication is None:
        yield from sentence("The protocol's file says nothing of adjudication.")
    else:
        yield from sentence("Where reads differ:")
        yield from _adjudicated(protocol.adjudication)


def _reads(design: Design) -> Iterator[str]:
    each = "reads" if design.readers == 1 else "read"
    yield from bullets(
        f"{counted(design.readers, 'reader', 'readers')} {each} each case, independently {cited(design.paragraph)}.",
        _ORDER[design.order],
        _RELEASE[design.release],
    )


def _adjudicated(rule: Adjudication) -> Iterator[str]:
    tolerated = counted(rule.tolerance_timepoints, "scheduled timepoint", "scheduled timepoints")
    yield from bullets(
        f"A case goes to an adjudicator where its reads differ in {listed(rule.variables, 'or')} "
        f"{cited(rule.paragraph)}.",
        f"Timepoints of an event that lie {tolerated} apart still agree."
        if rule.tolerance_timepoints
        else "Timepoints of an event agree only if they are the same.",
        _UNIT[rule.unit],
        _MODE[rule.mode],
        f"The adjudicator says why the reads differ: {listed(map(literal, rule.reasons), 'or')}.",
        "Readers are not told whether a case was adjudicated.",
    )
