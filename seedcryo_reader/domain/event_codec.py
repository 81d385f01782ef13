"""Events as plain values for canonical JSON, and back, strictly. The fields of the event classes are the format.

A dataclass is an object with exactly its fields, a tuple an array, an enum its value, a Decimal a string. An event that
does not hold what its class demands is no event: the classes check themselves.
"""

import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.events import EVENTS, Event

_Write: TypeAlias = Callable[[Any], Json]
_Read: TypeAlias = Callable[[Json], Any]

_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


class BadEvent(ValueError):
    """The values are no event; the text names the field, not its content."""


def event_plain(event: Event) -> Json:
    """The fields of an event as plain values."""
    kind: Any = type(event)
    return _writer(kind)(event)


def event_from(name: str, value: Json) -> Event:
    """The event of this name with these fields.

    Raises
    ------
    BadEvent
        There is no such event, or a field is missing, unknown, of another type, or no legal value.
    """
    kind: Any = EVENTS.get(name)
    if kind is None:
        msg = "an event of a kind that this program does not know"
        raise BadEvent(msg)
    return _reader(kind)(value)  # type: ignore[no-any-return]


@cache
def _writer(kind: Any) -> _Write:
    if _is_class(kind):
        hints = get_type_hints(kind)
        each = [(one.name, _writer(hints[one.name])) for one in fields(kind)]
        return lambda value: {name: write(getattr(value, name)) for name, write in each}
    optional, inner = _optional(kind)
    if optional:
        write = _writer(inner)
        return lambda value: None if value is None else write(value)
    if get_origin(kind) is tuple:
        write = _writer(get_args(kind)[0])
        return lambda value: [write(one) for one in value]
    if kind is Decimal or _is_enum(kind):
        return str
    return _itself


@cache
def _reader(kind: Any) -> _Read:
    if _is_class(kind):
        return _object_reader(kind)
    optional, inner = _optional(kind)
    if optional:
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if kind is Decimal:
        return _decimal
    if _is_enum(kind):
        return _enum_reader(kind)
    return _plain_reader(kind)


def _object_reader(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    each = [(one.name, _reader(hints[one.name])) for one in fields(kind)]
    count = len(each)

    def read(value: Json) -> Any:
        if not isinstance(value, dict) or len(value) != count or any(name not in value for name, _ in each):
            msg = f"{kind.__name__} with other fields than it has"
            raise BadEvent(msg)
        try:
            return kind(*[read_one(value[name]) for name, read_one in each])
        except BadEvent:
            raise
        except ValueError as error:
            msg = f"{kind.__name__}: {error}"
            raise BadEvent(msg) from error

    return read


def _tuple_reader(kinds: tuple[Any, ...]) -> _Read:
    read_one = _reader(kinds[0])
    count = None if kinds[-1] is Ellipsis else len(kinds)

    def read(value: Json) -> Any:
        if not isinstance(value, list) or (count is not None and len(value) != count):
            msg = "a list that is none, or of another length"
            raise BadEvent(msg)
        return tuple(map(read_one, value))

    return read


def _enum_reader(kind: type[StrEnum]) -> _Read:
    members = {member.value: member for member in kind}

    def read(value: Json) -> Any:
        if not isinstance(value, str) or value not in members:
            msg = f"{kind.__name__} that is not one of {', '.join(members)}"
            raise BadEvent(msg)
        return members[value]

    return read


def _plain_reader(kind: type) -> _Read:
    def read(value: Json) -> Any:
        if type(value) is not kind:
            msg = f"a value that is no {kind.__name__}"
            raise BadEvent(msg)
        return value

    return read


def _decimal(value: Json) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        msg = "a number that is no decimal in a string"
        raise BadEvent(msg)
    return Decimal(value)


def _itself(value: Any) -> Json:
    return value  # type: ignore[no-any-return]


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _optional(kind: Any) -> tuple[bool, Any]:
    if get_origin(kind) not in {Union, types.UnionType}:
        return False, kind
    inner = [one for one in get_args(kind) if one is not type(None)]
    return True, inner[0]
