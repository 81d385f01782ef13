"""The two files a person writes for sealing: the targets of a case, and the series of a timepoint. Plain JSON."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.part.contents import MOST_SERIES
from seedcryo_reader.casefile.part.reading import MOST_TARGETS, read_target
from seedcryo_reader.casefile.study.fields import Fields
from seedcryo_reader.casefile.study.formats import read_bounded, refusal
from seedcryo_reader.domain.anatomy import LYMPH_NODE
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.case import Target, millimetres
from seedcryo_reader.domain.errors import Refused

_TARGET_KEYS: Final = ("id", "organ", "place", "node", "mark_mm", "series")


@dataclass(frozen=True)
class TargetsFile:
    """The prespecified targets, and the source series that some of them are pinned to."""

    targets: tuple[Target, ...]
    pinned: dict[str, str]


@dataclass(frozen=True)
class SeriesFile:
    """Labels by source series, and the source series that targets are pinned to."""

    labels: dict[str, str]
    pinned: dict[str, str]


def read_targets(path: Path) -> TargetsFile:
    """Read ``{"targets": [{"id", "organ", "place", "node", "mark_mm", "series"}, …]}``; the last three may be missing.

    ``mark_mm`` is x, y, z in LPS, mm, as numbers or strings. ``series`` is a Series Instance UID, a folder or a label.

    Raises
    ------
    Refused
        With everything that is wrong with the file.
    EnvironmentFailure
        It cannot be read.
    """
    fields, value = _read(path)
    record = fields.record(value, "", ("targets",))
    targets, pinned = [], {}
    for where, one in fields.each(record["targets"], "targets", MOST_TARGETS, 1):
        whole = fields.record(_completed(one), where, _TARGET_KEYS)
        series = whole.pop("series")
        whole["mark_mm"] = _spelled(fields, whole["mark_mm"], f"{where}.mark_mm")
        target = read_target(fields, whole, where)
        if target is not None:
            targets.append(target)
            if isinstance(series, str):
                pinned[target.target_id] = series
        if series is not None and not isinstance(series, str):
            fields.problem(f"{where}.series", "must be a UID, a folder or a label")
    fields.once((target.target_id for target in targets), "targets", "target")
    _finish(fields)
    return TargetsFile(tuple(sorted(targets, key=lambda one: one.target_id)), pinned)


def read_series(path: Path) -> SeriesFile:
    """Read ``{"labels": {series: label}, "pinned": {target id: series}}``; either may be missing.

    Raises
    ------
    Refused
        With everything that is wrong with the file.
    EnvironmentFailure
        It cannot be read.
    """
    fields, value = _read(path)
    record = fields.record({"labels": {}, "pinned": {}, **value}, "", ("labels", "pinned"))
    if record["labels"] == {} and "labels" in value:
        fields.problem("labels", "must name the series to seal; leave it out to seal all")
    found = SeriesFile(_words(fields, record["labels"], "labels"), _words(fields, record["pinned"], "pinned"))
    _finish(fields)
    return found


def _read(path: Path) -> tuple[Fields, dict[str, Json]]:
    try:
        value = json.loads(read_bounded(path), parse_float=str, parse_constant=str, object_pairs_hook=_once)
        if not isinstance(value, dict):
            why = "it is a list or a single value"
            raise ValueError(why)
    except json.JSONDecodeError as error:
        text = f"It is no JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        raise refusal("not-json", text, path) from error
    except (ValueError, RecursionError) as error:
        why = "its letters are not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        text = f"It is no JSON object: {why}. The manual (sealed-case.md) shows how it is written."
        raise refusal("not-json", text, path) from error
    return Fields(str(path)), value


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        why = "a name is in it twice"
        raise ValueError(why)
    return value


def _completed(value: Json) -> Json:
    """A target with what may be missing filled in: a lesion in a lymph node is a node."""
    if not isinstance(value, dict):
        return value
    return {"node": value.get("organ") == LYMPH_NODE, "mark_mm": None, "series": None, **value}


def _spelled(fields: Fields, value: Json, where: str) -> Json:
    if not isinstance(value, list):
        return value
    spelled: list[Json] = []
    for index, one in enumerate(value):
        try:
            spelled.append(millimetres(str(one)))
        except ValueError as error:
            fields.problem(f"{where}[{index}]", str(error))
    return spelled


def _words(fields: Fields, value: Json, where: str) -> dict[str, str]:
    words = value if isinstance(value, dict) else {"": None}
    if len(words) > MOST_SERIES or not all(isinstance(one, str) for one in words.values()):
        fields.problem(where, f"must be an object of up to {MOST_SERIES} texts")
        return {}
    return {key: one for key, one in words.items() if isinstance(one, str)}


def _finish(fields: Fields) -> None:
    if fields.findings:
        raise Refused(fields.findings)
