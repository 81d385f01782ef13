"""Protocol files that are wrong: every key missing, of a wrong type, unknown; what is no protocol file at all."""

import re
from contextlib import suppress
from datetime import date

import pytest
from criteria.protocol.files import (
    NEWEST,
    SOURCE,
    at,
    dropped,
    findings,
    named,
    only_used_picklists,
    parts,
    put,
    read,
    read_written,
    spelled,
    steps,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.protocol.reader import LARGEST_FILE, read_protocol
from seedcryo_reader.domain.errors import Refused

FREE = {("paragraphs",), ("picklists",), ("sdtm", "not_evaluable")}
"""Tables whose keys are names of one's own."""

PATHS = list(steps(SOURCE))
KEYS = [path for path in PATHS if isinstance(path[-1], str) and path[:-1] not in FREE]
TEXTS = [path for path in PATHS if isinstance(at(SOURCE, path), str) and path[:1] not in FREE]
TABLES = [(), *(path for path in PATHS if isinstance(at(SOURCE, path), dict) and path not in FREE)]

LEFT_OUT = {
    ("identity", "approvals"): set(),
    ("derived",): set(),
    ("best_response",): set(),
    ("endpoints",): set(),
    ("adjudication",): set(),
    ("sdtm",): set(),
    ("schedule",): {("dangling", "endpoints")},
    ("design",): {("dangling", "adjudication")},
    **{
        ("local_progression", name): {("dangling", "local_progression.rules")}
        for name in ("size", "tissue", "contiguous")
    },
}
"""Keys that may be left out, and what is said where something else in the file needs them."""


def within(section, paths):
    """Those of a section; one test for each, because a test for each path costs more than what it tests."""
    found = [path for path in paths if path[0] == section]
    assert found
    return found


def test_the_way_these_files_are_written_reads_back_as_the_shipped_one():
    shipped = read_protocol(NEWEST.read_bytes(), "p.toml")
    assert read_written(SOURCE).model_copy(update={"sha256": shipped.sha256}) == shipped
    assert read(SOURCE).model_copy(update={"sha256": shipped.sha256}) == shipped


@pytest.mark.parametrize("section", SOURCE)
def test_a_missing_key_is_named_with_what_is_allowed(section):
    for path in within(section, KEYS):
        _named_where_it_is_missing(path)


def _named_where_it_is_missing(path):
    if path[0] == "questions" and path[-1] in {"asked_if", "reasons"}:
        assert read(only_used_picklists(dropped(path))).protocol_id
    elif path in LEFT_OUT and not LEFT_OUT[path]:
        assert read(dropped(path)).protocol_id
    elif path in LEFT_OUT:
        assert named(dropped(path)) == LEFT_OUT[path]
    else:
        said = [text for code, text in findings(dropped(path)) if code == "missing-key"]
        (one,) = (text for text in said if text.startswith(f"{spelled(path)}: is missing"))
        assert "must be" in one


@pytest.mark.parametrize("section", SOURCE)
def test_a_value_of_a_wrong_type_is_named_with_what_is_allowed_and_nothing_else_is(section):
    for path in within(section, PATHS):
        ((code, said),) = findings(put(path, 7.5))
        assert code == "wrong-type"
        assert said.startswith(f"{spelled(path)}: is a number with a point; it must be ")


@pytest.mark.parametrize("value", ["text", ["a"], date(2026, 1, 1), {"a": "b"}, True])
def test_whatever_toml_can_write_is_told_apart(value):
    for path in (("lengths", "places"), ("identity", "title"), ("picklists", "query-kinds"), ("schedule", 0, "day")):
        assert type(value) is type(at(SOURCE, path)) or wrong(path, value, "wrong-type")


def wrong(path, value, code: str) -> bool:
    """Whether a value is refused in a sentence that names the key and says what it must be."""
    start = f"{spelled(path)}: "
    return any(
        found == code and said.startswith(start) and "must be" in said for found, said in findings(put(path, value))
    )


@pytest.mark.parametrize("path", TABLES, ids=lambda path: spelled(path) or "the file")
def test_an_unknown_key_is_named_at_every_level(path):
    ((code, said),) = findings(put((*path, "colour"), "red"))
    assert code == "unknown-key"
    assert said.startswith(f"{spelled((*path, 'colour'))}: is not known; known here are ")


@pytest.mark.parametrize("section", sorted({path[0] for path in TEXTS}))
def test_a_text_without_readable_signs_is_refused(section):
    for path in within(section, TEXTS):
        assert any(said.startswith(f"{spelled(path)}: ") for _, said in findings(put(path, "\u202e")))


@pytest.mark.parametrize("bad", ["", " ", "\n", "a\x07"])
def test_blank_and_control_signs_are_not_readable(bad):
    for path in (
        ("identity", "title"),
        ("paragraphs", "4.1"),
        ("signature", "meaning"),
        ("picklists", "query-kinds", 0),
    ):
        assert any(said.startswith(f"{spelled(path)}: ") for _, said in findings(put(path, bad)))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("local_progression.size.percent", 20, "is a whole number; it must be a percentage above 0"),
        ("local_progression.size.percent", 1.2, "is a number with a point; it must be a percentage above 0"),
        ("local_progression.size.percent", "0", "is '0'; it must be a percentage above 0"),
        ("local_progression.size.percent", "1e2", "is '1e2'; it must be a percentage above 0"),
        ("target_response.pr_percent", "100.1", "is '100.1'; it must be a percentage above 0 and up to \"100\""),
        ("target_response.pd_floor_mm", "-5", "is '-5'; it must be millimetres"),
        ("target_response.pd_floor_mm", "5.0001", "is '5.0001'; it must be millimetres"),
        ("target_response.pd_floor_mm", "1000.1", "is '1000.1'; it must be millimetres"),
        ("target_response.rule", "RECIST", "is 'RECIST'; it must be the name of a rule or table"),
        ("measurability.slice_factor", "0.5", "is '0.5'; it must be a factor from"),
        ("measurability.never", ["a", "a"], "is not allowed; it must be a list of different texts, or nothing"),
        ("endpoints.local_control.confidence", "100", "is '100'; it must be a confidence level"),
        ("schedule.0.day", 4000, "is 4000; it must be a whole number of days since randomisation"),
        ("adjudication.variables", [], "is not allowed; it must be a list of different variables"),
        ("calls.reveal", "never", 'is \'never\'; it must be "after-call" or "live"'),
        ("lengths.places", 4, "is 4; it must be a whole number of decimal places from 0 to 3"),
        ("sets.recist.max_total", 0, "is 0; it must be a whole number from 1 to 99"),
        ("reference.timepoint", -1, "is -1; it must be the number of a timepoint"),
        ("format", 3, "is 3; it must be 1 or 2, the formats that this version reads"),
        ("identity.id", "Seed/0.1", "is 'Seed/0.1'; it must be a name of small letters, a slash and the version"),
        ("identity.version", "one", "is 'one'; it must be a version"),
        ("identity.title", "a\nb", "is 'a?b'; it must be a short text on one line"),
        ("identity.title", "a" * 201, f"is '{'a' * 40}…'; it must be a short text"),
        ("lengths.places", 10**30, "is not allowed; it must be a whole number"),
        ("picklists.query-kinds", [], "is not allowed; it must be a list of different texts"),
        ("picklists.query-kinds", ["a", "a"], "is not allowed; it must be a list of different texts"),
        ("local_progression.rules", [], 'is not allowed; it must be a list of "size", "tissue" and "contiguous"'),
        ("local_progression.rules", ["size", "size"], "is not allowed; it must be a list of"),
        ("measuring.viable", ["node", "node"], "is not allowed; it must be a list that may hold"),
    ],
)
def test_a_wrong_value_is_shown_with_what_is_allowed(path, value, said):
    found = findings(put(parts(path), value))
    start = f"{spelled(parts(path))}: {said}"
    assert [one for code, one in found if code in {"wrong-value", "wrong-type"} and one.startswith(start)]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("paragraphs", "1.1x"), "paragraphs.1.1x: the key '1.1x' must be the number of a paragraph, such as \"4.2\"."),
        (
            ("picklists", "Not ok"),
            "picklists.Not ok: the key 'Not ok' must be a name of small letters, digits and dashes, a letter first.",
        ),
        (
            ("sdtm", "not_evaluable", " fog"),
            "sdtm.not_evaluable. fog: the key ' fog' must be a short text on one line, without blanks at its ends.",
        ),
    ],
)
def test_of_a_wrong_name_of_ones_own_it_is_said_what_the_name_must_be_and_not_its_value(path, said):
    value = {"paragraphs": "A text.", "picklists": ["a"], "sdtm": "OTHER"}[path[0]]
    assert findings(put(path, value)) == [("wrong-value", said)]


