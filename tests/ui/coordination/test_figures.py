"""The report of agreement as the page shows it."""

from coordination.agreement.made import OPTIONS
from coordination.agreement.test_report import study

from seedcryo_reader.coordination.agreement.pairs import AgreementInput
from seedcryo_reader.coordination.agreement.report import agreement_report
from seedcryo_reader.ui.coordination.agreement.figures import agreement_shown
from seedcryo_reader.ui.shared.chart import chart_of
from seedcryo_reader.ui.shared.picture import Bars, Course, Forest, Scatter


def figures(given):
    shown = agreement_shown(agreement_report(given, OPTIONS))
    return shown, {one.title: one for _heading, every in shown.groups for one in every}


def test_a_study_has_every_figure_with_its_numbers() -> None:
    shown, by_title = figures(study())
    assert shown.says.startswith("24 cases compared, 11 hidden repeats.")
    assert len(shown.groups) == 3
    assert isinstance(by_title["Cohen's kappa, between readers"].picture, Forest)
    assert isinstance(by_title["Cohen's kappa, hidden repeats"].picture, Forest)
    assert isinstance(by_title["Why reads differ"].picture, Bars)
    between = by_title["Bland–Altman, between readers: anna and cleo"]
    assert isinstance(between.picture, Scatter)
    assert "pairs of lengths in 12 cases" in between.says
    names = [row[0] for row in between.numbers.rows]
    assert "bias, mm" in names
    assert between.numbers.rows[names.index("bias, mm")][1] == "1.0000"
    assert any(isinstance(one.picture, Course) for one in by_title.values())
    assert all(one.numbers.rows for one in by_title.values() if one.picture is not None)
    assert all(one.says for one in by_title.values())
    for one in by_title.values():
        assert all(len(row) == len(one.numbers.columns) for row in one.numbers.rows)


def test_the_levels_of_a_plot_are_a_bias_and_two_dashed_limits() -> None:
    _shown, by_title = figures(study())
    levels = by_title["Bland–Altman, between readers: anna and cleo"].picture.levels
    assert [one.is_dashed for one in levels] == [False, True, True]


def test_every_picture_can_be_painted(qtbot) -> None:
    _shown, by_title = figures(study())
    for one in by_title.values():
        if one.picture is not None:
            chart = chart_of(one.picture)
            qtbot.addWidget(chart)
            assert not chart.grab().isNull()


def test_too_few_cases_are_said_and_not_painted() -> None:
    _shown, by_title = figures(study(2, 0))
    between = next(one for title, one in by_title.items() if title.startswith("Bland–Altman"))
    assert between.picture is None
    assert between.says == "No figure yet, n = 4. Too few: 2 cases, 5 are needed."
    assert "n = " in between.says
    assert not any("hidden repeats" in title for title in by_title)


def test_without_a_case_there_is_only_a_sentence() -> None:
    shown, by_title = figures(AgreementInput((), ()))
    assert by_title == {}
    assert shown.says.startswith("0 cases compared")
