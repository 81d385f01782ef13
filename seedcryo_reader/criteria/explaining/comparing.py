"""What differs between two protocols: option by option, with the sentences that change.

Options that change the same lines are told together, because none of them alone makes a line that the new file says.
"""

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
    together : tuple of paths
        The options that change the same lines, this one among them.
    removed, added : tuple of str
        The lines of the old explanation that go, and those of the new one that come, with all of them.
    """

    path: Path
    old: Any
    new: Any
    together: tuple[Path, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


class _Change(NamedTuple):
    """What options change together: the places in the old explanation, the lines that go and those that come."""

    paths: tuple[Path, ...]
    places: frozenset[tuple[int, int]]
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(old: Protocol, new: Protocol) -> Iterator[Difference]:
    """What differs in meaning, in reading order: comments, order and spelling of numbers do not count."""
    paths = tuple(_paths(old, new, ()))
    of_path = {path: change for change in _Comparison(old, new, paths).changes() for path in change.paths}
    for path in paths:
        change = of_path[path]
        yield Difference(path, _at(old, path), _at(new, path), change.paths, change.removed, change.added)


class _Comparison:
    """Which options change which lines together."""

    def __init__(self, old: Protocol, new: Protocol, paths: tuple[Path, ...]) -> None:
        self._old, self._new, self._paths = old, new, paths
        self._before, self._after = list(sentences(old)), list(sentences(new))

    def changes(self) -> list[_Change]:
        """The options in groups; where even a group makes a line that the new explanation has not, it is not told."""
        changes = self._merged([self._change((path,)) for path in self._paths])
        if untrue := [one for one in changes if not {*one.added} <= {*self._after}]:
            others = [one for one in changes if one not in untrue]
            changes = self._merged([self._joined(untrue), *others])
        return [self._true(one) for one in changes]

    def _true(self, change: _Change) -> _Change:
        added = tuple(line for line in change.added if line in self._after)
        return change._replace(added=added)

    def _merged(self, changes: Sequence[_Change]) -> list[_Change]:
        """Those that touch the same places as one."""
        found: list[_Change] = []
        for change in changes:
            touching = [one for one in found if one.places & change.places]
            found = [one for one in found if one not in touching]
            found.append(self._joined([*touching, change]) if touching else change)
        return found

    def _joined(self, changes: Sequence[_Change]) -> _Change:
        """The changes as one; it keeps the places of each, also where together they leave a line as it was."""
        paths = {path for one in changes for path in one.paths}
        whole = self._change(tuple(path for path in self._paths if path in paths))
        return whole._replace(places=whole.places.union(*(one.places for one in changes)))

    def _change(self, paths: tuple[Path, ...]) -> _Change:
        """What these options change in the old explanation."""
        after = self._after if paths == self._paths else list(sentences(self._with(paths)))
        places: set[tuple[int, int]] = set()
        removed: list[str] = []
        added: list[str] = []
        for kind, first, last, start, stop in SequenceMatcher(None, self._before, after, autojunk=False).get_opcodes():
            if kind != "equal":
                places |= {(place, place + 1) for place in range(first, last)} or {(first, first)}
                removed += self._before[first:last]
                added += after[start:stop]
        return _Change(paths, frozenset(places), tuple(filter(None, removed)), tuple(filter(None, added)))

    def _with(self, paths: Sequence[Path]) -> Protocol:
        """The old protocol with these options of the new one; what goes goes from the end, so that places stay."""
        changed: Protocol = self._old
        gone = [path for path in paths if _at(self._new, path) is None]
        for path in (*reversed(gone), *(path for path in paths if path not in gone)):
            changed = _replaced(changed, path, _at(self._new, path))
        return changed


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
