"""Who reads which case in which order, whose read is accepted, who decides, and on which side a read is shown.

Everything is drawn from the seed of a batch by `stream.Stream`, each under a purpose of its own. Cases, readers and
adjudicators are taken in the order of their names, so that it does not matter how somebody lists them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from seedcryo_reader.coordination.office.stream import Stream, named
from seedcryo_reader.domain.office.coordinator import CasePlan, ReaderOrder

Pair: TypeAlias = tuple[str, str]

NUMBERS: Final = 10_000
"""Case numbers that there are: C-0000 to C-9999."""


@dataclass(frozen=True, slots=True)
class Pools:
    """What is drawn over: cases, readers (two at least) and adjudicators (one at least), in any order."""

    cases: tuple[str, ...]
    readers: tuple[str, ...]
    adjudicators: tuple[str, ...]


def plans(seed: str, pools: Pools) -> tuple[CasePlan, ...]:
    """Two readers per case, in the order of the cases; whose read is accepted should they agree; who would decide."""
    cases = sorted(pools.cases)
    pairs = _pairs(seed, sorted(pools.readers), len(cases))
    accepted = _accepted(seed, pairs)
    deciding = _in_turn(Stream(seed, "adjudicators"), sorted(pools.adjudicators), len(cases))
    return tuple(
        CasePlan(case, *pair, one, adjudicator)
        for case, pair, one, adjudicator in zip(cases, pairs, accepted, deciding, strict=True)
    )


def _pairs(seed: str, readers: Sequence[str], count: int) -> list[Pair]:
    """Pairs of readers, first and second: every pair as often as any other or once more, and each way round too.

    Among pairs that came equally seldom the one comes next whose readers have the fewest cases; among those it is
    drawn. The first time, and every other time, the two stand as a coin says; in between the other way round.
    """
    stream = Stream(seed, "pairs")
    often: Counter[Pair] = Counter()
    load: Counter[str] = Counter()
    last: dict[Pair, Pair] = {}
    drawn: list[Pair] = []
    every = list(combinations(readers, 2))
    for _ in range(count):
        pair = _next_pair(stream, every, often, load)
        swapped = stream.below(2) == 1 if often[pair] % 2 == 0 else last[pair] == pair
        last[pair] = (pair[1], pair[0]) if swapped else pair
        drawn.append(last[pair])
        often[pair] += 1
        load.update(pair)
    return stream.shuffled(drawn)


def _next_pair(stream: Stream, every: Sequence[Pair], often: Mapping[Pair, int], load: Mapping[str, int]) -> Pair:
    ranks = [(often[pair], load[pair[0]] + load[pair[1]]) for pair in every]
    least = min(ranks)
    candidates = [pair for pair, rank in zip(every, ranks, strict=True) if rank == least]
    return candidates[stream.below(len(candidates))]


def _accepted(seed: str, pairs: Sequence[Pair]) -> list[str]:
    """For each pair one of its readers: of the cases of two readers each has half, an odd one as a coin says."""
    stream = Stream(seed, "accepted")
    waiting: dict[Pair, list[str]] = {}
    for readers, count in sorted(Counter(tuple(sorted(pair)) for pair in pairs).items()):
        one, other = readers
        odd = [readers[stream.below(2)]] if count % 2 else []
        waiting[one, other] = stream.shuffled([one, other] * (count // 2) + odd)
    return [waiting[min(pair), max(pair)].pop() for pair in pairs]


def _in_turn(stream: Stream, names: Sequence[str], count: int) -> list[str]:
    """So many names, each as often as any other or once more, in random order."""
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += stream.shuffled(names)
    return stream.shuffled(drawn[:count])


def orders(
    seed: str, readers: Iterable[str], drawn: Iterable[CasePlan], repeats: Iterable[tuple[str, str]] = ()
) -> tuple[ReaderOrder, ...]:
    """The order in which each reader reads the own cases, hidden repeats of earlier batches among them.

    Parameters
    ----------
    repeats : iterable of (str, str)
        Reader, and the number of the repeat.
    """
    own: dict[str, list[str]] = {reader: [] for reader in sorted(readers)}
    for plan in drawn:
        own[plan.first].append(plan.case_number)
        own[plan.second].append(plan.case_number)
    for reader, number in repeats:
        own.setdefault(reader, []).append(number)
    return tuple(
        ReaderOrder(reader, tuple(Stream(seed, f"order {reader}").shuffled(sorted(cases))))
        for reader, cases in sorted(own.items())
    )


def repeated(
    seed: str, percent: int, drawn: Sequence[CasePlan], read_last: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Cases that are read again, each with the reader who does it, in the order of the cases.

    Parameters
    ----------
    percent : int
        How many of a hundred cases, rounded half up; one at least.
    drawn : sequence of CasePlan
    read_last : iterable of (str, str)
        Case and reader, where the case is the last of that reader: it would come twice in a row, so it is not repeated.
    """
    stream, never = Stream(seed, "repeats"), frozenset(read_last)
    load: Counter[str] = Counter()
    chosen: list[tuple[str, str]] = []
    for plan in stream.shuffled(sorted(drawn, key=lambda one: one.case_number)):
        readers = [one for one in sorted((plan.first, plan.second)) if (plan.case_number, one) not in never]
        if len(chosen) < share(len(drawn), percent) and readers:
            least = min(load[one] for one in readers)
            candidates = [one for one in readers if load[one] == least]
            reader = candidates[stream.below(len(candidates))]
            load[reader] += 1
            chosen.append((plan.case_number, reader))
    return tuple(sorted(chosen))


def share(cases: int, percent: int) -> int:
    """So many percent of the cases, rounded half up, one at least."""
    return max(1, (cases * percent + 50) // 100)


def numbers(seed: str, count: int, in_use: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """New case numbers, and those that were drawn on the way and are in use.

    Raises
    ------
    ValueError
        There are not so many numbers that are not in use.
    """
    stream, found, passed_over = Stream(seed, "numbers"), dict[str, None](), dict[str, None]()
    if count > NUMBERS - len(in_use):
        msg = f"{count} numbers of {NUMBERS}, of which {len(in_use)} are in use"
        raise ValueError(msg)
    while len(found) < count:
        number = f"C-{stream.below(NUMBERS):04}"
        (passed_over if number in in_use else found)[number] = None
    return tuple(found), tuple(passed_over)


def a_is_first(seed: str, case_number: str, reads: Pair) -> bool:
    """Whether the first of two reads (their SHA-256) stands on side A."""
    return Stream(seed, f"side {case_number} {' '.join(reads)}").below(2) == 0


def dispute_id(seed: str, case_number: str, reads: Pair, adjudicator: str, before: int) -> str:
    """The id of what is compared, disputed or not; `before`: how often the two were compared before, as a rule 0."""
    return named(seed, f"dispute {case_number} {' '.join(reads)} {adjudicator} {before}")
