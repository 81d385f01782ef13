"""Published data sets."""

from decimal import Decimal

DERMATOLOGISTS = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))
"""SAS/STAT, procedure FREQ, "Agreement study: skin condition data"."""

DIAGNOSES = ((88, 10, 2), (14, 40, 6), (18, 10, 12))
"""Cohen 1968, table 1, as frequencies of 200."""

PSYCHIATRISTS = ((106, 10, 4), (22, 28, 10), (2, 12, 6))
"""Fleiss, Cohen and Everitt 1969, as frequencies of 200."""

NEUROLOGY = ((75, 1, 4), (5, 4, 1), (0, 0, 10))
"""Fleiss 1981, page 213, as frequencies of 100."""

_CARDIAC = """
7.83 6.57 7.42 5.62 7.89 6.90 7.12 6.57 7.88 6.35
6.16 4.06 7.26 4.29 6.71 4.26 6.54 4.09
4.75 4.71 5.24 5.50 4.86 5.08 4.78 5.02 6.05 6.01 5.42 5.67
4.21 4.14 3.61 4.20 3.72 4.61 3.87 4.68 3.92 5.04
3.13 3.03 2.98 2.86 2.85 2.77 3.17 2.46 3.09 2.32 3.12 2.43
5.92 5.90 6.42 5.81 5.92 5.70 6.27 5.76
7.13 5.09 6.62 4.63 6.58 4.61 6.93 5.09
4.54 4.72 4.81 4.61 5.11 4.36 5.29 4.20 5.39 4.36 5.57 4.20
4.48 3.17 4.92 3.12 3.97 2.96
4.22 4.35 4.65 4.62 4.74 3.16 4.44 3.53 4.50 3.53
6.78 7.20 6.07 6.09 6.52 7.00 6.42 7.10 6.41 7.40 5.76 6.80
5.06 4.50 4.72 4.20 4.90 3.80 4.80 3.80 4.90 4.20 5.10 4.50
"""


def cardiac():
    """Bland and Altman 1999, table 4: cardiac output by radionuclide ventriculography and impedance, 12 subjects."""
    for line in _CARDIAC.split("\n")[1:-1]:
        numbers = [Decimal(one) for one in line.split()]
        yield list(zip(numbers[::2], numbers[1::2], strict=True))


WRIGHT = ((494, 490), (395, 397), (516, 512), (434, 401), (476, 470), (557, 611), (413, 415), (442, 431), (650, 638),
          (433, 429), (417, 420), (656, 633), (267, 275), (478, 492), (178, 165), (423, 372), (427, 421))  # fmt: skip
"""Bland and Altman 1986, table 1: peak flow, two readings of each of 17 subjects with the Wright meter."""

JUDGES = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
"""Shrout and Fleiss 1979, table 2: six targets, four judges."""
