"""Every option of a protocol with other values that it could have, found by walking the model."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.model import Protocol, Sections
from seedcryo_reader.criteria.protocol.names import overall_tables

NAMED_TABLES = {"best_response.table": "best-", "endpoints.survival.table": "censoring-"}


def options(protocol: Protocol) -> Iterator[tuple[tuple, Any, Any]]:
    """Path, annotation and value of every option; sections that may be missing come as options themselves too."""
    for name, field in Sections.model_fields.items():
        if name != "format":
            yield from _options((name,), field.annotation, getattr(protocol, name))


def _options(path: tuple, annotation: Any, value: Any) -> Iterator[tuple[tuple, Any, Any]]:
    bare = _bare(annotation)
    if isinstance(value, Table):
        if bare is not annotation:
            yield path, annotation, value
        for name, field in type(value).model_fields.items():
            yield from _options((*path, name), field.annotation, getattr(value, name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _options((*path, key), get_args(bare)[1], one)
    elif isinstance(value, tuple) and any(isinstance(one, Table) for one in value):
        for place, one in enumerate(value):
            yield from _options((*path, place), get_args(bare)[0], one)
    else:
        yield path, annotation, value


def _bare(annotation: Any) -> Any:
    if isinstance(annotation, UnionType) or get_origin(annotation) is Union:
        annotation = next(one for one in get_args(annotation) if one is not NoneType)
    return annotation.__origin__ if hasattr(annotation, "__metadata__") else annotation


def others(path: tuple, annotation: Any, value: Any) -> Iterator[Any]:
    """Values that an option could have instead; all that there are where a choice is given."""
    bare = _bare(annotation)
    if value is not None and NoneType in get_args(annotation):
        yield None
    if isinstance(value, Table):
        return
    if get_origin(bare) is Literal:
        yield from (one for one in get_args(bare) if one != value)
    elif get_origin(bare) is tuple:
        yield from _other_lists(bare, value)
    elif bare is bool:
        yield not value
    elif bare is int:
        yield value + 1
    elif bare is Decimal:
        yield Decimal("7.25") if value is None else value + 1
    elif bare is str:
        yield from _other_texts(path, value)


def _other_texts(path: tuple, value: str) -> Iterator[str]:
    dotted = ".".join(map(str, path))
    if path[-1] == "rule":
        yield from (name for name in FAMILIES if name != value)
    elif dotted == "overall.table":
        yield from (name for name in overall_tables() if name != value)
    elif dotted in NAMED_TABLES:
        names = (
            one.removeprefix(NAMED_TABLES[dotted]) for one in tables.names() if one.startswith(NAMED_TABLES[dotted])
        )
        yield from (name for name in names if name != value)
    else:
        yield f"{value}9"


def _other_lists(bare: Any, value: tuple) -> Iterator[tuple]:
    [inner, *_] = get_args(bare)
    if isinstance(inner, type) and issubclass(inner, Table):
        return
    known = get_args(_bare(inner)) if get_origin(_bare(inner)) is Literal else ("something else",)
    yield from ((*value, one) for one in known if one not in value)
    if len(value) > 1:
        yield value[:-1]
        yield value[::-1]


def replaced(value: Any, path: tuple, new: Any) -> Any:
    """The protocol, or a part of it, with this value at the path."""
    if not path:
        return new
    key, *rest = path
    if isinstance(value, Table):
        return value.model_copy(update={key: replaced(getattr(value, key), tuple(rest), new)})
    if isinstance(value, Mapping):
        return {**value, key: replaced(value[key], tuple(rest), new)}
    return (*value[:key], replaced(value[key], tuple(rest), new), *value[key + 1 :])
