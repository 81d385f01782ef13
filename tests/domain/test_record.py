"""A record: one event, who and where and when, in bytes that are hashed."""

import json

import pytest
from domain.acts import CASE
from domain.chance import walks
from domain.samples import SAMPLES
from domain.stamps import STAMP, record
from hypothesis import given, settings

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import LARGEST_INTEGER
from seedcryo_reader.domain.events import TimepointLocked
from seedcryo_reader.domain.record import FIRST_PREVIOUS, SCHEMA, BadRecord, Record, read_record

LOCKED = TimepointLocked("TP0")


def body(**changes):
    """The plain body of a record, changed."""
    return canonical.decode(record(LOCKED).encoded()) | changes


def stamp(**changes):
    return {"stamp": STAMP.plain() | changes}


@pytest.mark.parametrize("event", SAMPLES)
def test_a_record_comes_back_from_its_bytes_and_keeps_them(event):
    written = Record(7, "ab" * 32, CASE, event, STAMP, "The coordinator asked for it.")
    data = written.encoded()
    again = read_record(data)
    assert again == written
    assert (again.encoded(), again.body, written.body) == (data, data, data)
    assert canonical.encode(json.loads(data)) == data


@settings(deadline=None, max_examples=25)
@given(walks())
def test_the_bytes_of_any_legal_act_are_read_as_the_same_act(walked):
    for one in walked[1]:
        if one.after is not None:
            written = record(one.event, one.seq)
            assert read_record(written.encoded()) == written


def test_a_record_shows_no_bytes_of_where_it_came_from():
    assert "stored" not in repr(read_record(record(LOCKED).encoded()))


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "record",
        {},
        {"schema": None},
        body(schema="1"),
        body(schema=True),
        body(extra=1),
        {key: value for key, value in body().items() if key != "reason"},
        body(event=None),
        body(event="Zaphod"),
        body(data=None),
        body(data={"timepoint": 1}),
        body(case=42),
        body(reason=7),
        body(seq=True),
        body(seq=0),
        body(seq=-1),
        body(seq="1"),
        body(previous="AB" * 32),
        body(previous="ab" * 31),
        body(previous=None),
        body(stamp=None),
        body(stamp={}),
        body(**stamp(extra=1)),
        body(**stamp(utc="2026-05-04T09:15:02.123456+00:00")),
        body(**stamp(utc="2026-02-30T09:15:02.123456Z")),
        body(**stamp(utc="2026-05-04T25:15:02.123456Z")),
        body(**stamp(utc="٢٠٢٦-05-04T09:15:02.123456Z")),
        body(**stamp(utc=20260504)),
        body(**stamp(offset_minutes="480")),
        body(**stamp(monotonic_us=None)),
        body(**stamp(actor=None)),
        body(**stamp(study=None)),
        body(**stamp(study={"id": "SEED-CRYO"})),
        body(**stamp(study={"id": "SEED-CRYO", "root": None})),
        body(**stamp(study={"id": 7, "root": "0d"})),
        body(**stamp(protocol=None)),
        body(**stamp(protocol={"id": "seed-cryo/0.1"})),
        body(**stamp(protocol={"id": "seed-cryo/0.1", "sha256": "fe"})),
    ],
)
def test_what_is_no_record_is_refused_without_showing_it(value):
    with pytest.raises(BadRecord) as caught:
        read_record(canonical.encode(value))
    assert not {"Zaphod", "seed-cryo", "reader-1"} & set(str(caught.value).split())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seq":1,', b'"seq":1.0,'),
        (b'"seq":1,', b'"seq":1e0,'),
        (b'"seq":1,', b'"seq":NaN,'),
        (b'"seq":1,', b'"seq":Infinity,'),
        (b'"seq":1,', b'"seq":01,'),
        (b'"seq":1,', b'"seq": 1,'),
        (b'"seq":1,', b'"seq":1,"seq":1,'),
        (b'"seq":1,', b'"seq":%d,' % (LARGEST_INTEGER + 1)),
        (b'"seq":1,', b'"seq":' + b"9" * 5000 + b","),
        (b'"seq":1,', b'"seq":' + b"[" * 5000 + b"]" * 5000 + b","),
        (b'"seq":1,', b'"seq":' + b"[" * 70 + b"]" * 70 + b","),
        (b'"reason":null', b'"reason":"\\u0041"'),
        (b'"reason":null', b'"reason":"\\ud800"'),
        (b'"reason":null', b'"reason":"\xff"'),
        (b"}", b""),
        (b"{", b"\xef\xbb\xbf{"),
    ],
)
def test_bytes_that_no_record_is_written_in_are_refused(old, new):
    data = record(LOCKED).encoded()
    assert old in data
    with pytest.raises(BadRecord):
        read_record(data.replace(old, new, 1))


def test_every_flipped_bit_is_refused_or_shows():
    data = record(SAMPLES[8]).encoded()
    for place in range(len(data)):
        for bit in range(8):
            bent = bytearray(data)
            bent[place] ^= 1 << bit
            try:
                found = read_record(bytes(bent))
            except BadRecord:
                continue
            assert found.encoded() == bytes(bent) != data


def test_a_record_of_a_newer_program_says_so():
    with pytest.raises(BadRecord, match=r"schema 2; this program knows schemas up to 1. Install a newer program"):
        read_record(canonical.encode(body(schema=SCHEMA + 1)))


def test_a_log_begins_with_no_hash():

    assert read_record(record(LOCKED).encoded()).previous == FIRST_PREVIOUS == "0" * 64
