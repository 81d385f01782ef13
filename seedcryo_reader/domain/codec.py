"""Frozen values as plain values for canonical JSON, and back, strictly. The fields of the classes are the format.

A dataclass is an object with exactly its fields, a tuple an array, an enum its value, a Decimal a string. Where one of
several dataclasses may stand, it is an object of its name (``is``) and its ``fields``. A value that does not hold what
its class demands is none: the classes check themselves.
"""

import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from seedcryo_reader.domain.canonical import Json

_Value = TypeVar("_Value")
_Write: TypeAlias = Callable[[Any], Json]
_Read: TypeAlias = Callable[[Json], Any]

_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


class BadValue(ValueError):
    """The plain values are none of the class; the text names the field, not its content."""


def plain(value: object) -> Json:
    """The fields of a frozen value as plain values."""
    kind: Any = type(value)
    return _writer(kind)(value)


def value_from(kind: type[_Value], value: Json) -> _Value:
    """The value of a class with these fields.

    Raises
    ------
    BadValue
        A field is missing, unknown, of another type, or no legal value.
    """
    wanted: Any = kind
    read: Callable[[Json], _Value] = _reader(wanted)
    return read(value)


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
    if _is_union(kind):
        return _named
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
    if _is_union(kind):
        return _union_reader(kind)
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if kind is Decimal:
        return _decimal
    return _enum_reader(kind) if _is_enum(kind) else _plain_reader(kind)


def _object_reader(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    each = [(one.name, _reader(hints[one.name])) for one in fields(kind)]
    count = len(each)

    def read(value: Json) -> Any:
        if not isinstance(value, dict) or len(value) != count or any(name not in value for name, _ in each):
            msg = f"{kind.__name__} with other fields than it has"
            raise BadValue(msg)
        try:
            return kind(*[read_one(value[name]) for name, read_one in each])
        except BadValue:
            raise
        except ValueError as error:
            msg = f"{kind.__name__}: {error}"
            raise BadValue(msg) from error

    return read


def _tuple_reader(kinds: tuple[Any, ...]) -> _Read:
    read_one = _reader(kinds[0])
    count = None if kinds[-1] is Ellipsis else len(kinds)

    def read(value: Json) -> Any:
        if not isinstance(value, list) or (count is not None and len(value) != count):
            msg = "a list that is none, or of another length"
            raise BadValue(msg)
        return tuple(map(read_one, value))

    return read


def _enum_reader(kind: type[StrEnum]) -> _Read:
    members = {member.value: member for member in kind}

    def read(value: Json) -> Any:
        if not isinstance(value, str) or value not in members:
            msg = f"{kind.__name__} that is not one of {', '.join(members)}"
            raise BadValue(msg)
        return members[value]

    return read


def _plain_reader(kind: type) -> _Read:
    def read(value: Json) -> Any:
        if type(value) is not kind:
            msg = f"a value that is no {kind.__name__}"
            raise BadValue(msg)
        return value

    return read


def _decimal(value: Json) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        msg = "a number that is no decimal in a string"
        raise BadValue(msg)
    return Decimal(value)


def _itself(value: Any) -> Json:
    return value  # type: ignore[no-any-return]


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in {Union, types.UnionType}


def _optional(kind: Any) -> tuple[bool, Any]:
    """Whether a kind may be None, and what it is else."""
    if not _is_union(kind) or type(None) not in get_args(kind):
        return False, kind
    inner = tuple(one for one in get_args(kind) if one is not type(None))
    return True, Union[inner]  # noqa: UP007 - made of a tuple


def _named(value: Any) -> Json:
    return {"is": type(value).__name__, "fields": plain(value)}


def _union_reader(kind: Any) -> _Read:
    optional, inner = _optional(kind)
    if optional:
        read_inner = _reader(inner)
        return lambda value: None if value is None else read_inner(value)
    readers = {one.__name__: _reader(one) for one in get_args(kind)}

    def read(value: Json) -> Any:
        name = value.get("is") if isinstance(value, dict) and value.keys() == {"is", "fields"} else None
        if not isinstance(value, dict) or not isinstance(name, str) or name not in readers:
            msg = f"a value that is none of {', '.join(readers)}"
            raise BadValue(msg)
        return readers[name](value["fields"])

    return read
