"""A p-chart: shares of subgroups of different sizes around a centre line, with limits at three standard deviations.

Shewhart's chart for proportions: the centre c is the share of all, the limits of a subgroup of n lie 3·√(c·(1 − c)/n)
from it, between 0 and 1. A point beyond its limits is a signal, and where subgroups follow one another in time so are
eight in a row on one side of the centre (Western Electric 1956). All comparisons are exact. A subgroup of few is shown,
and not held against its limits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import sqrt
from typing import Final

from seedcryo_reader.coordination.agreement.figures import rounded, written
from seedcryo_reader.domain.canonical import Json

SIGMAS: Final = 3
RUN: Final = 8
"""So many in a row on one side are a signal."""

FEWEST_IN_POINT: Final = 5
FEWEST_IN_ALL: Final = 10
BEYOND: Final = "beyond the limits"
IN_A_ROW: Final = f"{RUN} in a row on one side"


@dataclass(frozen=True, slots=True)
class Subgroup:
    """So many of a subgroup: ``("2026-03", 4, 11)``."""

    label: str
    count: int
    of: int

    @property
    def rate(self) -> Fraction:
        """The share."""
        return Fraction(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Point:
    """A subgroup in the chart.

    Attributes
    ----------
    label : str
        A month (``"2026-03"``) or a reader.
    count, of : int
    rate : Decimal
    lower, upper : Decimal or None
        Its limits; None where it is too small to be held against any.
    signals : tuple of str
        `BEYOND`, `IN_A_ROW`.
    """

    label: str
    count: int
    of: int
    rate: Decimal
    lower: Decimal | None
    upper: Decimal | None
    signals: tuple[str, ...] = ()

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "label": self.label,
            "count": self.count,
            "of": self.of,
            "rate": written(self.rate),
            "lower": written(self.lower),
            "upper": written(self.upper),
            "signals": list(self.signals),
        }


@dataclass(frozen=True, slots=True)
class PChart:
    """A p-chart.

    Attributes
    ----------
    about : str
        Of which share.
    whose : str
        A reader, a pair (``"anna, ben"``) or ``"all"``.
    by : str
        What the subgroups are: ``"month"`` or ``"reader"``.
    count, of : int
        Of all subgroups together.
    centre : Decimal or None
    points : tuple of Point
        Without those of nobody.
    missing : str
        Why there is no centre line.
    """

    about: str
    whose: str
    by: str
    count: int
    of: int
    centre: Decimal | None
    points: tuple[Point, ...]
    missing: str = ""

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "about": self.about,
            "whose": self.whose,
            "by": self.by,
            "method": f"p-chart, {SIGMAS} sigma limits, runs of {RUN}"
            if self.by == "month"
            else "p-chart, 3 sigma limits",
            "count": self.count,
            "n": self.of,
            "centre": written(self.centre),
            "points": [one.plain() for one in self.points],
            "missing": self.missing or None,
        }


def p_chart(about: str, whose: str, by: str, subgroups: Iterable[Subgroup]) -> PChart:
    """The chart of these subgroups; by month they are in the order of time, and runs count."""
    there = [one for one in subgroups if one.of]
    count, of = sum(one.count for one in there), sum(one.of for one in there)
    if of < FEWEST_IN_ALL or len(there) < 2:
        points = tuple(_shown(one) for one in there)
        text = f"too few: {of} in {len(there)} subgroups; {FEWEST_IN_ALL} in 2 are needed"
        return PChart(about, whose, by, count, of, None, points, text)
    centre = Fraction(count, of)
    points = tuple(_point(one, centre) for one in there)
    if by == "month":
        points = _with_runs(points, centre)
    return PChart(about, whose, by, count, of, rounded(centre), points)


def _shown(one: Subgroup) -> Point:
    return Point(one.label, one.count, one.of, rounded(one.rate), None, None)


def _point(one: Subgroup, centre: Fraction) -> Point:
    if one.of < FEWEST_IN_POINT:
        return _shown(one)
    spread = SIGMAS * sqrt(centre * (1 - centre) / one.of)
    lower, upper = max(0.0, float(centre) - spread), min(1.0, float(centre) + spread)
    beyond = (one.rate - centre) ** 2 * one.of > SIGMAS**2 * centre * (1 - centre)
    return replace(_shown(one), lower=rounded(lower), upper=rounded(upper), signals=(BEYOND,) if beyond else ())


def _with_runs(points: Sequence[Point], centre: Fraction) -> tuple[Point, ...]:
    found: list[Point] = []
    for side, group in groupby(points, key=lambda one: _side(Fraction(one.count, one.of), centre)):
        run = list(group)
        found += [
            replace(one, signals=(*one.signals, IN_A_ROW)) if side and place >= RUN - 1 else one
            for place, one in enumerate(run)
        ]
    return tuple(found)


def _side(rate: Fraction, centre: Fraction) -> int:
    return (rate > centre) - (rate < centre)
