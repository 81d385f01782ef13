"""The pictures of agreement as plain values: points, lines, ticks and words. Whoever paints them decides nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from typing import Final

from seedcryo_reader.coordination.agreement.control_chart import PChart
from seedcryo_reader.coordination.agreement.figures import Figure, shown
from seedcryo_reader.coordination.agreement.report import WITHIN, Agreement
from seedcryo_reader.domain.discordance import Cause

ALL_READERS: Final = "All readers"
_MOST_STEPS: Final = 8
_NICE: Final = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its title with the unit, both ends, and its ticks."""

    title: str
    low: float
    high: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a scatter, and what it says when it is pointed at."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line with its label, and the band of its interval where it has one."""

    at: float
    label: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Scatter:
    """A Bland–Altman plot; `missing` says why it has no levels."""

    title: str
    x: Axis
    y: Axis
    dots: tuple[Dot, ...]
    levels: tuple[Level, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A subgroup of a p-chart, from left to right; `signal` is empty where it gives none."""

    label: str
    value: float
    low: float | None
    high: float | None
    caption: str
    signal: str


@dataclass(frozen=True, slots=True)
class Steps:
    """A p-chart: its steps and the centre line; `joined` where they follow one another in time."""

    title: str
    y: Axis
    steps: tuple[Step, ...]
    centre: Level | None
    joined: bool
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and its count."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, the longest first."""

    title: str
    x: Axis
    bars: tuple[Bar, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a forest plot; without a value `caption` says why."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    caption: str


@dataclass(frozen=True, slots=True)
class Forest:
    """Kappas with their intervals."""

    title: str
    x: Axis
    rows: tuple[Row, ...]


def bland_altman_chart(one: Agreement) -> Scatter:
    """Differences in mm over means, with bias and limits of agreement."""
    first, second = _sides(one)
    dots = tuple(_dots(one))
    levels = tuple(_levels(one))
    heights = [*(dot.y for dot in dots), *(end for level in levels for end in _ends(level)), 0.0]
    return Scatter(
        title=whose(one),
        x=axis("Mean of both lengths (mm)", [dot.x for dot in dots] or [0.0]),
        y=axis(f"{first} − {second} (mm)", heights),
        dots=dots,
        levels=levels,
        missing=one.mm.bias.missing,
    )


def whose(one: Agreement) -> str:
    """The readers of a group, for a title."""
    return " and ".join(one.readers) or ALL_READERS


def _sides(one: Agreement) -> tuple[str, str]:
    if len(one.readers) == 2:
        return one.readers[0], one.readers[1]
    return ("original", "repeat") if one.kind == WITHIN else ("first by name", "second")


def _dots(one: Agreement) -> Iterator[Dot]:
    for pair in one.measured:
        first, second = pair.lengths
        label = f"{pair.case_number} {pair.target} {pair.timepoint}: {first:f} and {second:f} mm"
        yield Dot(float((first + second) / 2), float(first - second), label)


def _levels(one: Agreement) -> Iterator[Level]:
    named = (("bias", one.mm.bias, one.mm.zou_bias),
             ("lower limit", one.mm.lower, one.mm.zou_lower),
             ("upper limit", one.mm.upper, one.mm.zou_upper))  # fmt: skip
    for name, figure, with_interval in named:
        if figure.value is not None:
            low, high = _float(with_interval.lower), _float(with_interval.upper)
            sign = "+" if figure.value > 0 else ""
            yield Level(float(figure.value), f"{name} {sign}{shown(figure.value, 1)} mm", low, high)


def _ends(level: Level) -> Iterator[float]:
    return (end for end in (level.at, level.low, level.high) if end is not None)


def control_chart(chart: PChart) -> Steps:
    """A p-chart in percent."""
    centre = None
    if chart.centre is not None:
        label = f"{shown(100 * chart.centre, 0)} %, {chart.count} of {chart.of}"
        centre = Level(_percent(chart.centre), label)
    steps = tuple(
        Step(
            one.label,
            _percent(one.rate),
            None if one.lower is None else _percent(one.lower),
            None if one.upper is None else _percent(one.upper),
            f"{one.label}: {one.count} of {one.of}",
            ", ".join(one.signals),
        )
        for one in chart.points
    )
    title = f"{chart.about.capitalize()}, {chart.whose}, by {chart.by}"
    ticks = tuple(Tick(float(one), f"{one} %") for one in range(0, 101, 20))
    return Steps(title, Axis("", 0.0, 100.0, ticks), steps, centre, chart.by == "month", chart.missing)


def cause_chart(causes: Iterable[tuple[Cause, int]]) -> Bars:
    """In how many discordant cases each cause was found, those that were not found left out."""
    there = sorted((one for one in causes if one[1]), key=lambda one: -one[1])
    bars = tuple(Bar(str(cause), count) for cause, count in there)
    most = max((bar.count for bar in bars), default=0)
    missing = "" if bars else "no case is discordant"
    return Bars("Why reads differ", axis("Cases", [0.0, float(most)], whole=True), bars, missing)


def kappa_chart(groups: Sequence[Agreement]) -> Forest:
    """Kappa of every scale in every group."""
    rows = tuple(_row(f"{one.about}, {whose(group)}", one.kappa) for group in groups for one in group.ratings)
    low = min((end for row in rows for end in (row.low, row.value) if end is not None), default=0.0)
    return Forest("Kappa", axis("Cohen's kappa", [min(0.0, low), 1.0]), rows)


def _row(label: str, kappa: Figure) -> Row:
    if kappa.value is None:
        return Row(label, None, None, None, kappa.missing)
    if kappa.lower is None or kappa.upper is None:
        interval = f", {kappa.missing}"
    else:
        interval = f" ({shown(kappa.lower)} to {shown(kappa.upper)}{', no width' if kappa.missing else ''})"
    caption = f"{shown(kappa.value)}{interval}, n = {kappa.n}"
    return Row(label, float(kappa.value), _float(kappa.lower), _float(kappa.upper), caption)


def axis(title: str, values: Sequence[float], *, whole: bool = False) -> Axis:
    """An axis that holds all these values, its ends on ticks at steps of 1, 2 or 5 times a power of ten.

    Parameters
    ----------
    title : str
    values : sequence of float
        At least one.
    whole : bool
        Whether only whole numbers are ticks.
    """
    low, high = min(values), max(values)
    span = high - low or 1.0
    unit = 10.0 ** floor(log10(span / _MOST_STEPS))
    step = next(unit * nice for nice in _NICE if span / (unit * nice) <= _MOST_STEPS)
    if whole:
        step = max(1.0, step)
    places = max(0, -floor(log10(step)))
    first, last = floor(low / step), ceil(high / step)
    last = max(last, first + 1)
    ticks = tuple(Tick(round(place * step, places), f"{place * step:.{places}f}") for place in range(first, last + 1))
    return Axis(title, ticks[0].at, ticks[-1].at, ticks)


def _percent(share: Decimal) -> float:
    return float(100 * share)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
