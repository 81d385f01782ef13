"""Local progression of one target: by its size, by new or larger tissue in or next to it, by tumour that touches it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import IntEnum
from functools import partial
from typing import Any, Final, NamedTuple

from seedcryo_reader.criteria.growth import Limit, Point, over
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.protocol.local_model import ContiguousRule, FindingClasses, SizeRule, TissueRule
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.reference import after_grace, after_reference, least
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

EQUIVOCAL: Final = "equivocal"
"""The rule of a target whose progression, once confirmed, dates from here; merely uncertain tissue has another."""


class Answers(NamedTuple):
    """What was answered about a target, by question."""

    lesion: str
    said: Mapping[str, str]


class LocalVisit(NamedTuple):
    """A target at a visit: its lengths, and the answers about it.

    Attributes
    ----------
    timepoint : str
    number : int or Decimal
        As in `Timepoint`.
    sizes : tuple of Visit
        What is compared with its own nadir: the target alone; merged ones together, or each with the common diameter.
    answers : tuple of Answers
        Of the target, and of those merged with it; the strongest counts.
    """

    timepoint: str
    number: int | Decimal
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
    lesion: str,
    visits: Sequence[LocalVisit],
    protocol: Protocol,
    progressed_at: str | None = None,
    called: Sequence[str | None] = (),
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
    called : sequence of str or None
        The reader's call about it at each visit, where calls count and one was made; empty where there is none.
    """
    if progressed_at is not None:
        stays = partial(_tell_stays, visits, protocol, progressed_at)
        return Outcome(lesion, "LP", "local-progression-stays", progressed_at, stays)
    looks = list(_looks(visits, protocol))
    verdict = max(looks)[0]
    if verdict is not Verdict.PROGRESSION:
        return Outcome(lesion, VALUES[verdict], _STATUS[verdict][0], None, partial(_tell, visits, protocol, verdict))
    first = _first_seen(visits, protocol, called or [None] * len(visits))
    since = None if first == visits[-1].timepoint else first
    rule = next(name for said, name in looks if said is Verdict.PROGRESSION)
    return Outcome(lesion, "LP", _RULES[rule].id, since, partial(_tell_progression, visits, protocol, since))


_STATUS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.NOTHING: ("no-local-progression", "No local progression"),
    Verdict.RESIDUAL: ("residual", "Residual"),
    Verdict.UNCERTAIN: ("uncertain", "Equivocal"),
    Verdict.EQUIVOCAL: (EQUIVOCAL, "Equivocal"),
    Verdict.NOT_ASSESSED: ("local-not-evaluable", "Not evaluable"),
}


def _looks(visits: Sequence[LocalVisit], protocol: Protocol) -> Iterator[tuple[Verdict, str]]:
    """What every rule that is used says of what it looks at, and its name."""
    for name in protocol.local_progression.rules:
        rule = _RULES[name]
        table = getattr(protocol.local_progression, name)
        for subject in rule.subjects(visits):
            yield rule.verdict(subject, visits, table, protocol), name


def _steps(visits: Sequence[LocalVisit], protocol: Protocol) -> Iterator[tuple[Verdict, Step]]:
    """The same with the words."""
    for name in protocol.local_progression.rules:
        rule = _RULES[name]
        table = getattr(protocol.local_progression, name)
        for subject in rule.subjects(visits):
            verdict = rule.verdict(subject, visits, table, protocol)
            yield verdict, rule.step(subject, visits, table, protocol, verdict)


def _tell(visits: Sequence[LocalVisit], protocol: Protocol, verdict: Verdict) -> Iterator[Step]:
    told = list(_steps(visits, protocol))
    yield from (step for _, step in told)
    reasons = "; ".join(dict.fromkeys(step.text for one, step in told if one is verdict))
    rule, words = _STATUS[verdict]
    yield _plain(rule, protocol.local_progression.paragraph, f"{words}: {reasons}", holds=True)


def _tell_progression(visits: Sequence[LocalVisit], protocol: Protocol, since: str | None) -> Iterator[Step]:
    told = [step for _, step in _steps(visits, protocol)]
    yield from told
    if since is not None:
        decisive = next(step for step in reversed(told) if step.holds)
        text = f"{decisive.text}; first seen at {since}, so it dates from there"
        yield Step("dates-back", decisive.paragraph, text, (), "", True, since)


def _tell_stays(visits: Sequence[LocalVisit], protocol: Protocol, since: str) -> Iterator[Step]:
    yield from (step for _, step in _steps(visits, protocol))
    text = f"{_LP}it was reached at {since}, and stays so"
    yield Step("local-progression-stays", protocol.local_progression.paragraph, text, (), "", True, since)


def _plain(rule: str, paragraph: str, text: str, holds: bool) -> Step:
    return Step(rule, paragraph, text, (), "", holds)


# --- size ------------------------------------------------------------------------------------------------------------

