"""One rule per tag: what a masked image may have there. Made from the tables once per tag, then looked up.

An attribute is judged by its presence (a row "X" of PS3.15 Table E.1-1, private, curve, overlay, unknown) and by its
value, which has to match a closed pattern; where there is no pattern there may be no value.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from seedcryo_reader.casefile.leaks import codes, values
from seedcryo_reader.casefile.leaks.dictionary import MANY, UNKNOWN, Entry, entry, shown
from seedcryo_reader.casefile.leaks.tables import Tables, read_tables
from seedcryo_reader.casefile.leaks.terms import Terms

MOST_RULES: Final = 20_000
"""Rules kept; a hostile file with more kinds of tags than DICOM has is judged without keeping them."""

TIMES: Final = frozenset({b"DA", b"TM", b"DT"})
_SIZE: Final = {
    b"AT": 4, b"FD": 8, b"FL": 4, b"SL": 4, b"SS": 2, b"SV": 8, b"UL": 4, b"US": 2, b"UV": 8,
}  # fmt: skip
_BLOBS: Final = frozenset({b"OB", b"OW", b"UN", b"OF", b"OD", b"OL", b"OV"})
# Up to seven digits: enough for every number of acquisition and geometry, too few for a date or a telephone number.
_DECIMAL: Final = r" *[+-]?(?:0*[0-9]{1,7}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})? *"
_WHOLE: Final = r" *[+-]?0*[0-9]{1,7} *"
_CODED: Final = frozenset({values.CODE_VALUE, values.CODE_SCHEME, values.CODE_MEANING})

PRESENT: Final = {
    "private": "is a private attribute",
    "overlay": "belongs to an overlay",
    "curve": "belongs to a curve",
    "group-length": "is a group length, which no longer has a place in a data set",
    "unknown-tag": "is no attribute of DICOM",
    "object-refused": "belongs to an object that a reader must not have",
    "profile-attribute": "has to be removed by DICOM PS3.15 Table E.1-1",
    "arm-attribute": "can tell the treatment arm and has to be removed",
    "unlisted-attribute": "is no attribute of a CT or MR image",
}
"""Codes of attributes that may not be there at all, and the end of their sentence."""

VALUED: Final = {
    "profile-attribute": "has a value that DICOM PS3.15 Table E.1-1 does not leave there",
    "arm-attribute": "can tell the treatment arm and has a value",
    "date": "has a date or a time",
    "uid": "has a UID that is neither registered by DICOM nor made for this case",
    "free-text": "has a text that is not one of those allowed in a reader's copy",
    "unlisted-code": "has a code that is not one of those allowed in a reader's copy",
    "unlisted-sequence": "is a sequence that a CT or MR image of a reader's copy does not have",
    "number": "has numbers that do not belong there or are no numbers",
    "binary": "has binary data that a reader's copy does not have",
}
"""Codes of attributes whose value is not allowed, and the end of their sentence."""


class Rule(NamedTuple):
    """What a masked image may have under one tag.

    Attributes
    ----------
    shown : str
        Tag and keyword.
    vrs : frozenset of bytes
        VRs of the dictionary.
    present : str
        Code of a finding for the mere presence; empty when the attribute may be there.
    valued : str
        Code of a finding for a value that is not allowed.
    pattern : re.Pattern or None
        The values allowed, padding included; None where `kind` decides.
    kind : str
        "pattern", "uid", "own-uid" (registered ones are not enough), "sizes", "allowed" or "nothing" (no value).
    size, most : int
        Bytes of one number, and how many there may be.
    """

    shown: str
    vrs: frozenset[bytes]
    present: str = ""
    valued: str = ""
    pattern: re.Pattern[bytes] | None = None
    kind: str = "nothing"
    size: int = 0
    most: int = 0


class Rules:
    """Rules for all tags, and the terms; made by `read_rules`, kept for as many images as there are."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._made: dict[tuple[int, int], Rule] = {}
        self.terms = Terms(tables.terms)
        self.refused_classes = tables.classes

    def rule(self, tag: int, parent: int) -> Rule:
        """Rule of a tag inside a sequence (0: at the top)."""
        if tag not in _CODED:
            parent = 0
        found = self._made.get((tag, parent))
        if found is None:
            found = self._make(tag, parent)
            if len(self._made) < MOST_RULES:
                self._made[tag, parent] = found
        return found

    def _make(self, tag: int, parent: int) -> Rule:
        known = entry(tag)
        present = self._presence(tag, known)
        if present:
            return Rule(shown(tag), known.vrs, present, present)
        listed = "arm-attribute" if tag in self._tables.arm else "profile-attribute"
        is_listed = tag in self._tables.arm or tag in self._tables.profile
        rule = self._value_rule(tag, known, parent)
        if self._tables.arm.get(tag) == "time":
            rule = rule._replace(pattern=None, kind="nothing", valued="date")
        elif is_listed and rule.valued not in {"uid", "date"}:
            free = rule.kind == "sizes" or (rule.kind == "pattern" and rule.valued == "number")
            rule = rule._replace(valued=listed, kind="nothing" if free else rule.kind)
        return rule._replace(shown=shown(tag), vrs=known.vrs)

    def _presence(self, tag: int, known: Entry) -> str:
        """Code of what forbids the attribute to be there at all, or nothing."""
        group = tag >> 16
        arm = self._tables.arm.get(tag)
        answers = (
            ("private", group % 2 == 1 and bool(self._tables.private)),
            ("curve", group >> 8 == 0x50),
            ("overlay", group >> 8 == 0x60),
            ("group-length", tag & 0xFFFF == 0 and group != 2),
            ("unknown-tag", known is UNKNOWN),
            ("object-refused", arm == "refuse"),
            ("arm-attribute", arm is not None and self._tables.profile.get(tag) == "X"),
            ("profile-attribute", self._tables.profile.get(tag) == "X"),
            ("unlisted-attribute", group not in values.GROUPS and group != 2 and arm is None),
        )
        return next((code for code, holds in answers if holds), "")

    def _value_rule(self, tag: int, known: Entry, parent: int) -> Rule:
        vrs = known.vrs
        if vrs & TIMES:
            rule = _rule("date")
        elif b"UI" in vrs:
            own = "U" in self._tables.profile.get(tag, "") or self._tables.arm.get(tag) == "remap"
            rule = _rule("uid", kind="own-uid" if own else "uid", most=known.most)
        elif b"SQ" in vrs:
            rule = _rule("unlisted-sequence", kind="allowed" if tag in values.SEQUENCES else "nothing")
        elif tag in values.BINARY:
            rule = _rule("binary", kind="allowed")
        elif tag in codes.CODES or tag in values.TEXTS or tag in _CODED:
            rule = _closed(tag, known, parent)
        elif vrs & {b"DS", b"IS", *_SIZE}:
            rule = _number_rule(tag, known)
        elif b"CS" in vrs:
            rule = _rule("unlisted-code")
        else:
            rule = _rule("binary" if vrs & _BLOBS else "free-text")
        return rule


