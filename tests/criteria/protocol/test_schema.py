"""The JSON Schema of protocol files: it takes the shipped ones, and says the same of single keys as the reader."""

import json
import tomllib

import pytest
from criteria.protocol.files import SHIPPED, SOURCE, at, changed, dropped, put, spelled, steps
from criteria.protocol.walk import problems

from seedcryo_reader.criteria.protocol import names
from seedcryo_reader.criteria.protocol.schema import schema

SCHEMA = schema()
FREE = {("paragraphs",), ("picklists",), ("sdtm", "not_evaluable")}
TABLES = [(), *(path for path in steps(SOURCE) if isinstance(at(SOURCE, path), dict) and path not in FREE)]


def wrong(tables) -> list[str]:
    return list(problems(tables, SCHEMA, SCHEMA))


def test_it_is_plain_json_of_the_draft_that_it_names():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema() == SCHEMA


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_takes_every_shipped_file_of_its_format(path):
    tables = tomllib.loads(path.read_text("utf-8"))
    assert bool(wrong(tables)) == (tables["format"] == 1)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: spelled(path) or "the file")
def test_it_refuses_an_unknown_key_at_every_level(path):
    assert wrong(put((*path, "colour"), "red")) == [f".{spelled((*path, 'colour'))}"]


@pytest.mark.parametrize("path", [("overall", "table"), ("paragraphs",), ("schedule", 1, "day"), ("lengths",)])
def test_it_refuses_a_missing_key(path):
    assert wrong(dropped(path)) == [f".{spelled(path)}"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("target_response.pr_percent", 30),
        ("target_response.pr_percent", "1e2"),
        ("target_response.rule", "recist-2"),
        ("overall.table", "best-recist-1.1"),
        ("calls.reveal", "never"),
        ("calls.overall", "yes"),
        ("lengths.places", 4),
        ("lengths.places", True),
        ("picklists.query-kinds", ["a", "a"]),
        ("picklists.query-kinds", []),
        ("identity.title", ""),
        ("identity.title", "a" * 201),
        ("identity.id", "Seed/1.0"),
        ("picklists.Bad Name", ["a"]),
        ("paragraphs.one", "text"),
        ("format", 1),
        ("schedule", {}),
    ],
)
def test_it_refuses_what_the_reader_refuses_of_a_single_key(path, value):
    assert wrong(changed({path: value})) == [f".{path}"]


def test_the_sections_for_the_coordinator_may_be_left_out():
    for section in ("derived", "schedule", "best_response", "endpoints", "design", "adjudication", "sdtm"):
        assert wrong(dropped((section,))) == []


def test_every_key_is_described_or_says_what_it_may_be():
    for name, table in SCHEMA["$defs"].items():
        assert table["description"], name
        for key, one in table["properties"].items():
            assert {"description", "enum", "const", "$ref", "items", "additionalProperties"} & one.keys(), (
                f"{name}.{key}"
            )


def test_what_a_docstring_says_of_a_key_stands_at_the_key():
    of = SCHEMA["$defs"]["BestResponse"]
    assert of["properties"]["sd_min_days"]["description"] == (
        "Least days from randomisation to a timepoint for its SD to count. "
        "It must be a whole number of days from 0 to 3650."
    )
    assert "Attributes" not in of["description"]
    assert SCHEMA["$defs"]["LocalControl"]["properties"]["latest"]["description"].startswith(
        "Days since randomisation in"
    )


def test_rules_and_tables_are_those_of_the_program():
    overall = SCHEMA["$defs"]["Overall"]["properties"]["table"]["enum"]
    assert set(overall) == set(names.overall_tables()) >= {"recist-1.1"}
    assert SCHEMA["$defs"]["TargetResponse"]["properties"]["rule"]["enum"] == list(names.families())