_SIZE: Final = "progression-by-size"


def nadir(visits: Sequence[Visit], now: int | Decimal, protocol: Protocol) -> Point | None:
    """The smallest length of a target that counts for the timepoint numbered `now`; `visits` are those before it."""
    size = protocol.local_progression.size
    from_reference = size is not None and size.nadir_from == "reference"
    known = (visit for visit in visits if not visit.missing)
    return least(known, now, protocol.reference, from_reference=from_reference)


def _sizes(visits: Sequence[LocalVisit]) -> range:
    return range(len(visits[-1].sizes))


def _size(place: int, visits: Sequence[LocalVisit], rule: SizeRule, protocol: Protocol) -> Verdict:
    """By the size at this place of `LocalVisit.sizes`."""
    current, smallest = _compared(place, visits, protocol)
    if current.missing:
        return Verdict.NOT_ASSESSED
    if not _judged(current, rule, protocol):
        return Verdict.NOTHING
    if smallest is None:
        return Verdict.NOT_ASSESSED
    return Verdict.PROGRESSION if _limit(rule).reached(current.total, smallest.mm) else Verdict.NOTHING


def _compared(place: int, visits: Sequence[LocalVisit], protocol: Protocol) -> tuple[Visit, Point | None]:
    *before, current = (visit.sizes[place] for visit in visits)
    return current, nadir(before, current.number, protocol)


def _judged(current: Visit, rule: SizeRule, protocol: Protocol) -> bool:
    return rule.before_reference or after_grace(current.number, protocol.reference)


def _limit(rule: SizeRule) -> Limit:
    return Limit(rule.percent, rule.floor_mm, rule.inclusive)


def _tell_size(place: int, visits: Sequence[LocalVisit], rule: SizeRule, protocol: Protocol, verdict: Verdict) -> Step:
    current, smallest = _compared(place, visits, protocol)
    if current.missing:
        text = f"{', '.join(current.missing)} without a length at {current.timepoint}"
        return _plain(_SIZE, rule.paragraph, text, holds=False)
    if not _judged(current, rule, protocol):
        return _plain(_SIZE, rule.paragraph, f"growth up to {_until(protocol)} is not judged", holds=False)
    if smallest is None:
        return _plain(_SIZE, rule.paragraph, "there is no earlier length to compare with", holds=False)
    holds, limit = verdict is Verdict.PROGRESSION, _limit(rule)
    measured_at = next(one.number for one in visits if one.timepoint == smallest.timepoint)
    instead = _instead(measured_at, current, rule, protocol)
    text = f"{_LP if holds else ''}{over(current.total, smallest)}{instead}"
    numbers = limit.numbers(current.total, smallest.mm)
    return Step(_SIZE, rule.paragraph, text, numbers, limit.formula(current.total, smallest.mm), holds)


def _until(protocol: Protocol) -> str:
    reference = protocol.reference
    if reference.grace_until == reference.timepoint:
        return f"the reference timepoint TP{reference.timepoint}"
    return f"the end of the grace period TP{reference.grace_until}"


def _instead(measured_at: int | Decimal, current: Visit, rule: SizeRule, protocol: Protocol) -> str:
    """Words that say so where a length from before the reference timepoint had to do."""
    first = protocol.reference.timepoint
    if rule.nadir_from == "baseline" or current.number <= first or measured_at >= first:
        return ""
    return f", which counts because there is no length at the reference timepoint TP{first}"


_LP: Final = "Local progression: "


# --- findings --------------------------------------------------------------------------------------------------------


def _all_answers(visits: Sequence[LocalVisit]) -> tuple[Answers, ...]:
    return visits[-1].answers


def _tissue(answers: Answers, visits: Sequence[LocalVisit], rule: TissueRule, protocol: Protocol) -> Verdict:
    verdict = _of_answer(answers.said.get(rule.question), rule.answers)
    if verdict not in _NOT_YET:
        return verdict
    if not after_reference(visits[-1].number, protocol.reference):
        return _NOT_YET[verdict]
    change = answers.said.get(rule.change_question)
    if change is None or change in rule.not_assessable:
        return Verdict.NOT_ASSESSED
    if change not in rule.progression or (rule.only_after_absence and not _was_absent(answers, visits, rule)):
        return _NOT_YET[verdict]
    return verdict


def _was_absent(answers: Answers, visits: Sequence[LocalVisit], rule: TissueRule) -> bool:
    """Whether an earlier timepoint showed no tissue in or next to this target."""
    before = (one for visit in visits[:-1] for one in visit.answers if one.lesion == answers.lesion)
    return any(one.said.get(rule.question) in rule.answers.absent for one in before)


