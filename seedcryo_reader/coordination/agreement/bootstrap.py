"""The cluster bootstrap: whole cases are drawn with replacement, because what is read of one patient hangs together."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from seedcryo_reader.coordination.agreement.figures import (
    BOOTSTRAP,
    CONFIDENCE,
    FEWEST_CASES,
    FEWEST_FOR_INTERVAL,
    Figure,
    Options,
    rounded,
    too_few,
)

Floats: TypeAlias = NDArray[np.float64]

_AT_ONCE: Final = 4_000_000
"""So many drawn numbers are held at once."""


def resampled(clusters: Iterable[Sequence[float]], options: Options) -> Floats:
    """The sums of samples of clusters.

    Parameters
    ----------
    clusters : iterable of sequence of float
        What each cluster adds to the sums, in the same order of sums. The order of clusters does not matter.
    options : Options

    Returns
    -------
    array of shape (samples, sums)
        Each row is the sum of as many clusters as there are, drawn with replacement.
    """
    counted = sorted(Counter(map(tuple, clusters)).items())
    rows = np.array([row for row, _ in counted], dtype=np.float64)
    counts = np.array([count for _, count in counted], dtype=np.float64)
    # To draw clusters that are alike is to draw how many of them there are.
    drawn = np.random.default_rng(options.seed)
    size, chances = int(counts.sum()), counts / counts.sum()
    step = max(1, _AT_ONCE // len(rows))
    parts = [
        drawn.multinomial(size, chances, size=min(step, options.samples - first)) @ rows
        for first in range(0, options.samples, step)
    ]
    return np.concatenate(parts)


@dataclass(frozen=True)
class Clusters:
    """What each case adds to sums, and the samples of them, which are drawn when they are first asked for.

    Attributes
    ----------
    rows : sequence of sequence of float
        One for each case.
    options : Options
    """

    rows: Sequence[Sequence[float]]
    options: Options

    @cached_property
    def samples(self) -> Floats:
        """The sums of the samples, of shape (samples, sums)."""
        return resampled(self.rows, self.options)


def estimated(clusters: Clusters, statistic: Callable[[Floats], Floats], plain: Figure) -> Figure:
    """A figure with the percentile interval of its bootstrap, if there are cases enough for it.

    Parameters
    ----------
    clusters : Clusters
    statistic : callable
        Takes sums of shape (samples, sums) and gives the statistic of each sample, NaN where it is not defined.
    plain : Figure
        The figure without an interval.
    """
    cases, options = len(clusters.rows), clusters.options
    if cases < FEWEST_CASES:
        return too_few(plain.n, plain.cases, plain.method)
    if plain.value is None:
        return plain
    if cases < FEWEST_FOR_INTERVAL:
        text = f"too few for an interval: {cases} cases, {FEWEST_FOR_INTERVAL} are needed"
        return replace(plain, missing=text)
    found = statistic(clusters.samples)
    defined = found[~np.isnan(found)]
    plain = replace(plain, seed=options.seed, samples=options.samples, defined=len(defined))
    if 2 * len(defined) < len(found):
        text = f"no interval: the figure is not defined in {len(found) - len(defined)} of {len(found)} samples"
        return replace(plain, missing=text)
    tail = (1 - CONFIDENCE / 100) / 2
    lower, upper = (rounded(float(one)) for one in np.quantile(defined, [tail, 1 - tail]))
    alike = "the interval has no width: nearly all samples come to the same" if lower == upper else ""
    return replace(plain, lower=lower, upper=upper, interval=BOOTSTRAP, missing=alike)
