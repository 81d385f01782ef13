"""Old forms of records are lifted one schema after the other."""

import pytest

from seedcryo_reader.domain.upcast import LIFTS, NewerSchema, lifted


def _second(body):
    return {"schema": 2, "name": body["title"], "rest": body["rest"]}


def _third(body):
    return {**body, "schema": 3, "names": [body["name"]]}


STEPS = {1: _second, 2: _third}


@pytest.mark.parametrize(
    "body",
    [
        {"schema": 1, "title": "a", "rest": 1},
        {"schema": 2, "name": "a", "rest": 1},
        {"schema": 3, "name": "a", "names": ["a"], "rest": 1},
    ],
)
def test_every_old_form_becomes_todays(body):
    as_it_was = dict(body)
    assert lifted(body, 3, STEPS) == {"schema": 3, "name": "a", "names": ["a"], "rest": 1}
    assert body == as_it_was


@pytest.mark.parametrize("schema", [4, 0, -1])
def test_what_no_program_wrote_so_far_is_refused(schema):
    with pytest.raises(NewerSchema, match=f"schema {schema}; this program knows schemas up to 3"):
        lifted({"schema": schema}, 3, STEPS)


@pytest.mark.parametrize("schema", [None, "1", 1.5, [1]])
def test_a_schema_is_a_number(schema):
    with pytest.raises(NewerSchema):
        lifted({"schema": schema}, 3, STEPS)


def test_there_is_a_lift_from_every_schema_but_the_last():
    from seedcryo_reader.domain.record import SCHEMA

    assert set(LIFTS) == set(range(1, SCHEMA))
