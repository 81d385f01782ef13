"""Whole cases are drawn, always the same from the same seed."""

import numpy as np
import pytest

from seedcryo_reader.coordination.agreement import bootstrap
from seedcryo_reader.coordination.agreement.bootstrap import Clusters, estimated, resampled
from seedcryo_reader.coordination.agreement.figures import BOOTSTRAP, Figure, Options

CASES = [(1.0, 2.0), (3.0, 1.0), (1.0, 2.0), (0.0, 5.0), (2.0, 2.0), (7.0, 0.0), (4.0, 4.0), (1.0, 0.0)]


def test_the_order_of_cases_does_not_matter():
    turned = CASES[3:] + CASES[2::-1]
    assert (resampled(turned, Options(3, 50)) == resampled(CASES, Options(3, 50))).all()


def test_the_same_seed_draws_the_same_and_another_one_something_else():
    first, again, other = (resampled(CASES, Options(seed, 50)) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_every_sample_has_as_many_cases_as_there_are():
    counted = [(1.0, *case) for case in CASES]
    sums = resampled(counted, Options(1, 300))
    assert sums.shape == (300, 3)
    assert (sums[:, 0] == len(CASES)).all()


def test_it_draws_as_one_would_by_hand():
    """Mean and spread of the sums are those of drawing cases one by one."""
    sums = resampled(CASES, Options(7, 20_000))
    values = np.array(CASES)
    assert sums.mean(axis=0) == pytest.approx(values.sum(axis=0), rel=0.02)
    assert sums.var(axis=0) == pytest.approx(len(CASES) * values.var(axis=0), rel=0.05)


def test_many_cases_are_drawn_in_portions_with_the_same_outcome(monkeypatch):
    whole = resampled(CASES, Options(3, 50))
    monkeypatch.setattr(bootstrap, "_AT_ONCE", 20)
    assert (resampled(CASES, Options(3, 50)) == whole).all()


@pytest.mark.parametrize("bound", [60, 70])
def test_a_figure_that_most_samples_do_not_define_has_no_interval_and_says_so(bound):
    cases = [(float(number),) for number in range(12)]
    undefined = int((resampled(cases, Options(1, 101))[:, 0] > bound).sum())
    found = estimated(
        Clusters(cases, Options(1, 101)),
        lambda sums: np.where(sums[:, 0] > bound, np.nan, sums[:, 0]),
        Figure(12, 12, 1, "a method"),
    )
    text = f"no interval: the figure is not defined in {undefined} of 101 samples"
    assert (found.missing, found.lower is None) == ((text, True) if undefined > 50 else ("", False))
    assert (undefined > 50) == (bound == 60)
    assert (found.value, found.seed, found.samples) == (1, 1, 101)


def test_the_interval_is_made_of_percentiles():
    cases = [(float(number),) for number in range(12)]
    found = estimated(Clusters(cases, Options(1, 999)), lambda sums: sums[:, 0], Figure(12, 12, 66, "a sum"))
    expected = np.quantile(resampled(cases, Options(1, 999))[:, 0], [0.025, 0.975])
    assert (float(found.lower), float(found.upper)) == pytest.approx(tuple(expected))
    assert found.interval == BOOTSTRAP
