"""Kappa and its standard error against published examples and another way of working it out."""

from itertools import product

import numpy as np
import pytest
from coordination.agreement import naive
from coordination.agreement.made import OPTIONS
from coordination.agreement.published import DERMATOLOGISTS, DIAGNOSES, NEUROLOGY, PSYCHIATRISTS
from hypothesis import assume, given
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.figures import BOOTSTRAP, Options
from seedcryo_reader.coordination.agreement.kappa import Cases, Weights, kappa, kappa_figure, of_sums, standard_error

NONE, LINEAR, QUADRATIC = Weights
POWERS = {NONE: 0, LINEAR: 1, QUADRATIC: 2}


@pytest.mark.parametrize(
    ("table", "weights", "value"),
    [
        (DERMATOLOGISTS, NONE, "0.3449"),  # SAS/STAT, procedure FREQ
        (DERMATOLOGISTS, LINEAR, "0.5082"),
        (PSYCHIATRISTS, NONE, "0.429"),  # Fleiss, Cohen and Everitt 1969
        (DIAGNOSES, NONE, "0.492"),  # Cohen 1968
        (NEUROLOGY, NONE, "0.68"),  # Fleiss 1981
    ],
)
def test_published_examples_come_out(table, weights, value):
    assert f"{float(kappa(table, weights)):.{len(value) - 2}f}" == value


@pytest.mark.parametrize(("weights", "error"), [(NONE, "0.0724"), (LINEAR, "0.0655")])
def test_the_published_standard_errors_come_out(weights, error):
    """SAS/STAT, procedure FREQ: ASE."""
    assert f"{standard_error(DERMATOLOGISTS, weights):.4f}" == error


def tables(least=2, most=5):
    cells = st.integers(0, 7)
    return st.integers(least, most).flatmap(
        lambda k: st.lists(st.lists(cells, min_size=k, max_size=k), min_size=k, max_size=k)
    )


def pairs_of(table):
    places = range(len(table))
    return [(i, j) for i, j in product(places, places) for _ in range(table[i][j])]


@given(table=tables(), weights=st.sampled_from(Weights))
def test_kappa_is_what_loops_over_pairs_make_of_it(table, weights):
    assume(any(map(any, table)))
    found, expected = kappa(table, weights), naive.kappa(pairs_of(table), range(len(table)), POWERS[weights])
    assert (found is None) == (expected is None)
    if found is not None:
        assert float(found) == pytest.approx(expected, abs=1e-12)
        assert -1 <= found <= 1 or weights is not NONE


@given(table=tables(), weights=st.sampled_from(Weights))
def test_it_does_not_matter_which_rater_is_first(table, weights):
    turned = list(zip(*table, strict=True))
    assert kappa(turned, weights) == kappa(table, weights)
    assert standard_error(turned, weights) == pytest.approx(standard_error(table, weights))


@given(table=tables(2, 2))
def test_of_two_categories_all_weights_are_one(table):
    assert len({kappa(table, weights) for weights in Weights}) == 1


@pytest.mark.parametrize("weights", Weights)
def test_full_agreement_is_one_and_agreement_by_chance_is_nothing(weights):
    assert kappa(((7, 0, 0), (0, 5, 0), (0, 0, 3)), weights) == 1
    assert kappa(((4, 6), (6, 9)), weights) == 0


def test_where_only_one_category_was_ever_used_kappa_is_not_defined_and_said_so():
    only = ((12, 0), (0, 0))
    assert (kappa(only), standard_error(only)) == (None, None)
    found = kappa_figure(Cases([only] * 12, OPTIONS), NONE)
    assert (found.value, found.lower, found.n) == (None, None, 144)
    assert found.missing == "not defined: both gave one and the same category throughout"


def test_where_one_rater_used_only_one_category_kappa_is_nothing():
    assert kappa(((0, 0), (5, 7))) == 0


def one_each(table):
    """A case for each rating."""
    size = len(table)
    for i, j in pairs_of(table):
        yield tuple(tuple(int((row, column) == (i, j)) for column in range(size)) for row in range(size))


@pytest.mark.parametrize("weights", [NONE, LINEAR, QUADRATIC])
def test_the_bootstrap_of_independent_ratings_is_as_wide_as_the_standard_error_says(weights):
    found = kappa_figure(Cases(list(one_each(DERMATOLOGISTS)), Options(seed=1, samples=4000)), weights)
    width = 2 * 1.96 * standard_error(DERMATOLOGISTS, weights)
    assert float(found.upper - found.lower) == pytest.approx(width, rel=0.06)
    assert (found.n, found.cases, found.interval, found.seed, found.samples) == (88, 88, BOOTSTRAP, 1, 4000)


def test_ratings_of_one_case_hang_together():
    """Each case says the same four times over: as much is known as from one rating of each."""
    single = list(one_each(PSYCHIATRISTS))
    fourfold = [tuple(tuple(4 * cell for cell in row) for row in table) for table in single]
    one, four = (kappa_figure(Cases(cases, OPTIONS), NONE) for cases in (single, fourfold))
    assert (four.value, four.lower, four.upper) == (one.value, one.lower, one.upper)
    assert (one.n, four.n) == (200, 800)


def test_few_cases_have_no_interval_and_fewer_no_kappa():
    case = ((2, 1), (0, 1))
    none, bare, whole = (kappa_figure(Cases([case] * count, OPTIONS), NONE) for count in (4, 9, 10))
    assert (none.value, none.missing) == (None, "too few: 4 cases, 5 are needed")
    assert (str(bare.value), bare.lower) == ("0.5000", None)
    assert bare.missing == "too few for an interval: 9 cases, 10 are needed"
    assert (str(whole.value), whole.lower, whole.defined) == ("0.5000", whole.upper, OPTIONS.samples)
    assert whole.missing == "the interval has no width: nearly all samples come to the same"


def test_without_any_rating_there_is_none():
    assert kappa_figure(Cases([], OPTIONS), NONE).missing == "too few: 0 cases, 5 are needed"


def test_samples_without_a_kappa_are_left_out():
    """Samples without the one case of the second category have none; all others agree fully."""
    found = kappa_figure(Cases([((1, 0), (0, 0))] * 30 + [((0, 0), (0, 1))], OPTIONS), NONE)
    assert (str(found.lower), str(found.upper)) == ("1.0000", "1.0000")


@given(table=tables())
def test_many_tables_at_once_are_worked_out_as_one_is(table):
    for weights in Weights:
        expected = kappa(table, weights)
        (found,) = of_sums(np.array([np.ravel(table)], dtype=float), weights)
        assert np.isnan(found) if expected is None else found == pytest.approx(float(expected), abs=1e-12)
