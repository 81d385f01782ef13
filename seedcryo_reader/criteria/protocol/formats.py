"""The formats of protocol files, and how one of an older format is brought to the newest.

A released file never changes. It is read by the model of its own format, so that what is wrong in it is said in its own
words; then what its format left unsaid is added as the program behaved then.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from seedcryo_reader.criteria.protocol import format_1, model
from seedcryo_reader.criteria.protocol.fields import Table

Raw = Mapping[str, Any]
"""Sections of a file as TOML gives them, by name."""


class Format(NamedTuple):
    """A format: its model, how sections of it become newest ones, and where a newest key stood in it.

    `upgraded` takes those sections that are right by the model; what needs one that is not there is left out.
    `spelled` gives None for a key that the format does not have, which nobody can have got wrong. `unchecked` are the
    codes of problems that were none when the format was the newest.
    """

    sections: type[Table]
    upgraded: Callable[[Raw], dict[str, Any]]
    spelled: Callable[[str], str | None]
    unchecked: frozenset[str]


def format_of(raw: Raw) -> Format:
    """The format that a file says it has; the newest where it names none that is known."""
    number = raw.get("format")
    return _OLDER.get(number, _NEWEST) if type(number) is int else _NEWEST


def _from_1(raw: Raw) -> dict[str, Any]:
    """Format 1 knew one family and one table, no days, and no exception for treated lesions in the sum."""
    newest = {name: _MOVED_1[name](value) if name in _MOVED_1 else value for name, value in raw.items()}
    if "sets" in raw and "target_response" in raw:
        newest["measurability"] = _measurability(raw["sets"]["recist"], raw["target_response"])
    return newest


def _measurability(recist: Raw, response: Raw) -> dict[str, Any]:
    """RECIST's measurability around the least lengths of format 1, in which slices did not matter to nodes."""
    return {
        "paragraph": recist["paragraph"],
        "non_nodal_mm": recist["min_non_nodal_mm"],
        "node_target_mm": recist["min_node_mm"],
        "node_pathological_mm": response["node_normal_mm"],
        "thick_slice_mm": "5",
        "slice_factor": "2",
        "thick_slice_nodes": "no matter",
        "chest_xray_mm": "20",
        "caliper_mm": "10",
        "ultrasound": False,
        "prior_treatment": "not measurable unless progressed",
        "never": (),
        "no_disease": (),
    }


def _sets(raw: Raw) -> dict[str, Any]:
    moved = ("min_non_nodal_mm", "min_node_mm")
    return {**raw, "recist": {key: value for key, value in raw["recist"].items() if key not in moved}}


def _target_response(raw: Raw) -> dict[str, Any]:
    treated = {"paragraph": raw["paragraph"], "before_reference": True, "nadir_from": "baseline"}
    return {**raw, "extent": "whole", "treated": treated}


def _new_lesions(raw: Raw) -> dict[str, Any]:
    return {**raw, "node_min_mm": "0", "node_review_mm": "0", "outside_baseline_images": "new"}


def _overall(raw: Raw) -> dict[str, Any]:
    return {"table" if key == "rule" else key: value for key, value in raw.items()}


def _reference(raw: Raw) -> dict[str, Any]:
    return {**raw, "grace_until": raw["timepoint"]}


def _local_progression(raw: Raw) -> dict[str, Any]:
    newest = {**raw, "stays": False}
    if "tissue" in raw:
        newest["tissue"] = {**raw["tissue"], "within_mm": "10", "only_after_absence": False}
    return newest


_MOVED_1: Final[Mapping[str, Callable[[Any], Any]]] = {
    "format": lambda _: 2,
    "sets": _sets,
    "target_response": _target_response,
    "new_lesions": _new_lesions,
    "overall": _overall,
    "reference": _reference,
    "local_progression": _local_progression,
}

_SPELLED_1: Final[Mapping[str, str | None]] = {
    "overall.table": "overall.rule",
    "measurability.non_nodal_mm": "sets.recist.min_non_nodal_mm",
    "measurability.node_target_mm": "sets.recist.min_node_mm",
    "measurability.paragraph": None,
    "measurability.node_pathological_mm": None,
    "target_response.treated.paragraph": None,
}
"""Where a key of format 2 stood in format 1; None for what was added. A paragraph that was copied is said once."""


def _spelled_1(path: str) -> str | None:
    return _SPELLED_1.get(path, path)


_NEWEST: Final = Format(model.Sections, dict, lambda path: path, frozenset())
_OLDER: Final[Mapping[int, Format]] = {1: Format(format_1.Sections, _from_1, _spelled_1, frozenset({"contradiction"}))}
