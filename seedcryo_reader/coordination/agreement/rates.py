"""How often an adjudicator had to decide, whose read was accepted, and why the reads differed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from seedcryo_reader.coordination.agreement.control_chart import PChart, Subgroup, p_chart
from seedcryo_reader.coordination.agreement.figures import Figure, share
from seedcryo_reader.coordination.agreement.pairs import Compared
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.discordance import Cause, Variable

_Kind = TypeVar("_Kind", bound=StrEnum)

ALL: Final = "all"
ADJUDICATED: Final = "adjudication rate"
ACCEPTED: Final = "acceptance by the adjudicator"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of a reader, a pair (``"anna, ben"``) or of all."""

    whose: str
    count: int
    share: Figure

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {"whose": self.whose, "count": self.count, **self.share.plain()}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What adjudicators made of a reader's reads.

    Attributes
    ----------
    reader : str
    accepted, other, neither : int
        Questions in which the reader's read was accepted, the other one, or neither of the two.
    share : Figure
        Accepted, of all.
    """

    reader: str
    accepted: int
    other: int
    neither: int
    share: Figure

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "reader": self.reader,
            "accepted": self.accepted,
            "other": self.other,
            "neither": self.neither,
            **self.share.plain(),
        }


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Rates, charts and reasons.

    Attributes
    ----------
    adjudicated : tuple of Rate
        Cases that were discordant when they were compared first, of those compared: of all, of each reader, of each
        pair.
    undecided : int
        Cases with a dispute that waits for its decision.
    acceptance : tuple of Acceptance
        Of every decision that was made.
    charts : tuple of PChart
        The adjudication rate by month, of all, of each reader and of each pair; and by reader; acceptance by reader.
    causes : tuple of (Cause, int)
        In how many of these discordant cases each cause was found, every cause that there is; a case may have several.
    variables : tuple of (Variable, int)
        Likewise, in which variable the reads differ.
    reasons : tuple of (str, int)
        How many decisions gave each reason code.
    adjudicators : tuple of (str, int)
        How many decisions each adjudicator made.
    """

    adjudicated: tuple[Rate, ...]
    undecided: int
    acceptance: tuple[Acceptance, ...]
    charts: tuple[PChart, ...]
    causes: tuple[tuple[Cause, int], ...]
    variables: tuple[tuple[Variable, int], ...]
    reasons: tuple[tuple[str, int], ...]
    adjudicators: tuple[tuple[str, int], ...]

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "adjudication_rate": [one.plain() for one in self.adjudicated],
            "undecided": self.undecided,
            "acceptance": [one.plain() for one in self.acceptance],
            "p_charts": [one.plain() for one in self.charts],
            "causes": _counted(self.causes),
            "variables": _counted(self.variables),
            "decision_reasons": _counted(self.reasons),
            "adjudicators": _counted(self.adjudicators),
        }


def monitored(compared: Sequence[Compared]) -> Monitoring:
    """Rates and charts over all cases that were compared; their order does not matter."""
    readers, pairs = _groups(compared)
    discordant = [one for one in compared if one.is_discordant]
    decided = [decision for one in compared for decision in one.decisions]
    judged = sorted({*readers, *(reader for decision in decided for reader in decision.readers)})
    acceptance = tuple(_acceptance(reader, compared) for reader in judged)
    named = {ALL: compared, **readers, **pairs}
    return Monitoring(
        adjudicated=tuple(_rate(whose, cases) for whose, cases in named.items()),
        undecided=sum(one.is_open for one in compared),
        acceptance=acceptance,
        charts=(
            *(p_chart(ADJUDICATED, whose, "month", _by_month(cases)) for whose, cases in named.items()),
            p_chart(ADJUDICATED, ALL, "reader", (Subgroup(one, *_counts(cases)) for one, cases in readers.items())),
            p_chart(ACCEPTED, ALL, "reader", (Subgroup(one.reader, one.accepted, one.share.n) for one in acceptance)),
        ),
        causes=_in_cases(Cause, (one.causes for one in discordant)),
        variables=_in_cases(Variable, (one.variables for one in discordant)),
        reasons=_sorted(Counter(one.reason for one in decided)),
        adjudicators=_sorted(Counter(one.adjudicator for one in decided)),
    )


def _groups(compared: Iterable[Compared]) -> tuple[Mapping[str, list[Compared]], Mapping[str, list[Compared]]]:
    """The cases of each reader, and those of each pair, by name."""
    readers: dict[str, list[Compared]] = {}
    pairs: dict[str, list[Compared]] = {}
    for one in compared:
        pairs.setdefault(", ".join(one.readers), []).append(one)
        for reader in one.readers:
            readers.setdefault(reader, []).append(one)
    return dict(sorted(readers.items())), dict(sorted(pairs.items()))


def _counts(cases: Sequence[Compared]) -> tuple[int, int]:
    return sum(one.is_discordant for one in cases), len(cases)


def _rate(whose: str, cases: Sequence[Compared]) -> Rate:
    count, of = _counts(cases)
    return Rate(whose, count, share(count, of, of))


def _by_month(cases: Iterable[Compared]) -> Iterator[Subgroup]:
    months: dict[str, list[Compared]] = {}
    for one in cases:
        months.setdefault(one.day[:7], []).append(one)
    for month, found in sorted(months.items()):
        yield Subgroup(month, *_counts(found))


def _acceptance(reader: str, cases: Sequence[Compared]) -> Acceptance:
    about = [[decision for decision in one.decisions if reader in decision.readers] for one in cases]
    said = [answer for decisions in about for decision in decisions for answer in decision.accepted]
    accepted, neither = said.count(reader), said.count(None)
    other = len(said) - accepted - neither
    return Acceptance(reader, accepted, other, neither, share(accepted, len(said), sum(map(bool, about))))


def _in_cases(kinds: Iterable[_Kind], found: Iterable[Iterable[_Kind]]) -> tuple[tuple[_Kind, int], ...]:
    counts = Counter(word for words in found for word in set(words))
    return tuple((one, counts[one]) for one in kinds)


def _sorted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _counted(found: Iterable[tuple[str, int]]) -> list[Json]:
    return [{"name": str(name), "count": count} for name, count in found]
