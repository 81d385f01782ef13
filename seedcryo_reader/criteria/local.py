"""Local progression of one target: by its size, by new or larger tissue in or next to it, by tumour that touches it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import partial
from typing import Final, NamedTuple

from seedcryo_reader.criteria.growth import Limit, Point, over
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.protocol.model import ContiguousRule, FindingClasses, Protocol, SizeRule, TissueRule
from seedcryo_reader.criteria.reference import after_grace, after_reference, least
from seedcryo_reader.criteria.rules import Numbers
from seedcryo_reader.criteria.tables.matching import first_row
from seedcryo_reader.domain.conclusion import Step


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

AT_FIRST: Final = "controlled"
"""The state of a target before its first follow-up."""

PROGRESSED: Final = "progressed"


class Answers(NamedTuple):
    """What was answered about a target, by question."""

    lesion: str
    said: Mapping[str, str]


class LocalVisit(NamedTuple):
    """A target at a visit: its lengths, and the answers about it.

    Attributes
    ----------
    timepoint : str
    number : int
        Of the scheduled timepoint.
    sizes : tuple of Visit
        What is compared with its own nadir: the target alone; merged ones together, or each with the common diameter.
    answers : tuple of Answers
        Of the target, and of those merged with it; the strongest counts.
    """

    timepoint: str
    number: int
    sizes: tuple[Visit, ...]
    answers: tuple[Answers, ...]


def state_after(before: str, found: str) -> str:
    """The state of a target after a timepoint, by the table `local_states`.

    Parameters
    ----------
    before : str
        controlled, residual, equivocal, progressed or not evaluable; `AT_FIRST` before the first follow-up.
    found : str
        What counts at the timepoint: no LP, residual, equivocal, LP or NE.
    """
    return first_row("local_states", ("before", before), ("found", found))["after"]


def local_progression(
    lesion: str, visits: Sequence[LocalVisit], protocol: Protocol, progressed_at: str | None = None
) -> Outcome:
    """Status of a target at the last of these visits: LP, residual, equivocal, no LP or NE.

    Parameters
    ----------
    lesion : str
    visits : sequence of LocalVisit
        Baseline first, the visit to be judged last; `sizes` and `answers` in the same order at each.
    protocol : Protocol
    progressed_at : str or None
        The earlier timepoint that it has been progressed since, where the protocol says that this stays so.
    """
    looks = [one for name in protocol.local_progression.rules for one in _looks(name, visits, protocol)]
    if progressed_at is not None:
        stays = partial(_tell_stays, looks, progressed_at, protocol)
        return Outcome(lesion, "LP", "local-progression-stays", progressed_at, stays)
    verdict = max(one.verdict for one in looks)
    if verdict is not Verdict.PROGRESSION:
        return Outcome(lesion, VALUES[verdict], _STATUS[verdict][0], None, partial(_tell, looks, verdict, protocol))
    first = _first_seen(visits, protocol)
    since = None if first == visits[-1].timepoint else first
    rule = next(one.rule for one in looks if one.verdict is Verdict.PROGRESSION)
    return Outcome(lesion, "LP", rule, since, partial(_tell_progression, looks, since))


_STATUS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.NOTHING: ("no-local-progression", "No local progression"),
    Verdict.RESIDUAL: ("residual", "Residual"),
    Verdict.UNCERTAIN: ("equivocal", "Equivocal"),
    Verdict.EQUIVOCAL: ("equivocal", "Equivocal"),
    Verdict.NOT_ASSESSED: ("local-not-evaluable", "Not evaluable"),
}


class Look(NamedTuple):
    """What one rule says of a target; its step is written when it is asked for."""

    rule: str
    verdict: Verdict
    step: Callable[[], Step]


def _looks(name: str, visits: Sequence[LocalVisit], protocol: Protocol) -> Iterator[Look]:
    """What the rule of this name says, with the numbers of its table."""
    return _RULES[name](visits, getattr(protocol.local_progression, name), protocol)


def _tell(looks: Sequence[Look], verdict: Verdict, protocol: Protocol) -> Iterator[Step]:
    told = [(one.verdict, one.step()) for one in looks]
    yield from (step for _, step in told)
    reasons = "; ".join(dict.fromkeys(step.text for one, step in told if one is verdict))
    rule, words = _STATUS[verdict]
    yield _plain(rule, protocol.local_progression.paragraph, f"{words}: {reasons}", holds=True)


def _tell_progression(looks: Sequence[Look], since: str | None) -> Iterator[Step]:
    told = [one.step() for one in looks]
    yield from told
    if since is not None:
        decisive = next(step for step in reversed(told) if step.holds)
        text = f"{decisive.text}; first seen at {since}, so it dates from there"
        yield Step("dates-back", decisive.paragraph, text, (), "", True, since)


def _tell_stays(looks: Sequence[Look], since: str, protocol: Protocol) -> Iterator[Step]:
    yield from (one.step() for one in looks)
    text = f"{_LP}it was reached at {since}, and stays so"
    yield Step("local-progression-stays", protocol.local_progression.paragraph, text, (), "", True, since)


def _plain(rule: str, paragraph: str, text: str, holds: bool, numbers: Numbers = (), comparison: str = "") -> Step:
    return Step(rule, paragraph, text, numbers, comparison, holds)


# --- size ------------------------------------------------------------------------------------------------------------

_SIZE: Final = "progression-by-size"


def nadir(visits: Sequence[Visit], now: int, protocol: Protocol) -> Point | None:
    """The smallest length of a target that counts for the timepoint numbered `now`; `visits` are those before it."""
    size = protocol.local_progression.size
    from_reference = size is not None and size.nadir_from == "reference"
    known = (visit for visit in visits if not visit.missing)
    return least(known, now, protocol.reference, from_reference=from_reference)


def _by_size(visits: Sequence[LocalVisit], rule: SizeRule, protocol: Protocol) -> Iterator[Look]:
    for place in range(len(visits[-1].sizes)):
        yield _size([visit.sizes[place] for visit in visits], rule, protocol)


def _size(visits: Sequence[Visit], rule: SizeRule, protocol: Protocol) -> Look:
    current = visits[-1]
    if current.missing:
        text = f"{', '.join(current.missing)} without a length at {current.timepoint}"
        return _size_open(Verdict.NOT_ASSESSED, rule, text)
    if not (rule.before_reference or after_grace(current.number, protocol.reference)):
        text = f"growth up to {_until(protocol)} is not judged"
        return _size_open(Verdict.NOTHING, rule, text)
    smallest = nadir(visits[:-1], current.number, protocol)
    if smallest is None:
        return _size_open(Verdict.NOT_ASSESSED, rule, "there is no earlier length to compare with")
    holds = Limit(rule.percent, rule.floor_mm, rule.inclusive).reached(current.total, smallest.mm)
    verdict = Verdict.PROGRESSION if holds else Verdict.NOTHING
    return Look(_SIZE, verdict, partial(_tell_size, visits, smallest, holds, rule, protocol))


def _size_open(verdict: Verdict, rule: SizeRule, text: str) -> Look:
    return Look(_SIZE, verdict, partial(_plain, _SIZE, rule.paragraph, text, False))


def _until(protocol: Protocol) -> str:
    reference = protocol.reference
    if reference.grace_until == reference.timepoint:
        return f"the reference timepoint TP{reference.timepoint}"
    return f"the end of the grace period TP{reference.grace_until}"


def _tell_size(visits: Sequence[Visit], least_one: Point, holds: bool, rule: SizeRule, protocol: Protocol) -> Step:
    current = visits[-1]
    limit = Limit(rule.percent, rule.floor_mm, rule.inclusive)
    text = f"{_LP if holds else ''}{over(current.total, least_one)}{_instead(visits, least_one, rule, protocol)}"
    numbers = limit.numbers(current.total, least_one.mm)
    return _plain(_SIZE, rule.paragraph, text, holds, numbers, limit.formula(current.total, least_one.mm))


def _instead(visits: Sequence[Visit], least_one: Point, rule: SizeRule, protocol: Protocol) -> str:
    """Words that say so where a length from before the reference timepoint had to do."""
    first, current = protocol.reference.timepoint, visits[-1]
    measured_at = next(one.number for one in visits if one.timepoint == least_one.timepoint)
    if rule.nadir_from == "baseline" or current.number <= first or measured_at >= first:
        return ""
    return f", which counts because there is no length at the reference timepoint TP{first}"


_LP: Final = "Local progression: "


# --- findings --------------------------------------------------------------------------------------------------------


def _by_tissue(visits: Sequence[LocalVisit], rule: TissueRule, protocol: Protocol) -> Iterator[Look]:
    for answers in visits[-1].answers:
        yield _tissue(answers, visits, rule, protocol)


def _tissue(answers: Answers, visits: Sequence[LocalVisit], rule: TissueRule, protocol: Protocol) -> Look:
    verdict = _of_answer(answers.said.get(rule.question), rule.answers)
    change: str | None = ""
    if verdict in _NOT_YET:
        change = answers.said.get(rule.change_question)
        if not after_reference(visits[-1].number, protocol.reference):
            verdict, change = _NOT_YET[verdict], ""
        elif change is None or change in rule.not_assessable:
            verdict = Verdict.NOT_ASSESSED
        elif change not in rule.progression or (rule.only_after_absence and not _was_absent(answers, visits, rule)):
            verdict = _NOT_YET[verdict]
    return _found("progression-by-tissue", verdict, partial(_tissue_words, answers, change, rule, protocol), rule)


def _was_absent(answers: Answers, visits: Sequence[LocalVisit], rule: TissueRule) -> bool:
    """Whether an earlier timepoint showed no tissue in or next to this target."""
    before = (one for visit in visits[:-1] for one in visit.answers if one.lesion == answers.lesion)
    return any(one.said.get(rule.question) in rule.answers.absent for one in before)


def _tissue_words(answers: Answers, change: str | None, rule: TissueRule, protocol: Protocol) -> str:
    text = f"tissue in or next to {answers.lesion} {answers.said.get(rule.question, 'not said')}"
    reference = f"the reference timepoint TP{protocol.reference.timepoint}"
    if change is None or change in rule.not_assessable:
        return f"{text}, its change since {reference} {change or 'not said'}"
    return f"{text}, {change} compared with {reference}" if change else text


def _by_contiguity(visits: Sequence[LocalVisit], rule: ContiguousRule, protocol: Protocol) -> Iterator[Look]:
    for answers in visits[-1].answers:
        verdict = _of_answer(answers.said.get(rule.question), rule.answers)
        if not (rule.before_reference or after_reference(visits[-1].number, protocol.reference)):
            verdict = _NOT_YET.get(verdict, verdict)
        yield _found("progression-by-contiguity", verdict, partial(_contiguous_words, answers, rule), rule)


def _contiguous_words(answers: Answers, rule: ContiguousRule) -> str:
    return f"new tumour that touches {answers.lesion} {answers.said.get(rule.question, 'not said')}"


_NOT_YET: Final = {Verdict.PROGRESSION: Verdict.RESIDUAL, Verdict.EQUIVOCAL: Verdict.UNCERTAIN}


def _of_answer(answer: str | None, classes: FindingClasses) -> Verdict:
    if answer in classes.present:
        return Verdict.PROGRESSION
    if answer in classes.uncertain:
        return Verdict.EQUIVOCAL
    return Verdict.NOTHING if answer in classes.absent else Verdict.NOT_ASSESSED


def _found(name: str, verdict: Verdict, words: Callable[[], str], rule: TissueRule | ContiguousRule) -> Look:
    return Look(name, verdict, partial(_tell_found, name, rule.paragraph, words, verdict is Verdict.PROGRESSION))


def _tell_found(name: str, paragraph: str, words: Callable[[], str], holds: bool) -> Step:
    return _plain(name, paragraph, f"{_LP if holds else ''}{words()}", holds)


def _first_seen(visits: Sequence[LocalVisit], protocol: Protocol) -> str:
    """The timepoint that a progression dates from.

    A finding dates from the first visit that showed it, certain or not: it is followed back until a visit that was
    assessed and did not show it. Growth dates from its own visit.
    """
    first = visits[-1].timepoint
    if protocol.local_progression.equivocal != "dates back" or _finding(visits, protocol) is not Verdict.PROGRESSION:
        return first
    for last in range(len(visits) - 1, 1, -1):
        verdict = _finding(visits[:last], protocol)
        if verdict in {Verdict.PROGRESSION, Verdict.EQUIVOCAL}:
            first = visits[last - 1].timepoint
        elif verdict is not Verdict.NOT_ASSESSED:
            break
    return first


def _finding(visits: Sequence[LocalVisit], protocol: Protocol) -> Verdict:
    """What the findings alone say at the last of these visits."""
    names = (name for name in protocol.local_progression.rules if name != "size")
    verdicts = (look.verdict for name in names for look in _looks(name, visits, protocol))
    return max(verdicts, default=Verdict.NOTHING)


_RULES: Final[dict[str, Callable[..., Iterator[Look]]]] = {
    "size": _by_size,
    "tissue": _by_tissue,
    "contiguous": _by_contiguity,
}
"""The closed table: the rules that a protocol may name. Each takes the visits, its table in the file, the protocol."""
