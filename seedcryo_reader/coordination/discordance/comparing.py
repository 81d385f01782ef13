"""Two reads of a case compared in the variables of the protocol: what differs by more than it tolerates, and why.

Nothing is matched across readers but what the protocol fixes for both: the prespecified targets and the timepoints. Ids
of new lesions are each reader's own.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from seedcryo_reader.coordination.discordance.results import best_of, landmark_of
from seedcryo_reader.criteria.protocol.coordinating import Adjudication
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import number
from seedcryo_reader.domain.discordance import (
    OVERALL,
    Cause,
    Comparison,
    Difference,
    LocalResult,
    ReadResult,
    Variable,
)

NONE: Final = "none"
EVALUABLE: Final = "evaluable"
NOT_EVALUABLE: Final = "not evaluable"


def compare(first: ReadResult, second: ReadResult, protocol: Protocol) -> Comparison:
    """Compare two signed reads of a closed case.

    Parameters
    ----------
    first, second : ReadResult
        In the order of the assignment.
    protocol : Protocol
        The one both were read by; its section ``adjudication`` says what is compared.

    Raises
    ------
    ValueError
        They are reads of different cases, targets or timepoints, or by different protocols; or the protocol has no
        section ``adjudication``.
    """
    rule = _rule(protocol)
    _check_alike(first, second, protocol)
    differences: list[Difference] = []
    reasons: list[str] = []
    landmark = landmark_of(first.timepoints, protocol)
    for one, other in zip(first.local, second.local, strict=True):
        pair = _Pair(one.target, _LOCAL, _local(one, first), _local(other, second), landmark)
        differences += _progression(pair, rule)
        differences += _evaluability(pair, (one.evaluable, other.evaluable), protocol)
        reasons += _different_reasons(pair, rule)
    pair = _Pair(OVERALL, _OVERALL, _overall(first), _overall(second))
    differences += _progression(pair, rule)
    differences += _best_response(first, second, pair, rule)
    reasons += _different_reasons(pair, rule)
    return Comparison(
        first.case_number,
        first.read_sha256,
        second.read_sha256,
        tuple(differences),
        tuple(reasons),
        tuple(_remarks(first.timepoints, protocol)),
    )


def _rule(protocol: Protocol) -> Adjudication:
    if protocol.adjudication is None:
        msg = f"protocol {protocol.protocol_id} has no section [adjudication], which says what is compared"
        raise ValueError(msg)
    return protocol.adjudication


def apart(first: ReadResult, second: ReadResult, protocol_sha256: str) -> tuple[str, ...]:
    """What makes two reads such that they cannot be compared by a protocol: none where they can."""
    same = {
        "cases": first.case_number == second.case_number,
        "protocols": first.protocol_sha256 == second.protocol_sha256 == protocol_sha256,
        "timepoints": first.timepoints == second.timepoints,
        "targets": [one.target for one in first.local] == [one.target for one in second.local],
    }
    return tuple(what for what, yes in same.items() if not yes)


def _check_alike(first: ReadResult, second: ReadResult, protocol: Protocol) -> None:
    if what := apart(first, second, protocol.sha256):
        msg = f"two reads of different {' and '.join(what)} cannot be compared"
        raise ValueError(msg)


def _remarks(timepoints: Sequence[str], protocol: Protocol) -> Iterator[str]:
    """That the landmark may be another visit: timepoints are numbered as they are in the case, and no day is known."""
    scheduled = len(protocol.schedule)
    is_compared = Variable.LOCAL_EVALUABILITY in _rule(protocol).variables
    if not is_compared or protocol.endpoints is None or scheduled in {0, len(timepoints)}:
        return
    landmark, there = protocol.endpoints.local_control.landmark, landmark_of(timepoints, protocol)
    yield (
        f"The case has {len(timepoints)} timepoints and the protocol schedules {scheduled}, the baseline included. "
        f"Evaluability was compared at {there}, by its number, for the landmark TP{landmark}: a missed visit or an "
        "unscheduled scan before it makes it another visit."
    )


# --- progression, of a target and overall ----------------------------------------------------------------------------


class _Said(NamedTuple):
    """What one read says of a progression.

    `counted` and `computed` are what counts and what the criteria say at each follow-up, `timepoints` those with the
    baseline. `new_lesions` and `non_targets` say where those lie that it rests on, `grown` which lengths.
    """

    at: str | None
    found_at: str | None
    causes: tuple[Cause, ...]
    counted: tuple[str, ...]
    computed: tuple[str, ...]
    timepoints: tuple[str, ...]
    new_lesions: tuple[str, ...] = ()
    non_targets: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()


class _Names(NamedTuple):
    """The two variables of a progression, and its name in sentences."""

    whether: Variable
    when: Variable
    words: str


_LOCAL: Final = _Names(Variable.LOCAL_PROGRESSION, Variable.LOCAL_TIMEPOINT, "local progression")
_OVERALL: Final = _Names(Variable.OVERALL_PROGRESSION, Variable.OVERALL_TIMEPOINT, "progression")


class _Pair(NamedTuple):
    """What two reads say of one progression; `landmark` is where an endpoint asks whether it is there by then."""

    about: str
    names: _Names
    first: _Said
    second: _Said
    landmark: str | None = None


def _local(one: LocalResult, read: ReadResult) -> _Said:
    causes = () if one.cause is None else (one.cause,)
    return _Said(one.progressed_at, one.found_at, causes, one.statuses, one.computed, read.timepoints)


def _overall(read: ReadResult) -> _Said:
    statuses = read.responses, read.computed, read.timepoints
    places = read.new_lesions, read.non_targets, read.grown
    return _Said(read.progressed_at, read.found_at, read.causes, *statuses, *places)


def _status(said: _Said, timepoint: str | None) -> tuple[str, str]:
    """What counts and what was computed at a follow-up; two empty texts where the result does not say."""
    every = zip(said.timepoints[1:], said.counted, said.computed, strict=False)
    return next(((counted, computed) for name, counted, computed in every if name == timepoint), ("", ""))


def _progression(pair: _Pair, rule: Adjudication) -> Iterator[Difference]:
    one, other = pair.first, pair.second
    if one.at is None or other.at is None:
        if one.at != other.at and pair.names.whether in rule.variables:
            yield Difference(pair.names.whether, pair.about, one.at or NONE, other.at or NONE, _why(one, other))
    elif pair.names.when in rule.variables and not _tolerated((one.at, other.at), pair.landmark, rule):
        causes = _in_order({Cause.TIMEPOINT_ONLY, *_why(one, other)})
        yield Difference(pair.names.when, pair.about, one.at, other.at, causes)


def _tolerated(dates: tuple[str, str], landmark: str | None, rule: Adjudication) -> bool:
    """Whether two dates are as near as the protocol tolerates; never across the landmark, which is the endpoint."""
    earlier, later = sorted(map(number, dates))
    across = landmark is not None and earlier <= number(landmark) < later
    return later - earlier <= rule.tolerance_timepoints and not across


def _why(one: _Said, other: _Said) -> tuple[Cause, ...]:
    """Why two reads do not progress together: what the earlier progression rests on, if the other could see it."""
    earlier, later = (one, other) if _day(one) < _day(other) else (other, one)
    counted, computed = _status(later, earlier.found_at)
    if computed in _PROGRESSED and counted not in _PROGRESSED:
        return (Cause.CALL,)
    return (Cause.EVALUABILITY,) if counted == "NE" else earlier.causes


_PROGRESSED: Final = frozenset({"LP", "PD"})


def _day(said: _Said) -> float:
    return float("inf") if said.at is None else number(said.at)


def _in_order(causes: set[Cause]) -> tuple[Cause, ...]:
    return tuple(cause for cause in Cause if cause in causes)


# --- the other variables ---------------------------------------------------------------------------------------------


def _evaluability(pair: _Pair, known: tuple[bool, bool], protocol: Protocol) -> Iterator[Difference]:
    variable = Variable.LOCAL_EVALUABILITY
    if known[0] != known[1] and variable in _rule(protocol).variables:
        first, second = (EVALUABLE if yes else NOT_EVALUABLE for yes in known)
        there = [_status(said, landmark_of(said.timepoints, protocol)) for said in (pair.first, pair.second)]
        called = any((counted == "NE") != (computed == "NE") for counted, computed in there)
        yield Difference(variable, pair.about, first, second, (Cause.CALL if called else Cause.EVALUABILITY,))


def _best_response(first: ReadResult, second: ReadResult, pair: _Pair, rule: Adjudication) -> Iterator[Difference]:
    variable = Variable.BEST_RESPONSE
    one, other = first.best_response or NONE, second.best_response or NONE
    if one == other or variable not in rule.variables:
        return
    if best_of(first.computed) == best_of(second.computed):
        causes: tuple[Cause, ...] = (Cause.CALL,)
    elif "PD" in {one, other} and pair.first.at != pair.second.at:
        causes = _why(pair.first, pair.second)
    else:
        causes = _why_response({one, other})
    yield Difference(variable, OVERALL, one, other, causes)


def _why_response(values: set[str]) -> tuple[Cause, ...]:
    """Why two responses before any progression differ, as far as the words tell: a CR needs all disease gone."""
    if "NE" in values:
        return (Cause.EVALUABILITY,)
    return (Cause.TARGET_MEASURE,) if values == {"PR", "SD"} else (Cause.TARGET_MEASURE, Cause.NON_TARGET)


# --- concordant for another reason -----------------------------------------------------------------------------------


def _different_reasons(pair: _Pair, rule: Adjudication) -> Iterator[str]:
    one, other, (whether, when, words) = pair.first, pair.second, pair.names
    if one.at is None or other.at is None or not (whether in rule.variables or when in rule.variables):
        return
    if one.at != other.at:
        if when in rule.variables and _tolerated((one.at, other.at), pair.landmark, rule):
            tolerated = f"within the tolerance of {rule.tolerance_timepoints}"
            yield f"{pair.about}: {words} at {one.at} in the first read and {other.at} in the second, {tolerated}."
        return
    if one.causes != other.causes:
        reasons = [" and ".join(side.causes) for side in (one, other)]
        yield f"{pair.about}: {words} at {one.at} by {reasons[0]} in the first read, by {reasons[1]} in the second."
    else:
        yield from (f"{pair.about}: {words} at {one.at} by {rest}." for rest in _other_lesions(one, other))


def _other_lesions(one: _Said, other: _Said) -> Iterator[str]:
    """What a progression of the same causes rests on, where these are other lesions in each read."""
    found = "new lesions", one.new_lesions, other.new_lesions
    worse = "non-target disease", one.non_targets, other.non_targets
    for what, here, there in (found, worse):
        if here and there and here != there:
            yield f"{what} in both reads, which they place differently: {_first_and_second(here, there)}"
    if one.grown and other.grown and set(one.grown).isdisjoint(other.grown):
        yield f"lengths in both reads, most by other lesions: {_first_and_second(one.grown, other.grown)}"


def _first_and_second(here: Sequence[str], there: Sequence[str]) -> str:
    return f"{' and '.join(here)} in the first, {' and '.join(there)} in the second"
