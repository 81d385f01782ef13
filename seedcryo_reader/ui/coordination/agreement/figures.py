"""The report of agreement as figures of the page: pictures, sentences and the numbers behind them."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.coordination.agreement import charts
from seedcryo_reader.coordination.agreement.control_chart import PChart
from seedcryo_reader.coordination.agreement.figures import Figure as Value
from seedcryo_reader.coordination.agreement.figures import shown
from seedcryo_reader.coordination.agreement.rates import Monitoring
from seedcryo_reader.coordination.agreement.report import BETWEEN, Agreement, AgreementReport
from seedcryo_reader.ui.coordination.shown.agreement import AgreementShown, Figure, Numbers
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.picture import Axis, Bar, Bars, Course, Dot, Estimate, Forest, Level, Picture, Scatter

_VALUE = ("value", "lower 95 %", "upper 95 %", "n", "cases", "method")


def agreement_shown(report: AgreementReport) -> AgreementShown:
    """Every figure; nothing but a sentence while no case was compared."""
    translate = QCoreApplication.translate
    says = translate("Coordination", "%1 cases compared, %2 hidden repeats. Intervals: 95 %, %3 samples, seed %4.")
    said = filled(says, report.cases, report.repeats, report.options.samples, report.options.seed)
    if not report.cases and not report.repeats:
        return AgreementShown(said, ())
    between, within = told(report.between), told(report.within)
    within = within if report.repeats else ()
    kappas = tuple(_kappas(groups) for groups in (between, within) if groups)
    return AgreementShown(
        said,
        (
            (translate("Coordination", "Do they come to the same?"), (*kappas, _causes(report.monitoring))),
            (translate("Coordination", "Do they measure the same?"), tuple(map(_limits, (*between, *within)))),
            (
                translate("Coordination", "How often is an adjudicator needed?"),
                (*_charts(report.monitoring.charts), _acceptance(report.monitoring)),
            ),
        ),
    )


def told(groups: Sequence[Agreement]) -> Sequence[Agreement]:
    """All taken together say nothing new where there is only one pair of readers, or one reader."""
    return groups[1:] if len(groups) == 2 else groups


def _kappas(groups: Sequence[Agreement]) -> Figure:
    translate = QCoreApplication.translate
    chart = charts.kappa_chart(groups)
    rows = tuple(
        (f"{one.about}, {group.kind}, {charts.whose(group)}", *_cells(one.kappa))
        for group in groups
        for one in group.ratings
    )
    picture = Forest(_axis(chart.x), tuple(Estimate(r.label, r.caption, r.value, r.low, r.high) for r in chart.rows))
    says = translate("Coordination", "1 is full agreement, 0 what chance alone would give. Whole cases are resampled.")
    among = translate("Coordination", "Cohen's kappa, between readers")
    repeats = translate("Coordination", "Cohen's kappa, hidden repeats")
    return Figure(among if groups[0].kind == BETWEEN else repeats, says, picture, _numbers(("what",), rows))


def _limits(group: Agreement) -> Figure:
    translate = QCoreApplication.translate
    between = translate("Coordination", "Bland–Altman, between readers: %1")
    repeats = translate("Coordination", "Bland–Altman, hidden repeats: %1")
    title = filled(between if group.kind == BETWEEN else repeats, charts.whose(group))
    chart = charts.bland_altman_chart(group)
    near = group.repeatability
    values = (
        ("bias, mm", group.mm.bias),
        ("lower limit, mm", group.mm.lower),
        ("upper limit, mm", group.mm.upper),
        ("bias by Zou, mm", group.mm.zou_bias),
        ("lower limit by Zou, mm", group.mm.zou_lower),
        ("upper limit by Zou, mm", group.mm.zou_upper),
        ("coefficient of repeatability, mm", near.coefficient_mm),
        ("coefficient of repeatability, %", near.coefficient_percent),
        ("ICC(2,1)", near.agreement),
        ("ICC(3,1)", near.consistency),
    )
    rows = tuple((name, *_cells(value)) for name, value in values)
    bias = group.mm.bias
    if chart.missing:
        return Figure(title, _too_few(chart.missing, bias.n), None, _numbers(("what",), rows))
    says = translate("Coordination", "n = %1 pairs of lengths in %2 cases. Coefficient of repeatability: %3 mm.")
    coefficient = near.coefficient_mm
    said = filled(
        says, bias.n, bias.cases, coefficient.missing if coefficient.value is None else shown(coefficient.value)
    )
    return Figure(title, said, _scatter(chart), _numbers(("what",), rows))


def _scatter(chart: charts.Scatter) -> Scatter:
    ends = [(one.low, one.high) for one in chart.levels]
    bias = next((k for k, one in enumerate(chart.levels) if one.label.startswith("bias")), -1)
    return Scatter(
        _axis(chart.x),
        _axis(chart.y),
        tuple(Dot(one.x, one.y, one.label) for one in chart.dots),
        tuple(Level(one.at, one.label, k != bias, *ends[k]) for k, one in enumerate(chart.levels)),
    )


def _charts(every: Iterable[PChart]) -> Iterator[Figure]:
    for one in every:
        chart = charts.control_chart(one)
        columns = ("subgroup", "count", "of", "share", "lower limit", "upper limit", "signal")
        rows = tuple(
            (
                p.label,
                str(p.count),
                str(p.of),
                _written(p.rate),
                _written(p.lower),
                _written(p.upper),
                ", ".join(p.signals),
            )
            for p in one.points
        )
        loud = [f"{step.caption}: {step.signal}" for step in chart.steps if step.signal]
        ordinary = QCoreApplication.translate("Coordination", "%1 of %2; nothing out of the ordinary.")
        said = "; ".join(loud) if loud else filled(ordinary, one.count, one.of)
        says = _too_few(chart.missing, one.of) if chart.missing else said
        yield Figure(chart.title, says, None if chart.missing else _course(chart), Numbers(columns, rows))


def _course(chart: charts.Steps) -> Course:
    ticks = tuple((float(k), one.label) for k, one in enumerate(chart.steps))
    limits = tuple(None if s.low is None or s.high is None else (s.low, s.high) for s in chart.steps)
    return Course(
        Axis("", -0.5, len(chart.steps) - 0.5, ticks),
        _axis(chart.y),
        tuple(Dot(float(k), one.value, one.caption, bool(one.signal)) for k, one in enumerate(chart.steps)),
        None if chart.centre is None else Level(chart.centre.at, chart.centre.label),
        limits,
        chart.joined,
    )


def _causes(found: Monitoring) -> Figure:
    translate = QCoreApplication.translate
    chart = charts.cause_chart(found.causes)
    rows = tuple((one.label, str(one.count)) for one in chart.bars)
    bars = Bars(tuple(Bar(one.label, one.count, str(one.count)) for one in chart.bars), chart.x.high)
    says = translate("Coordination", "Discordant cases in which each cause was found; a case may have several.")
    title = translate("Coordination", "Why reads differ")
    return Figure(title, chart.missing or says, None if chart.missing else bars, Numbers(("cause", "cases"), rows))


def _acceptance(found: Monitoring) -> Figure:
    translate = QCoreApplication.translate
    columns = ("reader", "accepted", "other read", "neither", "share", "lower 95 %", "upper 95 %")
    rows = tuple(
        (one.reader, str(one.accepted), str(one.other), str(one.neither), *_cells(one.share)[:3])
        for one in found.acceptance
    )
    ticks = tuple((share / 100, f"{share} %") for share in range(0, 101, 25))
    picture: Picture = Forest(
        Axis("", 0.0, 1.0, ticks), tuple(_share(one.reader, one.share) for one in found.acceptance)
    )
    is_known = any(one.share.value is not None for one in found.acceptance)
    says = translate("Coordination", "Questions in which the reader's read was accepted. Not decided yet: %1.")
    title = translate("Coordination", "Accepted by the adjudicator")
    return Figure(title, filled(says, found.undecided), picture if is_known else None, Numbers(columns, rows))


def _share(name: str, value: Value) -> Estimate:
    if value.value is None:
        return Estimate(name, value.missing, None)
    low, high = (None if one is None else float(one) for one in (value.lower, value.upper))
    return Estimate(name, f"{100 * value.value:.0f} %, n = {value.n}", float(value.value), low, high)


def _axis(one: charts.Axis) -> Axis:
    return Axis(one.title, one.low, one.high, tuple((tick.at, tick.label) for tick in one.ticks))


def _numbers(first: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Numbers:
    return Numbers((*first, *_VALUE), rows)


def _cells(one: Value) -> tuple[str, ...]:
    value = one.missing if one.value is None else f"{one.value:f}"
    return (value, _written(one.lower), _written(one.upper), str(one.n), str(one.cases), one.method)


def _written(value: object) -> str:
    return "" if value is None else f"{value}"


def _too_few(missing: str, n: int) -> str:
    says = QCoreApplication.translate("Coordination", "No figure yet, n = %1. %2.")
    return filled(says, n, missing[:1].upper() + missing[1:])
