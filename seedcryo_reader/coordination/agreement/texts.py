"""The report as lines of text, for a terminal; what is in JSON besides are tables, months and methods."""

from collections.abc import Iterator

from seedcryo_reader.coordination.agreement.control_chart import PChart
from seedcryo_reader.coordination.agreement.figures import Figure, shown
from seedcryo_reader.coordination.agreement.rates import Monitoring
from seedcryo_reader.coordination.agreement.ratings import Rating
from seedcryo_reader.coordination.agreement.report import BETWEEN, Agreement, AgreementReport, told

_COLUMN = 42


def lines(report: AgreementReport) -> Iterator[str]:
    """The report, line by line."""
    yield f"Cases read by two readers: {report.cases}. Hidden repeats: {report.repeats}."
    yield f"Intervals of 95 %; bootstraps of {report.options.samples} samples from seed {report.options.seed}."
    for group in (*told(report.between), *told(report.within)):
        yield ""
        yield from _group(group)
    yield ""
    yield from _monitoring(report.monitoring)


def _group(group: Agreement) -> Iterator[str]:
    title = "Between readers" if group.kind == BETWEEN else "Hidden repeats"
    yield f"{title}: {' and '.join(group.readers) or 'all'} (pairs of reads: {group.pairs})"
    for one in group.ratings:
        yield from _rating(one)
    limits, near = group.mm, group.repeatability
    yield _line("  lengths, bias (mm)", limits.zou_bias, bare=limits.bias)
    yield _line("  lengths, lower limit of agreement (mm)", limits.zou_lower, bare=limits.lower)
    yield _line("  lengths, upper limit of agreement (mm)", limits.zou_upper, bare=limits.upper)
    yield _line("  lengths, lower limit (%)", group.percent.zou_lower, bare=group.percent.lower)
    yield _line("  lengths, upper limit (%)", group.percent.zou_upper, bare=group.percent.upper)
    yield _line("  coefficient of repeatability (mm)", near.coefficient_mm)
    yield _line("  coefficient of repeatability (%)", near.coefficient_percent)
    yield _line("  proportional bias (mm per mm)", near.slope, places=3)
    yield _line("  ICC(2,1)", near.agreement, places=3)
    yield _line("  ICC(3,1)", near.consistency, places=3)


def _rating(one: Rating) -> Iterator[str]:
    yield _line(f"  kappa, {one.about}", one.kappa)
    if one.linear is not None and one.quadratic is not None:
        yield _line("    linear weights", one.linear)
        yield _line("    quadratic weights", one.quadratic)


def _line(label: str, figure: Figure, bare: Figure | None = None, places: int = 2) -> str:
    """A figure with its interval; `bare` is a value by another estimate, whose interval goes by `figure`'s."""
    main = figure if bare is None else bare
    if main.value is None or figure.value is None:
        return f"{label:<{_COLUMN}} {main.missing} (n = {main.n})"
    if figure.lower is None or figure.upper is None:
        interval = figure.missing
    else:
        interval = f"{shown(figure.lower, places)} to {shown(figure.upper, places)}"
        interval = f"{interval}; {figure.missing}" if figure.missing else interval
        interval = interval if bare is None else f"Zou: {shown(figure.value, places)}, {interval}"
    return f"{label:<{_COLUMN}} {shown(main.value, places)} ({interval}), n = {main.n}"


def _monitoring(found: Monitoring) -> Iterator[str]:
    yield "Adjudication"
    for rate in found.adjudicated:
        yield _line(f"  {rate.whose}, {rate.count} of {rate.share.n} cases", rate.share)
    yield f"  not decided yet: {found.undecided}"
    for one in found.acceptance:
        yield _line(f"  accepted: {one.reader}, {one.accepted} of {one.share.n}", one.share)
    for chart in found.charts:
        yield from _signals(chart)
    yield "Why reads differ (cases)"
    for cause, count in found.causes:
        if count:
            yield f"  {cause}: {count}"


def _signals(chart: PChart) -> Iterator[str]:
    for point in chart.points:
        for signal in point.signals:
            yield f"  signal: {chart.about}, {chart.whose}, {point.label}, {point.count} of {point.of}: {signal}"
