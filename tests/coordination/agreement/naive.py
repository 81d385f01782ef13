"""The same figures worked out another way: from lists of pairs, with loops, without the program's code."""

from itertools import product
from math import sqrt


def kappa(pairs, categories, power):
    """1 − observed over expected disagreement; `power` 0 counts any, 1 and 2 the distance. None where undefined."""
    place = {word: number for number, word in enumerate(categories)}

    def grave(a, b):
        return abs(place[a] - place[b]) ** power if a != b else 0

    observed = sum(grave(a, b) for a, b in pairs) / len(pairs)
    expected = sum(grave(a, b) for (a, _), (_, b) in product(pairs, pairs)) / len(pairs) ** 2
    return None if expected == 0 else 1 - observed / expected


def anova(differences):
    """Bias, variance within and between subjects of differences by subject (Bland and Altman 2007)."""
    every = [value for subject in differences for value in subject]
    n, k = len(every), len(differences)
    bias = sum(every) / n
    within = between = 0.0
    for subject in differences:
        mean = sum(subject) / len(subject)
        within += sum((value - mean) ** 2 for value in subject)
        between += len(subject) * (mean - bias) ** 2
    within = within / (n - k) if n > k else 0.0
    weight = (n**2 - sum(len(one) ** 2 for one in differences)) / ((k - 1) * n)
    return bias, within, max(0.0, (between / (k - 1) - within) / weight)


def mean_squares(rows):
    """Of subjects, raters and the rest, of a full table of subjects by raters (Shrout and Fleiss 1979)."""
    n, k = len(rows), len(rows[0])
    mean = sum(map(sum, rows)) / (n * k)
    subjects = sum(k * (sum(row) / k - mean) ** 2 for row in rows)
    raters = sum(n * (sum(column) / n - mean) ** 2 for column in zip(*rows, strict=True))
    total = sum((value - mean) ** 2 for row in rows for value in row)
    return subjects / (n - 1), raters / (k - 1), (total - subjects - raters) / ((n - 1) * (k - 1))


def icc(rows):
    """ICC(2,1) and ICC(3,1)."""
    n, k = len(rows), len(rows[0])
    subjects, raters, rest = mean_squares(rows)
    agreement = (subjects - rest) / (subjects + (k - 1) * rest + k * (raters - rest) / n)
    return agreement, (subjects - rest) / (subjects + (k - 1) * rest)


def slope(x, y):
    """Least squares slope of y on x."""
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def repeatability(pairs):
    """1.96·√2·within-subject standard deviation, from the variance of each pair."""
    variances = [((a - (a + b) / 2) ** 2 + (b - (a + b) / 2) ** 2) for a, b in pairs]
    return 1.96 * sqrt(2) * sqrt(sum(variances) / len(pairs))
