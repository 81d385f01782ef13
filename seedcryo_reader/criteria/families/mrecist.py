"""mRECIST for hepatocellular carcinoma (Lencioni and Llovet, Seminars in Liver Disease 2010, 30:52-60).

RECIST 1.1 over what is viable: the part that enhances in the arterial phase, without necrosis. That the viable parts
are added up, and that the published text has no floor in millimetres, stands in the protocol (`extent`, `pd_floor_mm`).
A lesion that does not enhance, or infiltrates, is one for RECIST 1.1 and not for this sum.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from seedcryo_reader.criteria.families import recist11
from seedcryo_reader.criteria.families.family import Family
from seedcryo_reader.criteria.families.recist11 import PARTIAL, PROGRESSION, STABLE
from seedcryo_reader.criteria.non_target import NonTargetFacts
from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.criteria.rules import HasParagraph, Rule, Told, always
from seedcryo_reader.criteria.target import TargetFacts
from seedcryo_reader.domain.lesion import NonTargetStatus

Facts = TypeVar("Facts", bound=HasParagraph)


def _instead(rules: tuple[Rule[Facts], ...], *own: Rule[Facts]) -> tuple[Rule[Facts], ...]:
    """The rules in their order, with those of the same name instead that are given."""
    by_name = {rule.name: rule for rule in own}
    return tuple(by_name.get(rule.name, rule) for rule in rules)


def _viable(told: Callable[[TargetFacts, bool], Told]) -> Callable[[TargetFacts, bool], Told]:
    """The same words, with what was measured."""

    def tell(facts: TargetFacts, holds: bool) -> Told:
        said = told(facts, holds)
        return said._replace(text=f"{said.text} (viable diameters)")

    return tell


def _tell_complete(facts: TargetFacts, holds: bool) -> Told:
    if holds:
        normal = mm(facts.options.node_normal_mm)
        return Told(f"Complete response: no target enhances any more; lymph nodes are below {normal}")
    left = ", ".join(length.lesion for length in facts.current.lengths if not facts.gone(length))
    return Told(f"No complete response: {left} not known to be without enhancement")


def _tell_reappearance(facts: TargetFacts, holds: bool) -> Told:
    back = ", ".join(facts.back())
    return Told(
        f"Progression of the targets: {back} enhances again after a complete response"
        if holds
        else "No target enhances again"
    )


TARGET: Final = _instead(
    recist11.TARGET,
    Rule("CR", "complete-response", recist11.complete_response, _tell_complete),
    Rule("PD", "reappearance", recist11.reappearance, _tell_reappearance),
    PROGRESSION._replace(told=_viable(PROGRESSION.told)),
    PARTIAL._replace(told=_viable(PARTIAL.told)),
    STABLE._replace(told=_viable(STABLE.told)),
)
"""The order of RECIST 1.1, and its comparisons."""


def _tell_persisting(facts: NonTargetFacts, holds: bool) -> Told:
    there = ", ".join(facts.with_status(NonTargetStatus.PRESENT))
    return Told(
        f"Incomplete response or stable disease: enhancement persists in {there}"
        if holds
        else "Enhancement persists nowhere for certain"
    )


NON_TARGET: Final = _instead(
    recist11.NON_TARGET,
    Rule[NonTargetFacts]("IR/SD", "non-target-persists", recist11.persists, _tell_persisting),
    Rule[NonTargetFacts](
        "CR",
        "non-target-complete-response",
        always,
        lambda _facts, _holds: Told("Complete response: no non-target disease enhances any more"),
    ),
)

MRECIST: Final = Family("mrecist", TARGET, NON_TARGET, recist11.NEW_LESIONS, viable=True)
