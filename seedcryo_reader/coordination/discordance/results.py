"""What a signed read comes to about the endpoints: the little that two reads of a case are compared by."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from seedcryo_reader.coordination.discordance.resting import grown_most, new_lesions, worse_non_targets
from seedcryo_reader.coordination.endpoints.best_response import ORDER
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Evaluation
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import course_of, number
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import Cause, LocalResult, ReadResult, Variable
from seedcryo_reader.domain.read import Read

_BY_RULE: Final = {
    "progression-by-size": Cause.TARGET_MEASURE,
    "progression-by-tissue": Cause.LOCAL_FINDING,
    "progression-by-contiguity": Cause.LOCAL_FINDING,
}


def result_of(read: Read, protocol: Protocol, reader: str, version: int, read_sha256: str) -> ReadResult:
    """What a read comes to.

    Parameters
    ----------
    read : Read
        With its baseline at least.
    protocol : Protocol
        The one it was read by.
    reader : str
        The account.
    version : int
        Of the signed read.
    read_sha256 : str
        SHA-256 (hex) of the canonical read that was signed.

    Raises
    ------
    ValueError
        No timepoint was read.
    """
    every = evaluated(read, protocol)
    local = tuple(_local(every, one.target_id, protocol) for one in read.targets)
    found = next((one for one in every[1:] if one.counted[OVERALL].value == "PD"), None)
    responses = tuple(one.counted[OVERALL].value for one in every[1:])
    news = () if found is None else tuple(sorted(new_lesions(read, found, protocol)))
    return ReadResult(
        case_number=read.case_number,
        reader=reader,
        version=version,
        read_sha256=read_sha256,
        protocol_id=protocol.protocol_id,
        protocol_sha256=protocol.sha256,
        timepoints=tuple(one.timepoint.name for one in every),
        local=local,
        progressed_at=None if found is None else found.counted[OVERALL].dates_from or found.timepoint.name,
        found_at=None if found is None else found.timepoint.name,
        causes=() if found is None else _causes(found, local, protocol),
        grounds=() if found is None else tuple(_grounds(found, local, news, protocol)),
        best_response=best_of(responses) if compares_best_response(protocol) else None,
        responses=responses,
        computed=_computed(every, OVERALL),
        new_lesions=news,
        non_targets=() if found is None else tuple(sorted(worse_non_targets(read, found))),
        grown=() if found is None else _grown(read, found, every, _counting(found, local, protocol)),
    )


def compares_best_response(protocol: Protocol) -> bool:
    """Whether best overall response is one of the protocol's variables."""
    return protocol.adjudication is not None and Variable.BEST_RESPONSE.value in protocol.adjudication.variables


def evaluated(read: Read, protocol: Protocol) -> tuple[Evaluation, ...]:
    """Every timepoint of a read, baseline first.

    Raises
    ------
    ValueError
        No timepoint was read.
    """
    if not read.timepoints:
        msg = f"no timepoint of {read.case_number} was read"
        raise ValueError(msg)
    return tuple(evaluations(course_of(read, protocol, read.timepoints[-1].name), protocol))


def landmark_of(timepoints: Sequence[str], protocol: Protocol) -> str:
    """Where the status of targets has to be known: the landmark, or the last timepoint of a case that ends before."""
    last = number(timepoints[-1])
    landmark = last if protocol.endpoints is None else protocol.endpoints.local_control.landmark
    return f"TP{min(landmark, last)}"


def best_of(responses: Sequence[str]) -> str | None:
    """The best of these responses up to the first progression; None where there is none.

    A station knows no day, and reads are compared before the table of days is there: no least time for stable disease
    is asked, and no confirmation.
    """
    until = responses.index("PD") + 1 if "PD" in responses else len(responses)
    return min(responses[:until], key=ORDER.index, default=None)


# --- local -----------------------------------------------------------------------------------------------------------


def _local(every: Sequence[Evaluation], target: str, protocol: Protocol) -> LocalResult:
    found = next((one for one in every[1:] if one.counted[target].value == "LP"), None)
    since = None if found is None else found.counted[target].dates_from or found.timepoint.name
    statuses = {one.timepoint.name: one.counted[target].value for one in every[1:]}
    landmark = landmark_of([one.timepoint.name for one in every], protocol)
    return LocalResult(
        target=target,
        progressed_at=since,
        found_at=None if found is None else found.timepoint.name,
        cause=None if found is None else _local_cause(found, target),
        evaluable=(since is not None and number(since) <= number(landmark)) or statuses.get(landmark, "NE") != "NE",
        statuses=tuple(statuses.values()),
        computed=_computed(every, target),
        grounds="" if found is None else _words(found, target),
    )


def _local_cause(found: Evaluation, target: str) -> Cause:
    said = next(one for one in found.outcomes if one.about == target)
    return _BY_RULE[said.rule] if said.value == "LP" else Cause.CALL


def _computed(every: Sequence[Evaluation], about: str) -> tuple[str, ...]:
    """What was computed at each follow-up."""
    return tuple(outcome.value for one in every[1:] for outcome in one.outcomes if outcome.about == about)


def _words(found: Evaluation, about: str) -> str:
    """The reason in the words of the criteria, or that it is the reader's call."""
    said = next(one for one in found.outcomes if one.about == about)
    counted = found.counted.get(about)
    if counted is not None and counted.value != said.value:
        return f"called {counted.value} where the criteria say {said.value}"
    return said.conclusion().text


# --- overall ---------------------------------------------------------------------------------------------------------


def _causes(found: Evaluation, local: Iterable[LocalResult], protocol: Protocol) -> tuple[Cause, ...]:
    """What progression rests on at the timepoint at which it was found, in the order of `Cause`."""
    if found.overall != "PD":
        return (Cause.CALL,)
    holds = {
        Cause.NEW_LESION: found.value(NEW_LESIONS) == "UNEQUIVOCAL",
        Cause.TARGET_MEASURE: found.value(TARGET) == "PD",
        Cause.NON_TARGET: found.value(NON_TARGET) == "PD",
    }
    causes = {cause for cause, yes in holds.items() if yes}
    causes |= {one.cause for one in _counting(found, local, protocol) if one.cause is not None}
    return tuple(cause for cause in Cause if cause in causes)


def _counting(found: Evaluation, local: Iterable[LocalResult], protocol: Protocol) -> Iterator[LocalResult]:
    """The targets whose local progression counts as progression of the disease at a timepoint."""
    if protocol.overall.lp_counts_as_pd:
        yield from (one for one in local if found.counted[one.target].value == "LP")


def _grounds(found: Evaluation, local: Iterable[LocalResult], news: Iterable[str], protocol: Protocol) -> Iterator[str]:
    if found.overall != "PD":
        yield _words(found, OVERALL)
        return
    yield from (f"new lesion in {one}" for one in news)
    yield from (_words(found, about) for about in (TARGET, NON_TARGET) if found.value(about) == "PD")
    yield from (f"{one.target}: {one.grounds}" for one in _counting(found, local, protocol))


def _grown(
    read: Read, found: Evaluation, every: Sequence[Evaluation], counting: Iterable[LocalResult]
) -> tuple[str, ...]:
    targets = (one.target for one in counting if one.cause is Cause.TARGET_MEASURE)
    return tuple(sorted({*grown_most(read, found, every), *targets}))
