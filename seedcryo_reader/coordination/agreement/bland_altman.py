"""Limits of agreement of two lengths of the same lesion on the same images, with several pairs from each case.

Bland and Altman 1999 and 2007: the true length varies from pair to pair, so the differences are analysed
by a one-way analysis of variance over cases. The variance of a difference is the one within cases plus the one between
them; where the latter comes out negative it is none. The bias is the mean of all differences, the limits are bias ±
1.96 standard deviations. Intervals are those of Zou 2013 (the method of variance estimates recovery) for a true value
that varies; they belong to Zou's own estimates, which give each case one weight and are the same where all cases have
equally many pairs.

A difference is the first length minus the second. Who is first is settled by the names of the readers; of a hidden
repeat the original is. In percent it is of the ratio of the lengths, which is how the logarithm gives it back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, fsum, log, sqrt
from typing import Final, TypeAlias

from scipy.stats import chi2, norm

from seedcryo_reader.coordination.agreement.figures import (
    FEWEST_CASES,
    FEWEST_FOR_INTERVAL,
    Figure,
    rounded,
    too_few,
)
from seedcryo_reader.domain.canonical import Json

Lengths: TypeAlias = tuple[Decimal, Decimal]
"""First and second, in mm; what was measured is more than 0."""

SPREAD: Final = 1.96
"""Standard deviations between which 95 % of differences lie, as it is published."""

_ANOVA: Final = "Bland and Altman 2007, true value varies: one-way analysis of variance over cases"
_ZOU: Final = "Zou 2013, true value varies"
_MOVER: Final = "variance estimates recovery (Zou 2013)"


@dataclass(frozen=True, slots=True)
class Components:
    """Differences of several cases, analysed.

    Attributes
    ----------
    n, cases : int
    bias : float
        Mean of all differences.
    within, between : float
        Variances; `between` is not below 0.
    mean_of_means, of_means : float
        Mean and variance of the means of the cases.
    harmonic : float
        Harmonic mean of the numbers of differences of a case.
    """

    n: int
    cases: int
    bias: float
    within: float
    between: float
    mean_of_means: float
    of_means: float
    harmonic: float

    @property
    def sd(self) -> float:
        """Standard deviation of a difference."""
        return sqrt(self.within + self.between)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of agreement.

    Attributes
    ----------
    unit : str
        ``"mm"``, or ``"%"`` where they were worked out on logarithms.
    bias, lower, upper : Figure
        By the analysis of variance.
    sd_within, sd_between, sd : Figure
        Standard deviations of a difference: within a case, between cases, in all. Where the unit is % they are those of
        the natural logarithms.
    zou_bias, zou_lower, zou_upper : Figure
        The same by Zou's estimates, with intervals.
    """

    unit: str
    bias: Figure
    lower: Figure
    upper: Figure
    sd_within: Figure
    sd_between: Figure
    sd: Figure
    zou_bias: Figure
    zou_lower: Figure
    zou_upper: Figure

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "unit": self.unit,
            "bias": self.bias.plain(),
            "lower": self.lower.plain(),
            "upper": self.upper.plain(),
            "sd_within": self.sd_within.plain(),
            "sd_between": self.sd_between.plain(),
            "sd": self.sd.plain(),
            "zou_bias": self.zou_bias.plain(),
            "zou_lower": self.zou_lower.plain(),
            "zou_upper": self.zou_upper.plain(),
        }


def limits_mm(cases: Sequence[Sequence[Lengths]]) -> Limits:
    """Limits of agreement in mm.

    Parameters
    ----------
    cases : sequence of sequence of Lengths
        The pairs of each case that has any.
    """
    return _limits([[float(first - second) for first, second in case] for case in cases], "mm", float)


def limits_percent(cases: Sequence[Sequence[Lengths]]) -> Limits:
    """Limits of agreement in percent: by how much the first length is more than the second, by their logarithms."""
    return _limits([[log(first / second) for first, second in case] for case in cases], "%", percent_of)


