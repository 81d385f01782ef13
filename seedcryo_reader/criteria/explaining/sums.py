"""The sum of diameters, its baseline and its nadir, and the exception for treated lesions."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, sentence, sourced, timepoint
from seedcryo_reader.criteria.protocol.model import Protocol

_EXTENT: Final = {
    "whole": "The sum adds the diameters of whole lesions.",
    "viable": (
        "The sum adds the diameters of viable (enhancing) parts, where they are measured; of other lesions the whole."
    ),
}

_NADIR_VISITS: Final = {
    "complete": "Only timepoints count at which every lesion of the sum had a length.",
    "any": (
        "Timepoints count also if some lesions of the sum had no length, with what was measured. **Caution:** such "
        "a sum is too small, and growth over it can be an artefact."
    ),
}

_BEFORE: Final = {
    False: "is no progression by the sum of diameters: a treated zone first grows, whatever the treatment was",
    True: (
        "is judged like any other growth. **Caution:** a treated zone first grows, so the sum may be progression "
        "that is an effect of the treatment"
    ),
}


def lines(protocol: Protocol) -> Iterator[str]:
    """Sum, baseline, nadir."""
    response, reference = protocol.target_response, protocol.reference
    yield from bullets(
        sourced(_EXTENT[response.extent], response.paragraph),
        "The **baseline sum** is the sum at TP0. Response is measured against it.",
        "The **nadir** is the smallest sum before the timepoint that is judged, the baseline included. Progression "
        f"is measured against it. {_NADIR_VISITS[response.nadir_visits]}",
    )
    treated = response.treated
    yield from sentence(
        f"While a prespecified target is in the sum, treated or not and in any arm {cited(treated.paragraph)}:"
    )
    yield from bullets(
        f"Growth of the sum {_early(reference.grace_until)} "
        f"{_BEFORE[treated.before_reference or not reference.grace_until]}.",
        _nadir_from(protocol),
        "New lesions and non-target disease always count, at every follow-up.",
    )


def _early(until: int) -> str:
    if until == 0:
        return "from the first follow-up on"
    return f"up to and including {timepoint(until)}, the end of the grace period,"


def _nadir_from(protocol: Protocol) -> str:
    first = timepoint(protocol.reference.timepoint)
    if protocol.target_response.treated.nadir_from == "reference":
        return f"After the reference timepoint {first} the nadir of the sum begins there, not at the baseline."
    return (
        "The nadir of the sum begins at the baseline, as in any other sum. **Caution:** a treated zone that is "
        "larger than the tumour was can then be progression of the sum at any timepoint that is judged."
    )
