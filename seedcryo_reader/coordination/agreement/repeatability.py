"""How near two lengths of one lesion on the same images lie: repeatability, proportional bias, intraclass correlation.

The standard deviation within a lesion comes from a one-way analysis of variance over lesions with two lengths each: the
root of half the mean squared difference. The coefficient of repeatability is 1.96·√2 times it: two lengths differ by no
more in 95 % of cases (Bland and Altman 1999). Of two readers it holds their bias, too. The intraclass
correlations are those of single measurements by two raters (Shrout and Fleiss 1979): (2,1) asks for the same length,
(3,1) lets a constant bias be. All intervals are cluster bootstraps over cases.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt
from typing import Final

import numpy as np

from seedcryo_reader.coordination.agreement.bland_altman import SPREAD, Lengths
from seedcryo_reader.coordination.agreement.bootstrap import Clusters, Floats, estimated
from seedcryo_reader.coordination.agreement.figures import FEWEST_CASES, Figure, Options, rounded, too_few
from seedcryo_reader.domain.canonical import Json

_WITHIN: Final = "one-way analysis of variance over lesions"
_COEFFICIENT: Final = "1.96 * sqrt(2) * standard deviation within a lesion"
_SLOPE: Final = "least squares slope of the difference on the mean of the two lengths"
_NO_SPREAD: Final = "not defined: all lengths are the same"


@dataclass(frozen=True, slots=True)
class Repeatability:
    """How near two lengths lie.

    Attributes
    ----------
    sd_within : Figure
        Standard deviation within a lesion, mm.
    coefficient_mm, coefficient_percent : Figure
        Coefficient of repeatability; in percent worked out on logarithms, as by how much the longer is more.
    slope : Figure
        Proportional bias: mm of difference for each mm of length; an interval without 0 says that there is one.
    agreement, consistency : Figure
        Intraclass correlations (2,1) and (3,1).
    """

    sd_within: Figure
    coefficient_mm: Figure
    coefficient_percent: Figure
    slope: Figure
    agreement: Figure
    consistency: Figure

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "sd_within_mm": self.sd_within.plain(),
            "coefficient_mm": self.coefficient_mm.plain(),
            "coefficient_percent": self.coefficient_percent.plain(),
            "proportional_bias_slope": self.slope.plain(),
            "icc_2_1": self.agreement.plain(),
            "icc_3_1": self.consistency.plain(),
        }


def repeatability(cases: Sequence[Sequence[Lengths]], options: Options) -> Repeatability:
    """How near the two lengths of each pair lie.

    Parameters
    ----------
    cases : sequence of sequence of Lengths
        The pairs of each case that has any, in mm.
    options : Options
    """
    squares = [(len(case), fsum(float(one - other) ** 2 for one, other in case)) for case in cases]
    relative = [(len(case), fsum(log(one / other) ** 2 for one, other in case)) for case in cases]
    differences, ratios, pairs = (Clusters(rows, options) for rows in (squares, relative, _sums(cases)))
    return Repeatability(
        _estimated(differences, _within, _WITHIN),
        _estimated(differences, _coefficient, _COEFFICIENT),
        _estimated(ratios, _coefficient_percent, f"{_COEFFICIENT}, of logarithms"),
        _estimated(pairs, _slope, _SLOPE),
        _estimated(pairs, _icc_2_1, "ICC(2,1), Shrout and Fleiss 1979"),
        _estimated(pairs, _icc_3_1, "ICC(3,1), Shrout and Fleiss 1979"),
    )


def _estimated(clusters: Clusters, statistic: Callable[[Floats], Floats], method: str) -> Figure:
    """The statistic of all cases; the first sum of each is how many pairs it has."""
    n, cases = round(sum(row[0] for row in clusters.rows)), len(clusters.rows)
    if cases < FEWEST_CASES:
        return too_few(n, cases, method)
    value = float(statistic(np.array([[fsum(column) for column in zip(*clusters.rows, strict=True)]]))[0])
    if np.isnan(value):
        return Figure(n, cases, None, method, missing=_NO_SPREAD)
    return estimated(clusters, statistic, Figure(n, cases, rounded(value), method))


def _within(sums: Floats) -> Floats:
    n, squares = sums.T
    found: Floats = np.sqrt(squares / (2 * n))
    return found


def _coefficient(sums: Floats) -> Floats:
    return SPREAD * sqrt(2) * _within(sums)


def _coefficient_percent(sums: Floats) -> Floats:
    found: Floats = 100 * np.expm1(_coefficient(sums))
    return found


def _sums(cases: Sequence[Sequence[Lengths]]) -> list[tuple[float, ...]]:
    """For each case n, Σx, Σy, Σx², Σy², Σxy of lengths less their mean over all, which only saves rounding."""
    every = [float(value) for case in cases for pair in case for value in pair]
    mean = fsum(every) / len(every) if every else 0.0
    found = []
    for case in cases:
        x, y = ([float(pair[side]) - mean for pair in case] for side in (0, 1))
        products = (x, y, [a * a for a in x], [b * b for b in y], [a * b for a, b in zip(x, y, strict=True)])
        found.append((float(len(case)), *map(fsum, products)))
    return found


def _slope(sums: Floats) -> Floats:
    n, x, y, xx, yy, xy = sums.T
    spread = (xx + 2 * xy + yy) / 4 - (x + y) ** 2 / (4 * n)
    together = (xx - yy) / 2 - (x + y) * (x - y) / (2 * n)
    return _divided(together, spread)


def _icc_2_1(sums: Floats) -> Floats:
    n = sums[:, 0]
    lesions, raters, rest = _mean_squares(sums)
    return _divided(lesions - rest, lesions + rest + 2 * (raters - rest) / n)


def _icc_3_1(sums: Floats) -> Floats:
    lesions, _, rest = _mean_squares(sums)
    return _divided(lesions - rest, lesions + rest)


def _mean_squares(sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Of lesions, of raters and of the rest, in the two-way analysis of variance."""
    n, x, y, xx, yy, xy = sums.T
    middle = (x + y) ** 2 / (2 * n)
    of_lesions = (xx + 2 * xy + yy) / 2 - middle
    of_raters = (x**2 + y**2) / n - middle
    rest = np.maximum(0.0, xx + yy - middle - of_lesions - of_raters)
    return of_lesions / (n - 1), of_raters, rest / (n - 1)


def _divided(upper: Floats, lower: Floats) -> Floats:
    """The quotient; NaN where there is nothing to divide by, but for rounding."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(lower > 1e-12, upper / lower, np.nan)
    return found
