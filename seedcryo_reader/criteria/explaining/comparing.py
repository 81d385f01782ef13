"""What differs between two protocols: option by option, each with the sentences that change with it."""

from collections.abc import Iterator, Sequence
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
        Of the key in a file of the newest format.
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
    one, other = (parts(value) if value is not None else {} for value in (old, new))
    if not (one and other) or type(old) is not type(new):
        yield path
        return
    for key in SECTIONS if not path else dict.fromkeys((*one, *other)):
        yield from _paths(one.get(key), other.get(key), (*path, key))


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = parts(value).get(key)
    return value


def _replaced(value: Any, path: Path, new: Any) -> Any:
    """The value with this at the path; as checked as what it is made of, which was read from a file."""
    if not path:
        return new
    key, *rest = path
    inner = {**parts(value)}
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
