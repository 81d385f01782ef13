"""Protocol files that are wrong: every key missing, of a wrong type, unknown; references and combinations."""

import re
import tomllib
from contextlib import suppress
from copy import deepcopy
from datetime import date

import pytest
from criteria.reads import SHIPPED
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.protocol.reader import LARGEST_FILE, read_protocol
from seedcryo_reader.domain.errors import Refused

SOURCE = tomllib.loads(SHIPPED.read_text("utf-8"))
OPTIONAL = {"asked_if", "reasons"}
FREE = {"paragraphs", "picklists"}


def toml(value) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return (
            '"' + "".join(sign if sign.isalnum() or sign in " -_./" else f"\\U{ord(sign):08x}" for sign in value) + '"'
        )
    return str(value)


def text(tables: dict) -> bytes:
    return "\n".join(f"{toml(str(key))} = {toml(one)}" for key, one in tables.items()).encode()


def findings(tables: dict):
    """What is said about a file."""
    with pytest.raises(Refused) as refused:
        read_protocol(text(tables), "p.toml")
    assert all(one.files == ("p.toml",) for one in refused.value.findings)
    return [(one.code, one.text) for one in refused.value.findings]


def steps(value, path=()):
    """The path of every key and list entry in the file."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from steps(inner, (*path, key))


def spelled(path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)[1:]


def at(tables, path):
    for part in path:
        tables = tables[part]
    return tables


def put(path, value) -> dict:
    """The shipped file with another value at a path, or a key more."""
    tables = deepcopy(SOURCE)
    at(tables, path[:-1])[path[-1]] = value
    return tables


def dropped(path) -> dict:
    tables = deepcopy(SOURCE)
    del at(tables, path[:-1])[path[-1]]
    return tables


def only_used_picklists(tables) -> dict:
    used = {one["reasons"]["picklist"] for one in tables["questions"] if "reasons" in one}
    used |= {*tables["reasons"].values(), *tables["queries"].values()}
    tables["picklists"] = {name: terms for name, terms in tables["picklists"].items() if name in used}
    return tables


PATHS = list(steps(SOURCE))
KEYS = [path for path in PATHS if isinstance(path[-1], str) and path[0] not in FREE]
TABLES = [(), *(path for path in PATHS if isinstance(at(SOURCE, path), dict) and path[0] not in FREE)]


def test_the_way_these_files_are_written_reads_back_as_the_shipped_one(protocol):
    again = read_protocol(text(SOURCE), "p.toml")
    assert again.model_copy(update={"sha256": protocol.sha256}) == protocol


@pytest.mark.parametrize("path", [*KEYS, ("paragraphs",), ("picklists",)], ids=spelled)
def test_a_missing_key_is_named_with_what_is_allowed(path):
    if path[-1] in OPTIONAL and path[0] == "questions":
        assert read_protocol(text(only_used_picklists(dropped(path))), "p.toml").protocol_id
        return
    found = findings(dropped(path))
    if path in {("local_progression", name) for name in ("size", "tissue", "contiguous")}:
        assert ("dangling", "local_progression.rules") in [(code, said.partition(":")[0]) for code, said in found]
    else:
        assert [
            said for code, said in found if code == "missing-key" and said.startswith(f"{spelled(path)}: is missing")
        ]
        assert all("must be" in said for code, said in found if code == "missing-key")


@pytest.mark.parametrize("path", PATHS, ids=spelled)
def test_a_value_of_a_wrong_type_is_named_with_what_is_allowed(path):
    value = at(SOURCE, path)
    for other in (7.5, date(2026, 1, 1), ["a"], {"a": "b"}, "text", True):
        if type(other) is type(value):
            continue
        assert wrong(path, other, "wrong-type")


def wrong(path, value, code: str) -> bool:
    """Whether a value is refused in a sentence that names the key and says what it must be."""
    start = f"{spelled(path)}: "
    return any(
        found == code and said.startswith(start) and "must be" in said for found, said in findings(put(path, value))
    )


@pytest.mark.parametrize("path", TABLES, ids=lambda path: spelled(path) or "the file")
def test_an_unknown_key_is_named_at_every_level(path):
    found = findings(put((*path, "colour"), "red"))
    name = f"{spelled(path)}.colour" if path else "colour"
    assert len(found) == 1
    assert found[0][0] == "unknown-key"
    assert found[0][1].startswith(f"{name}: is not known; known here are ")


@pytest.mark.parametrize(
    "path", [path for path in PATHS if isinstance(at(SOURCE, path), str) and path[0] not in FREE], ids=spelled
)
def test_a_text_without_readable_signs_is_refused(path):
    for bad in ("", " ", "\u202e", "a\x07"):
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
        ("target_response.rule", "recist-2", "is 'recist-2'; it must be \"recist-1.1\""),
        ("calls.reveal", "never", 'is \'never\'; it must be "after-call" or "live"'),
        ("lengths.places", 4, "is not allowed; it must be a whole number of decimal places from 0 to 3"),
        ("sets.recist.max_total", 0, "is not allowed; it must be a whole number from 1 to 99"),
        ("reference.timepoint", -1, "is not allowed; it must be the number of a timepoint"),
        ("format", 2, "is not allowed; it must be 1, the only format"),
        ("identity.id", "Seed/0.1", "is 'Seed/0.1'; it must be a name of small letters, a slash and the version"),
        ("identity.version", "one", "is 'one'; it must be a version"),
        ("identity.title", "a\nb", "is 'a?b'; it must be a short text on one line"),
        ("identity.title", "a" * 201, f"is '{'a' * 40}…'; it must be a short text"),
        ("picklists.query-kinds", [], "is not allowed; it must be a list of different texts"),
        ("picklists.query-kinds", ["a", "a"], "is not allowed; it must be a list of different texts"),
        ("local_progression.rules", [], 'is not allowed; it must be a list of "size", "tissue" and "contiguous"'),
        ("local_progression.rules", ["size", "size"], "is not allowed; it must be a list of"),
        ("measuring.viable", ["node", "node"], "is not allowed; it must be a list that may hold"),
    ],
)
def test_a_wrong_value_is_shown_with_what_is_allowed(path, value, said):
    found = findings(put(path.split("."), value))
    assert [one for code, one in found if code in {"wrong-value", "wrong-type"} and one.startswith(f"{path}: {said}")]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"overall.paragraph": "9.9"}, "dangling", "overall.paragraph"),
        ({"local_progression.tissue.paragraph": "9.9"}, "dangling", "local_progression.tissue.paragraph"),
        ({"sets.recist.paragraph": "9.9"}, "dangling", "sets.recist.paragraph"),
        ({"reasons.target": "nothing"}, "dangling", "reasons.target"),
        ({"queries.kinds": "nothing"}, "dangling", "queries.kinds"),
        ({"questions.0.reasons.picklist": "nothing"}, "dangling", "questions[0].reasons.picklist"),
        ({"questions.0.reasons.answers": ["unknown"]}, "dangling", "questions[0].reasons.answers"),
        ({"questions.1.asked_if.question": "nothing"}, "dangling", "questions[1].asked_if.question"),
        ({"questions.1.asked_if.question": "contiguous"}, "dangling", "questions[1].asked_if.question"),
        ({"questions.1.asked_if.answers": ["unknown"]}, "dangling", "questions[1].asked_if.answers"),
        ({"questions.2.id": "tissue"}, "impossible", "questions[2].id"),
        ({"questionnaire.questions.1.id": "arm"}, "impossible", "questionnaire.questions[1].id"),
        ({"questionnaire.questions": []}, "impossible", "questionnaire.questions"),
        ({"picklists.more": ["a"]}, "unused", "picklists.more"),
        ({"identity.version": "0.2"}, "impossible", "identity.id"),
        ({"lengths.too_small_mm": "2.55"}, "impossible", "lengths.too_small_mm"),
        ({"lengths.places": 0, "lengths.too_small_mm": "0.5"}, "impossible", "lengths.too_small_mm"),
        ({"sets.recist.max_per_organ": 6}, "impossible", "sets.recist.max_per_organ"),
        ({"sets.recist.min_node_mm": "9.9"}, "impossible", "sets.recist.min_node_mm"),
        ({"calls.local_progression": False, "calls.overall": False}, "impossible", "calls.reveal"),
        ({"calls.overall": False}, "impossible", "calls.counts"),
        ({"local_progression.rules": ["size", "tissue"]}, "unused", "local_progression.contiguous"),
        ({"local_progression.size.extent": "viable"}, "impossible", "local_progression.size.extent"),
        ({"local_progression.tissue.question": "nothing"}, "dangling", "local_progression.tissue.question"),
        ({"local_progression.contiguous.question": "nothing"}, "dangling", "local_progression.contiguous.question"),
        ({"local_progression.tissue.change_question": "no"}, "dangling", "local_progression.tissue.change_question"),
        ({"local_progression.tissue.answers.absent": []}, "impossible", "local_progression.tissue.answers"),
        (
            {"local_progression.tissue.answers.uncertain": ["uncertain", "present"]},
            "impossible",
            "local_progression.tissue.answers",
        ),
        ({"local_progression.contiguous.answers.absent": ["nothing"]}, "dangling",
         "local_progression.contiguous.answers.absent"),
        ({"local_progression.tissue.stable": ["same"]}, "impossible", "local_progression.tissue"),
        ({"local_progression.tissue.not_assessable": []}, "impossible", "local_progression.tissue"),
        ({"local_progression.tissue.not_assessable": ["same"]}, "impossible", "local_progression.tissue"),
        ({"local_progression.tissue.not_assessable": ["no"]}, "dangling", "local_progression.tissue.not_assessable"),
        ({"questions.0.asked": "after reference"}, "impossible", "local_progression.tissue.question"),
        ({"questions.1.asked": "follow-ups"}, "impossible", "local_progression.tissue.change_question"),
        ({"questions.1.asked_if.answers": ["present"]}, "impossible", "local_progression.tissue.change_question"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named(changes, code, path):
    tables = deepcopy(SOURCE)
    for where, value in changes.items():
        parts = [int(part) if part.isdigit() else part for part in where.split(".")]
        at(tables, parts[:-1])[parts[-1]] = value
    found = findings(tables)
    assert [said for said_code, said in found if said_code == code and said.startswith(f"{path}: ")]


def test_choices_that_can_be_meant_are_read():
    for path, value in (
        ("questions.1.asked_if", None),
        ("measuring.viable", ["non-nodal", "node"]),
        ("lengths.too_small_mm", "5.00"),
        ("calls.local_progression", False),
        ("calls.counts", "computed"),
        ("paragraphs.7", "A paragraph that nothing refers to."),
    ):
        parts = [int(part) if part.isdigit() and path.startswith("q") else part for part in path.split(".")]
        tables = dropped(parts) if value is None else put(parts, value)
        assert read_protocol(text(tables), "p.toml").protocol_id == "seed-cryo/0.1"


def test_a_protocol_of_one_rule_needs_no_other():
    tables = deepcopy(SOURCE)
    for name in ("tissue", "contiguous"):
        del tables["local_progression"][name]
    tables["local_progression"]["rules"] = ["size"]
    tables["questions"] = []
    tables["questionnaire"] |= {"asked": False, "questions": []}
    assert read_protocol(text(only_used_picklists(tables)), "p.toml").local_progression.tissue is None


def test_everything_is_said_at_once():
    tables = put(("target_response", "pr_percent"), 30.0)
    tables["colour"] = "red"
    del tables["signature"]
    tables["calls"]["paragraph"] = "9.9"
    tables["identity"]["version"] = "0.2"
    assert {(code, said.partition(":")[0]) for code, said in findings(tables)} == {
        ("wrong-type", "target_response.pr_percent"),
        ("unknown-key", "colour"),
        ("missing-key", "signature"),
        ("dangling", "calls.paragraph"),
        ("impossible", "identity.id"),
    }


def test_sections_that_cannot_be_read_do_not_hide_what_is_wrong_in_others():
    """Checks that need them are left out, and say nothing wrong."""
    for section in SOURCE:
        found = findings(put((section,), 7.5))
        assert [said.partition(":")[0] for _, said in found if said.startswith(section)]
        assert {code for code, _ in found} <= {"wrong-type"}


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


def test_a_file_that_is_far_too_large_is_not_read():
    with pytest.raises(Refused, match="at most 1048576 bytes"):
        read_protocol(b"#" * (LARGEST_FILE + 1), "p.toml")


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_line_changed_is_read_or_refused_and_never_a_crash(data):
    lines = SHIPPED.read_bytes().splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    line = bytearray(lines[place])
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
    lines[place] = bytes(line)
    said = []
    with suppress(Refused):
        said.append(read_protocol(b"".join(lines), "p.toml").protocol_id)
    assert all(one.endswith("/0.1") for one in said)
