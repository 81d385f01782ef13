"""Events as plain values and back: nothing is lost, nothing else is taken."""

import copy
from collections.abc import Iterator

import pytest
from domain.samples import PLAIN_SAMPLES, SAMPLES

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.event_codec import BadEvent, event_from, event_plain
from seedcryo_reader.domain.events import EVENTS

NAMED = [pytest.param(event, id=type(event).__name__) for event in SAMPLES]
OTHERS = (None, True, 0, 7, -1, "", "Zaphod", [], {}, ["Zaphod"], {"Zaphod": 1})
"""One value of every JSON type; the word is in no vocabulary."""


def places(value, path=()) -> Iterator[tuple]:
    """Where a value holds another one: (key or index, …), from the top down."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def changed(plain, path, other):
    mine = copy.deepcopy(plain)
    at(mine, path[:-1])[path[-1]] = other
    return mine


def test_there_is_a_sample_of_every_kind():
    assert sorted(type(event).__name__ for event in SAMPLES) == sorted(EVENTS)


@pytest.mark.parametrize("event", [*NAMED, *PLAIN_SAMPLES])
def test_an_event_comes_back_from_its_bytes(event):
    data = canonical.encode(event_plain(event))
    assert event_from(type(event).__name__, canonical.decode(data)) == event


def test_the_form_of_a_measurement_is_the_one_that_is_hashed():
    assert event_plain(SAMPLES[8]) == {
        "timepoint": "TP1",
        "lesion": "T01",
        "lesion_set": "endpoint",
        "extent": "whole",
        "caliper": {
            "image": {"series": 1, "sop_instance": "1.2.826.0.1.3680043.8.498.1", "frame": 1, "plane": "acquired"},
            "long": {"start": ["0.000", "0.000", "0.000"], "end": ["24.000", "0.000", "0.000"], "mm": "24.0"},
            "short": {"start": ["0.000", "0.000", "0.000"], "end": ["0.000", "12.000", "0.000"], "mm": "12.0"},
        },
    }


@pytest.mark.parametrize("event", NAMED)
def test_a_field_less_or_more_is_no_event(event):
    plain, name = event_plain(event), type(event).__name__
    for path in [(), *places(plain)]:
        inner = at(plain, path)
        if not isinstance(inner, dict):
            continue
        for key in inner:
            less = copy.deepcopy(plain)
            del at(less, path)[key]
            with pytest.raises(BadEvent, match="other fields"):
                event_from(name, less)
        with pytest.raises(BadEvent, match="other fields"):
            event_from(name, changed(plain, (*path, "Zaphod"), 1))


@pytest.mark.parametrize("event", NAMED)
def test_a_value_of_another_type_is_refused_and_what_is_taken_means_something_else(event):
    plain, name = event_plain(event), type(event).__name__
    said = []
    for path in places(plain):
        for other in OTHERS:
            bent = changed(plain, path, other)
            try:
                taken = event_from(name, bent)
            except BadEvent as error:
                said.append(str(error))
            else:
                assert canonical.encode(event_plain(taken)) == canonical.encode(bent)
    assert said
    assert not any("Zaphod" in text for text in said)


@pytest.mark.parametrize("event", NAMED)
@pytest.mark.parametrize("other", [None, True, 1, "Zaphod", [], ["Zaphod"]])
def test_what_is_no_object_is_no_event(event, other):
    with pytest.raises(BadEvent):
        event_from(type(event).__name__, other)


@pytest.mark.parametrize("name", ["", "Zaphod", "Event", "measurementmade", "TimepointLocked "])
def test_an_unknown_kind_is_refused_without_being_told(name):
    with pytest.raises(BadEvent, match=r"^an event of a kind that this program does not know$"):
        event_from(name, {})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("caliper", "long", "mm"), "24.1"),
        (("caliper", "long", "mm"), "2.4E+1"),
        (("caliper", "long", "mm"), "NaN"),
        (("caliper", "long", "mm"), "-24.0"),
        (("caliper", "long", "mm"), "9" * 3000),
        (("caliper", "long", "mm"), "٢٤"),
        (("caliper", "long", "end"), ["24.0", "0.000", "0.000"]),
        (("caliper", "long", "end"), ["24.000", "-0.000", "0.000"]),
        (("caliper", "long", "end"), ["24.000", "0.000"]),
        (("caliper", "long", "end"), ["24.000", "0.000", "0.000", "0.000"]),
        (("caliper", "long", "end"), ["0.000", "0.000", "0.000"]),
        (("caliper", "image", "frame"), -77),
        (("caliper", "image", "series"), -77),
        (("caliper", "image", "sop_instance"), "1.2.840.x"),
        (("caliper", "image", "sop_instance"), "1." + "2" * 63),
        (("lesion_set",), "ENDPOINT"),
    ],
)
def test_what_no_measurement_can_hold_is_refused_without_being_told(path, value):
    with pytest.raises(BadEvent) as caught:
        event_from("MeasurementMade", changed(event_plain(SAMPLES[8]), path, value))
    assert str(value) not in str(caught.value)


@pytest.mark.parametrize("mm", ["24", "24.00", "24.000"])
def test_a_length_keeps_the_places_it_was_written_with(mm):
    bent = changed(event_plain(SAMPLES[8]), ("caliper", "long", "mm"), mm)
    assert event_plain(event_from("MeasurementMade", bent)) == bent
