"""Limits of agreement against a published data set and another way of working them out."""

from decimal import Decimal
from math import exp, log, sqrt

import pytest
from coordination.agreement import naive
from coordination.agreement.published import cardiac
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.bland_altman import components, limits_mm, limits_percent, percent_of, zou

lengths = st.decimals("1", "200", places=1)


def cases(least=5, most=14):
    return st.lists(st.lists(st.tuples(lengths, lengths), min_size=1, max_size=6), min_size=least, max_size=most)


def test_the_cardiac_output_of_bland_and_altman_comes_out():
    """Their data of 60 pairs from 12 subjects, and Zou's estimates of the same."""
    found = limits_mm(list(cardiac()))
    numbers = (found.bias, found.lower, found.upper, found.sd_within, found.sd)
    assert [str(one.value) for one in numbers] == ["0.6022", "-1.3395", "2.5438", "0.4132", "0.9906"]
    assert {(one.n, one.cases) for one in numbers} == {(60, 12)}
    assert [str(one.value) for one in (found.zou_bias, found.zou_lower, found.zou_upper)] == [
        "0.7092",
        "-1.2968",
        "2.7153",
    ]
    assert all(one.lower < one.value < one.upper for one in (found.zou_bias, found.zou_lower, found.zou_upper))


@settings(max_examples=40)
@given(cases())
def test_limits_are_those_of_an_analysis_of_variance(given_cases):
    found = limits_mm(given_cases)
    bias, within, between = naive.anova([[float(a - b) for a, b in case] for case in given_cases])
    sd = sqrt(within + between)
    expected = [bias, bias - 1.96 * sd, bias + 1.96 * sd, sqrt(within), sqrt(between), sd]
    figures = (found.bias, found.lower, found.upper, found.sd_within, found.sd_between, found.sd)
    assert [float(one.value) for one in figures] == pytest.approx(expected, abs=2e-4)


@settings(max_examples=40)
@given(cases())
def test_to_change_who_is_first_turns_the_signs(given_cases):
    found = limits_mm(given_cases)
    turned = limits_mm([[(b, a) for a, b in case] for case in given_cases])
    assert float(turned.bias.value) == pytest.approx(-float(found.bias.value), abs=1e-4)
    assert float(turned.lower.value) == pytest.approx(-float(found.upper.value), abs=2e-4)
    assert float(turned.sd.value) == pytest.approx(float(found.sd.value), abs=1e-4)


@settings(max_examples=40)
@given(cases(least=10))
def test_percentages_come_from_the_logarithms_of_the_ratios(given_cases):
    found = limits_percent(given_cases)
    bias, within, between = naive.anova([[log(a / b) for a, b in case] for case in given_cases])
    ends = [bias, bias - 1.96 * sqrt(within + between), bias + 1.96 * sqrt(within + between)]
    shown = [float(one.value) for one in (found.bias, found.lower, found.upper)]
    assert shown == pytest.approx([100 * (exp(one) - 1) for one in ends], rel=1e-9, abs=2e-4)
    assert found.zou_bias.lower <= found.zou_bias.value <= found.zou_bias.upper


def test_a_reader_who_measures_a_tenth_more_has_a_bias_of_ten_percent():
    given_cases = [[(Decimal(11 * k) / 10, Decimal(k))] * 2 for k in range(10, 22)]
    found = limits_percent(given_cases)
    assert [str(one.value) for one in (found.bias, found.lower, found.upper)] == ["10.0000"] * 3
    assert percent_of(log(1.1)) == pytest.approx(10)


@settings(max_examples=40)
@given(st.integers(1, 5), st.data())
def test_where_every_case_has_equally_many_pairs_zou_estimates_the_same(size, data):
    given_cases = data.draw(st.lists(st.lists(st.tuples(lengths, lengths), min_size=size, max_size=size), min_size=6))
    differences = [[float(a - b) for a, b in case] for case in given_cases]
    found = components(differences)
    (bias, _, _), (lower, low, high), _ = zou(found)
    assert bias == pytest.approx(found.bias, abs=1e-9)
    assert low <= lower + 1e-9 <= high + 2e-9
    if found.between > 0:
        assert (bias - lower) / 1.959963984540054 == pytest.approx(found.sd, rel=1e-6)


def test_of_single_pairs_zou_has_the_exact_intervals_of_a_variance():
    """Without repeated pairs: a chi-square interval of the standard deviation, recovered (Zou 2013)."""
    differences = [[value] for value in (1.0, -2.0, 0.5, 3.0, -1.5, 2.5, 0.0, 1.5, -0.5, 2.0)]
    (bias, _, high), (lower, far, near), (upper, _, _) = zou(components(differences))
    values = [one for (one,) in differences]
    mean = sum(values) / 10
    variance = sum((one - mean) ** 2 for one in values) / 9
    assert (bias, high - bias) == pytest.approx((mean, 1.959964 * sqrt(variance / 10)))
    assert upper - lower == pytest.approx(2 * 1.959964 * sqrt(variance))
    low_sd, high_sd = sqrt(9 * variance / 19.0228), sqrt(9 * variance / 2.70039)  # chi-square of 9, 97.5 and 2.5 %
    z = 1.959964
    assert lower - far == pytest.approx(z * sqrt(variance / 10 + (high_sd - sqrt(variance)) ** 2), rel=1e-4)
    assert near - lower == pytest.approx(z * sqrt(variance / 10 + (sqrt(variance) - low_sd) ** 2), rel=1e-4)


def test_lengths_that_never_differ_have_limits_at_nothing():
    found = limits_mm([[(Decimal(20), Decimal(20))] * 2] * 10)
    assert {str(one.value) for one in (found.bias, found.lower, found.upper, found.zou_upper)} == {"0.0000"}


def test_few_cases_have_no_interval_and_fewer_no_limits():
    case = [(Decimal("20.5"), Decimal(20))]
    few, some = limits_mm([case] * 4), limits_mm([case] * 9)
    assert {one.missing for one in (few.bias, few.upper, few.zou_bias)} == {"too few: 4 cases, 5 are needed"}
    assert (some.bias.value, some.bias.missing) == (Decimal("0.5000"), "")
    assert some.zou_bias.missing == "too few for an interval: 9 cases, 10 are needed"
    assert some.zou_bias.value == Decimal("0.5000")


def test_every_figure_is_told_with_how_many_and_by_which_method():
    told = limits_mm(list(cardiac())).plain()
    assert told.pop("unit") == "mm"
    assert {(one["n"], one["cases"]) for one in told.values()} == {(60, 12)}
    assert all(one["method"] for one in told.values())
    assert (told["zou_lower"]["confidence"], told["lower"]["confidence"]) == (95, None)
