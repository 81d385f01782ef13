"""Everything about agreement in one value: between readers, of one reader with itself, and what adjudicators did."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.coordination.agreement.bland_altman import Lengths, Limits, limits_mm, limits_percent
from seedcryo_reader.coordination.agreement.figures import BOOTSTRAP, CONFIDENCE, Options
from seedcryo_reader.coordination.agreement.pairs import AgreementInput, Pair
from seedcryo_reader.coordination.agreement.rates import Monitoring, monitored
from seedcryo_reader.coordination.agreement.ratings import SCALES, Rating, rating
from seedcryo_reader.coordination.agreement.repeatability import Repeatability, repeatability
from seedcryo_reader.domain.canonical import Json

FORMAT: Final = 1
BETWEEN: Final = "between readers"
WITHIN: Final = "within a reader"


@dataclass(frozen=True, slots=True)
class Measured:
    """A pair of lengths: which, and how long each read has it, in mm."""

    case_number: str
    target: str
    timepoint: str
    lengths: Lengths


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the pairs of one group agree.

    Attributes
    ----------
    kind : str
        `BETWEEN` (two readers) or `WITHIN` (hidden repeats).
    readers : tuple of str
        The pair, first by name first, or the one reader; empty where all are taken together.
    pairs : int
        Pairs of reads.
    ratings : tuple of Rating
    measured : tuple of Measured
        What the limits are made of, by case, target and timepoint.
    mm, percent : Limits
    repeatability : Repeatability
    """

    kind: str
    readers: tuple[str, ...]
    pairs: int
    ratings: tuple[Rating, ...]
    measured: tuple[Measured, ...]
    mm: Limits
    percent: Limits
    repeatability: Repeatability

    def plain(self) -> dict[str, Json]:
        """For JSON."""
        return {
            "kind": self.kind,
            "readers": list(self.readers),
            "pairs": self.pairs,
            "ratings": [one.plain() for one in self.ratings],
            "bland_altman": {
                "lengths": [_measured(one) for one in self.measured],
                "limits_mm": self.mm.plain(),
                "limits_percent": self.percent.plain(),
                "repeatability": self.repeatability.plain(),
            },
        }


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything.

    Attributes
    ----------
    options : Options
    cases, repeats : int
        Cases that were compared, and hidden repeats.
    between, within : tuple of Agreement
        All together first, then each pair of readers, or each reader.
    monitoring : Monitoring
    """

    options: Options
    cases: int
    repeats: int
    between: tuple[Agreement, ...]
    within: tuple[Agreement, ...]
    monitoring: Monitoring

    def plain(self) -> dict[str, Json]:
        """For JSON; the format is described in `resources/manual/agreement.md`."""
        return {
            "format": FORMAT,
            "seed": self.options.seed,
            "samples": self.options.samples,
            "bootstrap": BOOTSTRAP,
            "confidence": CONFIDENCE,
            "cases": self.cases,
            "repeats": self.repeats,
            "between_readers": [one.plain() for one in self.between],
            "within_readers": [one.plain() for one in self.within],
            "monitoring": self.monitoring.plain(),
        }


def agreement_report(given: AgreementInput, options: Options) -> AgreementReport:
    """Work everything out. The order of cases does not matter; the seed and the samples do, to intervals alone."""
    between = sorted((one.pair for one in given.compared if one.pair is not None), key=_case)
    within = sorted(given.repeats, key=_case)
    return AgreementReport(
        options,
        len(between),
        len(within),
        tuple(_agreements(BETWEEN, between, options)),
        tuple(_agreements(WITHIN, within, options)),
        monitored(given.compared),
    )


def told(groups: Sequence[Agreement]) -> Sequence[Agreement]:
    """What is shown to people: all taken together say nothing new where there is one pair of readers, or one reader."""
    return groups[1:] if len(groups) == 2 else groups


def _case(pair: Pair) -> tuple[str, str]:
    return pair.case_number, pair.second.result.case_number


def _agreements(kind: str, pairs: Sequence[Pair], options: Options) -> Iterator[Agreement]:
    yield _agreement(kind, (), pairs, options)
    for readers in sorted({one.readers for one in pairs}):
        yield _agreement(kind, readers, [one for one in pairs if one.readers == readers], options)


def _agreement(kind: str, readers: tuple[str, ...], pairs: Sequence[Pair], options: Options) -> Agreement:
    measured = tuple(one for pair in pairs for one in _lengths(pair))
    cases = _by_case(measured)
    return Agreement(
        kind,
        readers,
        len(pairs),
        tuple(rating(pairs, scale, options) for scale in SCALES),
        measured,
        limits_mm(cases),
        limits_percent(cases),
        repeatability(cases, options),
    )


def _lengths(pair: Pair) -> Iterator[Measured]:
    """What both measured, target by target in the order of timepoints."""
    order = {name: place for place, name in enumerate(pair.first.result.timepoints)}
    both = pair.first.lengths.keys() & pair.second.lengths.keys()
    for target, timepoint in sorted(both, key=lambda one: (one[0], order[one[1]])):
        lengths = pair.first.lengths[target, timepoint], pair.second.lengths[target, timepoint]
        yield Measured(pair.case_number, target, timepoint, lengths)


def _by_case(measured: Iterable[Measured]) -> list[list[Lengths]]:
    cases: dict[str, list[Lengths]] = {}
    for one in measured:
        cases.setdefault(one.case_number, []).append(one.lengths)
    return list(cases.values())


def _measured(one: Measured) -> dict[str, Json]:
    first, second = one.lengths
    return {
        "case": one.case_number,
        "target": one.target,
        "timepoint": one.timepoint,
        "first_mm": f"{first:f}",
        "second_mm": f"{second:f}",
    }
