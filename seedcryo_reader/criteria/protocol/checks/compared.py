"""The values that paragraphs of the file say too, each with the words that a sentence about it uses."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from seedcryo_reader.criteria.protocol.checks.problem import Sections, readable
from seedcryo_reader.criteria.protocol.coordinating import BestResponse, Design
from seedcryo_reader.criteria.protocol.local_model import LocalProgression
from seedcryo_reader.criteria.protocol.model import Lengths, Measurability, NewLesionRule, Sets, TargetResponse


class Compared(NamedTuple):
    """A value that texts say too.

    Attributes
    ----------
    path : str
        Of its key.
    value : Decimal
        In its unit.
    unit : str
        As `said.said_in` knows it.
    paragraph : str
        The paragraph that its section names.
    cue : Pattern or None
        What the words around a number say where it is this one. None where any number of the unit may be.
    always : bool
        Whether a paragraph that says numbers of the unit has to say this one.
    note : str or None
        The charter's note that says it too.
    """

    path: str
    value: Decimal
    unit: str
    paragraph: str
    cue: re.Pattern[str] | None = None
    always: bool = True
    note: str | None = None


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_SMALLER: Final = _cue(r"respon|\bPR\b|decreas|shrink|\bfall|\bfell")
_LARGER: Final = _cue(r"progress|\bPD\b|increas|grow|\bover\b|\blarger")
_NORMAL: Final = _cue(r"\bnormal|\bnodes?\b")

_MEASURABILITY: Final = (
    ("non_nodal_mm", _cue(r"^(?!.*\b(?:node|x-?ray|calip|slice)).*\blesion"), True),
    ("node_target_mm", _cue(r"\bnodes?\b"), True),
    ("node_pathological_mm", _cue(r"patholog|\bnodes?\b"), False),
    ("thick_slice_mm", _cue(r"\bslice"), False),
    ("chest_xray_mm", _cue(r"x-?ray"), False),
    ("caliper_mm", _cue(r"calip"), False),
)


def compared_values(sections: Sections) -> Iterator[Compared]:
    """The values of the sections that are there."""
    for values in (_lengths, _sets, _measurability, _responses, _local, _coordinating):
        yield from values(sections)


def _lengths(sections: Sections) -> Iterator[Compared]:
    for one in readable(Lengths, sections, "lengths"):
        yield Compared("lengths.too_small_mm", one.too_small_mm, "mm", one.paragraph, note="too_small")
        yield Compared("lengths.places", Decimal(one.places), "decimal places", one.paragraph)


def _sets(sections: Sections) -> Iterator[Compared]:
    for sets in readable(Sets, sections, "sets"):
        one, path = sets.recist, "sets.recist"
        yield Compared(f"{path}.max_total", Decimal(one.max_total), "lesions", one.paragraph, note="recist_set")
        yield Compared(
            f"{path}.max_per_organ", Decimal(one.max_per_organ), "per organ", one.paragraph, note="recist_set"
        )


def _measurability(sections: Sections) -> Iterator[Compared]:
    for one in readable(Measurability, sections, "measurability"):
        for key, cue, always in _MEASURABILITY:
            yield Compared(f"measurability.{key}", getattr(one, key), "mm", one.paragraph, cue, always)
        yield Compared(
            "measurability.slice_factor", one.slice_factor, "times", one.paragraph, always=False, cue=_SLICES
        )


_SLICES: Final = _cue(r"slice|distance|apart|thick")


def _responses(sections: Sections) -> Iterator[Compared]:
    for one in readable(TargetResponse, sections, "target_response"):
        path = "target_response"
        yield Compared(f"{path}.pr_percent", one.pr_percent, "%", one.paragraph, _SMALLER)
        yield Compared(f"{path}.pd_percent", one.pd_percent, "%", one.paragraph, _LARGER)
        yield Compared(f"{path}.pd_floor_mm", one.pd_floor_mm, "mm", one.paragraph)
        yield Compared(f"{path}.node_normal_mm", one.node_normal_mm, "mm", one.paragraph, _NORMAL, always=False)
        if one.attenuation_percent is not None:
            share = one.attenuation_percent
            yield Compared(f"{path}.attenuation_percent", share, "%", one.paragraph, _cue("attenuat"), always=False)
    for rule in readable(NewLesionRule, sections, "new_lesions"):
        for key in ("node_min_mm", "node_review_mm"):
            yield Compared(f"new_lesions.{key}", getattr(rule, key), "mm", rule.paragraph, _NORMAL, always=False)


def _local(sections: Sections) -> Iterator[Compared]:
    for local in readable(LocalProgression, sections, "local_progression"):
        path = "local_progression"
        if local.size is not None:
            yield Compared(f"{path}.size.percent", local.size.percent, "%", local.size.paragraph, _LARGER)
            yield Compared(f"{path}.size.floor_mm", local.size.floor_mm, "mm", local.size.paragraph)
        if local.tissue is not None:
            yield Compared(f"{path}.tissue.within_mm", local.tissue.within_mm, "mm", local.tissue.paragraph)


def _coordinating(sections: Sections) -> Iterator[Compared]:
    for best in readable(BestResponse, sections, "best_response"):
        path, days = "best_response", Decimal(best.sd_min_days)
        yield Compared(f"{path}.sd_min_days", days, "days", best.paragraph, _cue(r"stable|\bSD\b"))
        days = Decimal(best.confirm_after_days)
        yield Compared(f"{path}.confirm_after_days", days, "days", best.paragraph, _cue(r"confirm"), always=False)
    for design in readable(Design, sections, "design"):
        yield Compared("design.readers", Decimal(design.readers), "readers", design.paragraph)
