"""Whether an act gives an answer that the protocol knows. What is legal at all is in `domain.lifecycle`."""

from functools import singledispatch

from seedcryo_reader.criteria.protocol.model import Protocol, Question
from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.lesion import CHOSEN_ID
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Axis, Extent

LOCAL_CALLS = ("LP", "no LP", "residual", "equivocal", "NE")
OVERALL_CALLS = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "NED")


def check_answer(event: Event, protocol: Protocol) -> None:
    """Hold an act against the protocol.

    Raises
    ------
    IllegalAct
        It answers what is not asked, or in words the protocol does not have.
    """
    _check(event, protocol)


@singledispatch
def _check(_event: Event, _protocol: Protocol) -> None:
    """Everything that carries no word of the protocol."""


def _one_of(answer: str, allowed: tuple[str, ...], what: str) -> None:
    if answer not in allowed:
        msg = f"{what} is one of: {', '.join(allowed)}."
        raise IllegalAct(msg)


@_check.register
def _measurement(event: events.MeasurementMade | events.MeasurementRevised, protocol: Protocol) -> None:
    if event.extent is Extent.VIABLE and not protocol.measuring.viable:
        msg = "The protocol does not ask for viable diameters."
        raise IllegalAct(msg)
    places = protocol.lengths.places
    axes = [axis for axis in (event.caliper.long, event.caliper.short) if axis is not None]
    if any(axis != Axis.between(axis.start, axis.end, places) for axis in axes) or any(
        -int(axis.mm.as_tuple().exponent) != places for axis in axes
    ):
        msg = f"A length is kept with {places} decimal places."
        raise IllegalAct(msg)


@_check.register
def _not_evaluable(event: events.LesionMarkedNotEvaluable, protocol: Protocol) -> None:
    _one_of(event.reason, protocol.picklists[protocol.reasons.target], "The reason")


@_check.register
def _timepoint(event: events.TimepointMarkedNotEvaluable, protocol: Protocol) -> None:
    _one_of(event.reason, protocol.picklists[protocol.reasons.timepoint], "The reason")


@_check.register
def _non_target(event: events.NonTargetAssessed, protocol: Protocol) -> None:
    if event.reason is not None:
        _one_of(event.reason, protocol.picklists[protocol.reasons.non_target], "The reason")


@_check.register
def _new_lesions(event: events.NewLesionsStated | events.NewLesionAssessed, protocol: Protocol) -> None:
    if event.reason is not None:
        _one_of(event.reason, protocol.picklists[protocol.reasons.new_lesions], "The reason")


@_check.register
def _query(event: events.ImageQueried, protocol: Protocol) -> None:
    _one_of(event.kind, protocol.picklists[protocol.queries.kinds], "The kind of a query")


@_check.register
def _local_finding(event: events.LocalFindingGiven, protocol: Protocol) -> None:
    question = protocol.question(event.question)
    if question is None:
        _one_of(event.question, tuple(one.id for one in protocol.questions), "The question")
        return
    _one_of(event.answer, question.answers, f"The answer to {question.id}")
    _check_reason(question, event.answer, event.reason, protocol)


def _check_reason(question: Question, answer: str, reason: str | None, protocol: Protocol) -> None:
    needed = question.reasons is not None and answer in question.reasons.answers
    if needed != (reason is not None):
        msg = f"Give a reason for {answer!r}." if needed else f"{answer!r} has no reason to be given."
        raise IllegalAct(msg)
    if question.reasons is not None and reason is not None:
        _one_of(reason, protocol.picklists[question.reasons.picklist], "The reason")


@_check.register
def _recorded(event: events.LesionRecorded, protocol: Protocol) -> None:
    if CHOSEN_ID.fullmatch(event.lesion.lesion) and protocol.sets.recist.lesions == "prespecified":
        msg = "The protocol's sum of diameters is made of prespecified targets alone."
        raise IllegalAct(msg)


@_check.register
def _call(event: events.CallMade, _protocol: Protocol) -> None:
    if event.about == OVERALL:
        _one_of(event.value, OVERALL_CALLS, "The overall call")
    else:
        _one_of(event.value, LOCAL_CALLS, "The call about a target")
