"""What a reader said at each timepoint, as the criteria take it, from the rows of the lesions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from seedcryo_reader.coordination.batch.columns import Kind
from seedcryo_reader.coordination.batch.lesions import Group, lesion_key, pieces_of
from seedcryo_reader.coordination.batch.problems import quoted
from seedcryo_reader.coordination.batch.rows import Row
from seedcryo_reader.coordination.batch.visits import Say, Visit, key_of
from seedcryo_reader.criteria.course import NewLesionSaid, Said, State, Timepoint
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

_NO_REASON: Final = "not evaluable"


@dataclass(frozen=True)
class Sheets:
    """The rows of one reader, by lesion and timepoint.

    Attributes
    ----------
    groups : mapping of lesion key to Group
    visits : sequence of Visit
        The timepoints that this reader said anything of, baseline first.
    others : sequence of Row
        The rows that name no lesion.
    say : callable
        Where problems go.
    """

    groups: Mapping[str, Group]
    visits: Sequence[Visit]
    others: Sequence[Row]
    say: Say

    def timepoints(self) -> tuple[Timepoint, ...]:
        """The timepoints of the course; what its rows say against each other is named."""
        return tuple(self._timepoint(place) for place in range(len(self.visits)))

    @cached_property
    def _pieces(self) -> dict[str, str]:
        return pieces_of(self.groups)

    @cached_property
    def _others(self) -> dict[tuple[str, Kind], Row]:
        found: dict[tuple[str, Kind], Row] = {}
        for row in self.others:
            before = found.setdefault((key_of(row.timepoint), row.kind), row)
            if before is not row:
                what = "the timepoint" if row.kind is Kind.TIMEPOINT else "whether there are new lesions"
                text = f"Another row says of {row.timepoint} {what}, in line {before.line}. Keep one."
                self.say(row.line, "double-row", text)
        return found

    @cached_property
    def _first_found(self) -> dict[str, int]:
        """New lesion → the place of the timepoint that first showed it; where it was not there yet does not count."""
        found: dict[str, int] = {}
        for place, visit in enumerate(self.visits):
            for key, row in self._rows(visit.key, Kind.NEW):
                if row.said is not Certainty.RESOLVED:
                    found.setdefault(key, place)
        return found

    def _rows(self, visit: str, kind: Kind) -> Iterator[tuple[str, Row]]:
        for key, one in self.groups.items():
            if one.kind is kind and visit in one.rows:
                yield key, one.rows[visit]

    def _timepoint(self, place: int) -> Timepoint:
        visit = self.visits[place]
        whole = self._others.get((visit.key, Kind.TIMEPOINT))
        followup = place > 0
        return Timepoint(
            name=visit.name,
            number=visit.place,
            said=dict(self._said(place)),
            findings=dict(self._findings(visit.key)) if followup else {},
            non_targets=dict(self._non_targets(visit.key)),
            new_lesions=dict(self._new_lesions(place)) if followup else {},
            found=tuple(self.groups[key].name for key, first in self._first_found.items() if first == place),
            any_new_lesion=self._any_new_lesion(place) if followup else None,
            not_evaluable=(whole.more.reason or _NO_REASON) if whole is not None and whole.not_evaluable else None,
            calls=dict(self._calls(visit.key, whole)) if followup else {},
        )

    def _said(self, place: int) -> Iterator[tuple[str, Said]]:
        visit = self.visits[place].key
        rows = dict(self._rows(visit, Kind.TARGET))
        split = {self._pieces[key] for key in rows if key in self._pieces}
        for key, row in rows.items():
            name = self.groups[key].name
            if isinstance(row.said, Said):
                self._check_split(key, row, row.said, split)
                yield name, self._placed(key, row.said, rows, place)
        for key in split - set(rows):
            yield self.groups[key].name, Said(State.SPLIT, pieces=self._known_pieces(key, place))

    def _check_split(self, key: str, row: Row, said: Said, split: Iterable[str]) -> None:
        name = self.groups[key].name
        if said.state is State.SPLIT and key not in split and key not in self._pieces:
            text = f"{name} is split, and no piece of it ({name}.1, {name}.2 …) has a row at {row.timepoint}."
            self.say(row.line, "split-into-nothing", text)
        if key in split and said.state is not State.SPLIT:
            text = (
                f"{name} is {said.state}, and pieces of it have rows at {row.timepoint}. Call it split, or drop them."
            )
            self.say(row.line, "pieces-of-a-whole", text)
        if key in self._pieces:
            if said.state in {State.MERGED, State.SPLIT}:
                text = f"{name} is a piece: it is measured, absent, too small or not evaluable."
                self.say(row.line, "state-of-a-piece", text)
            if row.more.answers or row.more.call:
                text = f"{name} is a piece: questions and calls are about the whole lesion. Answer in its row."
                self.say(row.line, "state-of-a-piece", text)

    def _placed(self, key: str, said: Said, rows: Mapping[str, Row], place: int) -> Said:
        if said.state is State.SPLIT:
            return replace(said, pieces=self._known_pieces(key, place))
        if said.state is State.MERGED and said.into:
            carrier = self._carrier(key, rows)
            return replace(said, into=self.groups[carrier].name if carrier else "")
        return said

    def _known_pieces(self, whole: str, place: int) -> tuple[str, ...]:
        """The pieces of a lesion that had a row up to this timepoint: one that has none now was not evaluated."""
        seen = {visit.key for visit in self.visits[: place + 1]}
        return tuple(
            self.groups[piece].name
            for piece, of in sorted(self._pieces.items())
            if of == whole and not seen.isdisjoint(self.groups[piece].rows)
        )

    def _carrier(self, key: str, rows: Mapping[str, Row]) -> str | None:
        """The lesion that carries the diameter, through any number of mergers; None with a problem."""
        row = current = rows[key]
        passed = [key]
        while isinstance(current.said, Said) and current.said.state is State.MERGED and current.said.into:
            into = lesion_key(current.said.into)
            problem = self._why_no_carrier(into, passed, rows, row.timepoint)
            if problem:
                code, text = problem
                self.say(row.line, code, f"{self.groups[key].name} is merged into {quoted(current.said.into)}, {text}")
                return None
            passed.append(into)
            current = rows[into]
        return passed[-1]

    def _why_no_carrier(
        self, into: str, passed: Sequence[str], rows: Mapping[str, Row], timepoint: str
    ) -> tuple[str, str] | None:
        if into in passed:
            return "merged-in-a-circle", "and in the end into itself. One of them carries the diameter."
        if into not in self.groups or self.groups[into].kind is not Kind.TARGET:
            return "merged-into-nothing", "which is no target of this reader."
        if into in self._pieces:
            return "merged-into-nothing", "which is a piece. Name the whole lesion."
        if into not in rows:
            return "merged-into-nothing", f"which has no row of its own at {timepoint}."
        return None

    def _findings(self, visit: str) -> Iterator[tuple[tuple[str, str], str]]:
        for key, row in self._rows(visit, Kind.TARGET):
            for question, answer in row.more.answers.items():
                yield (self.groups[key].name, question), answer

    def _non_targets(self, visit: str) -> Iterator[tuple[str, NonTargetStatus]]:
        for one in self.groups.values():
            row = one.rows.get(visit) if one.kind is Kind.NON_TARGET else one.worse.get(visit)
            if row is None or not isinstance(row.said, NonTargetStatus):
                continue
            if one.kind is Kind.TARGET and row.said is not NonTargetStatus.PROGRESSION:
                text = (
                    f"{one.name} is a target outside the sum: whether it is there follows from its own row. Only"
                    " progressed is said of it here."
                )
                self.say(row.line, "set-differs", text)
            yield one.name, row.said

    def _new_lesions(self, place: int) -> Iterator[tuple[str, NewLesionSaid]]:
        for key, row in self._rows(self.visits[place].key, Kind.NEW):
            if isinstance(row.said, Certainty) and self._first_found.get(key, place + 1) <= place:
                one = self.groups[key]
                first_seen = self._first_seen(row, place)
                yield one.name, NewLesionSaid(row.said, first_seen, one.node, row.mm, row.more.outside_baseline)

    def _first_seen(self, row: Row, place: int) -> str | None:
        if not row.more.first_seen:
            return None
        earlier = {visit.key: visit.name for visit in self.visits[1:place]}
        found = earlier.get(key_of(row.more.first_seen))
        if found is None:
            text = (
                f"first_seen {quoted(row.more.first_seen)} is no earlier timepoint of this reader after the baseline."
            )
            self.say(row.line, "first-seen", text)
        return found

    def _any_new_lesion(self, place: int) -> NewLesions:
        """A table is complete in what it reports: where it says nothing there is no further new lesion."""
        row = self._others.get((self.visits[place].key, Kind.NEW))
        if row is None or not isinstance(row.said, NewLesions):
            return NewLesions.NONE
        here = [key for key, first in self._first_found.items() if first == place]
        if here and row.said is NewLesions.NONE:
            names = ", ".join(self.groups[key].name for key in here)
            text = f"The row says that there is no new lesion at {row.timepoint}, and {names} is new there."
            self.say(row.line, "new-lesions-contradict", text)
        return row.said

    def _calls(self, visit: str, whole: Row | None) -> Iterator[tuple[str, str]]:
        for key, row in self._rows(visit, Kind.TARGET):
            if row.more.call:
                yield self.groups[key].name, row.more.call
        if whole is not None and whole.more.call:
            yield OVERALL, whole.more.call
