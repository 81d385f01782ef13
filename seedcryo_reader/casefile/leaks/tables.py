"""The tables of `resources/deidentification`, read whole and checked (PS3.15 Table E.1-1, arm leaks, …)."""

import csv
import re
from pathlib import Path
from typing import Final, NamedTuple

from seedcryo_reader.domain.errors import EnvironmentFailure

PROFILE_FILE: Final = "ps3_15_table_E1-1_2024b.csv"
ARM_FILE: Final = "arm_leak_attributes.csv"
CLASSES_FILE: Final = "sop_classes_review.csv"
TERMS_FILE: Final = "arm_terms.csv"

PRIVATE_ROW: Final = "(GGGG,EEEE) WHERE GGGG IS ODD"
_TAG: Final = re.compile(r"\(([0-9A-F]{4}),([0-9A-F]{4})\)\Z")
_REPEATING: Final = re.compile(r"\(([56]0)XX,([0-9A-FX]{4})\)\Z")
_ACTION: Final = re.compile(r"(?:[XZDUKC]|U\*)(?:/(?:[XZDUKC]|U\*))*\Z")
_FEWEST_ROWS: Final = {PROFILE_FILE: 600, ARM_FILE: 100, CLASSES_FILE: 100, TERMS_FILE: 30}

ARM_ACTIONS: Final = {
    "remove for the reader copy": "remove",
    "replace by reading ID": "replace",
    "set by app from protocol file": "replace",
    "whitelist values": "whitelist",
    "remap consistently": "remap",
    "refuse whole object in the reader copy": "refuse",
    "refuse whole object unless created by the app": "refuse",
    "shift by per-subject offset or replace by time point": "time",
}
"""What the arm-leak list suggests → what the checker makes of it."""


class Tables(NamedTuple):
    """The tables as they are used.

    Attributes
    ----------
    profile : dict of int to str
        Tag → action codes of the Basic Profile such as ``"X/Z"``.
    repeating : dict of int to str
        First byte of a repeating group (0x50, 0x60) → action codes.
    private : str
        Action code of private attributes.
    arm : dict of int to str
        Tag → one of "remove", "replace", "whitelist", "remap", "refuse", "time".
    classes : dict of str to str
        SOP class UID → its name, refused in a reader's copy.
    terms : tuple of (term, match)
        Words that tell the arm; match is "word", "part" or "neutral".
    """

    profile: dict[int, str]
    repeating: dict[int, str]
    private: str
    arm: dict[int, str]
    classes: dict[str, str]
    terms: tuple[tuple[str, str], ...]


def read_tables(folder: Path) -> Tables:
    """Read the four tables.

    Raises
    ------
    EnvironmentFailure
        A table is missing or is not what it was shipped as: a checker with half a table would pass everything.
    """
    profile: dict[int, str] = {}
    repeating: dict[int, str] = {}
    private = ""
    for row in _rows(folder / PROFILE_FILE, "tag", "basicProfile"):
        action = _known(row["basicProfile"], _ACTION.match(row["basicProfile"]) is not None, folder / PROFILE_FILE)
        if row["tag"] == PRIVATE_ROW:
            private = action
        elif repeated := _REPEATING.match(row["tag"]):
            repeating[int(repeated[1], 16)] = action
        else:
            profile[_tag(row["tag"], folder / PROFILE_FILE)] = action
    arm = {
        _tag(row["tag"], folder / ARM_FILE): ARM_ACTIONS[
            _known(row["suggested_blinding_action"], row["suggested_blinding_action"] in ARM_ACTIONS, folder / ARM_FILE)
        ]
        for row in _rows(folder / ARM_FILE, "tag", "suggested_blinding_action")
    }
    if not private or set(repeating) != {0x50, 0x60}:
        raise _damaged(folder / PROFILE_FILE)
    classes = {row["uid"]: row["name"] for row in _rows(folder / CLASSES_FILE, "uid", "name")}
    terms = tuple(
        (row["term"], _known(row["match"], row["match"] in {"word", "part", "neutral"}, folder / TERMS_FILE))
        for row in _rows(folder / TERMS_FILE, "term", "match")
    )
    return Tables(profile, repeating, private, arm, classes, terms)


def _rows(path: Path, *needed: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _damaged(path) from error
    if len(rows) < _FEWEST_ROWS[path.name] or not all(row.get(name) for row in rows for name in needed):
        raise _damaged(path)
    return rows


def _tag(text: str, path: Path) -> int:
    match = _TAG.match(text)
    if match is None:
        raise _damaged(path)
    return int(match[1] + match[2], 16)


def _known(text: str, known: bool, path: Path) -> str:
    if not known:
        raise _damaged(path)
    return text


def _damaged(path: Path) -> EnvironmentFailure:
    return EnvironmentFailure(f"The program's own table {path.name} is missing or damaged. Install the program again.")
