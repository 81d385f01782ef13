"""The order of a subject's timepoints, by their labels or by days; what the two say differently is a problem."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from seedcryo_reader.coordination.batch.problems import quoted
from seedcryo_reader.coordination.batch.rows import Row

_LABEL: Final = re.compile(r"tp ?([0-9]{1,4})(?:\.([0-9]{1,4}))?")
_BETWEEN: Final = Decimal("0.5")
Say = Callable[[int, str, str], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """A timepoint of a subject.

    Attributes
    ----------
    key : str
        Its label as rows are grouped by.
    name : str
        Its label as it is shown.
    number : int
        Number of the scheduled timepoint, 0 for the baseline; of an unscheduled one that of the scheduled one before.
    part : int
        0 of a scheduled timepoint; of a table's unscheduled ones after it they count from 1.
    """

    key: str
    name: str
    number: int
    part: int

    @property
    def place(self) -> int | Decimal:
        """Where it stands among the scheduled timepoints, as `Timepoint.number` says it."""
        return self.number + _BETWEEN if self.part else self.number

    @property
    def visitnum(self) -> str:
        """Its number for tables: ``"2"``, or ``"2.1"`` for the first unscheduled one after it."""
        return f"{self.number}.{self.part}" if self.part else str(self.number)


@dataclass(frozen=True, slots=True)
class _Label:
    """What rows say of one label; `place` is what the label itself says, None where it is a label of another kind."""

    key: str
    name: str
    line: int
    place: tuple[int, int] | None
    days: tuple[int, ...]
    scheduled: tuple[int, ...]

    @property
    def day(self) -> int:
        return self.days[0]


def key_of(label: str) -> str:
    """What a label is grouped by: ``tp 02`` is ``TP2``; of others the letter case does not matter."""
    found = _LABEL.fullmatch(label.casefold())
    if not found:
        return label.casefold()
    return f"TP{int(found[1])}" if not found[2] else f"TP{int(found[1])}.{int(found[2])}"


def visits_of(rows: Sequence[Row], say: Say, *, complete: bool, others: str = "") -> tuple[Visit, ...]:
    """The timepoints of a subject in order, baseline first; none where the order cannot be told.

    Labels TP0, TP1, TP2.1 (unscheduled, after TP2) are in the order of their numbers. Otherwise days decide, and a
    timepoint's number is its place among the scheduled ones. A baseline is missing only if the rows are `complete`;
    `others` then says who may have its rows.
    """
    labels = _labels(rows)
    sound = [_sound(one, say) for one in labels]
    if not all(sound):
        return ()
    if all(one.place is not None for one in labels):
        return _by_label(labels, say, f"The subject has no row of the baseline TP0{others}." if complete else "")
    return _by_day(labels, say)


def _labels(rows: Sequence[Row]) -> list[_Label]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key_of(row.timepoint), []).append(row)
    return [_label(key, group) for key, group in sorted(groups.items())]


def _label(key: str, rows: Sequence[Row]) -> _Label:
    found = _LABEL.fullmatch(key.casefold())
    return _Label(
        key,
        key if found else min(row.timepoint for row in rows),
        min(row.line for row in rows),
        (int(found[1]), int(found[2] or 0)) if found else None,
        _different(row.day for row in rows),
        _different(row.more.scheduled for row in rows),
    )


def _different(values: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted({one for one in values if one is not None}))


def _sound(one: _Label, say: Say) -> bool:
    if len(one.days) > 1:
        days = " and ".join(map(str, one.days))
        say(one.line, "days-differ", f"The timepoint {quoted(one.name)} of this subject has the days {days}. Give one.")
    if len(one.scheduled) > 1:
        text = f"The timepoint {quoted(one.name)} of this subject is scheduled in one row, and in another it is not."
        say(one.line, "schedule-differs", text)
    return len(one.days) < 2 and len(one.scheduled) < 2


def _by_label(labels: list[_Label], say: Say, no_baseline: str) -> tuple[Visit, ...]:
    ordered = sorted(labels, key=lambda one: one.place or (0, 0))
    sound = True
    dated = [one for one in ordered if one.days]
    for before, after in pairwise(dated):
        if after.day < before.day:
            text = (
                f"{after.name} is on day {after.day}, before {before.name} on day {before.day}: labels and days"
                " contradict each other."
            )
            say(after.line, "order-contradicts", text)
            sound = False
    for one in ordered:
        part = one.place[1] if one.place else 0
        if one.scheduled and one.scheduled[0] != (part == 0):
            text = (
                f"{one.name} is {'' if part else 'no '}label of an unscheduled timepoint, and scheduled says otherwise."
            )
            say(one.line, "schedule-differs", text)
            sound = False
    if ordered[0].place != (0, 0) and no_baseline:
        say(ordered[0].line, "no-baseline", no_baseline)
        sound = False
    return tuple(Visit(one.key, one.name, *(one.place or (0, 0))) for one in ordered) if sound else ()


def _by_day(labels: list[_Label], say: Say) -> tuple[Visit, ...]:
    undated = [one for one in labels if not one.days]
    numbers = [one for one in undated if one.key.isdecimal()]
    if numbers:
        text = "Timepoints that are mere numbers have no order: call them TP0, TP1, TP2 …, or give their days."
        say(min(one.line for one in numbers), "no-order", text)
    for one in undated:
        if one in numbers:
            continue
        text = f"The place of the timepoint {quoted(one.name)} is not known: give its day, or call it TP0, TP1, TP2 …"
        say(one.line, "no-order", text)
    if undated:
        return ()
    ordered = sorted(labels, key=lambda one: one.day)
    sound = True
    for before, after in pairwise(ordered):
        if before.day == after.day:
            text = f"The timepoints {quoted(before.name)} and {quoted(after.name)} are both on day {after.day}."
            say(after.line, "no-order", f"{text} Their order cannot be told.")
            sound = False
    if ordered[0].scheduled == (0,):
        say(ordered[0].line, "no-baseline", f"The first timepoint {quoted(ordered[0].name)} is not scheduled.")
        sound = False
    return tuple(_numbered(ordered)) if sound else ()


def _numbered(ordered: Iterable[_Label]) -> list[Visit]:
    found: list[Visit] = []
    number, part = -1, 0
    for one in ordered:
        number, part = (number, part + 1) if one.scheduled == (0,) else (number + 1, 0)
        found.append(Visit(one.key, one.name, number, part))
    return found
