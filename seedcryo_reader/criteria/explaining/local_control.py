"""Local control rate at the landmark."""

from collections.abc import Iterator, Sequence
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, numbered, percent, sentence, timepoint
from seedcryo_reader.criteria.protocol.coordinating import LocalControl, ScheduledVisit
from seedcryo_reader.criteria.protocol.model import Protocol

_BRACKETING: Final = {
    True: (
        "A target without an assessment in the window is what it was at the last assessment before the window and "
        "at the first one after it, if both count as the same and there is no local progression by then."
    ),
    False: "What was found before and after the window says nothing of a target without an assessment in it.",
}

_NOT_EVALUABLE: Final = {
    "excluded": "A target whose status at the landmark is not known by all of this is left out of the rate.",
    "failure": "A target whose status at the landmark is not known by all of this counts as not controlled.",
}

_DEATH: Final = {
    "excluded": "is left out of the rate",
    "failure": "counts as not controlled",
    "competing": "is a competing event, counted apart",
}

_ASSISTED: Final = "The assisted rate, in which further treatment is ignored, is given beside it."

_AGAIN: Final = "A target that was treated again before its assessment at the landmark, without progression by then,"

_REINTERVENTION: Final = {
    "failure": f"{_AGAIN} counts as not controlled. {_ASSISTED}",
    "excluded": f"{_AGAIN} is left out of the rate. {_ASSISTED}",
    "ignore": f"{_AGAIN} is judged by its status at the landmark all the same (assisted control).",
}

_RESIDUAL: Final = {
    "control": "Residual tissue at the landmark is control.",
    "failure": "Residual tissue at the landmark is no control.",
}

_EQUIVOCAL: Final = {
    "control": (
        "An equivocal status at the landmark is control, unless local progression that is found later dates back to it."
    ),
    "failure": "An equivocal status at the landmark is no control.",
}


_COMPETING: Final = "; otherwise a competing event of a target comes before one that is left out"


def lines(protocol: Protocol) -> Iterator[str]:
    """What counts at the landmark, and the intervals."""
    if protocol.endpoints is None:
        yield from sentence("The protocol's file says nothing of a local control rate.")
        return
    yield from _rate(protocol.endpoints.local_control, protocol.schedule)


def _rate(rule: LocalControl, schedule: Sequence[ScheduledVisit]) -> Iterator[str]:
    level = percent(rule.confidence)
    yield from sentence(
        f"The landmark is {timepoint(rule.landmark)}, on day {rule.earliest} to day {rule.latest} since "
        f"randomisation {cited(rule.paragraph)}. The first of these that applies to a target decides:"
    )
    yield from _other_window(rule, schedule)
    yield from numbered(
        _REINTERVENTION[rule.reintervention],
        "Local progression by the last day of the window: not controlled.",
        "An assessment in the window, the nearest to the scheduled day: controlled without local progression. "
        f"{_RESIDUAL[rule.residual]} {_EQUIVOCAL[rule.equivocal]}",
        f"A target of a subject who died by the last day of the window {_DEATH[rule.death]}.",
        _BRACKETING[rule.bracketing],
        "A target is left out of the rate as long as the cut-off of the data lies before the last day of the window.",
        _NOT_EVALUABLE[rule.not_evaluable],
    )
    yield from bullets(
        "All prespecified targets count from randomisation on, treated or not. A subject is controlled if every "
        "target is, and not controlled if one is not"
        f"{_COMPETING if rule.death == 'competing' else '; otherwise it is left out'}.",
        f"The rate of subjects has a {level} interval by Wilson; the rate of targets a {level} interval by a "
        f"bootstrap of whole subjects ({rule.bootstrap} samples, started from {rule.seed}, so that it can be "
        "repeated exactly).",
        "Rates are pooled over all arms.",
    )


def _other_window(rule: LocalControl, schedule: Sequence[ScheduledVisit]) -> Iterator[str]:
    for visit in schedule:
        if visit.timepoint == rule.landmark and (visit.earliest, visit.latest) != (rule.earliest, rule.latest):
            yield from sentence(
                f"**Caution:** in the schedule of visits {timepoint(visit.timepoint)} has another window, day "
                f"{visit.earliest} to day {visit.latest}. A scan can be one of the landmark and none of its timepoint, "
                "or the other way round."
            )
