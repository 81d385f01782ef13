"""Pictures as plain values."""

import pytest
from coordination.agreement.made import OPTIONS, SIZE, compared, measured, pair
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.charts import (
    axis,
    bland_altman_chart,
    cause_chart,
    control_chart,
    kappa_chart,
)
from seedcryo_reader.coordination.agreement.control_chart import BEYOND, Subgroup, p_chart
from seedcryo_reader.coordination.agreement.pairs import AgreementInput, Compared
from seedcryo_reader.coordination.agreement.report import agreement_report
from seedcryo_reader.domain.discordance import Cause


def report(pairs, repeats=()):
    given_cases = AgreementInput(tuple(Compared(one.readers, "2026-01-01", one) for one in pairs), tuple(repeats))
    return agreement_report(given_cases, OPTIONS)


def test_a_bland_altman_plot_has_a_dot_for_each_pair_and_three_levels():
    cases = [[(f"{20 + k}.4", f"{20 + k}.0"), (f"{25 + k}.0", f"{25 + k}.3")] for k in range(12)]
    _, found = report(measured(*cases)).between
    chart = bland_altman_chart(found)
    assert (chart.title, chart.y.title, chart.missing) == ("anna and ben", "anna − ben (mm)", "")
    assert (chart.dots[0].x, chart.dots[0].y) == (20.2, 0.4)
    assert chart.dots[1].label == "C-0001 T01 TP1: 25.0 and 25.3 mm"
    bias, lower, upper = chart.levels
    assert (bias.label, bias.at) == ("bias +0.1 mm", float(found.mm.bias.value))
    assert lower.low < lower.at < bias.at < upper.at < upper.high
    assert len(chart.dots) == 24
    assert all(chart.x.low <= dot.x <= chart.x.high and chart.y.low <= dot.y <= chart.y.high for dot in chart.dots)
    assert all(chart.y.low <= level.low and level.high <= chart.y.high for level in chart.levels)


def test_of_few_cases_the_dots_are_shown_without_levels_and_it_says_why():
    chart = bland_altman_chart(report(measured([("20", "21")])).between[0])
    assert (len(chart.dots), chart.levels) == (1, ())
    assert chart.missing == "too few: 1 case, 5 are needed"
    assert (chart.title, chart.y.title) == ("All readers", "first by name − second (mm)")


def test_of_no_case_there_is_an_empty_plot():
    chart = bland_altman_chart(report(()).between[0])
    assert (chart.dots, chart.x.low < chart.x.high, chart.y.low < chart.y.high) == ((), True, True)


def test_of_hidden_repeats_the_original_is_first():
    repeats = measured([("20", "21")], readers=("anna", "anna"))
    _, found = report((), repeats).within
    chart = bland_altman_chart(found)
    assert (chart.title, chart.y.title) == ("anna", "original − repeat (mm)")


def test_levels_without_an_interval_have_no_band():
    chart = bland_altman_chart(report(measured(*[[("20", "21")], [("30", "30")]] * 3)).between[0])
    assert [(level.low, level.high) for level in chart.levels] == [(None, None)] * 3


def test_a_control_chart_is_in_percent_with_what_each_step_says():
    months = [Subgroup("2026-01", 10, 100), Subgroup("2026-02", 40, 100), Subgroup("2026-03", 1, 4)]
    chart = control_chart(p_chart("adjudication rate", "all", "month", months))
    assert chart.title == "Adjudication rate, all, by month"
    assert (chart.centre.at, chart.centre.label) == (25.0, "25 %, 51 of 204")
    first, second, third = chart.steps
    assert (first.value, first.caption, first.signal) == (10.0, "2026-01: 10 of 100", BEYOND)
    assert (second.value, second.low < 25 < second.high, second.signal) == (40.0, True, BEYOND)
    assert (third.low, third.high, third.signal) == (None, None, "")
    assert (chart.joined, chart.y.low, chart.y.high) == (True, 0.0, 100.0)


def test_a_control_chart_of_too_few_has_no_centre():
    chart = control_chart(p_chart("adjudication rate", "all", "reader", [Subgroup("anna", 1, 2)]))
    assert (chart.centre, chart.joined, len(chart.steps)) == (None, False, 1)
    assert chart.missing.startswith("too few")


def test_causes_are_bars_the_longest_first_in_whole_cases():
    cases = [compared(1, causes=SIZE), compared(2, causes=(Cause.NEW_LESION, *SIZE)), compared(3)]
    chart = cause_chart(agreement_report(AgreementInput(tuple(cases), ()), OPTIONS).monitoring.causes)
    assert [(bar.label, bar.count) for bar in chart.bars] == [("target measurement", 2), ("new lesion", 1)]
    assert [tick.label for tick in chart.x.ticks] == ["0", "1", "2"]
    assert cause_chart(()).missing == "no case is discordant"


def test_a_forest_has_a_row_for_each_kappa_or_says_why_there_is_none():
    progressed = {"statuses": {"T01": ("no LP", "LP")}}
    said = [({}, {}), (progressed, progressed), (progressed, {})]
    twelve = [pair(*said[k % 3], case=k) for k in range(1, 13)]
    groups = report(twelve).between
    chart = kappa_chart(groups)
    assert len(chart.rows) == 2 * len(groups[0].ratings)
    row = chart.rows[0]
    assert row.label == "local progression, All readers"
    assert row.low < row.value < row.high
    assert row.caption == f"{row.value:.2f} ({row.low:.2f} to {row.high:.2f}), n = 12"
    undefined = next(one for one in chart.rows if one.label.startswith("overall progression"))
    assert (undefined.value, undefined.caption) == (None, "not defined: both gave one and the same category throughout")
    assert chart.x.low <= min(0.0, row.low)
    assert chart.x.high >= 1
    few = kappa_chart(report(twelve[:6]).between).rows[0]
    assert few.caption == f"{few.value:.2f}, too few for an interval: 6 cases, 10 are needed, n = 6"
    agreed = [pair(*said[k % 2], case=k) for k in range(1, 13)]
    assert kappa_chart(report(agreed).between).rows[0].caption == "1.00 (1.00 to 1.00, no width), n = 12"


@given(st.lists(st.floats(-1e6, 1e6).map(lambda one: round(one, 3)), min_size=1, max_size=6), st.booleans())
def test_an_axis_holds_all_its_values_with_two_to_ten_ticks_in_equal_steps(values, whole):
    found = axis("x", values, whole=whole)
    slack = 1e-6 * max(1.0, *map(abs, values))
    assert found.low <= min(values) + slack
    assert max(values) <= found.high + slack
    assert 2 <= len(found.ticks) <= 11
    assert (found.low, found.high) == (found.ticks[0].at, found.ticks[-1].at)
    steps = [b.at - a.at for a, b in zip(found.ticks, found.ticks[1:], strict=False)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6)
    assert len({tick.label for tick in found.ticks}) == len(found.ticks)
    if whole:
        assert all(tick.at == int(tick.at) for tick in found.ticks)