def test_sections_that_cannot_be_read_do_not_hide_what_is_wrong_in_others():
    """Checks that need them are left out, and say nothing wrong."""
    for section in SOURCE:
        found = findings(put((section,), 7.5))
        assert [said.partition(":")[0] for _, said in found if said.startswith(section)]
        assert {code for code, _ in found} <= {"wrong-type"}


@pytest.mark.parametrize("value", [True, 1.0, "2", 3])
def test_a_format_that_nobody_knows_is_read_as_the_newest(value):
    assert [said.partition(":")[0] for _, said in findings(put(("format",), value))] == ["format"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'format = 1\n[identity\nid = "x"\n', 2),
        (b"format = 1\nformat = 1\n", 2),
        (b"a = 1\nb = 2\nc = \xff\n", 3),
        (b"a = [", 1),
        (b"a = 1\nb =", 2),
        (b"a = " + b"[" * 100_000, 1),
        (b"a = 1" + b"0" * 5000, 1),
    ],
)
def test_what_is_no_toml_is_one_finding_with_its_line(data, line):
    with pytest.raises(Refused) as refused:
        read_protocol(data, "p.toml")
    (found,) = refused.value.findings
    assert found.code == "no-toml"
    assert re.match(rf"line {line}: this is no TOML", found.text)


def test_a_mark_of_the_byte_order_at_the_start_is_no_mistake():
    """Editors of Windows write one."""
    assert read_protocol(b"\xef\xbb\xbf" + NEWEST.read_bytes(), "p.toml").protocol_id == "seed-cryo/1.0"


def test_a_file_that_is_far_too_large_is_not_read():
    with pytest.raises(Refused, match="at most 1048576 bytes"):
        read_protocol(b"#" * (LARGEST_FILE + 1), "p.toml")


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_line_changed_is_read_or_refused_and_never_a_crash(data):
    lines = NEWEST.read_bytes().splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    line = bytearray(lines[place])
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
    lines[place] = bytes(line)
    said = []
    with suppress(Refused):
        said.append(read_protocol(b"".join(lines), "p.toml").protocol_id)
    assert all(one.endswith("/1.0") for one in said)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_value_garbled_is_named_with_its_path(data):
    """Another type than the key takes is always named."""
    path = data.draw(st.sampled_from(KEYS))
    value = data.draw(
        st.one_of(st.booleans(), st.integers(-(10**6), 10**6), st.text(max_size=5), st.lists(st.integers(), max_size=2))
    )
    said = []
    try:
        read(put(path, value))
    except Refused as refused:
        said = [one.text for one in refused.findings]
    same_type = type(value) is type(at(SOURCE, path))
    assert same_type or any(one.startswith(spelled(path)) for one in said)
