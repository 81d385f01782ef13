"""Response of the sum of diameters, as the table of rules that it is."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from seedcryo_reader.criteria.explaining.growth_words import formula, over_nadir
from seedcryo_reader.criteria.explaining.words import (
    bullets,
    cited,
    least,
    listed,
    literal,
    mm,
    number,
    percent,
    sentence,
    table,
)
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.numbers import factor
from seedcryo_reader.criteria.protocol.model import Protocol, TargetResponse

_MISSING_PD: Final = {
    True: "The measured part alone is enough for progression, where some lesions of the sum have no length.",
    False: "Where some lesions of the sum have no length, it is not progression, however much the others grew.",
}

_PERSISTENCE: Final = {
    "strict": (
        "A partial response is found anew at every timepoint by plain arithmetic: a sum that grows again, without "
        "being progression, can be stable disease after a partial response."
    ),
    "eortc": (
        "A partial response, once reached, lasts until progression (EORTC), also where the sum alone would be "
        "stable disease again."
    ),
}

_REAPPEARANCE: Final = {
    True: (
        "After an overall complete response a lesion of the sum that is there again is progression, whatever its "
        "size; a lymph node from {normal} in its short axis. Where there was no overall complete response before, "
        "reappearance alone is no progression (EORTC)."
    ),
    False: (
        "A lesion of the sum that is there again after a complete response is progression only by growth of the sum."
    ),
}


_GONE: Final = {"whole": "gone", "viable": "without viable (enhancing) tissue"}

_PERSISTS: Final = "partial-response-persists"


class _Row(NamedTuple):
    words: str
    formula: str = ""


def lines(protocol: Protocol) -> Iterator[str]:
    """The table, then what its rows leave open."""
    options = protocol.target_response
    rules = {rule.name for rule in FAMILIES[options.rule].target}
    yield from sentence(
        f"Response of the sum by the rules “{literal(options.rule)}” {cited(options.paragraph)}. The first row that "
        "holds decides:"
    )
    yield from table(("", "Response", "If", "As a formula"), _numbered(options))
    yield from bullets(
        _exactly(options),
        "Progression comes before partial response: a sum that is both is progression.",
        "Over a nadir of 0 mm the percentage counts as reached: growth that is enough in millimetres is progression.",
        _MISSING_PD[options.missing_target_pd],
        _PERSISTENCE[options.pr_persistence] if _PERSISTS in rules else "",
        _REAPPEARANCE[options.reappearance_is_pd].format(normal=mm(options.node_normal_mm)),
        _attenuation(options.attenuation_percent),
        "A lymph node keeps its length when it is normal, so a complete response can have a sum above 0 mm.",
    )


def _exactly(options: TargetResponse) -> str:
    floor = (mm(options.pd_floor_mm),) if options.pd_floor_mm else ()
    limits = (percent(options.pd_percent), *floor, percent(options.pr_percent))
    return f"Exactly {listed(limits)} {'are enough' if options.inclusive else 'are not enough'}."


def _attenuation(share: Decimal | None) -> str:
    if share is None:
        return "The attenuation of lesions is not looked at."
    return (
        f"A fall of the mean attenuation (in Hounsfield units) by {percent(share)} is the limit of the rules that "
        "look at it. **Caution:** implanted metal makes attenuation unreliable."
    )


def _numbered(options: TargetResponse) -> Iterator[tuple[str, ...]]:
    """The rules of the family in its own order, those that the file wants."""
    told = ((rule.value, RULES[rule.name](options)) for rule in FAMILIES[options.rule].target)
    wanted = ((value, row) for value, row in told if row is not None)
    return ((str(place), value, *row) for place, (value, row) in enumerate(wanted, 1))


def _complete(options: TargetResponse) -> _Row:
    normal = mm(options.node_normal_mm)
    return _Row(
        f"every lesion of the sum is known to be {_GONE[options.extent]}, and every lymph node to be below {normal}",
        f"non-nodal = 0 mm, nodes < {normal}",
    )


def _back(options: TargetResponse) -> _Row | None:
    if not options.reappearance_is_pd:
        return None
    return _Row(
        "a lesion that was gone at an earlier overall complete response, or since, is there again",
        f"non-nodal > 0 mm, node ≥ {mm(options.node_normal_mm)}",
    )


def _growth(options: TargetResponse) -> _Row:
    words = f"the sum is {over_nadir(options)} the nadir, at a timepoint at which growth counts"
    return _Row(words, formula("sum", options))


def _shrunk(options: TargetResponse) -> _Row:
    return _Row(
        f"the sum is {least(options.inclusive)} {percent(options.pr_percent)} under the baseline sum",
        f"sum {'≤' if options.inclusive else '<'} {number(factor(-options.pr_percent))} × baseline",
    )


def _lasting(options: TargetResponse) -> _Row | None:
    if options.pr_persistence == "strict":
        return None
    return _Row("there was a response by the sum before, and no progression by it since")


def _growth_by_choi(options: TargetResponse) -> _Row:
    size = _growth(options)
    words = f"{size.words}, and the mean attenuation is known not to have fallen by the limit below"
    return _Row(words, f"{size.formula}, and not: {_attenuated(options)}")


def _response_by_choi(options: TargetResponse) -> _Row:
    size, joined = _shrunk(options), {"choi": "or", "mchoi": "and"}[options.rule]
    words = f"{size.words}, {joined} the mean attenuation has fallen by the limit below against the baseline"
    return _Row(words, f"{size.formula} {joined} {_attenuated(options)}")


def _attenuated(options: TargetResponse) -> str:
    share = options.attenuation_percent
    times = "(no limit given)" if share is None else number(factor(-share))
    return f"attenuation {'≤' if options.inclusive else '<'} {times} × baseline attenuation"


def _attenuation_open(_options: TargetResponse) -> _Row:
    return _Row("the attenuation would decide, and is not known now or at the baseline")


RULES: Final[Mapping[str, Callable[[TargetResponse], _Row | None]]] = {
    "no-targets": lambda _: _Row("no lesion is in the sum: the non-target disease decides alone"),
    "nothing-measured": lambda _: _Row("no lesion of the sum has a length"),
    "complete-response": _complete,
    "reappearance": _back,
    "sum-progression": _growth,
    "sum-growth-early": lambda _: None,
    "missing-target": lambda _: _Row("a lesion of the sum has no length, at this timepoint or at the baseline"),
    "partial-response": _shrunk,
    _PERSISTS: _lasting,
    "choi-progression": _growth_by_choi,
    "choi-partial-response": _response_by_choi,
    "attenuation-missing": _attenuation_open,
    "stable-disease": lambda _: _Row("none of these"),
}
"""What each rule of a family says, by its name; None where the file does without it.

Growth that comes too early never decides: the chapter about the sum tells of it.
"""
