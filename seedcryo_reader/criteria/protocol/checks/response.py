"""Identity, lengths, sets and responses: what cannot be meant together."""

from collections.abc import Callable, Iterator
from typing import Final

from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.protocol import names
from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections, readable
from seedcryo_reader.criteria.protocol.model import (
    Calls,
    Identity,
    Lengths,
    Measurability,
    Measuring,
    NewLesionRule,
    Reference,
    Sets,
    TargetResponse,
)


def _identity(sections: Sections) -> Iterator[Problem]:
    for identity in readable(Identity, sections, "identity"):
        if identity.id.partition("/")[2] != identity.version:
            yield Problem("impossible", "identity.id", f'must end in "/{identity.version}", the version')
        if identity.status == "confirmed" and not identity.approvals:
            text = 'is "confirmed", but nobody approved it; name who did in identity.approvals, or write "unconfirmed"'
            yield Problem("impossible", "identity.status", text)


def _lengths(sections: Sections) -> Iterator[Problem]:
    for lengths in readable(Lengths, sections, "lengths"):
        exponent = lengths.too_small_mm.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > lengths.places:
            text = f"has more decimal places than lengths.places, which is {lengths.places}"
            yield Problem("impossible", "lengths.too_small_mm", text)


def _limits(sections: Sections) -> Iterator[Problem]:
    for sets in readable(Sets, sections, "sets"):
        if sets.recist.max_per_organ > sets.recist.max_total:
            text = "must not be more than sets.recist.max_total"
            yield Problem("impossible", "sets.recist.max_per_organ", text)


def _measurability(sections: Sections) -> Iterator[Problem]:
    for rule in readable(Measurability, sections, "measurability"):
        for kind in rule.never:
            if kind in rule.no_disease:
                text = f'"{kind}" is in measurability.never too; a lesion that is no disease is in one list only'
                yield Problem("impossible", "measurability.no_disease", text)
        for response in readable(TargetResponse, sections, "target_response"):
            yield from _nodes(rule, response)


def _nodes(rule: Measurability, response: TargetResponse) -> Iterator[Problem]:
    """Normal, pathological, target: a lymph node becomes one after the other as it grows."""
    if rule.node_target_mm < response.node_normal_mm:
        text = "must not be less than target_response.node_normal_mm: a normal node is no target"
        yield Problem("impossible", "measurability.node_target_mm", text)
    elif not response.node_normal_mm <= rule.node_pathological_mm <= rule.node_target_mm:
        text = "must lie between target_response.node_normal_mm and measurability.node_target_mm, or be one of them"
        yield Problem("impossible", "measurability.node_pathological_mm", text)


def _viable_sum(sections: Sections) -> Iterator[Problem]:
    for response in readable(TargetResponse, sections, "target_response"):
        for measuring in readable(Measuring, sections, "measuring"):
            if response.extent == "viable" and not measuring.viable:
                text = '"viable" is never measured; use "whole", or name the kinds of lesion in measuring.viable'
                yield Problem("impossible", "target_response.extent", text)


def _attenuation(sections: Sections) -> Iterator[Problem]:
    for response in readable(TargetResponse, sections, "target_response"):
        if response.rule not in FAMILIES:
            continue
        needed, there = FAMILIES[response.rule].by_attenuation, response.attenuation_percent is not None
        path = "target_response.attenuation_percent"
        if needed and not there:
            yield Problem("dangling", path, f'is missing, and the rule "{response.rule}" needs it; add it')
        if there and not needed:
            yield Problem("unused", path, f'the rule "{response.rule}" looks at no attenuation; remove it')


def _family(sections: Sections) -> Iterator[Problem]:
    """What the named family does not do, or does in its own way."""
    for response in readable(TargetResponse, sections, "target_response"):
        if response.rule not in FAMILIES:
            continue
        if FAMILIES[response.rule].viable and response.extent != "viable":
            text = f'the rule "{response.rule}" is about viable diameters; write "viable"'
            yield Problem("impossible", "target_response.extent", text)
        if response.pr_persistence == "eortc" and not names.keeps_responses(response.rule):
            text = f'the rule "{response.rule}" judges each timepoint by itself; write "strict"'
            yield Problem("impossible", "target_response.pr_persistence", text)


def _new_lesions(sections: Sections) -> Iterator[Problem]:
    for rule in readable(NewLesionRule, sections, "new_lesions"):
        if rule.node_review_mm < rule.node_min_mm:
            text = "must not be less than new_lesions.node_min_mm: a smaller node is no new lesion"
            yield Problem("impossible", "new_lesions.node_review_mm", text)


def _reference(sections: Sections) -> Iterator[Problem]:
    for reference in readable(Reference, sections, "reference"):
        if reference.grace_until < reference.timepoint:
            text = "must not be before reference.timepoint; without a longer grace period write the same number"
            yield Problem("impossible", "reference.grace_until", text)


def _calls(sections: Sections) -> Iterator[Problem]:
    for calls in readable(Calls, sections, "calls"):
        if calls.reveal == "after-call" and not (calls.local_progression or calls.overall):
            text = '"after-call" needs a call: set calls.local_progression or calls.overall to true, or use "live"'
            yield Problem("impossible", "calls.reveal", text)
        if calls.counts == "call" and not calls.overall:
            text = '"call" needs the call that counts: set calls.overall to true, or use "computed"'
            yield Problem("impossible", "calls.counts", text)


RESPONSE: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (
    _identity,
    _lengths,
    _limits,
    _measurability,
    _viable_sum,
    _attenuation,
    _family,
    _new_lesions,
    _reference,
    _calls,
)
