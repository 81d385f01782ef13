"""The lesions that a reader followed, from the rows that name them: of which set, a node or not, whole or a piece."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from seedcryo_reader.coordination.batch.columns import Kind
from seedcryo_reader.coordination.batch.rows import Row
from seedcryo_reader.coordination.batch.visits import Say, key_of
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET
from seedcryo_reader.domain.conclusion import OVERALL

_PIECE: Final = re.compile(r"(.+)\.[0-9]+")
_TAKEN: Final = frozenset({OVERALL, TARGET, NON_TARGET, NEW_LESIONS})
"""Conclusions are about these and about lesions by name, so no lesion is called so."""

_FOLLOWED: Final = frozenset({Kind.TARGET, Kind.NON_TARGET})


@dataclass(frozen=True, slots=True)
class Group:
    """A lesion and its rows.

    Attributes
    ----------
    name : str
    kind : Kind
    node, prespecified, in_sum : bool
    rows : mapping of visit key to Row
    worse : mapping of visit key to Row
        Of a target outside the sum of diameters, the rows that say of it what is said of non-target disease.
    """

    name: str
    kind: Kind
    node: bool
    prespecified: bool
    in_sum: bool
    rows: Mapping[str, Row]
    worse: Mapping[str, Row]

    @property
    def first(self) -> Row:
        """Its first row in the file."""
        return min(self.rows.values(), key=lambda row: row.line)


def lesion_key(name: str) -> str:
    """What a lesion is grouped by: the letter case does not matter."""
    return name.casefold()


def groups_of(rows: Iterable[Row], say: Say) -> dict[str, Group]:
    """The lesions of one reader by key, in the order of their names."""
    by_lesion: dict[str, list[Row]] = {}
    for row in rows:
        if row.lesion:
            by_lesion.setdefault(lesion_key(row.lesion), []).append(row)
    targets = {key for key, own in by_lesion.items() if any(row.kind is Kind.TARGET for row in own)}
    for key in sorted(_TAKEN & by_lesion.keys()):
        text = f"No lesion can be called {key}: conclusions are named so. Give it an id such as T01."
        say(min(row.line for row in by_lesion[key]), "no-name", text)
    named = sorted(by_lesion.items(), key=lambda one: min(row.lesion for row in one[1]))
    return {key: _group(own, whole_of(key, targets) is not None, say) for key, own in named}


def whole_of(key: str, groups: Iterable[str]) -> str | None:
    """The key of the target that a piece such as ``t04.1`` is of; None where there is no such target."""
    found = _PIECE.fullmatch(key)
    return found[1] if found and found[1] in groups else None


def pieces_of(groups: Mapping[str, Group]) -> dict[str, str]:
    """Piece → the target it is of, by key."""
    targets = {key for key, one in groups.items() if one.kind is Kind.TARGET}
    wholes = ((key, whole_of(key, targets)) for key in targets)
    return {key: whole for key, whole in wholes if whole is not None}


def check_baseline(groups: Mapping[str, Group], baseline: str, say: Say) -> None:
    """Name the lesions that are not there at the baseline and have to be, and what cannot be said there."""
    pieces = pieces_of(groups)
    split = {whole for piece, whole in pieces.items() if baseline in groups[piece].rows}
    for key, one in groups.items():
        row = one.rows.get(baseline)
        if row is None and one.kind in _FOLLOWED and key not in pieces and key not in split:
            text = (
                f"{one.name} of the set {one.kind} has no row at the baseline. A lesion that appears later is new; if"
                " it was there, add its row."
            )
            say(one.first.line, "not-at-baseline", text)
    for one in groups.values():
        row = one.rows.get(baseline)
        if row is not None and row.said is not None and row.said in _NOT_AT_BASELINE[one.kind]:
            say(row.line, "not-at-baseline", f"{one.name} of the set {one.kind} cannot be {row.said} at the baseline.")


_NOT_AT_BASELINE: Final[dict[Kind, tuple[object, ...]]] = {
    Kind.TARGET: (),
    Kind.NON_TARGET: ("absent", "unequivocal progression"),
    Kind.NEW: ("equivocal", "unequivocal", "not evaluable"),
}


def _group(rows: Sequence[Row], piece: bool, say: Say) -> Group:
    name = min(row.lesion for row in rows)
    kinds = {row.kind for row in rows}
    kind = Kind.TARGET if Kind.TARGET in kinds else rows[0].kind
    own = [row for row in rows if row.kind is kind]
    in_sum = _agreed(own, name, "in_sum", say)
    prespecified = _agreed(own, name, "prespecified", say)
    node = _agreed(rows, name, "node", say)
    others = [row for row in rows if row.kind is not kind]
    outside = kinds == _FOLLOWED and in_sum is False
    if others and not outside:
        text = f"{name} is of the set {others[0].kind} here, and of the set {kind} in line {own[0].line}. Keep one."
        say(others[0].line, "set-differs", text)
    if node is None and not piece:
        say(own[0].line, "no-node", f"No row of {name} says whether it is a lymph node. Say yes or no in node.")
    if in_sum is False and prespecified is False:
        text = (
            f"{name} is not prespecified and not in the sum, so nothing would be made of it. It is non-target disease."
        )
        say(own[0].line, "of-no-use", text)
    return Group(
        name,
        kind,
        bool(node),
        prespecified is not False,
        in_sum is not False,
        _by_visit(own, name, say),
        _by_visit(others, name, say) if outside else {},
    )


def _by_visit(rows: Iterable[Row], name: str, say: Say) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        before = found.setdefault(key_of(row.timepoint), row)
        if before is not row:
            text = f"{name} has another row at {row.timepoint}, in line {before.line}. Keep one."
            say(row.line, "double-row", text)
    return found


def _agreed(rows: Iterable[Row], name: str, column: Literal["in_sum", "prespecified", "node"], say: Say) -> bool | None:
    """What the rows of a lesion say in a column; None where none says anything."""
    first: tuple[Row, bool] | None = None
    for row in rows:
        value = row.node if column == "node" else getattr(row.more, column)
        if value is None:
            continue
        if first is None:
            first = row, value
        elif first[1] != value:
            words = {True: "yes", False: "no"}
            text = f"{column} of {name} is {words[value]} here, and {words[not value]} in line {first[0].line}."
            say(row.line, f"{column.replace('_', '-')}-differs", f"{text} It cannot change; keep one.")
    return None if first is None else first[1]
