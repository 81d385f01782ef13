"""What differs between two protocols: option by option, each with the sentences that change with it."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from seedcryo_reader.criteria.explaining.document import sentences
from seedcryo_reader.criteria.explaining.options import SECTIONS, parts
from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.findings import Path
from seedcryo_reader.criteria.protocol.model import Protocol


class Difference(NamedTuple):
    """An option that differs.

    Attributes
    ----------
    path : tuple of str and int
        Of the key in a file of the newest format; questions by their ids instead of their places.
    old, new : object
        None where it is not there.
    removed, added : tuple of str
        The lines of the explanation that go, and that come, when this option alone changes in the old protocol.
    """

    path: Path
    old: Any
    new: Any
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(old: Protocol, new: Protocol) -> Iterator[Difference]:
    """What differs in meaning, in reading order: comments, order and spelling of numbers do not count."""
    before = list(sentences(old))
    for path in _paths(old, new, ()):
        one, other = _at(old, path), _at(new, path)
        after = list(sentences(_replaced(old, path, other)))
        yield Difference(path, one, other, *_changed(before, after))


def _paths(old: Any, new: Any, path: Path) -> Iterator[Path]:
    """The deepest paths at which the two differ."""
    if old == new:
        return
    one, other = _named(old), _named(new)
    if not (one and other):
        yield path
        return
    for key in dict.fromkeys((*other, *one)):
        yield from _paths(one.get(key), other.get(key), (*path, key))
    if isinstance(old, tuple) and [key for key in one if key in other] != [key for key in other if key in one]:
        yield path


def _named(value: Any) -> Mapping[str | int, Any]:
    """What a value is made of; questions by their ids, so that one more does not make others of those after it."""
    if isinstance(value, Protocol):
        return {name: getattr(value, name) for name in SECTIONS}
    inner = parts(value)
    if isinstance(value, tuple) and all(hasattr(one, "id") for one in inner.values()):
        return {one.id: one for one in inner.values()}
    return inner


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = _named(value).get(key)
    return value


def _replaced(value: Any, path: Path, new: Any) -> Any:
    """The value with this at the path; as checked as what it is made of, which was read from a file."""
    if not path:
        return new
    key, *rest = path
    inner = {**_named(value)}
    inner[key] = _replaced(inner.get(key), tuple(rest), new)
    if isinstance(value, Table):
        return value.model_copy(update={str(key): inner[key]})
    kept = {name: one for name, one in inner.items() if one is not None}
    return tuple(kept.values()) if isinstance(value, tuple) else kept


def _changed(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    removed: list[str] = []
    added: list[str] = []
    for kind, first, last, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += before[first:last]
            added += after[start:stop]
    return tuple(filter(None, removed)), tuple(filter(None, added))
