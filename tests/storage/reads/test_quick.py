"""Records read quickly are the records that `read_record` reads, and whatever that refuses is not read quickly."""

from dataclasses import replace
from typing import get_args, get_type_hints

import pytest
from domain.chance import walks
from domain.samples import SAMPLES
from domain.stamps import record
from hypothesis import given, settings

from seedcryo_reader.domain.canonical import LARGEST_INTEGER
from seedcryo_reader.domain.events import EVENTS, CaseClosed, ErratumNoted, TimepointLocked
from seedcryo_reader.domain.record import BadRecord, Record, read_record
from seedcryo_reader.storage.reads.quick import quick_record


def slowly(data: bytes) -> Record | None:
    try:
        return read_record(data)
    except BadRecord:
        return None


@pytest.mark.parametrize("event", [one for one in SAMPLES if record(one).encoded().isascii()])
def test_every_kind_of_event_is_read_quickly(event):
    data = record(event).encoded()
    found = quick_record(data)
    assert found == read_record(data)
    assert found is not None
    assert found.body == data


@settings(deadline=None, max_examples=25)
@given(walks())
def test_any_legal_act_is_read_alike(walked):
    for one in walked[1]:
        data = record(one.event, one.seq).encoded()
        assert quick_record(data) == read_record(data)


@pytest.mark.parametrize("event", SAMPLES[::4])
def test_every_flipped_bit_is_read_alike_or_left_to_the_slow_way(event):
    data = record(event).encoded()
    for place in range(len(data)):
        bent = bytearray(data)
        bent[place] ^= 1 << place % 8
        found = quick_record(bytes(bent))
        assert found is None or found == slowly(bytes(bent))


@pytest.mark.parametrize("number", [LARGEST_INTEGER, LARGEST_INTEGER + 1, 2**63, 2**64, 10**30])
def test_integers_beyond_the_exact_ones_are_left_to_the_slow_way(number):
    for old in (b'"seq":1,', b'"monotonic_us":12000345,', b'"part":7,'):
        data = record(CaseClosed(7, "c" * 64)).encoded()
        assert old in data
        bent = data.replace(old, old.partition(b":")[0] + b":%d," % number)
        found = quick_record(bent)
        assert found is None or found == slowly(bent)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seq":1,', b'"seq":1.0,'),
        (b'"seq":1,', b'"seq":0,'),
        (b'"seq":1,', b'"seq":"1",'),
        (b'"seq":1,', b'"seq":true,'),
        (b'"seq":1,', b'"seq":1,"seq":1,'),
        (b'"seq":1,', b'"seq": 1,'),
        (b'"schema":1', b'"schema":2'),
        (b'"reason":null', b'"reason":7'),
        (b'"reason":null,', b""),
        (b'"event":"TimepointLocked"', b'"event":"TimepointUnlocked"'),
        (b'"event":"TimepointLocked"', b'"event":"Unknown"'),
        (b'{"timepoint":"TP0"}', b'{"timepoint":"TP0","zero":0}'),
        (b'{"timepoint":"TP0"}', b"{}"),
        (b'{"timepoint":"TP0"}', b"[]"),
        (b"2026-05-04T09", b"2026-05-34T09"),
        (b"fe" * 32, b"FE" * 32),
    ],
)
def test_what_is_no_record_is_left_to_the_slow_way(old, new):
    data = record(TimepointLocked("TP0")).encoded()
    assert old in data
    assert quick_record(data.replace(old, new, 1)) is None


@pytest.mark.parametrize("text", ["Größe", 'a "word"', "back\\slash", "a\u2028b"])
def test_texts_that_are_not_plain_are_read_the_slow_way(text):
    data = replace(record(ErratumNoted("TP0", text)), reason=text).encoded()
    assert quick_record(data) is None
    assert read_record(data).reason == text


def test_no_event_has_a_list_of_integers():
    def inner(kind: object) -> set[object]:
        return {kind, *(found for one in get_args(kind) for found in inner(one))}

    lists = {one for kind in EVENTS.values() for hint in get_type_hints(kind).values() for one in inner(hint)}
    assert not [one for one in lists if "tuple" in str(one) and int in get_args(one)]
