"""Cohen's kappa and weighted kappa of two raters.

Weighted kappa is one minus the ratio of the disagreement that was observed to the one expected by chance, both weighted
(Cohen 1968): by 1 (unweighted, Cohen 1960), by the distance of the categories (linear; Cicchetti and Allison 1971), or
by its square (quadratic; Fleiss and Cohen 1973). It is worked out in fractions. Where all ratings of both are of one
category no disagreement is expected: kappa is not defined, and said to be so.

The standard error is that of large samples (Fleiss, Cohen and Everitt 1969). It takes ratings for independent, which
those of one case are not: the interval is a cluster bootstrap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import TypeAlias

import numpy as np

from seedcryo_reader.coordination.agreement.bootstrap import Clusters, Floats, estimated
from seedcryo_reader.coordination.agreement.figures import Figure, Options, rounded, too_few

Table: TypeAlias = Sequence[Sequence[int]]
"""Counts: rows are the categories of the first rater, columns those of the second."""


class Weights(StrEnum):
    """How grave it is to be apart by so many categories."""

    NONE = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"

    def disagreement(self, apart: int) -> int:
        """The weight of a disagreement of categories that are this far apart."""
        if self is Weights.NONE:
            return int(apart > 0)
        return apart if self is Weights.LINEAR else apart * apart


def kappa(table: Table, weights: Weights = Weights.NONE) -> Fraction | None:
    """Kappa of a table of counts, exactly; None where it is not defined."""
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    grave = _disagreements(len(rows), weights)
    places = [(i, j) for i in range(len(rows)) for j in range(len(rows))]
    observed = sum(grave[i][j] * table[i][j] for i, j in places) * sum(rows)
    expected = sum(grave[i][j] * rows[i] * columns[j] for i, j in places)
    return 1 - Fraction(observed, expected) if expected else None


def standard_error(table: Table, weights: Weights = Weights.NONE) -> float | None:
    """The large sample standard error of kappa, of independent ratings; None where kappa is not defined.

    Fleiss, Cohen and Everitt 1969, with weights of agreement from 0 to 1.
    """
    if kappa(table, weights) is None:
        return None
    counts = np.array(table, dtype=np.float64)
    total = counts.sum()
    shares = counts / total
    grave = np.array(_disagreements(len(counts), weights), dtype=np.float64)
    agree = 1 - grave / grave.max()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = (agree * shares).sum(), rows @ agree @ columns
    means = (agree @ columns)[:, None] + (rows @ agree)[None, :]
    spread = (shares * (agree * (1 - expected) - means * (1 - observed)) ** 2).sum()
    variance = (spread - (observed * expected - 2 * expected + observed) ** 2) / (total * (1 - expected) ** 4)
    return sqrt(max(0.0, float(variance)))


@dataclass(frozen=True)
class Cases:
    """The counts of each case that has any, over the same categories, and how many samples are drawn of them."""

    tables: Sequence[Table]
    options: Options

    @cached_property
    def whole(self) -> tuple[tuple[int, ...], ...]:
        """The counts of all cases together."""
        return added(self.tables)

    @cached_property
    def clusters(self) -> Clusters:
        """Each case's counts in one row."""
        rows = [tuple(float(count) for row in table for count in row) for table in self.tables]
        return Clusters(rows, self.options)


def kappa_figure(cases: Cases, weights: Weights) -> Figure:
    """Kappa over cases, with the interval of a cluster bootstrap."""
    method = "Cohen's kappa" if weights is Weights.NONE else f"Cohen's weighted kappa, {weights} weights"
    n, count = sum(map(sum, cases.whole)), len(cases.tables)
    if n == 0:
        return too_few(0, 0, method)
    found = kappa(cases.whole, weights)
    if found is None:
        plain = Figure(n, count, None, method, missing="not defined: both gave one and the same category throughout")
    else:
        plain = Figure(n, count, rounded(found), method)
    return estimated(cases.clusters, lambda sums: of_sums(sums, weights), plain)


def added(tables: Sequence[Table]) -> tuple[tuple[int, ...], ...]:
    """The tables of all cases in one; nothing without a table."""
    if not tables:
        return ()
    return tuple(tuple(sum(cells) for cells in zip(*rows, strict=True)) for rows in zip(*tables, strict=True))


def of_sums(sums: Floats, weights: Weights) -> Floats:
    """Kappa of each of many tables, of shape (samples, categories squared)."""
    size = round(sqrt(sums.shape[1]))
    tables = sums.reshape(-1, size, size)
    grave = np.array(_disagreements(size, weights), dtype=np.float64)
    observed = (tables * grave).sum(axis=(1, 2)) * tables.sum(axis=(1, 2))
    expected = np.einsum("si,ij,sj->s", tables.sum(axis=2), grave, tables.sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(expected > 0, 1 - observed / expected, np.nan)
    return found


def _disagreements(size: int, weights: Weights) -> list[list[int]]:
    return [[weights.disagreement(abs(i - j)) for j in range(size)] for i in range(size)]
