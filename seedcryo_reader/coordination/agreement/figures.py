"""A figure with all that it takes to judge it: how many, by which method, from which seed; or why there is none."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from scipy.stats import binomtest

from seedcryo_reader.domain.canonical import Json

CONFIDENCE: Final = 95
"""Percent; of every interval."""

FEWEST_CASES: Final = 5
"""From so many cases on a coefficient is given at all."""

FEWEST_FOR_INTERVAL: Final = 10
"""From so many cases on it has an interval: a bootstrap of fewer clusters is far too narrow."""

BOOTSTRAP: Final = "cluster bootstrap over cases, percentile (numpy PCG64)"

_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Options:
    """The seed that every bootstrap starts from, and how many samples it draws."""

    seed: int
    samples: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number.

    Attributes
    ----------
    n, cases : int
        What it is made of: pairs of ratings, pairs of lengths or cases; and of how many cases they come.
    value, lower, upper : Decimal or None
        Rounded half up to four places.
    method : str
        How the value was worked out.
    interval : str
        How the interval was, or empty.
    seed, samples : int or None
        Of a bootstrap.
    defined : int or None
        In how many of its samples the figure is defined: what the interval was made of.
    missing : str
        Why there is no value, or no interval, or one that says nothing, in words; else empty.
    """

    n: int
    cases: int
    value: Decimal | None
    method: str
    lower: Decimal | None = None
    upper: Decimal | None = None
    interval: str = ""
    seed: int | None = None
    samples: int | None = None
    defined: int | None = None
    missing: str = ""

    def plain(self) -> dict[str, Json]:
        """For JSON, the numbers as strings."""
        return {
            "n": self.n,
            "cases": self.cases,
            "value": written(self.value),
            "lower": written(self.lower),
            "upper": written(self.upper),
            "confidence": CONFIDENCE if self.interval else None,
            "method": self.method,
            "interval": self.interval or None,
            "seed": self.seed,
            "samples": self.samples,
            "defined": self.defined,
            "missing": self.missing or None,
        }


def too_few(n: int, cases: int, method: str) -> Figure:
    """The figure that is none, because it would mean nothing."""
    counted = "1 case" if cases == 1 else f"{cases} cases"
    return Figure(n, cases, None, method, missing=f"too few: {counted}, {FEWEST_CASES} are needed")


def share(count: int, of: int, cases: int) -> Figure:
    """A proportion with its Wilson interval (scipy, without correction for continuity)."""
    if of == 0:
        return Figure(0, cases, None, "proportion", missing="none to count")
    interval = binomtest(count, of).proportion_ci(CONFIDENCE / 100, method="wilson")
    return Figure(
        of,
        cases,
        rounded(Fraction(count, of)),
        "proportion",
        rounded(float(interval.low)),
        rounded(float(interval.high)),
        "Wilson",
    )


def rounded(value: float | Fraction | Decimal) -> Decimal:
    """The number with four places, rounded half up; a fraction exactly."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(_PLACES, ROUND_HALF_UP) + 0  # no negative zero


def written(value: Decimal | None) -> str | None:
    """The number as JSON has it."""
    return None if value is None else f"{value:f}"


def shown(value: Decimal, places: int = 2) -> str:
    """The number as people read it, rounded half up."""
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0:f}"
