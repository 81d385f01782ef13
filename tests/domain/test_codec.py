"""Frozen values as plain ones and back; events have their own, larger test."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pytest

from seedcryo_reader.domain.codec import BadValue, plain, value_from


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Circle:
    radius: Decimal


@dataclass(frozen=True)
class Square:
    side: int
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class Drawing:
    shapes: tuple[Circle | Square, ...]
    frame: Circle | Square | None
    title: str | None
    shown: bool


DRAWING = Drawing((Circle(Decimal("1.50")), Square(2, Colour.BLUE)), Square(3), None, shown=True)
PLAIN = {
    "shapes": [
        {"is": "Circle", "fields": {"radius": "1.50"}},
        {"is": "Square", "fields": {"side": 2, "colour": "blue"}},
    ],
    "frame": {"is": "Square", "fields": {"side": 3, "colour": "red"}},
    "title": None,
    "shown": True,
}


def test_one_of_several_classes_is_named():
    assert plain(DRAWING) == PLAIN
    assert value_from(Drawing, PLAIN) == DRAWING


def test_where_there_may_be_none_of_them_there_is_none():
    without = {**PLAIN, "frame": None}
    assert value_from(Drawing, without).frame is None
    assert plain(value_from(Drawing, without)) == without


@pytest.mark.parametrize(
    "frame",
    [
        1,
        {},
        {"is": "Circle"},
        {"is": "Star", "fields": {}},
        {"is": 1, "fields": {}},
        {"is": "Circle", "fields": {"radius": 1}},
        {"is": "Circle", "fields": {"radius": "1"}, "more": 1},
    ],
)
def test_what_is_none_of_the_classes_is_refused(frame):
    with pytest.raises(BadValue):
        value_from(Drawing, {**PLAIN, "frame": frame})


@pytest.mark.parametrize(("kind", "value"), [(int, 3), (str, "x"), (Decimal, Decimal("0.10")), (Colour, Colour.RED)])
def test_a_single_value_comes_back(kind, value):
    assert value_from(kind, plain(value)) == value
