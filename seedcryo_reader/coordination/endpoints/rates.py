"""Rates over all subjects with their intervals: Wilson for subjects, a cluster bootstrap over subjects for lesions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np
from scipy.stats import binomtest

from seedcryo_reader.criteria.protocol.coordinating import LocalControl

_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Rate:
    """A proportion.

    Attributes
    ----------
    count, of : int
    rate, lower, upper : Decimal or None
        Rounded half up to four places; None where there is nothing to count.
    method : str
        How the interval was made: ``"wilson"`` or ``"cluster bootstrap"``.
    """

    count: int
    of: int
    rate: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    method: str


def of_subjects(count: int, of: int, options: LocalControl) -> Rate:
    """A rate of subjects, with the Wilson interval (scipy, without correction for continuity)."""
    if of == 0:
        return Rate(0, 0, None, None, None, "wilson")
    interval = binomtest(count, of).proportion_ci(float(options.confidence) / 100, method="wilson")
    return Rate(count, of, _exactly(count, of), _rounded(interval.low), _rounded(interval.high), "wilson")


def of_lesions(by_subject: Mapping[str, Sequence[bool]], options: LocalControl) -> Rate:
    """A rate of lesions, with the percentile interval of a bootstrap that draws whole subjects.

    Parameters
    ----------
    by_subject : mapping of subject to sequence of bool
        For each lesion that counts, whether it is one of the rate. Neither the order of subjects nor that of lesions
        matters.
    options : LocalControl
        `bootstrap` samples are drawn from `seed`.
    """
    clusters = [(sum(found), len(found)) for _, found in sorted(by_subject.items()) if found]
    count, of = sum(one for one, _ in clusters), sum(size for _, size in clusters)
    if of == 0:
        return Rate(0, 0, None, None, None, "cluster bootstrap")
    drawn = np.random.default_rng(options.seed)
    sizes = np.array(clusters, dtype=np.int64)
    samples = np.empty(options.bootstrap)
    for place in range(options.bootstrap):
        controlled, all_lesions = sizes[drawn.integers(len(clusters), size=len(clusters))].sum(axis=0)
        samples[place] = controlled / all_lesions
    tail = (1 - float(options.confidence) / 100) / 2
    lower, upper = np.quantile(samples, [tail, 1 - tail])
    return Rate(count, of, _exactly(count, of), _rounded(lower), _rounded(upper), "cluster bootstrap")


def _exactly(count: int, of: int) -> Decimal:
    return (Decimal(count) / Decimal(of)).quantize(_PLACES, ROUND_HALF_UP)


def _rounded(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(_PLACES, ROUND_HALF_UP)
