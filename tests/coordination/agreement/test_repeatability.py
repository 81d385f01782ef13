"""Coefficient of repeatability, proportional bias and intraclass correlation against other ways of working them out."""

from decimal import Decimal
from math import exp, log

import pytest
from coordination.agreement import naive
from coordination.agreement.made import OPTIONS
from coordination.agreement.published import JUDGES, WRIGHT
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.repeatability import repeatability

lengths = st.decimals("1", "200", places=1)
cases = st.lists(st.lists(st.tuples(lengths, lengths), min_size=1, max_size=5), min_size=5, max_size=9)


def test_peak_flow_of_bland_and_altman_comes_out():
    """15.3 l/min within subjects with the Wright meter (Bland and Altman 1986 and 1999)."""
    found = repeatability([[tuple(map(Decimal, pair))] for pair in WRIGHT], OPTIONS)
    assert round(found.sd_within.value, 1) == Decimal("15.3")
    assert float(found.coefficient_mm.value) == pytest.approx(naive.repeatability(WRIGHT), abs=1e-4)
    assert found.coefficient_mm.lower < found.coefficient_mm.value < found.coefficient_mm.upper


def test_the_other_way_of_working_it_out_gives_the_correlations_of_shrout_and_fleiss():
    agreement, consistency = naive.icc(JUDGES)
    assert (round(agreement, 2), round(consistency, 2)) == (0.29, 0.71)
    assert [round(one, 2) for one in naive.mean_squares(JUDGES)] == [11.24, 32.49, 1.02]


@settings(max_examples=40)
@given(cases)
def test_all_is_what_it_is_by_its_definition(given_cases):
    pairs = [(float(a), float(b)) for case in given_cases for a, b in case]
    means = [(a + b) / 2 for a, b in pairs]
    assume(max(means) - min(means) > 1)
    found = repeatability(given_cases, OPTIONS)
    assert float(found.coefficient_mm.value) == pytest.approx(naive.repeatability(pairs), abs=1e-4)
    logs = [(log(a), log(b)) for a, b in pairs]
    expected = 100 * (exp(naive.repeatability(logs)) - 1)
    assert float(found.coefficient_percent.value) == pytest.approx(expected, abs=1e-4, rel=1e-9)
    expected = naive.slope(means, [a - b for a, b in pairs])
    assert float(found.slope.value) == pytest.approx(expected, abs=1e-4)
    agreement, consistency = naive.icc(pairs)
    assert float(found.consistency.value) == pytest.approx(consistency, abs=1e-4)
    assert float(found.agreement.value) == pytest.approx(agreement, abs=1e-4)
    assert {one.n for one in (found.sd_within, found.slope, found.agreement)} == {len(pairs)}


def test_a_reader_who_overrates_large_lesions_is_found_by_the_slope():
    given_cases = [[(Decimal(k) * 12 / 10, Decimal(k) * 11 / 10 + k % 3)] for k in range(10, 40)]
    found = repeatability(given_cases, OPTIONS)
    assert found.slope.lower > 0
    turned = repeatability([[(b, a) for a, b in case] for case in given_cases], OPTIONS)
    assert turned.slope.upper < 0


def test_a_constant_bias_costs_agreement_and_not_consistency():
    given_cases = [[(Decimal(k) + 5, Decimal(k))] for k in range(10, 30)]
    found = repeatability(given_cases, OPTIONS)
    assert found.consistency.value == 1
    assert found.agreement.value < Decimal("0.9")


def test_lengths_that_are_all_the_same_have_no_correlation_and_no_slope():
    found = repeatability([[(Decimal(20), Decimal(20))]] * 12, OPTIONS)
    assert {one.missing for one in (found.slope, found.agreement, found.consistency)} == {
        "not defined: all lengths are the same"
    }
    assert (found.coefficient_mm.value, found.coefficient_mm.upper) == (0, 0)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_few_cases_have_none(count):
    found = repeatability([[(Decimal(20), Decimal(21))]] * count, OPTIONS)
    counted = "1 case" if count == 1 else f"{count} cases"
    assert {one["missing"] for one in found.plain().values()} == {f"too few: {counted}, 5 are needed"}
