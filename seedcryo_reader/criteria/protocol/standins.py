"""Other values in place of wrong ones, so that one wrong key does not hide what else is wrong around it.

Every wrong value is replaced twice, by a low and by a high one that may stand there. What the checks say of both does
not depend on it; what they say of one only, the key itself would have to answer for, and its own problem was said.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Final, Literal, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.findings import Path, at, path_of


class End(Enum):
    """Which of the two values stands in."""

    LOW = "low"
    HIGH = "high"


_VALUES: Final[Mapping[End, tuple[Any, ...]]] = {
    End.LOW: (False, -3650, 0, 1, 100, "1", "51", "a", "0.0", "a/0.0", (), ("a",)),
    End.HIGH: (True, 3650, 99, 3, "999", "98", "9", "b", "99.9", "b/99.9", ("b",)),
}
"""Tried in this order: the first that may stand there does."""


def repaired(raw: Any, error: ValidationError, model: type[Table], within: Path, end: End) -> Any:
    """A section with what may stand there in place of all that is wrong.

    Raises
    ------
    LookupError
        Nothing can stand in: the section, or a table in its list, is no table at all, or names of one's own are wrong,
        which other sections refer to.
    """
    for detail in error.errors(include_url=False):
        path = path_of(detail, within)
        in_list = isinstance(path[-1], int)
        if "[key]" in detail["loc"] or path == within or (in_list and _is_table(at(model, path)[0])):
            raise LookupError(path)
        if in_list:
            path = path[:-1]
        value = _REMOVED if detail["type"] == "extra_forbidden" else _stand_in(*at(model, path), end)
        raw = _put(raw, path[len(within) :], value)
    return raw


_REMOVED: Final = object()


def _put(raw: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(raw, tuple):
        return tuple(_put(one, tuple(rest), value) if place == first else one for place, one in enumerate(raw))
    changed = {**raw, first: _put(raw.get(first), tuple(rest), value)}
    return {key: one for key, one in changed.items() if one is not _REMOVED}


def _stand_in(annotation: Any, metadata: tuple[Any, ...], end: End) -> Any:
    kind = annotation
    for one in metadata:
        kind = Annotated[kind, one]
    adapter = TypeAdapter(kind)
    for value in _values(annotation, end):
        try:
            adapter.validate_python(value, strict=True)
        except ValidationError:
            continue
        return value
    raise LookupError(annotation)


def _values(annotation: Any, end: End) -> Iterator[Any]:
    """What might stand there: of a choice its first or last, of a list of choices one or all, a whole table."""
    arguments = get_args(annotation)
    if _is_table(annotation):
        needed = (name for name, field in annotation.model_fields.items() if field.is_required())
        yield {name: _stand_in(*at(annotation, (name,)), end) for name in needed}
    elif get_origin(annotation) is Literal:
        yield arguments[0 if end is End.LOW else -1]
    elif get_origin(annotation) is tuple and get_origin(arguments[0]) is Literal:
        yield get_args(arguments[0])[: 1 if end is End.LOW else None]
    elif get_origin(annotation) is tuple and end is End.HIGH:
        yield from ((value,) for value in _values(arguments[0], end))
    else:
        yield from _VALUES[end]


def _is_table(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Table)
