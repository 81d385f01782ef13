"""The file of a scripted read: read strictly, with every problem by its place."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.events import EVENTS
from seedcryo_reader.reading.script import KINDS, read_script

MANUAL = Path(__file__).resolve().parents[2] / "resources" / "manual" / "playing.md"
POINT = [1, 2.5, "-3"]
GOOD = {
    "leave": "again.seedleave",
    "lesion": "T01",
    "into": "T02",
    "long_mm": [POINT, POINT],
    "short_mm": [POINT, POINT],
    "extent": "viable",
    "series": 2,
    "pieces": 2,
    "question": "tissue",
    "answer": "none",
    "reason": "artefact",
    "organ": "liver",
    "place": "segment VI",
    "point_mm": POINT,
    "lesions": ["T01"],
    "status": "present",
    "certainty": "equivocal",
    "first_seen": "TP1",
    "about": "overall",
    "value": "SD",
    "timepoint": "TP1",
    "text": "a note",
    "kind": "other",
    "answers": {"arm": ["I do not know"], "traces": "none"},
    "confidence": "a guess",
}
"""A good value for every field that any act has."""


def _file(*acts: object, **more: object) -> bytes:
    return json.dumps({"format": 1, "case": "C-0001", "acts": list(acts), **more}).encode()


def _whole(name: str) -> dict[str, object]:
    return {"act": name, **{key: GOOD[key] for key in (*KINDS[name].needs, *KINDS[name].may)}}


def _problems(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_script(data, "s.json")
    assert {one.files for one in refused.value.findings} == {("s.json",)}
    return [(one.code, one.text) for one in refused.value.findings]


@pytest.mark.parametrize("name", KINDS)
def test_an_act_with_all_its_fields_is_read(name):
    [act] = read_script(_file({**_whole(name), "why": "so it is"}), "s.json").acts
    assert (act.kind, act.why) == (name, "so it is")
    assert act.fields.keys() == {*KINDS[name].needs, *KINDS[name].may}


@pytest.mark.parametrize("name", KINDS)
def test_an_act_may_leave_out_what_it_may_have_and_nothing_else(name):
    least = {"act": name, **{key: GOOD[key] for key in KINDS[name].needs}}
    assert read_script(_file(least), "s.json").acts[0].why is None
    missing = [("missing-field", f"acts[1].{key} is missing.") for key in KINDS[name].needs]
    if missing:
        assert _problems(_file(least, {"act": name})) == missing


@pytest.mark.parametrize("name", KINDS)
def test_every_wrong_field_of_an_act_is_named_at_once(name):
    known = (*KINDS[name].needs, *KINDS[name].may, "why")
    wrong = {"act": name, **dict.fromkeys(known, None), "colour": "red"}
    found = _problems(_file({"act": "undo"}, wrong, {"act": "lock", "x\n": 1}))
    assert [(code, text.split()[0]) for code, text in found] == [
        ("unknown-field", "acts[1].colour"),
        *(("bad-field", f"acts[1].{key}") for key in known),
        ("unknown-field", "acts[2].x?"),
    ]


@pytest.mark.parametrize("bad", [None, True, 1, 1.5, "", [], {}, [[]], [{}], {"a": {}}, "x" * 4001])
def test_no_value_of_any_field_breaks_the_reader(bad):
    for name, kind in KINDS.items():
        for key in (*kind.needs, *kind.may, "why"):
            assert _blamed(_file({**_whole(name), key: bad})) <= {f"acts[0].{key}"}


def _blamed(data: bytes) -> set[str]:
    """The places that are wrong; none where nothing is."""
    try:
        read_script(data, "s.json")
    except Refused as refused:
        return {one.text.split()[0] for one in refused.findings}
    return set()


def test_the_acts_make_every_event_that_there_is():
    made = {event.__name__ for kind in KINDS.values() for event in kind.events}
    assert made == EVENTS.keys()


def test_every_act_and_field_is_in_the_manual():
    table = MANUAL.read_text("utf-8").split("| act | fields")[1].split("\n\n")[0]
    for name, kind in KINDS.items():
        [row] = [line for line in table.splitlines() if f"`{name}`" in line.split(" | ")[0]]
        assert all(f"`{key}`" in row or f"`[{key}]`" in row for key in kind.needs | kind.may)


def test_the_example_of_the_manual_is_a_script():
    example = re.search(r"```json\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert example is not None
    script = read_script(example[1].encode(), "s.json")
    assert (script.case_number, script.acts[0].kind, script.acts[-1].kind) == ("C-0042", "open", "lock")


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("0.1", "0.100"),
        ("-0.0", "0.000"),
        ("1e-07", "0.000"),
        ("1.5e1", "15.000"),
        ("9999.999", "9999.999"),
        ('"12"', "12.000"),
        ("2.0004999999999999999999999999999", "2.000"),
    ],
)
def test_a_coordinate_is_exact_however_it_is_written(text, spelled):
    data = _file({"act": "record", **{key: GOOD[key] for key in ("lesion", "organ", "place")}, "point_mm": "HERE"})
    [act] = read_script(data.replace(b'"HERE"', f"[{text}, 0, 0]".encode()), "s.json").acts
    assert act.fields["point_mm"] == (spelled, "0.000", "0.000")


@given(st.integers(-9_999_999, 9_999_999))
def test_three_decimals_come_through_as_they_are(thousandths):
    text = f"{'-' if thousandths < 0 else ''}{abs(thousandths) // 1000}.{abs(thousandths) % 1000:03}"
    data = _file({**_whole("record"), "point_mm": "HERE"}).replace(b'"HERE"', f"[{text}, {text}, 0]".encode())
    [act] = read_script(data, "s.json").acts
    assert act.fields["point_mm"] == (text.replace("-0.000", "0.000"),) * 2 + ("0.000",)


@pytest.mark.parametrize(
    "number", ["10000", "9999.9996", "-1e4", "1e999999999", "NaN", "Infinity", "1" * 100_000, '"1e3"', '"0x1"', '"١"']
)
def test_a_coordinate_that_is_none_is_refused_at_once(number):
    data = _file({**_whole("record"), "point_mm": "HERE"}).replace(b'"HERE"', f"[0, 0, {number}]".encode())
    [(code, text)] = _problems(data)
    assert (code, text.split()[0]) == ("bad-field", "acts[0].point_mm")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "no script"),
        (b"[]", "a JSON object"),
        (b"\xff\xfe\x00", "no script"),
        (b'{"format": 1, "format": 1}', "twice"),
        (b'{"format": 1, "case": "C-0001", "acts": [{"act": "lock", "act": "undo"}]}', "twice"),
        (b'{"format": 1e99999999999999999999}', "exponent"),
        (b"[" * 200_000, "no script"),
        (b'{"acts":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "no script"),
        (b" " * ((16 << 20) + 1), "larger than 16 MiB"),
    ],
    ids=["empty", "list", "no text", "key twice", "key twice within", "exponent", "deep", "deep and closed", "large"],
)
def test_what_is_no_json_object_is_refused(data, part):
    [(code, text)] = _problems(data)
    assert code == "not-json"
    assert part in text


@pytest.mark.parametrize("version", [0, 2, "1", None, True, 1.5, []])
def test_another_format_is_refused(version):
    assert _problems(_file({"act": "open"}, format=version)) == [("bad-field", "format must be 1.")]


def test_everything_wrong_around_the_acts_is_said_together():
    assert [code for code, _ in _problems(b'{"format": 2, "case": "C-42", "acts": [], "more": 1}')] == [
        "unknown-field",
        "bad-field",
        "bad-field",
        "bad-field",
    ]


@pytest.mark.parametrize("act", [None, [], "open", {}, {"act": "jump"}, {"act": ["open"]}, {"act": None}])
def test_what_is_no_act_is_refused(act):
    [(code, text)] = _problems(_file(act))
    assert code == "bad-field"
    assert text.startswith("acts[0].act must be one of: open, ")
