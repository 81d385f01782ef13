"""Findings about the lesions of the sum of diameters while the baseline is read: RECIST 1.1 (Eisenhauer 2009, 3).

What the reading room does not ask is not known here: whether a site was treated before the trial, whether a lesion is a
kind that is never measurable, and whether a larger lesion of the same organ was left out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from seedcryo_reader.criteria.measurability import (
    NODE,
    NON_NODAL,
    Classified,
    Measurable,
    Measured,
    Method,
    measurability,
)
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import CHOSEN_ID, Absent, Assessment, NotEvaluable, TooSmall
from seedcryo_reader.domain.measurement import Caliper
from seedcryo_reader.domain.read import BASELINE, Read, TimepointRead


@dataclass(frozen=True, slots=True)
class SelectionFinding:
    """Something about the choice of lesions that the reader should look at. It stops nothing by itself.

    Attributes
    ----------
    code : str
        ``"not-measurable"`` of a lesion in the sum, ``"target-not-measurable"`` of a target that is not in it,
        ``"open-question"`` where the protocol leaves it to the reader, ``"too-many"`` or ``"too-many-in-organ"``.
    lesion : str
        The lesion it is about; empty where it is about the sum.
    text : str
        A sentence with the numbers, and one that says what to do.
    paragraph : str
        The paragraph of the protocol.
    """

    code: str
    lesion: str
    text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    lesion: str
    organ: str
    node: bool
    in_sum: bool

    @property
    def target(self) -> bool:
        return not CHOSEN_ID.fullmatch(self.lesion)


def selection_findings(read: Read, protocol: Protocol) -> tuple[SelectionFinding, ...]:
    """What is to be said of the lesions that are measured; nothing unless the baseline is what is being read."""
    baseline = read.active
    if baseline is None or baseline.name != BASELINE or baseline.sheet.not_evaluable is not None:
        return ()
    candidates = tuple(_candidates(read, baseline))
    return (*_measurability(candidates, baseline, protocol), *_limits(candidates, protocol))


def _candidates(read: Read, baseline: TimepointRead) -> Iterator[_Candidate]:
    """Prespecified targets and chosen lesions; as long as nothing is said of the sum, all targets are in it."""
    in_set = baseline.sheet.recist_set
    for target in read.targets:
        in_sum = in_set is None or target.target_id in in_set
        yield _Candidate(target.target_id, target.organ, target.node, in_sum)
    for name, one in sorted(baseline.sheet.recorded.items()):
        if CHOSEN_ID.fullmatch(name):
            yield _Candidate(name, one.organ, one.node, in_set is not None and name in in_set)


def _measurability(
    candidates: tuple[_Candidate, ...], baseline: TimepointRead, protocol: Protocol
) -> Iterator[SelectionFinding]:
    paragraph = protocol.measurability.paragraph
    for one in candidates:
        found = _classified(one, baseline, protocol)
        if found is None or found.value in {Measurable.MEASURABLE, Measurable.TARGET_NODE}:
            continue
        if one.in_sum and found.value is Measurable.PROTOCOL_DECISION:
            text = f"{one.lesion}: {found.reason}. Decide whether it stays in the sum of diameters."
            yield SelectionFinding("open-question", one.lesion, text, paragraph)
        elif one.in_sum:
            text = f"{one.lesion} is in the sum of diameters, but not measurable: {found.reason}. {_remedy(one, found)}"
            yield SelectionFinding("not-measurable", one.lesion, text, paragraph)
        elif one.target and found.value is not Measurable.PROTOCOL_DECISION:
            text = f"{one.lesion} is not measurable: {found.reason}. It stays a target and is followed all the same."
            yield SelectionFinding("target-not-measurable", one.lesion, text, paragraph)


def _remedy(one: _Candidate, found: Classified) -> str:
    if one.target:
        return "Take it out of the sum: it is then non-target disease."
    if found.value is Measurable.NORMAL_NODE:
        return "Drop it: a lymph node of that size is no disease."
    return "Drop it, and record it as non-target disease."


def _classified(one: _Candidate, baseline: TimepointRead, protocol: Protocol) -> Classified | None:
    """What a lesion is; None where it has no axes of its own: not assessed yet, in pieces, or merged."""
    said = baseline.sheet.assessed(one.lesion)
    if isinstance(said, Caliper):
        axis = said.short if one.node else said.long
        if axis is None:
            return None
        return measurability(_measured(one, said, baseline), protocol.measurability)
    reason = _not_measured(said)
    return None if reason is None else Classified(Measurable.NON_MEASURABLE, reason)


def _measured(one: _Candidate, caliper: Caliper, baseline: TimepointRead) -> Measured:
    """The slices are those of the series that the caliper lies on. Images are CT or MR, whose rules are the same."""
    distances = {series.number: series.slice_mm for series in baseline.series}
    distance = distances.get(caliper.image.series)
    return Measured(
        NODE if one.node else NON_NODAL,
        Method.CT,
        caliper.long.mm,
        None if caliper.short is None else caliper.short.mm,
        None if distance is None else Decimal(distance),
    )


def _not_measured(said: Assessment | None) -> str | None:
    if isinstance(said, Absent):
        return "it is not seen"
    if isinstance(said, TooSmall):
        return "it is too small to measure"
    return "it cannot be judged at the baseline" if isinstance(said, NotEvaluable) else None


def _limits(candidates: tuple[_Candidate, ...], protocol: Protocol) -> Iterator[SelectionFinding]:
    """The vocabulary has one word for paired organs, and one for all lymph nodes: both are one organ (EORTC)."""
    limits = protocol.sets.recist
    counted = [one for one in candidates if one.in_sum]
    if len(counted) > limits.max_total:
        names = ", ".join(one.lesion for one in counted)
        text = (
            f"{len(counted)} lesions are in the sum of diameters ({names}), and at most {limits.max_total} may be. "
            "Take out those that are smallest or hardest to measure again."
        )
        yield SelectionFinding("too-many", "", text, limits.paragraph)
    for organ, count in Counter(one.organ for one in counted).items():
        if count > limits.max_per_organ:
            names = ", ".join(one.lesion for one in counted if one.organ == organ)
            text = (
                f"{count} lesions of one organ ({organ}) are in the sum of diameters ({names}), and at most "
                f"{limits.max_per_organ} may be. Take out those that are smallest or hardest to measure again."
            )
            yield SelectionFinding("too-many-in-organ", "", text, limits.paragraph)