def _rule(valued: str, pattern: str | None = None, kind: str = "nothing", size: int = 0, most: int = 0) -> Rule:
    compiled = None if pattern is None else re.compile(pattern.encode("ascii"))
    return Rule("", frozenset(), "", valued, compiled, kind if compiled is None else "pattern", size, most)


def _closed(tag: int, known: Entry, parent: int) -> Rule:
    """Rule of a code, a text or a part of a coded entry from the closed tables."""
    if tag in codes.CODES:
        one = "(?:" + "|".join(re.escape(term.replace("@", " ")) for term in codes.CODES[tag].split()) + ")"
        most = codes.MOST_CODES.get(tag, known.most)
        return _rule("unlisted-code", rf"{one}(?:\\{one}){{0,{most - 1}}} ?")
    if tag in values.TEXTS:
        return _rule("free-text", f"(?:{values.TEXTS[tag]}) ?")
    scheme, entries = values.CODED.get(parent, ("", {}))
    allowed = {
        values.CODE_VALUE: list(entries),
        values.CODE_SCHEME: [scheme],
        values.CODE_MEANING: list(entries.values()),
    }[tag]
    return _rule("free-text", f"(?:{'|'.join(map(re.escape, allowed))}) ?" if entries else None)


def _number_rule(tag: int, known: Entry) -> Rule:
    if tag >> 16 not in values.NUMBER_GROUPS and tag not in values.NUMBERS:
        return _rule("number")
    text = next((vr for vr in (b"DS", b"IS") if vr in known.vrs), None)
    if text is None:
        if known.most == MANY and tag not in values.LISTS:
            return _rule("number")  # a list without an end can spell anything
        size = max(_SIZE.get(vr, 0) for vr in known.vrs)
        return _rule("number", kind="sizes", size=size, most=known.most)
    one = _DECIMAL if text == b"DS" else _WHOLE
    # 16 characters and a blank are allowed; what a source spelled longer is kept exact where lengths hang on it.
    short = rf"(?=[^\\]{{1,{26 if tag in values.EXACT else 17}}}(?:\\|\Z))"
    return _rule("number", rf"{short}{one}(?:\\{short}{one}){{0,{known.most - 1}}}")


@lru_cache(maxsize=1)
def kept_rules(folder: str) -> Rules:
    """Rules of a folder, read once in a worker's life."""
    return read_rules(Path(folder))


def read_rules(folder: Path) -> Rules:
    """Read the tables of `resources/deidentification` and make the rules.

    Raises
    ------
    EnvironmentFailure
        A table is missing or damaged.
    """
    return Rules(read_tables(folder))