def _tell_tissue(
    answers: Answers, visits: Sequence[LocalVisit], rule: TissueRule, protocol: Protocol, verdict: Verdict
) -> Step:
    text = f"tissue in or next to {answers.lesion} {answers.said.get(rule.question, 'not said')}"
    there = _of_answer(answers.said.get(rule.question), rule.answers) in _NOT_YET
    if there and after_reference(visits[-1].number, protocol.reference):
        change = answers.said.get(rule.change_question)
        reference = f"the reference timepoint TP{protocol.reference.timepoint}"
        if change is None or change in rule.not_assessable:
            text = f"{text}, its change since {reference} {change or 'not said'}"
        else:
            text = f"{text}, {change} compared with {reference}"
        if rule.only_after_absence and change in rule.progression and not _was_absent(answers, visits, rule):
            text = f"{text}, but no earlier timepoint showed none"
    return _tell_found("progression-by-tissue", rule, text, verdict)


def _contiguous(answers: Answers, visits: Sequence[LocalVisit], rule: ContiguousRule, protocol: Protocol) -> Verdict:
    verdict = _of_answer(answers.said.get(rule.question), rule.answers)
    if rule.before_reference or after_reference(visits[-1].number, protocol.reference):
        return verdict
    return _NOT_YET.get(verdict, verdict)


def _tell_contiguous(
    answers: Answers, _visits: Sequence[LocalVisit], rule: ContiguousRule, _protocol: Protocol, verdict: Verdict
) -> Step:
    text = f"new tumour that touches {answers.lesion} {answers.said.get(rule.question, 'not said')}"
    return _tell_found("progression-by-contiguity", rule, text, verdict)


_NOT_YET: Final = {Verdict.PROGRESSION: Verdict.RESIDUAL, Verdict.EQUIVOCAL: Verdict.UNCERTAIN}


def _of_answer(answer: str | None, classes: FindingClasses) -> Verdict:
    if answer in classes.present:
        return Verdict.PROGRESSION
    if answer in classes.uncertain:
        return Verdict.EQUIVOCAL
    return Verdict.NOTHING if answer in classes.absent else Verdict.NOT_ASSESSED


def _tell_found(name: str, rule: TissueRule | ContiguousRule, text: str, verdict: Verdict) -> Step:
    holds = verdict is Verdict.PROGRESSION
    return _plain(name, rule.paragraph, f"{_LP if holds else ''}{text}", holds)


def _first_seen(visits: Sequence[LocalVisit], protocol: Protocol, called: Sequence[str | None]) -> str:
    """The timepoint that a progression dates from.

    A finding dates from the first visit that showed it, certain or not. It is followed back by its own rule until a
    visit that was assessed and did not show it, or at which what counts is the reader's call that there was none.
    Growth dates from its own visit.
    """
    if protocol.local_progression.equivocal != "dates back":
        return visits[-1].timepoint
    names = {name for verdict, name in _looks(visits, protocol) if verdict is Verdict.PROGRESSION} - {"size"}
    first = min((_shown_since(name, visits, protocol, called) for name in names), default=len(visits) - 1)
    return visits[first].timepoint


def _shown_since(name: str, visits: Sequence[LocalVisit], protocol: Protocol, called: Sequence[str | None]) -> int:
    """The place of the first visit, of those in a row up to the last, at which a rule's finding was there."""
    first = len(visits) - 1
    for place in range(len(visits) - 2, 0, -1):
        verdict = _seen(name, visits[: place + 1], protocol, called[place])
        if verdict in {Verdict.PROGRESSION, Verdict.EQUIVOCAL}:
            first = place
        elif verdict is not Verdict.NOT_ASSESSED:
            break
    return first


def _seen(name: str, visits: Sequence[LocalVisit], protocol: Protocol, call: str | None) -> Verdict:
    """What a rule says at the last of these visits, or the call that counts instead."""
    if call is not None:
        return _OF_CALL[call]
    return max((verdict for verdict, one in _looks(visits, protocol) if one == name), default=Verdict.NOTHING)


_OF_CALL: Final = {
    "no LP": Verdict.NOTHING,
    "residual": Verdict.RESIDUAL,
    "equivocal": Verdict.EQUIVOCAL,
    "NE": Verdict.NOT_ASSESSED,
    "LP": Verdict.PROGRESSION,
}


class _Rule(NamedTuple):
    """A rule: its id in traces, what it looks at at the last visit, what it says of each, and its words for that."""

    id: str
    subjects: Callable[..., Sequence[Any]]
    verdict: Callable[..., Verdict]
    step: Callable[..., Step]


_RULES: Final[dict[str, _Rule]] = {
    "size": _Rule(_SIZE, _sizes, _size, _tell_size),
    "tissue": _Rule("progression-by-tissue", _all_answers, _tissue, _tell_tissue),
    "contiguous": _Rule("progression-by-contiguity", _all_answers, _contiguous, _tell_contiguous),
}
"""The closed table: the rules that a protocol may name. Each takes a subject, the visits, its table, the protocol."""
