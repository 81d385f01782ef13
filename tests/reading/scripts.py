"""A whole read as a script, and how it is played at a desk in memory."""

import json

from reading.ways import CASE
from support.fake_desk import PASSWORD, FakeDesk

from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import Script, read_script


def measure(lesion: str, x: float, y: float) -> dict:
    corner = 150 * int(lesion[-2:])
    lines = {
        "long_mm": [[corner, 0, 5], [corner + x, 0, 5]],
        "short_mm": [[corner + 1, 0, 5], [corner + 1, y, 5]],
    }
    return {"act": "measure", "lesion": lesion, **lines}


def follow_up(x: float) -> list[dict]:
    return [
        {"act": "open"},
        measure("T01", x, 20),
        measure("T02", 18, 16),
        *(
            {"act": "finding", "lesion": lesion, "question": question, "answer": "none"}
            for lesion in ("T01", "T02")
            for question in ("tissue", "contiguous")
        ),
        {"act": "new-lesions", "answer": "none"},
        {"act": "non-target", "lesion": "NT01", "status": "present"},
        *({"act": "call", "about": lesion, "value": "no LP", "reason": "x"} for lesion in ("T01", "T02")),
        {"act": "call", "about": "overall", "value": "SD", "reason": "y"},
        {"act": "reveal"},
        {"act": "lock"},
    ]


PLACE = {"organ": "lung", "place": "lingula", "point_mm": [1, 2, 3]}
WHOLE = [
    {"act": "open", "why": "my first case"},
    measure("T01", 23.4, 20),
    measure("T02", 18, 16),
    {"act": "undo"},
    {"act": "redo", "why": "it was right"},
    {"act": "record", "lesion": "NT01", **PLACE},
    {"act": "record", "lesion": "R01", **PLACE},
    {"act": "drop", "lesion": "R01"},
    {"act": "recist-set", "lesions": ["T01", "T02"]},
    {"act": "query", "timepoint": "TP0", "kind": "other", "text": "a question"},
    {"act": "lock"},
    {"act": "erratum", "timepoint": "TP0", "text": "a slip"},
    *follow_up(22),
    *follow_up(30.1),
    {"act": "open"},
    {"act": "questionnaire", "answers": {"arm": "I do not know", "traces": ["none"]}, "confidence": "a guess"},
    {"act": "sign"},
]


def script(acts: list[dict]) -> Script:
    return read_script(json.dumps({"format": 1, "case": CASE, "acts": acts}).encode(), "s.json")


def player(desk: FakeDesk) -> Player:
    return Player(Reading(CASE, desk.desk), desk.images, lambda: PASSWORD)


def play(desk: FakeDesk, whole: Script, most: int | None = None) -> None:
    one = player(desk)
    for act in whole.acts[one.done(whole) : most]:
        one.play(act)
