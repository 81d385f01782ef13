"""Local progression of one target: by its size, by new or larger tissue in or next to it, by tumour that touches it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from seedcryo_reader.criteria.growth import Limit, Point, over, smallest
from seedcryo_reader.criteria.lengths import Visit, after_reference, number
from seedcryo_reader.criteria.protocol.model import ContiguousRule, FindingClasses, Protocol, SizeRule, TissueRule
from seedcryo_reader.criteria.trace import concluded, plain
from seedcryo_reader.domain.conclusion import Conclusion, Step


class Verdict(IntEnum):
    """What a rule says of a target; where several speak, the largest counts."""

    NOTHING = 0
    RESIDUAL = 1
    UNCERTAIN = 2
    EQUIVOCAL = 3
    NOT_ASSESSED = 4
    PROGRESSION = 5


VALUES: Final[dict[Verdict, str]] = {
    Verdict.NOTHING: "no LP",
    Verdict.RESIDUAL: "residual",
    Verdict.UNCERTAIN: "equivocal",
    Verdict.EQUIVOCAL: "equivocal",
    Verdict.NOT_ASSESSED: "NE",
    Verdict.PROGRESSION: "LP",
}
"""`UNCERTAIN` is tissue that may be there, but is not new or larger: it never becomes progression in hindsight."""


class Answers(NamedTuple):
    """What was answered about a target, by question."""

    lesion: str
    said: Mapping[str, str]


class LocalVisit(NamedTuple):
    """A target at a visit: its lengths, and the answers about it.

    Attributes
    ----------
    timepoint : str
    sizes : tuple of Visit
        What is compared with its own nadir: the target alone; merged ones together, or each with the common diameter.
    answers : tuple of Answers
        Of the target, and of those merged with it; the strongest counts.
    """

    timepoint: str
    sizes: tuple[Visit, ...]
    answers: tuple[Answers, ...]


def local_progression(lesion: str, visits: Sequence[LocalVisit], protocol: Protocol) -> Conclusion:
    """Status of a target at the last of these visits: LP, residual, equivocal, no LP or NE.

    Parameters
    ----------
    lesion : str
    visits : sequence of LocalVisit
        Baseline first, the visit to be judged last; `sizes` and `answers` in the same order at each.
    """
    judged = [one for name in protocol.local_progression.rules for one in _judged(name, visits, protocol)]
    verdict = max(one for one, _ in judged)
    trace = [step for _, step in judged]
    if verdict is not Verdict.PROGRESSION:
        paragraph = protocol.local_progression.paragraph
        reasons = "; ".join(dict.fromkeys(step.text for one, step in judged if one is verdict))
        trace.append(plain(_STATUS[verdict][0], paragraph, f"{_STATUS[verdict][1]}: {reasons}", holds=True))
    elif (first := _first_seen(visits, protocol)) != visits[-1].timepoint:
        decisive = next(step for step in reversed(trace) if step.holds)
        text = f"{decisive.text}; first seen at {first}, so it dates from there"
        trace.append(plain("dates-back", decisive.paragraph, text, holds=True, dates_from=first))
    return concluded(lesion, VALUES[verdict], trace)


_STATUS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.NOTHING: ("no-local-progression", "No local progression"),
    Verdict.RESIDUAL: ("residual", "Residual"),
    Verdict.UNCERTAIN: ("equivocal", "Equivocal"),
    Verdict.EQUIVOCAL: ("equivocal", "Equivocal"),
    Verdict.NOT_ASSESSED: ("local-not-evaluable", "Not evaluable"),
}

_Judged = tuple[Verdict, Step]


def _judged(name: str, visits: Sequence[LocalVisit], protocol: Protocol) -> Iterator[_Judged]:
    """What the rule of this name says, with the numbers of its table."""
    return _RULES[name](visits, getattr(protocol.local_progression, name), protocol)


# --- size ------------------------------------------------------------------------------------------------------------


def nadir(visits: Sequence[Visit], timepoint: str, protocol: Protocol) -> Point | None:
    """The smallest length of a target that counts for a timepoint; `visits` are those before it.

    Where it should begin at the reference timepoint, but there is no length at it, the protocol says if it begins at
    the baseline instead, and then for good: a nadir that rises with the first length after it would hide slow growth.
    """
    points = [Point(visit.timepoint, visit.total) for visit in visits if not visit.missing]
    if not _from_reference(timepoint, protocol):
        return smallest(points)
    first = protocol.reference.timepoint
    measured = any(number(point.timepoint) == first for point in points)
    from_baseline = not measured and protocol.reference.if_missing == "baseline"
    return smallest(point for point in points if from_baseline or number(point.timepoint) >= first)


def _from_reference(timepoint: str, protocol: Protocol) -> bool:
    size = protocol.local_progression.size
    return size is not None and size.nadir_from == "reference" and after_reference(timepoint, protocol)


def _by_size(visits: Sequence[LocalVisit], rule: SizeRule, protocol: Protocol) -> Iterator[_Judged]:
    for one in zip(*(visit.sizes for visit in visits), strict=True):
        yield _size(one, rule, protocol)


def _size(visits: Sequence[Visit], rule: SizeRule, protocol: Protocol) -> _Judged:
    current = visits[-1]
    least = nadir(visits[:-1], current.timepoint, protocol)
    name = "progression-by-size"
    if current.missing:
        text = f"{', '.join(current.missing)} without a length at {current.timepoint}"
        return Verdict.NOT_ASSESSED, plain(name, rule.paragraph, text, holds=False)
    if not (rule.before_reference or after_reference(current.timepoint, protocol)):
        text = f"growth up to the reference timepoint TP{protocol.reference.timepoint} is not judged"
        return Verdict.NOTHING, plain(name, rule.paragraph, text, holds=False)
    if least is None:
        text = "there is no earlier length to compare with"
        return Verdict.NOT_ASSESSED, plain(name, rule.paragraph, text, holds=False)
    limit = Limit(rule.percent, rule.floor_mm, rule.inclusive)
    holds = limit.reached(current.total, least.mm)
    step = Step(
        name,
        rule.paragraph,
        f"{_LP if holds else ''}{over(current.total, least)}{_instead(least, current.timepoint, protocol)}",
        limit.numbers(current.total, least.mm),
        limit.formula(current.total, least.mm),
        holds,
    )
    return Verdict.PROGRESSION if holds else Verdict.NOTHING, step


def _instead(least: Point, timepoint: str, protocol: Protocol) -> str:
    """Words that say so where a length from before the reference timepoint had to do."""
    first = protocol.reference.timepoint
    if not _from_reference(timepoint, protocol) or number(least.timepoint) >= first:
        return ""
    return f", which counts because there is no length at the reference timepoint TP{first}"


_LP: Final = "Local progression: "


# --- findings --------------------------------------------------------------------------------------------------------


def _by_tissue(visits: Sequence[LocalVisit], rule: TissueRule, protocol: Protocol) -> Iterator[_Judged]:
    for answers in visits[-1].answers:
        yield _tissue(answers, visits[-1].timepoint, rule, protocol)


def _tissue(answers: Answers, timepoint: str, rule: TissueRule, protocol: Protocol) -> _Judged:
    verdict = _of_answer(answers.said.get(rule.question), rule.answers)
    text = f"tissue in or next to {answers.lesion} {answers.said.get(rule.question, 'not said')}"
    if verdict in {Verdict.EQUIVOCAL, Verdict.PROGRESSION}:
        stable = _NOT_YET[verdict]
        change = answers.said.get(rule.change_question)
        reference = f"the reference timepoint TP{protocol.reference.timepoint}"
        if not after_reference(timepoint, protocol):
            verdict = stable
        elif change is None or change in rule.not_assessable:
            verdict = Verdict.NOT_ASSESSED
            text = f"{text}, its change since {reference} {change or 'not said'}"
        else:
            verdict = verdict if change in rule.progression else stable
            text = f"{text}, {change} compared with {reference}"
    return _found("progression-by-tissue", rule.paragraph, text, verdict)


def _by_contiguity(visits: Sequence[LocalVisit], rule: ContiguousRule, protocol: Protocol) -> Iterator[_Judged]:
    for answers in visits[-1].answers:
        yield _contiguous(answers, visits[-1].timepoint, rule, protocol)


def _contiguous(answers: Answers, timepoint: str, rule: ContiguousRule, protocol: Protocol) -> _Judged:
    verdict = _of_answer(answers.said.get(rule.question), rule.answers)
    if not (rule.before_reference or after_reference(timepoint, protocol)):
        verdict = _NOT_YET.get(verdict, verdict)
    text = f"new tumour that touches {answers.lesion} {answers.said.get(rule.question, 'not said')}"
    return _found("progression-by-contiguity", rule.paragraph, text, verdict)


_NOT_YET: Final = {Verdict.PROGRESSION: Verdict.RESIDUAL, Verdict.EQUIVOCAL: Verdict.UNCERTAIN}


def _of_answer(answer: str | None, classes: FindingClasses) -> Verdict:
    if answer in classes.present:
        return Verdict.PROGRESSION
    if answer in classes.uncertain:
        return Verdict.EQUIVOCAL
    return Verdict.NOTHING if answer in classes.absent else Verdict.NOT_ASSESSED


def _found(name: str, paragraph: str, text: str, verdict: Verdict) -> _Judged:
    holds = verdict is Verdict.PROGRESSION
    return verdict, plain(name, paragraph, f"{_LP if holds else ''}{text}", holds)


def _first_seen(visits: Sequence[LocalVisit], protocol: Protocol) -> str:
    """The timepoint that a progression dates from.

    A finding dates from the first visit that showed it, certain or not: it is followed back until a visit that was
    assessed and did not show it. Growth dates from its own visit.
    """
    first = visits[-1].timepoint
    if (
        protocol.local_progression.equivocal != "dates back"
        or _finding(visits[-1], protocol) is not Verdict.PROGRESSION
    ):
        return first
    for visit in reversed(visits[1:-1]):
        verdict = _finding(visit, protocol)
        if verdict in {Verdict.PROGRESSION, Verdict.EQUIVOCAL}:
            first = visit.timepoint
        elif verdict is not Verdict.NOT_ASSESSED:
            break
    return first


def _finding(visit: LocalVisit, protocol: Protocol) -> Verdict:
    names = (name for name in protocol.local_progression.rules if name != "size")
    verdicts = (verdict for name in names for verdict, _ in _judged(name, [visit], protocol))
    return max(verdicts, default=Verdict.NOTHING)


_RULES: Final[dict[str, Callable[..., Iterator[_Judged]]]] = {
    "size": _by_size,
    "tissue": _by_tissue,
    "contiguous": _by_contiguity,
}
"""The closed table: the rules that a protocol may name. Each takes the visits, its table in the file, the protocol."""
