"""Local control rate at the landmark."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, percent, sentence, timepoint
from seedcryo_reader.criteria.protocol.coordinating import LocalControl
from seedcryo_reader.criteria.protocol.model import Protocol

_NOT_EVALUABLE: Final = {
    "excluded": "A target whose status at the landmark is not known is left out of the rate.",
    "failure": "A target whose status at the landmark is not known counts as not controlled.",
}

_DEATH: Final = {
    "excluded": "A death before the landmark, without local progression, leaves the target out of the rate.",
    "failure": "A death before the landmark, without local progression, counts as not controlled.",
    "competing": "A death before the landmark, without local progression, is a competing event and is counted apart.",
}

_REINTERVENTION: Final = {
    "failure": (
        "A target that was treated again before the landmark, without local progression, counts as not controlled. "
        "The assisted rate, in which the further treatment is ignored, is given beside it."
    ),
    "excluded": (
        "A target that was treated again before the landmark, without local progression, is left out of the rate. "
        "The assisted rate, in which the further treatment is ignored, is given beside it."
    ),
    "ignore": (
        "A further treatment of a target before the landmark is ignored: its status at the landmark counts "
        "(assisted control)."
    ),
}

_RESIDUAL: Final = {
    "control": "Residual tissue at the landmark is control.",
    "failure": "Residual tissue at the landmark is no control.",
}

_EQUIVOCAL: Final = {
    "control": "An equivocal status at the landmark that was not confirmed later is control.",
    "failure": "An equivocal status at the landmark, even if it was not confirmed later, is no control.",
}

_BRACKETING: Final = {
    True: (
        "A target without an assessment in the window is controlled if it was assessed before the window and again "
        "after it, without local progression."
    ),
    False: (
        "A target without an assessment in the window has no known status, whatever was found before and after it."
    ),
}


def lines(protocol: Protocol) -> Iterator[str]:
    """What counts at the landmark, and the intervals."""
    if protocol.endpoints is None:
        yield from sentence("The protocol's file says nothing of a local control rate.")
        return
    yield from _rate(protocol.endpoints.local_control)


def _rate(rule: LocalControl) -> Iterator[str]:
    level = percent(rule.confidence)
    yield from bullets(
        f"The landmark is {timepoint(rule.landmark)} {cited(rule.paragraph)}. An assessment on day {rule.earliest} "
        f"to day {rule.latest} since randomisation is one of the landmark.",
        "A target is controlled if it had no local progression up to the landmark. A subject is controlled if every "
        "prespecified target is. All prespecified targets count from randomisation on, treated or not.",
        _BRACKETING[rule.bracketing],
        _NOT_EVALUABLE[rule.not_evaluable],
        _DEATH[rule.death],
        _REINTERVENTION[rule.reintervention],
        _RESIDUAL[rule.residual],
        _EQUIVOCAL[rule.equivocal],
        f"The rate of subjects has a {level} interval by Wilson; the rate of targets a {level} interval by a "
        f"bootstrap of whole subjects ({rule.bootstrap} samples, started from {rule.seed}, so that it can be "
        "repeated exactly).",
        "Rates are pooled over all arms.",
    )
