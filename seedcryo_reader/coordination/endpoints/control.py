"""Local control at the landmark, of each prespecified target and of the subject, with the option that decided."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from seedcryo_reader.coordination.endpoints.assessments import Assessment, Followed, first_of
from seedcryo_reader.coordination.endpoints.study_days import StudyDays
from seedcryo_reader.criteria.protocol.coordinating import Endpoints, LocalControl
from seedcryo_reader.criteria.protocol.model import Protocol

View = Literal["primary", "assisted"]
VIEWS: Final[tuple[View, ...]] = ("primary", "assisted")
"""Primary: a further treatment counts as the protocol says. Assisted: it is ignored (as SOLSTICE gave both)."""


Rule = Literal[
    "reintervention",
    "local-progression",
    "landmark",
    "residual",
    "equivocal",
    "death",
    "bracketing",
    "cutoff",
    "not_evaluable",
]


class Status(StrEnum):
    """What a target, or a subject, counts as at the landmark."""

    CONTROLLED = "controlled"
    FAILED = "failed"
    EXCLUDED = "excluded"
    COMPETING = "competing"


_OF_OPTION: Final = {
    "control": Status.CONTROLLED,
    "failure": Status.FAILED,
    "excluded": Status.EXCLUDED,
    "competing": Status.COMPETING,
}


@dataclass(frozen=True, slots=True)
class Controlled:
    """A status with what decided it.

    Attributes
    ----------
    status : Status
    rule : str
        ``"local-progression"``, ``"landmark"``, ``"bracketing"``, or the option of ``endpoints.local_control`` that
        decided: ``"reintervention"``, ``"residual"``, ``"equivocal"``, ``"death"`` or ``"not_evaluable"``. Before the
        landmark's window is over ``"cutoff"``.
    reason : str
        In words.
    day : int or None
        The day of what decided: local progression, further treatment, death, the landmark's assessment or the cutoff.
    lesion : str
        Of a subject, the target that decided; empty where all are controlled.
    """

    status: Status
    rule: Rule
    reason: str
    day: int | None = None
    lesion: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """A target at a timepoint: the days it was imaged, and its status there."""

    timepoint: str
    days: tuple[int, ...]
    status: str

    def within(self, earliest: int, latest: int) -> bool:
        return any(earliest <= day <= latest for day in self.days)


@dataclass(frozen=True, slots=True)
class _Target:
    """What the rules look at.

    Attributes
    ----------
    looks : tuple of _Look
        Where it could be judged, in order.
    progressed : int or None
        The day of its local progression.
    treated_again, death, cutoff : int or None
    scheduled : int
        The day of the landmark.
    """

    looks: tuple[_Look, ...]
    progressed: int | None
    treated_again: int | None
    death: int | None
    cutoff: int | None
    scheduled: int
    options: LocalControl

    def landmark(self) -> _Look | None:
        """The assessment of the landmark: the one in its window that is nearest to its day, the later of two."""
        inside = [one for one in self.looks if one.within(self.options.earliest, self.options.latest)]
        return min(reversed(inside), key=lambda one: abs(one.days[-1] - self.scheduled), default=None)


def of_targets(read: Followed, days: StudyDays, protocol: Protocol, view: View) -> dict[str, Controlled]:
    """Local control of each prespecified target. One that was never treated counts like any other.

    Raises
    ------
    ValueError
        The protocol has no section for endpoints.
    """
    known = read.until(days)
    return {lesion: _decided(_target(lesion, known, days, protocol, view)) for lesion in read.targets}


def of_subject(targets: dict[str, Controlled]) -> Controlled:
    """Local control of a subject: every target controlled; failed where one failed; else what the others count as.

    Of several targets the one that did so first decides.
    """
    for status in (Status.FAILED, Status.COMPETING, Status.EXCLUDED):
        found = [(lesion, one) for lesion, one in targets.items() if one.status is status]
        if found:
            lesion, one = min(found, key=lambda pair: (pair[1].day is None, pair[1].day or 0))
            return Controlled(status, one.rule, f"{lesion}: {one.reason}", one.day, lesion)
    bracketed = [lesion for lesion, one in targets.items() if one.rule == "bracketing"]
    if bracketed:
        text = f"Every target is controlled; assessed only before and after the landmark: {', '.join(bracketed)}."
        return Controlled(Status.CONTROLLED, "bracketing", text)
    return Controlled(Status.CONTROLLED, "landmark", "Every target is controlled.")


def _target(lesion: str, known: Followed, days: StudyDays, protocol: Protocol, view: View) -> _Target:
    endpoints = _endpoints(protocol)
    evidence = [one.local[lesion] for one in known.assessments if lesion in one.local]
    first = first_of(evidence, days, endpoints.survival.sum_progression_day)
    options = endpoints.local_control
    ignored = view == "assisted" or options.reintervention == "ignore"
    return _Target(
        tuple(_looks(lesion, known.assessments, days)),
        None if first is None else first[0],
        None if ignored else days.treated_again(lesion),
        days.known(days.death),
        days.cutoff,
        next(one.day for one in protocol.schedule if one.timepoint == options.landmark),
        options,
    )


def _endpoints(protocol: Protocol) -> Endpoints:
    if protocol.endpoints is None:
        msg = "the protocol has no section for endpoints"
        raise ValueError(msg)
    return protocol.endpoints


def _looks(lesion: str, assessments: Iterable[Assessment], days: StudyDays) -> Iterator[_Look]:
    for one in assessments:
        if one.targets[lesion] != "NE":
            shown = days.measuring(one.timepoint, frozenset({lesion}))
            yield _Look(one.timepoint, shown, one.targets[lesion])


# --- which rule decides ----------------------------------------------------------------------------------------------


def _decided(target: _Target) -> Controlled:
    for rule in _RULES:
        if (found := rule(target)) is not None:
            return found
    status = _OF_OPTION[target.options.not_evaluable]
    return Controlled(status, "not_evaluable", "Its status at the landmark is not known.")


def _treated_again(target: _Target) -> Controlled | None:
    """A further treatment before the landmark, and before any local progression."""
    day, landmark = target.treated_again, target.landmark()
    if day is None or (target.progressed is not None and target.progressed <= day):
        return None
    until = target.options.latest if landmark is None else landmark.days[-1] - 1
    if day > until:
        return None
    status = _OF_OPTION[target.options.reintervention]
    return Controlled(status, "reintervention", f"Treated again on day {day}, before the landmark.", day)


def _progressed(target: _Target) -> Controlled | None:
    day = target.progressed
    if day is None or day > target.options.latest:
        return None
    return Controlled(Status.FAILED, "local-progression", f"Local progression on day {day}.", day)


def _at_landmark(target: _Target) -> Controlled | None:
    landmark = target.landmark()
    if landmark is None:
        return None
    where = f"at {landmark.timepoint} on day {landmark.days[-1]}, in the landmark's window"
    if landmark.status == "LP":
        return Controlled(Status.FAILED, "local-progression", f"Local progression {where}.", landmark.days[-1])
    return replace(_of_status(target, landmark.status, "landmark", where), day=landmark.days[-1])


def _died(target: _Target) -> Controlled | None:
    day = target.death
    if day is None or day > target.options.latest:
        return None
    text = f"Death on day {day}, before its status at the landmark was known."
    return Controlled(_OF_OPTION[target.options.death], "death", text, day)


def _bracketed(target: _Target) -> Controlled | None:
    """Assessed before the window and again after it: what both sides count as is its status, if they agree.

    What was seen after a further treatment says nothing of the target without it.
    """
    again = target.treated_again
    before = [one for one in target.looks if one.days[-1] < target.options.earliest]
    after = [
        one for one in target.looks if one.days[0] > target.options.latest and (again is None or one.days[-1] <= again)
    ]
    if not (target.options.bracketing and before and after) or after[0].status == "LP":
        return None
    where = f"at {before[-1].timepoint} and {after[0].timepoint}, on both sides of the landmark"
    sides = [_of_status(target, one.status, "bracketing", where) for one in (before[-1], after[0])]
    return sides[0] if sides[0].status is sides[1].status else None


def _not_yet(target: _Target) -> Controlled | None:
    """What is not known because the landmark's window is not over is no missing assessment."""
    if target.cutoff is None or target.cutoff >= target.options.latest:
        return None
    text = f"The cutoff on day {target.cutoff} comes before the landmark's window is over."
    return Controlled(Status.EXCLUDED, "cutoff", text, target.cutoff)


def _of_status(target: _Target, status: str, rule: Rule, where: str) -> Controlled:
    """What a status that is no local progression counts as."""
    options: dict[str, tuple[str, Rule]] = {
        "residual": (target.options.residual, "residual"),
        "equivocal": (target.options.equivocal, "equivocal"),
    }
    option, by = options.get(status, ("control", rule))
    return Controlled(_OF_OPTION[option], by, f"{_WORDS[status]} {where}.")


_WORDS: Final = {
    "no LP": "No local progression",
    "residual": "Residual tissue",
    "equivocal": "Equivocal",
}

_RULES: Final[tuple[Callable[[_Target], Controlled | None], ...]] = (
    _treated_again,
    _progressed,
    _at_landmark,
    _died,
    _bracketed,
    _not_yet,
)
"""In this order; the first that says something decides."""
