"""`data/case.json` → `Contents`, strictly: every problem is noted."""

import re
from typing import Final

from seedcryo_reader.casefile.part.contents import FORMAT, MOST_PARTS, MOST_SERIES, Contents, Kind, Link, Series
from seedcryo_reader.casefile.part.legal import problems_of
from seedcryo_reader.casefile.study.fields import PROTOCOL_ID, PROTOCOL_ID_RULE, STUDY_ID, STUDY_ID_RULE, Fields
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain.canonical import Json, NotCanonical, decode
from seedcryo_reader.domain.case import CASE_NUMBER, TARGET_ID, TIMEPOINT, Target, is_target_id
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.series_label import LABELS, is_label

MOST_TARGETS: Final = 99

_KEYS: Final = ("format", "study", "protocol", "case", "part", "previous", "chain", "kind", "timepoint", "supersedes",
                "series", "pinned", "targets", "target_ids")  # fmt: skip
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_KEY_ID: Final = re.compile(r"[0-9a-f]{16}")
_UID: Final = re.compile(r"2\.25\.[1-9][0-9]{38}")
_KIND: Final = re.compile(r"timepoint|closing")
_MODALITY: Final = re.compile("|".join(LABELS))
_WORD: Final = re.compile(r".{1,100}")


def read_contents(data: bytes, file: str) -> Contents:
    """Read ``case.json``.

    Raises
    ------
    Refused
        With everything that is wrong with it.
    """
    try:
        value = decode(data)
    except NotCanonical as error:
        raise Refused([Finding("bad-case", f"case.json is not readable: {error}.", (file,))]) from error
    if not isinstance(value, dict):
        raise Refused([Finding("bad-case", "case.json is no JSON object.", (file,))])
    if value.get("format") not in (None, FORMAT):
        text = f"The part has another format than {FORMAT}. Install a newer program."
        raise Refused([Finding("newer-format", text, (file,))])
    fields = Fields(file)
    contents = _contents(fields, fields.record(value, "", _KEYS))
    if not fields.findings:
        for text in problems_of(contents):
            fields.problem("the part", text, "bad-case")
    if fields.findings:
        raise Refused(fields.findings)
    if contents.encoded() != data:
        raise Refused([Finding("bad-case", "case.json contradicts itself about its part number or folders.", (file,))])
    return contents


def _contents(fields: Fields, record: dict[str, Json]) -> Contents:
    study = fields.record(record["study"], "study", ("id", "root"))
    protocol = fields.record(record["protocol"], "protocol", ("id", "sha256"))
    kind = _kind(fields, record["kind"], "kind")
    return Contents(
        study_id=fields.text(study["id"], "study.id", STUDY_ID, STUDY_ID_RULE),
        root_id=fields.text(study["root"], "study.root", _KEY_ID, "a key id"),
        protocol=Protocol(
            fields.text(protocol["id"], "protocol.id", PROTOCOL_ID, PROTOCOL_ID_RULE),
            fields.text(protocol["sha256"], "protocol.sha256", _HASH, "a SHA-256"),
        ),
        case_number=fields.text(record["case"], "case", CASE_NUMBER, "a case number such as C-0042"),
        kind=kind,
        timepoint=_timepoint(fields, record["timepoint"], "timepoint", kind),
        chain=tuple(_link(fields, one, where) for where, one in fields.each(record["chain"], "chain", MOST_PARTS)),
        supersedes=None
        if record["supersedes"] is None
        else fields.integer(record["supersedes"], "supersedes", 0, MOST_PARTS),
        series=tuple(
            _series(fields, one, where) for where, one in fields.each(record["series"], "series", MOST_SERIES)
        ),
        pinned=_pinned(fields, record["pinned"]),
        targets=tuple(
            target
            for where, one in fields.each(record["targets"], "targets", MOST_TARGETS)
            if (target := read_target(fields, one, where))
        ),
        target_ids=tuple(
            fields.text(one, where, TARGET_ID, "a target, T01 to T99")
            for where, one in fields.each(record["target_ids"], "target_ids", MOST_TARGETS, 1)
        ),
    )


def _kind(fields: Fields, value: Json, where: str) -> Kind:
    return "closing" if fields.text(value, where, _KIND, "timepoint or closing") == "closing" else "timepoint"


def _timepoint(fields: Fields, value: Json, where: str, kind: Kind) -> str | None:
    if kind == "closing":
        if value is not None:
            fields.problem(where, "must be null in a closing part")
        return None
    return fields.text(value, where, TIMEPOINT, "a timepoint, TP0 to TP99")


def _link(fields: Fields, value: Json, where: str) -> Link:
    record = fields.record(value, where, ("part", "kind", "timepoint", "seal"))
    kind = _kind(fields, record["kind"], f"{where}.kind")
    return Link(
        part=fields.integer(record["part"], f"{where}.part", 0, MOST_PARTS),
        kind=kind,
        timepoint=_timepoint(fields, record["timepoint"], f"{where}.timepoint", kind),
        seal=fields.text(record["seal"], f"{where}.seal", _HASH, "a SHA-256"),
    )


def _series(fields: Fields, value: Json, where: str) -> Series:
    record = fields.record(value, where, ("number", "uid", "modality", "label", "images", "folder"))
    series = Series(
        number=fields.integer(record["number"], f"{where}.number", 1, MOST_SERIES),
        uid=fields.text(record["uid"], f"{where}.uid", _UID, "a masked UID"),
        modality=fields.text(record["modality"], f"{where}.modality", _MODALITY, "CT or MR"),
        label=fields.text(record["label"], f"{where}.label", _WORD, "a label"),
        images=fields.integer(record["images"], f"{where}.images", 1),
    )
    if not is_label(series.label, series.modality):
        fields.problem(f"{where}.label", "is not in the vocabulary of its modality")
    return series


def _pinned(fields: Fields, value: Json) -> dict[str, int]:
    if not isinstance(value, dict):
        fields.problem("pinned", "must be an object")
        return {}
    if not all(map(is_target_id, value)):
        fields.problem("pinned", "names something else than targets")
        return {}
    return {target: fields.integer(number, f"pinned.{target}", 1, MOST_SERIES) for target, number in value.items()}


def read_target(fields: Fields, value: Json, where: str) -> Target | None:
    """Read one prespecified target; None when it has a problem, which is then noted."""
    record = fields.record(value, where, ("id", "organ", "place", "node", "mark_mm"))
    name, organ, place = (
        fields.text(record[key], f"{where}.{key}", _WORD, "a word of the vocabulary")
        for key in ("id", "organ", "place")
    )
    node = record["node"]
    if not isinstance(node, bool):
        fields.problem(f"{where}.node", "must be true or false")
        node = False
    mark = (
        None
        if record["mark_mm"] is None
        else [
            fields.text(one, name, _WORD, "a coordinate")
            for name, one in fields.each(record["mark_mm"], f"{where}.mark_mm", 3, 3)
        ]
    )
    if not (name and organ and place) or (mark is not None and len(mark) != 3):
        return None
    try:
        return Target(name, organ, place, node=node, mark_mm=None if mark is None else (mark[0], mark[1], mark[2]))
    except ValueError as error:
        fields.problem(where, f"is no target: {error}")
        return None
