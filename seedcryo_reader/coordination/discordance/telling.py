"""Where two reads first part, said as one sentence."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.evaluation import TARGET
from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.domain.discordance import Cause, Divergence, Side

_WORDS: Final = {
    "UNEQUIVOCAL": "unequivocal",
    "EQUIVOCAL": "equivocal",
    "NO": "none",
    "NA": "none",
    "NE": "not evaluable",
}

_BESIDE_THE_LENGTHS: Final = {Cause.LOCAL_FINDING: "a local finding", Cause.CALL: "a reader's call"}
"""Causes that a sentence full of lengths would hide."""


def sentence(divergence: Divergence, names: tuple[str, str] = ("A", "B"), slices: int | None = None) -> str:
    """The parting in words: ``"TP3, T02: A 24.1 mm (LP), B 22.9 mm (no LP); same slice; 1 mm would turn it"``.

    Parameters
    ----------
    divergence : Divergence
    names : two str
        What the reads are called.
    slices : int, optional
        How many slices the two images lie apart, where somebody knows who has the images.
    """
    about = "sum of diameters" if divergence.about == TARGET else divergence.about
    sides = zip(names, (divergence.first, divergence.second), strict=True)
    said = ", ".join(f"{name} {_side(side)}" for name, side in sides)
    return "; ".join([f"{divergence.timepoint}, {about}: {said}", *_rest(divergence, slices)])


def _side(side: Side) -> str:
    value = ", ".join(_WORDS.get(part, part) for part in side.value.split(", "))
    return value if side.mm is None else f"{mm(side.mm)} ({value})"


def _rest(divergence: Divergence, slices: int | None) -> Iterator[str]:
    sides = divergence.first, divergence.second
    where = _images(divergence, slices)
    if divergence.cause in _BESIDE_THE_LENGTHS:
        yield f"by {_BESIDE_THE_LENGTHS[divergence.cause]}"
    if divergence.about == TARGET and divergence.lesion is not None:
        yield f"they differ most in {divergence.lesion}{where and f', {where}'}"
    elif where:
        yield where
    turning = [abs(side.turning_mm) for side in sides if side.turning_mm is not None]
    if turning:
        yield f"{_short(min(turning))} would turn it"


def _images(divergence: Divergence, slices: int | None) -> str:
    one, other = divergence.first.image, divergence.second.image
    if one is None or other is None:
        return ""
    if one.series != other.series:
        return "other series"
    if one.plane != other.plane:
        return "other plane"
    if one == other or slices == 0:
        return "same slice"
    if slices is None:
        return "other slice"
    return f"{slices} slice{'s' if slices > 1 else ''} apart"


def _short(length: Decimal) -> str:
    """The length without zeros behind the point."""
    return mm(length.normalize() if length % 1 else length.quantize(Decimal(1)))
