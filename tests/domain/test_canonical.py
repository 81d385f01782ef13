import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.domain.canonical import DEEPEST, LARGEST_INTEGER, NotCanonical, decode, encode

KEYS = st.text(st.characters(max_codepoint=127))
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | WORDS
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@given(VALUES)
def test_a_value_comes_back_from_its_bytes(value):
    assert decode(encode(value)) == value


@given(VALUES)
def test_any_json_reader_reads_the_same(value):
    assert json.loads(encode(value)) == value


@given(st.dictionaries(KEYS, LEAVES, min_size=2))
def test_the_order_in_which_keys_were_set_does_not_show(value):
    assert encode(dict(reversed(value.items()))) == encode(value)


def test_the_form_is_that_of_rfc_8785():
    # Section 3.2.2.2: these and no other characters are escaped, the short form first.
    assert encode({"b": '\b\t\n\f\r"\\/€\x0f', "a": [None, True, False, -1]}) == (
        b'{"a":[null,true,false,-1],"b":"\\b\\t\\n\\f\\r\\"\\\\/\xe2\x82\xac\\u000f"}'
    )


@pytest.mark.parametrize(
    "value", [1.5, {"a": 2.0}, [LARGEST_INTEGER + 1], {"ä": 1}, {1: 1}, "\ud800", b"bytes", {"a": (1,)}]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"nothing",
        b'{"a":1 }',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"-0",
        b'"\\u0041"',
        b"9007199254740992",
        b"\xef\xbb\xbf1",
        b"[" * 100_000,
        b"1\n",
    ],
)
def test_bytes_written_in_another_way_are_refused(data):
    with pytest.raises(NotCanonical):
        decode(data)


def test_depth_is_bounded():
    value = 1
    for _ in range(DEEPEST - 1):
        value = [value]
    assert decode(encode(value)) == value
    with pytest.raises(NotCanonical, match="deeper"):
        encode([value])
