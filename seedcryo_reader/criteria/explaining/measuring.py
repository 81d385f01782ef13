"""What is measured at a lesion, and which length counts."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, listed, mm, sentence
from seedcryo_reader.criteria.protocol.model import Measuring, Protocol

_AXIS: Final = {
    "long": "longest diameter",
    "short": "short axis (the longest diameter at a right angle to the longest)",
}

_SHORT_AXIS: Final = {
    "always": "Both diameters are drawn at every lesion that is measured, also where only one of them counts.",
    "where it counts": (
        "The short axis is drawn only at lesions of which it counts; of others the longest diameter alone."
    ),
}

_KIND: Final = {"non-nodal": "non-nodal lesions", "node": "lymph nodes"}


def lines(protocol: Protocol) -> Iterator[str]:
    """Axes, extents, decimal places, and what counts for a lesion that has no length of its own."""
    measuring, lengths = protocol.measuring, protocol.lengths
    yield from sentence(f"Which diameter counts {cited(measuring.paragraph)}:")
    yield from bullets(
        f"Of a non-nodal lesion the {_AXIS[measuring.non_nodal]} counts.",
        f"Of a lymph node the {_AXIS[measuring.node]} counts.",
        "The diameter may lie in another direction at every timepoint.",
        _SHORT_AXIS[measuring.short_axis],
        _viable(measuring),
    )
    places = f"{lengths.places} decimal place{'' if lengths.places == 1 else 's'}"
    yield from sentence(f"What a lesion counts {cited(lengths.paragraph)}:")
    yield from bullets(
        f"A length measured on an image is kept in millimetres with {places}, rounded half up once, when it is "
        "recorded. A length from a table is taken exactly as it is written.",
        "A lesion that can be measured counts its length, however small.",
        f"A lesion that is seen but too small to measure counts {mm(lengths.too_small_mm)}.",
        "A lesion that is not seen any more counts 0 mm.",
        "Of a lesion that has split the diameters of the pieces are added. If one of them has no length, the lesion "
        "has none.",
        "Of lesions that have merged one carries the diameter of all, and the others add nothing.",
        "A lesion that is not evaluable has no length at that timepoint.",
        "Where a whole timepoint is not evaluable, nothing else that was said at it counts.",
    )


def _viable(measuring: Measuring) -> str:
    if not measuring.viable:
        return "The whole lesion is measured. Its viable (enhancing) part is not measured by itself."
    kinds = listed(_KIND[kind] for kind in measuring.viable)
    return (
        f"The whole lesion is measured and, of prespecified targets that are {kinds}, its viable (enhancing) part too."
    )
