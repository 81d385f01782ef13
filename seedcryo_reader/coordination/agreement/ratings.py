"""What is rated in categories: local progression of each target, its status at each timepoint, overall response."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from seedcryo_reader.coordination.agreement.figures import Figure, Options, rounded
from seedcryo_reader.coordination.agreement.kappa import Cases, Table, Weights, kappa_figure, standard_error
from seedcryo_reader.coordination.agreement.pairs import Pair, ReadFacts
from seedcryo_reader.coordination.endpoints.best_response import ORDER
from seedcryo_reader.domain.canonical import Json

Rated: TypeAlias = Callable[[ReadFacts], Iterable[tuple[object, str]]]
"""What a read says, each with what it is said of."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Categories that two reads are compared in.

    Attributes
    ----------
    about, unit : str
        What is rated, and of what each rating is.
    categories : tuple of str
        All that the trial's protocol knows; what else is said comes after them.
    ordered : tuple of str
        Those with an order, at equal distances, for weighted kappa; empty where there are only two.
    rated : callable
    """

    about: str
    unit: str
    categories: tuple[str, ...]
    ordered: tuple[str, ...]
    rated: Rated


@dataclass(frozen=True, slots=True)
class Rating:
    """How two raters agree in one scale.

    Attributes
    ----------
    about, unit : str
    categories : tuple of str
    table : tuple of tuple of int
        Counts over the categories: rows of the first read, columns of the second. Anyone can work it all out again.
    agreement : Figure
        The share of ratings that are the same.
    kappa : Figure
    standard_error : Figure
        Of kappa, for independent ratings.
    ordered : tuple of str
        The categories of weighted kappa; pairs in which another category stands are left out of it.
    left_out : int
        So many pairs.
    linear, quadratic : Figure or None
        Weighted kappa, where there is an order.
    """

    about: str
    unit: str
    categories: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    agreement: Figure
    kappa: Figure
    standard_error: Figure
    ordered: tuple[str, ...] = ()
    left_out: int = 0
    linear: Figure | None = None
    quadratic: Figure | None = None

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "about": self.about,
            "unit": self.unit,
            "categories": list(self.categories),
            "table": [list(row) for row in self.table],
            "agreement": self.agreement.plain(),
            "kappa": self.kappa.plain(),
            "standard_error": self.standard_error.plain(),
            "ordered": list(self.ordered),
            "left_out": self.left_out,
            "linear": None if self.linear is None else self.linear.plain(),
            "quadratic": None if self.quadratic is None else self.quadratic.plain(),
        }


def rating(pairs: Sequence[Pair], scale: Scale, options: Options) -> Rating:
    """How the two reads of all these pairs agree."""
    rated = [both for pair in pairs if (both := tuple(_both(pair, scale)))]
    said = {word for case in rated for words in case for word in words}
    categories = (*scale.categories, *sorted(said - set(scale.categories)))
    cases = Cases([_table(case, categories) for case in rated], options)
    whole = cases.whole or _table((), categories)
    found = kappa_figure(cases, Weights.NONE)
    agreement, error = _agreement(whole, len(rated)), _error(whole, found)
    if not scale.ordered:
        return Rating(scale.about, scale.unit, categories, whole, agreement, found, error)
    within = [ordered for case in rated if (ordered := tuple(_within(case, scale.ordered)))]
    weighed = Cases([_table(case, scale.ordered) for case in within], options)
    left_out = sum(map(len, rated)) - sum(map(len, within))
    linear, quadratic = (kappa_figure(weighed, one) for one in (Weights.LINEAR, Weights.QUADRATIC))
    return Rating(
        scale.about,
        scale.unit,
        categories,
        whole,
        agreement,
        found,
        error,
        scale.ordered,
        left_out,
        linear,
        quadratic,
    )


def _both(pair: Pair, scale: Scale) -> Iterator[tuple[str, str]]:
    second = dict(scale.rated(pair.second))
    for about, word in scale.rated(pair.first):
        if about in second:
            yield word, second[about]


def _within(case: Iterable[tuple[str, str]], ordered: Sequence[str]) -> Iterator[tuple[str, str]]:
    return (both for both in case if both[0] in ordered and both[1] in ordered)


def _table(case: Sequence[tuple[str, str]], categories: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(case.count((row, column)) for column in categories) for row in categories)


def _agreement(table: Table, cases: int) -> Figure:
    n = sum(map(sum, table))
    if n == 0:
        return Figure(0, cases, None, "observed agreement", missing="none to count")
    same = sum(row[place] for place, row in enumerate(table))
    return Figure(n, cases, rounded(same / n), "observed agreement")


def _error(table: Table, found: Figure) -> Figure:
    """The standard error, wherever kappa itself is given."""
    method = "large sample standard error, independent ratings (Fleiss, Cohen and Everitt 1969)"
    error = None if found.value is None else standard_error(table)
    if error is None:
        return Figure(found.n, found.cases, None, method, missing=found.missing)
    return Figure(found.n, found.cases, rounded(error), method)


def _progressed(facts: ReadFacts) -> Iterator[tuple[object, str]]:
    for one in facts.result.local:
        yield one.target, _yes(one.progressed_at is not None)


def _evaluable(facts: ReadFacts) -> Iterator[tuple[object, str]]:
    for one in facts.result.local:
        yield one.target, _yes(one.evaluable)


def _overall(facts: ReadFacts) -> Iterator[tuple[object, str]]:
    yield "case", _yes(facts.result.progressed_at is not None)


def _statuses(facts: ReadFacts) -> Iterator[tuple[object, str]]:
    for one in facts.result.local:
        for timepoint, status in zip(facts.result.timepoints[1:], one.statuses, strict=True):
            yield (one.target, timepoint), status


def _responses(facts: ReadFacts) -> Iterator[tuple[object, str]]:
    return zip(facts.result.timepoints[1:], facts.result.responses, strict=True)


def _best(facts: ReadFacts) -> Iterator[tuple[object, str]]:
    best = facts.result.best_response or best_of(facts.result.responses)
    if best is not None:
        yield "case", best


def best_of(responses: Sequence[str]) -> str | None:
    """The best response up to the first progression, unconfirmed, as a station without days can say it."""
    upto = responses.index("PD") + 1 if "PD" in responses else len(responses)
    ranks = {response: rank for rank, response in enumerate(ORDER)}
    return min(responses[:upto], key=lambda one: ranks.get(one, len(ranks)), default=None)


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


_YES_NO: Final = ("no", "yes")
_STATUSES: Final = ("no LP", "residual", "equivocal", "LP")
_WEIGHED: Final = ("CR", "PR", "SD", "PD")

SCALES: Final = (
    Scale("local progression", "target", _YES_NO, (), _progressed),
    Scale("local evaluability", "target", _YES_NO, (), _evaluable),
    Scale(
        "local status",
        "target and timepoint",
        (*_STATUSES, "NE"),
        _STATUSES,
        _statuses,
    ),
    Scale("overall progression", "case", _YES_NO, (), _overall),
    Scale("overall response", "timepoint", ORDER, _WEIGHED, _responses),
    Scale("best response", "case", ORDER, _WEIGHED, _best),
)
