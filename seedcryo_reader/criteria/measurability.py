"""Which lesions can be measured at the baseline: RECIST 1.1 (Eisenhauer 2009, section 3.1; EORTC on nodes)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.criteria.protocol.model import Measurability

NON_NODAL: Final = "non-nodal"
NODE: Final = "node"
LYTIC_BONE: Final = "lytic bone lesion with soft tissue"
CYSTIC: Final = "cystic metastasis"

BY_SIZE: Final = (NON_NODAL, NODE, LYTIC_BONE, CYSTIC)
"""Kinds of lesion whose size decides; what else there is, the protocol names as never measurable or as no disease."""


class Measurable(StrEnum):
    """What a lesion is at the baseline."""

    MEASURABLE = "MEASURABLE"
    NON_MEASURABLE = "NON-MEASURABLE"
    TARGET_NODE = "TARGET-ELIGIBLE NODE"
    PATHOLOGICAL_NODE = "PATHOLOGICAL NON-TARGET NODE"
    NORMAL_NODE = "NORMAL NODE"
    PROTOCOL_DECISION = "PROTOCOL DECISION"
    NOT_DISEASE = "NOT DISEASE"


class Method(StrEnum):
    """What it was measured with."""

    CT = "CT"
    MR = "MR"
    CHEST_XRAY = "CXR"
    CALIPER = "CALIPER"
    ULTRASOUND = "US"


class Prior(StrEnum):
    """Local treatment of its site before the trial; that of the trial itself comes later and is no such treatment."""

    NONE = "none"
    TREATED = "treated"
    PROGRESSED = "treated, progressed since"


@dataclass(frozen=True, slots=True)
class Measured:
    """A lesion as it was measured at the baseline.

    Attributes
    ----------
    kind : str
        One of `BY_SIZE`, or a kind that the protocol names. Of bone with soft tissue the soft tissue is measured.
    method : Method
    long, short : Decimal or None
        Its axes in mm. Of a node the short axis counts, of anything else the long one.
    slice_mm : Decimal or None
        Distance of the slices in mm; None where it is not known, or there are none.
    prior : Prior
    """

    kind: str
    method: Method
    long: Decimal | None = None
    short: Decimal | None = None
    slice_mm: Decimal | None = None
    prior: Prior = Prior.NONE


@dataclass(frozen=True, slots=True)
class Classified:
    """What a lesion is, and why, in words with the numbers."""

    value: Measurable
    reason: str


def measurability(lesion: Measured, options: Measurability) -> Classified:
    """What a lesion is at the baseline.

    Raises
    ------
    ValueError
        Its kind is none whose size decides, and none that the protocol names: a slip of spelling is not guessed at.
    """
    if lesion.kind not in {*BY_SIZE, *options.never, *options.no_disease}:
        known = ", ".join((*BY_SIZE, *options.never, *options.no_disease))
        msg = f"{lesion.kind!r} is no kind of lesion that this protocol knows ({known})"
        raise ValueError(msg)
    looked_at = (rule(lesion, options) for rule in _EXCLUDING)
    excluded = next((found for found in looked_at if found is not None), None)
    if excluded is not None:
        return excluded
    node = lesion.kind == NODE
    axis = lesion.short if node else lesion.long
    if axis is None:
        return Classified(Measurable.NON_MEASURABLE, f"its {'short' if node else 'long'} axis is not known")
    return _node(axis, lesion, options) if node else _by_long_axis(axis, lesion, options)


def _nature(lesion: Measured, options: Measurability) -> Classified | None:
    if lesion.kind in options.no_disease:
        return Classified(Measurable.NOT_DISEASE, f"a {lesion.kind} is no disease")
    if lesion.kind in options.never:
        return Classified(Measurable.NON_MEASURABLE, f"{lesion.kind} is never measurable")
    return None


def _treated_before(lesion: Measured, options: Measurability) -> Classified | None:
    excluded = {
        "not measurable": (Prior.TREATED, Prior.PROGRESSED),
        "not measurable unless progressed": (Prior.TREATED,),
        "measurable": (),
    }[options.prior_treatment]
    if lesion.prior not in excluded:
        return None
    since = ", and progressed since" if lesion.prior is Prior.PROGRESSED else ", without progression since"
    return Classified(Measurable.NON_MEASURABLE, f"its site was treated before the trial{since}")


def _method(lesion: Measured, options: Measurability) -> Classified | None:
    """Short axes of nodes are those of sections: neither an X-ray nor calipers show them."""
    if lesion.method is Method.ULTRASOUND and not options.ultrasound:
        return Classified(Measurable.NON_MEASURABLE, "ultrasound is not used to measure")
    if lesion.kind == NODE and lesion.method in {Method.CHEST_XRAY, Method.CALIPER}:
        return Classified(Measurable.NON_MEASURABLE, "the short axis of a lymph node is measured on CT or MR")
    return None


_EXCLUDING: Final[tuple[Callable[[Measured, Measurability], Classified | None], ...]] = (
    _nature,
    _treated_before,
    _method,
)


def _by_long_axis(axis: Decimal, lesion: Measured, options: Measurability) -> Classified:
    """Thin slices never lower the least length, and thick ones only raise it."""
    least, why = {
        Method.CHEST_XRAY: (options.chest_xray_mm, " on a chest X-ray"),
        Method.CALIPER: (options.caliper_mm, " by calipers"),
    }.get(lesion.method, (options.non_nodal_mm, ""))
    thick = _thick_slices(lesion, options)
    if thick is not None and thick[0] > least:
        least, why = thick
    if axis >= least:
        return Classified(Measurable.MEASURABLE, f"the long axis {mm(axis)} is at least {mm(least)}{why}")
    return Classified(Measurable.NON_MEASURABLE, f"the long axis {mm(axis)} is below {mm(least)}{why}")


def _node(axis: Decimal, lesion: Measured, options: Measurability) -> Classified:
    target, pathological = options.node_target_mm, options.node_pathological_mm
    if axis < pathological:
        return Classified(Measurable.NORMAL_NODE, f"the short axis {mm(axis)} is below {mm(pathological)}")
    if axis < target:
        text = f"the short axis {mm(axis)} is at least {mm(pathological)} and below {mm(target)}"
        return Classified(Measurable.PATHOLOGICAL_NODE, text)
    text = f"the short axis {mm(axis)} is at least {mm(target)}"
    thick = _thick_slices(lesion, options)
    if thick is None or axis >= thick[0] or options.thick_slice_nodes == "no matter":
        return Classified(Measurable.TARGET_NODE, text)
    text = f"{text}, but below {mm(thick[0])}{thick[1]}"
    if options.thick_slice_nodes == "ask":
        return Classified(Measurable.PROTOCOL_DECISION, f"{text}; whether that holds for lymph nodes is open (EORTC)")
    return Classified(Measurable.PATHOLOGICAL_NODE, text)


def _thick_slices(lesion: Measured, options: Measurability) -> tuple[Decimal, str] | None:
    """What thick slices ask for in mm, and why; None where the slices are not thick, or not known."""
    if lesion.slice_mm is None or lesion.slice_mm <= options.thick_slice_mm:
        return None
    least = options.slice_factor * lesion.slice_mm
    return least, f", {options.slice_factor:f} times the slice distance {mm(lesion.slice_mm)}"
