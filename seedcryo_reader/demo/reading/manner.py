"""How a scripted reader reads: measures a little too long or short, and sees one thing or another differently."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias, TypeVar

from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

_TENTH: Final = Decimal("0.1")
_FARTHEST: Final = 2
"""No measurement is off by more than so many times the spread."""


@dataclass(frozen=True, slots=True)
class Off:
    """A target is measured off by exactly so many mm (of a node its short axis), whatever the reader's habit."""

    timepoint: str
    target: str
    by_mm: Decimal


@dataclass(frozen=True, slots=True)
class Obscured:
    """A target that can be measured is taken for not evaluable, for a reason of the protocol's list."""

    timepoint: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoTissue:
    """Tissue in a treated target is not seen."""

    timepoint: str
    target: str


@dataclass(frozen=True, slots=True)
class Overlooked:
    """A new lesion (by its id in the truth) is never seen."""

    lesion: str


@dataclass(frozen=True, slots=True)
class Sure:
    """A new lesion is taken for more or less certain than it is."""

    timepoint: str
    lesion: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Status:
    """What is said of non-target disease."""

    timepoint: str
    lesion: str
    status: NonTargetStatus


@dataclass(frozen=True, slots=True)
class Noted:
    """A note to the centre, made when the timepoint was opened: an act of a script without its timepoint."""

    timepoint: str
    act: Mapping[str, str]


Deviation: TypeAlias = Off | Obscured | NoTissue | Overlooked | Sure | Status | Noted
_Kind = TypeVar("_Kind", bound=Deviation)


@dataclass(frozen=True)
class Manner:
    """A reader's manner. The same manner reads the same case in the same way each time.

    Attributes
    ----------
    seed : int
    bias_mm : Decimal
        What every axis is measured too long by (negative: too short), in tenths.
    spread_mm : Decimal
        Standard deviation of what comes on top by chance.
    deviations : mapping of case number to sequence of Deviation
        Where the reader sees something else than the truth has.
    """

    seed: int
    bias_mm: Decimal = Decimal(0)
    spread_mm: Decimal = Decimal(0)
    deviations: Mapping[str, Sequence[Deviation]] = field(default_factory=dict)

    def in_case(self, number: str, kind: type[_Kind]) -> list[_Kind]:
        """The deviations of a kind in a case."""
        return [one for one in self.deviations.get(number, ()) if isinstance(one, kind)]

    def off_mm(self, *place: str) -> Decimal:
        """What an axis is measured off by, in tenths of mm; `place` names it: case, timepoint, lesion, axis."""
        chance = random.Random("|".join((str(self.seed), *place)))  # noqa: S311 - no secret, and the same each time
        far = max(-_FARTHEST, min(_FARTHEST, chance.gauss(0, 1)))
        return (self.bias_mm + self.spread_mm * Decimal(far)).quantize(_TENTH)
