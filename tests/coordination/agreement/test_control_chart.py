"""P-charts: centre line, limits and signals."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.control_chart import BEYOND, IN_A_ROW, Subgroup, p_chart


def chart(*counts, by="month"):
    """Of (count, of) of one month after another."""
    return p_chart("a rate", "all", by, [Subgroup(f"2026-{k:02}", *one) for k, one in enumerate(counts, start=1)])


def test_limits_lie_three_standard_deviations_from_the_share_of_all():
    found = chart((8, 20), (12, 40), (10, 40))
    assert (str(found.centre), found.count, found.of) == ("0.3000", 30, 100)
    spreads = [3 * sqrt(0.3 * 0.7 / n) for n in (20, 40, 40)]
    assert [float(one.upper) for one in found.points] == pytest.approx([0.3 + one for one in spreads], abs=1e-4)
    assert [float(one.lower) for one in found.points] == pytest.approx([max(0, 0.3 - one) for one in spreads], abs=1e-4)
    assert [one.signals for one in found.points] == [(), (), ()]


def test_a_point_beyond_its_limits_is_a_signal():
    found = chart((10, 100), (10, 100), (10, 100), (40, 100))
    assert [one.signals for one in found.points] == [(), (), (), (BEYOND,)]


@given(
    st.lists(st.integers(5, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=12)
)
def test_a_signal_is_a_point_outside_its_limits(counts):
    found = chart(*counts)
    centre = found.count / found.of
    for one in found.points:
        over = abs(one.count / one.of - centre) - 3 * sqrt(centre * (1 - centre) / one.of)
        if abs(over) > 1e-9:
            assert (BEYOND in one.signals) == (over > 0)


def test_a_point_right_on_its_limit_is_none():
    """Centre 1/2, of 9: 1/2 ± 1/2, so that 0 and 9 of 9 are just on them."""
    found = chart((0, 9), (9, 9))
    assert [(str(one.lower), str(one.upper), one.signals) for one in found.points] == [("0.0000", "1.0000", ())] * 2


def test_eight_in_a_row_on_one_side_are_a_signal_from_the_eighth_on():
    found = chart(*[(6, 20)] * 9, *[(5, 20)] * 9)
    assert [IN_A_ROW in one.signals for one in found.points] == [*[False] * 7, True, True, *[False] * 7, True, True]


def test_a_point_on_the_centre_ends_a_run():
    found = chart(*[(6, 20)] * 5, (5, 20), *[(6, 20)] * 3, *[(4, 20)] * 8)
    assert found.centre * 20 == 5
    assert [IN_A_ROW in one.signals for one in found.points] == [*[False] * 16, True]


def test_points_on_the_centre_make_no_run():
    assert not any(one.signals for one in chart(*[(5, 20)] * 10).points)


def test_readers_are_in_no_order_so_that_there_are_no_runs_of_them():
    found = chart(*[(6, 20)] * 9, *[(5, 20)] * 9, by="reader")
    assert not any(one.signals for one in found.points)
    assert found.plain()["method"] == "p-chart, 3 sigma limits"


def test_a_subgroup_of_few_is_shown_without_limits():
    found = chart((4, 4), (0, 30), (0, 30))
    assert (found.points[0].lower, found.points[0].upper, found.points[0].signals) == (None, None, ())
    assert str(found.points[0].rate) == "1.0000"


@pytest.mark.parametrize("counts", [[(3, 9)], [(3, 30)], [(1, 4), (2, 5)], []])
def test_of_too_few_there_is_no_centre_line_and_it_says_so(counts):
    found = chart(*counts)
    total = sum(n for _, n in counts)
    assert found.missing == f"too few: {total} in {len(counts)} subgroups; 10 in 2 are needed"
    assert found.centre is None
    assert [(one.count, one.of, one.lower) for one in found.points] == [(a, n, None) for a, n in counts]


def test_subgroups_of_nobody_are_left_out():
    assert [one.label for one in chart((1, 8), (0, 0), (2, 8)).points] == ["2026-01", "2026-03"]


def test_it_is_told_with_all_its_numbers():
    told = chart((10, 100), (40, 100)).plain()
    assert told["points"][1] == {
        "label": "2026-02",
        "count": 40,
        "of": 100,
        "rate": "0.4000",
        "lower": "0.1201",
        "upper": "0.3799",
        "signals": [BEYOND],
    }
    assert (told["centre"], told["n"], told["method"]) == ("0.2500", 200, "p-chart, 3 sigma limits, runs of 8")
    assert (told["whose"], told["by"], told["missing"]) == ("all", "month", None)
