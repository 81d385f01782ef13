"""Acts are hashed as they are written: what is written is read again, and nothing else is."""

import dataclasses
import json
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.office.adjudicator import ADJUDICATOR_ACTS
from seedcryo_reader.domain.office.coordinator import COORDINATOR_ACTS, NoteHandled
from seedcryo_reader.domain.office.record import ActRecord, ActStamp, BadAct, read_act

STAMP = ActStamp("2026-03-01T08:00:00.000000Z", 60, 5, "s" * 16, "carla", "f" * 16, "1", "STUDY", "a" * 16)
RECORD = ActRecord(1, "0" * 64, NoteHandled("c" * 64, "Called."), STAMP)
ACTS = COORDINATOR_ACTS | ADJUDICATOR_ACTS

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    bool: st.booleans(),
    NoneType: st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of the kind of a field."""
    if dataclasses.is_dataclass(kind):
        return st.builds(kind, **{name: any_of(one) for name, one in get_type_hints(kind).items()})
    if get_origin(kind) is tuple:
        return st.lists(any_of(get_args(kind)[0]), max_size=2).map(tuple)
    if get_args(kind):
        return st.one_of(*map(any_of, get_args(kind)))
    return PLAIN[kind] if kind in PLAIN else st.sampled_from(kind)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_is_read_as_it_was_written(name):
    @settings(max_examples=15, deadline=None)
    @given(any_of(ACTS[name]))
    def holds(act):
        record = ActRecord(7, "b" * 64, act, STAMP)
        assert read_act(record.encoded(), ACTS) == record

    holds()


def test_a_role_reads_its_own_acts_only():
    with pytest.raises(BadAct, match="an act of a kind that this program does not know"):
        read_act(RECORD.encoded(), ADJUDICATOR_ACTS)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_that_was_written_before_it_got_more_fields_is_read_with_their_defaults(name):
    more = {one.name: one.default for one in dataclasses.fields(ACTS[name]) if one.default is not dataclasses.MISSING}

    @settings(max_examples=5, deadline=None)
    @given(any_of(ACTS[name]))
    def holds(act):
        value = canonical.decode(ActRecord(7, "b" * 64, act, STAMP).encoded())
        old = {**value, "data": {key: one for key, one in value["data"].items() if key not in more}}
        assert read_act(canonical.encode(old), ACTS).act == dataclasses.replace(act, **more)

    holds()


def changed(**fields):
    value = canonical.decode(RECORD.encoded())
    return canonical.encode({name: one for name, one in (value | fields).items() if one != "gone"})


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"{", "not JSON"),
        (b"[]", "it is not of the form seedcryo-act/1"),
        (changed(schema="seedcryo-act/2"), "it is not of the form"),
        (changed(more=1), "it is not of the form"),
        (changed(act="gone"), "it is not of the form"),
        (changed(act=1), "an act of a kind"),
        (changed(act="Nothing"), "an act of a kind"),
        (changed(seq="1"), "no int"),
        (changed(data={"content": "c"}), "NoteHandled with other fields"),
        (changed(data=[]), "NoteHandled with other fields"),
        (changed(stamp={}), "ActStamp with other fields"),
        (RECORD.encoded() + b" ", "not in its canonical form"),
    ],
)
def test_what_is_no_act_is_refused(data, text):
    with pytest.raises(BadAct, match=text):
        read_act(data, COORDINATOR_ACTS)


def test_the_bytes_of_an_act_stay_what_they_are():
    wanted = {
        "act": "NoteHandled",
        "data": {"content": "c" * 64, "text": "Called."},
        "previous": "0" * 64,
        "schema": "seedcryo-act/1",
        "seq": 1,
        "stamp": {
            "actor": "carla",
            "monotonic_us": 5,
            "offset_minutes": 60,
            "root_id": "a" * 16,
            "session": "s" * 16,
            "software": "1",
            "station": "f" * 16,
            "study_id": "STUDY",
            "utc": "2026-03-01T08:00:00.000000Z",
        },
    }
    assert RECORD.encoded() == json.dumps(wanted, separators=(",", ":")).encode()
