"""A frozen value with some of its fields changed, for values that are changed with every event of a log."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def replace(value: _Value, **changes: Any) -> _Value:
    """What `dataclasses.replace` gives, in half the time: the names of a class's fields are looked up once.

    Raises
    ------
    KeyError
        The class has no such field.
    """
    kind: Any = type(value)
    places, taken = _fields(kind)
    values = [*taken(value)]
    for name, new in changes.items():
        values[places[name]] = new
    return kind(*values)  # type: ignore[no-any-return]


@cache
def _fields(kind: Any) -> tuple[dict[str, int], Callable[[Any], tuple[Any, ...]]]:
    """Where each field stands, and what takes all their values; a class has two fields at least."""
    names = [one.name for one in fields(kind)]
    return {name: place for place, name in enumerate(names)}, attrgetter(*names)
