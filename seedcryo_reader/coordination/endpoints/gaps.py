"""Scheduled assessments that say nothing: some did not take place, others took place and were not evaluable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from seedcryo_reader.criteria.protocol.coordinating import ScheduledVisit


class Look(NamedTuple):
    """A follow-up: its number as in `Timepoint`, its last day, and whether it is an adequate assessment."""

    timepoint: str
    number: int | Decimal
    day: int
    adequate: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Scheduled assessments in a row without an adequate one.

    Attributes
    ----------
    missed, not_evaluable : tuple of str
        Names of the timepoints that did not take place, and of those that did, in order.
    """

    missed: tuple[str, ...]
    not_evaluable: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.missed) + len(self.not_evaluable)

    def said(self) -> str:
        """In words, such as ``"2 missed assessments (TP2, TP3)"``; which is which where there are both."""
        told = [(self.missed, "missed"), (self.not_evaluable, "not evaluable")]
        there = [(names, what) for names, what in told if names]
        what = " or ".join(what for _, what in there)
        which = ", ".join(f"{', '.join(names)}{f' {what}' if there[1:] else ''}" for names, what in there)
        return f"{len(self)} {what} {'assessment' if len(self) == 1 else 'assessments'} ({which})"


def gap(schedule: Sequence[ScheduledVisit], looks: Sequence[Look], after: int, before: int, own: str | None) -> Gap:
    """The scheduled assessments whose whole window lies between two days, without an adequate look.

    One that was done and could be judged is not missed, however early or late it was; nor is `own`, the timepoint that
    the event itself dates from.
    """
    done = {one.number for one in looks if one.adequate or one.timepoint == own}
    missed, not_evaluable = [], []
    for one in schedule:
        if one.timepoint not in done and after < one.earliest and one.latest < before:
            names = list(_taken(one, looks, after, before))
            not_evaluable += names[:1]
            missed += [] if names else [f"TP{one.timepoint}"]
    return Gap(tuple(missed), tuple(not_evaluable))


def _taken(visit: ScheduledVisit, looks: Sequence[Look], after: int, before: int) -> Iterator[str]:
    """The timepoints that are this scheduled one, or have their day in its window."""
    for one in looks:
        if after < one.day < before and (one.number == visit.timepoint or visit.earliest <= one.day <= visit.latest):
            yield one.timepoint