def percent_of(logarithm: float) -> float:
    """The percentage that a natural logarithm of a ratio stands for: 0.0953 for 10 %."""
    return 100 * (exp(logarithm) - 1)


def components(differences: Sequence[Sequence[float]]) -> Components:
    """The analysis of variance of the differences of at least two cases, none of them empty."""
    sizes = [len(case) for case in differences]
    n, cases = sum(sizes), len(sizes)
    means = [fsum(case) / len(case) for case in differences]
    bias = fsum(value for case in differences for value in case) / n
    inside = fsum((value - mean) ** 2 for case, mean in zip(differences, means, strict=True) for value in case)
    within = inside / (n - cases) if n > cases else 0.0
    square = fsum(size * (mean - bias) ** 2 for size, mean in zip(sizes, means, strict=True)) / (cases - 1)
    size_of_case = (n * n - sum(size * size for size in sizes)) / ((cases - 1) * n)
    middle = fsum(means) / cases
    return Components(
        n,
        cases,
        bias,
        within,
        max(0.0, (square - within) / size_of_case),
        middle,
        fsum((mean - middle) ** 2 for mean in means) / (cases - 1),
        cases / fsum(1 / size for size in sizes),
    )


def _limits(differences: Sequence[Sequence[float]], unit: str, shown: Callable[[float], float]) -> Limits:
    cases, n = len(differences), sum(map(len, differences))
    if cases < FEWEST_CASES:
        none, with_interval = too_few(n, cases, _ANOVA), too_few(n, cases, _ZOU)
        return Limits(unit, *(none,) * 6, *(with_interval,) * 3)
    found = components(differences)

    def figure(value: float) -> Figure:
        return Figure(n, cases, rounded(value), _ANOVA)

    return Limits(
        unit,
        figure(shown(found.bias)),
        figure(shown(found.bias - SPREAD * found.sd)),
        figure(shown(found.bias + SPREAD * found.sd)),
        figure(sqrt(found.within)),
        figure(sqrt(found.between)),
        figure(found.sd),
        *(_zou_figure(found, three, shown) for three in zou(found)),
    )


def _zou_figure(found: Components, three: tuple[float, float, float], shown: Callable[[float], float]) -> Figure:
    value, lower, upper = (rounded(shown(one)) for one in three)
    if found.cases < FEWEST_FOR_INTERVAL:
        text = f"too few for an interval: {found.cases} cases, {FEWEST_FOR_INTERVAL} are needed"
        return Figure(found.n, found.cases, value, _ZOU, missing=text)
    return Figure(found.n, found.cases, value, _ZOU, lower, upper, _MOVER)


def zou(found: Components, confidence: float = 0.95) -> Iterable[tuple[float, float, float]]:
    """Bias, lower and upper limit by Zou 2013, each with the ends of its interval."""
    tail = (1 - confidence) / 2
    spread, z = float(norm.ppf(0.975)), float(norm.ppf(1 - tail))
    share = (1 - 1 / found.harmonic) * found.within
    total = found.of_means + share
    parts = ((found.of_means, found.cases - 1), (share, found.n - found.cases))
    below = sqrt(fsum((part * (1 - free / float(chi2.ppf(1 - tail, free)))) ** 2 for part, free in parts if free))
    above = sqrt(fsum((part * (free / float(chi2.ppf(tail, free)) - 1)) ** 2 for part, free in parts if free))
    sd, low_sd, high_sd = sqrt(total), sqrt(max(0.0, total - below)), sqrt(total + above)
    of_bias = z * sqrt(found.of_means / found.cases)
    wide = sqrt(of_bias**2 + (spread * (high_sd - sd)) ** 2)
    narrow = sqrt(of_bias**2 + (spread * (sd - low_sd)) ** 2)
    middle = found.mean_of_means
    lower, upper = middle - spread * sd, middle + spread * sd
    return (
        (middle, middle - of_bias, middle + of_bias),
        (lower, lower - wide, lower + narrow),
        (upper, upper - narrow, upper + wide),
    )
