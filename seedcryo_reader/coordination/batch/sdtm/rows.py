"""The results of TR as the rows that a course is made of, those of merged lesions put under what carries them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from seedcryo_reader.coordination.batch.cells import Cells
from seedcryo_reader.coordination.batch.columns import Kind
from seedcryo_reader.coordination.batch.problems import quoted
from seedcryo_reader.coordination.batch.rows import Row
from seedcryo_reader.coordination.batch.sdtm import results
from seedcryo_reader.coordination.batch.sdtm.tumours import Merger, Tumour, Tumours
from seedcryo_reader.criteria.course import Said, State
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

_GIVES_WAY: Final = frozenset({State.ABSENT, State.MERGED})


@dataclass(frozen=True, slots=True)
class Measured:
    """The records of one lesion (its key) at one visit (its VISITNUM)."""

    visit: str
    lesion: str
    tests: Mapping[str, Cells]

    @property
    def cells(self) -> Cells:
        """The first of the records, for what is said of the lesion as a whole."""
        return min(self.tests.values(), key=lambda one: one.record.line)


def rows_of(
    measured: Sequence[Measured], tumours: Tumours, reader: str, visits: Sequence[str], protocol: Protocol
) -> list[Row]:
    """The rows of an assessor, by visit and lesion."""
    nodes = _nodes(measured, tumours)
    maker = _Maker(tumours, nodes, reader, protocol, {})
    rows: list[Row] = []
    for place, visit in enumerate(visits):
        here = [maker.row(one, first=place == 0) for one in measured if one.visit == visit]
        rows += _merged({key: row for key, row in here if row is not None}, tumours, visit)
    for row in rows:
        if isinstance(row.said, Said) and row.said.state is State.MERGED and not row.said.into:
            cells = next(one.cells for one in measured if one.cells.record.line == row.line)
            text = f"{row.lesion} is merged, and no TUMERGE rows of one TUGRPID say with which measured lesion."
            cells.say("merged-into-nothing", text)
    return rows


def _nodes(measured: Sequence[Measured], tumours: Tumours) -> dict[str, bool]:
    """Which lesions are nodes; where TU does not say it, those of which only a short axis was measured."""
    tests: dict[str, set[str]] = {}
    for one in measured:
        tests.setdefault(one.lesion, set()).update(one.tests)
    found = {}
    for lesion, given in tests.items():
        known = (tumours.lesions.get(one) for one in (lesion, lesion.rpartition(".")[0]))
        said = next((one.node for one in known if one is not None and one.node is not None), None)
        found[lesion] = given & set(results.DIAMETERS) == {"LPERP"} if said is None else said
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes rows; `certain` is what was last said of each new lesion."""

    tumours: Tumours
    nodes: Mapping[str, bool]
    reader: str
    protocol: Protocol
    certain: dict[str, Certainty]

    def row(self, one: Measured, *, first: bool) -> tuple[str, Row | None]:
        tumour = self._tumour(one)
        node = self.nodes[one.lesion]
        said: Said | NonTargetStatus | Certainty | None
        mm = None
        if tumour.kind is Kind.TARGET:
            said = results.target(one.tests, tumour.name, node=node)
        elif tumour.kind is Kind.NON_TARGET:
            said = self._non_target(one, tumour, node=node)
        else:
            found = results.length(one.tests, tumour.name, node=node)
            mm = None if found is None else found.mm
            said = self._new(one, tumour, found)
            if first and said is not Certainty.RESOLVED:
                one.cells.say("not-at-baseline", f"{tumour.name} is NEW at the first visit of this assessor.")
        if said is None:
            return one.lesion, None
        line, visit = one.cells.record.line, one.visit
        return one.lesion, Row(line, self.reader, visit, None, tumour.kind, tumour.name, node, said=said, mm=mm)

    def _tumour(self, one: Measured) -> Tumour:
        """The lesion as TU has it; a piece is of the class of its whole, what lesions merged into is a target."""
        known = self.tumours.lesions.get(one.lesion)
        if known is not None:
            return known
        name = one.cells.name("trlnkid")
        whole = self.tumours.lesions.get(one.lesion.rpartition(".")[0])
        return Tumour(one.cells.record.line, name, Kind.TARGET if whole is None else whole.kind, None)

    def _non_target(self, one: Measured, tumour: Tumour, *, node: bool) -> NonTargetStatus | None:
        told = results.state(one.tests)
        if told is not None:
            found = results.NON_TARGET.get(told[1])
            if found is None:
                known = ", ".join(results.NON_TARGET).upper()
                told[0].say("unknown-word", f"The state {quoted(told[1])} of {tumour.name} is not one of: {known}.")
            return found
        length = results.length(one.tests, tumour.name, node=node)
        if length is None:
            return None
        if length.state is State.NOT_EVALUABLE:
            return NonTargetStatus.NOT_EVALUABLE
        normal = self.protocol.target_response.node_normal_mm
        gone = length.state is State.ABSENT or (node and length.mm is not None and length.mm < normal)
        return NonTargetStatus.ABSENT if gone else NonTargetStatus.PRESENT

    def _new(self, one: Measured, tumour: Tumour, length: results.Result | None) -> Certainty | None:
        """How sure a new lesion is. That it is there still says nothing new of it."""
        told = results.state(one.tests)
        if told is None and length is not None and length.state is State.NOT_EVALUABLE:
            return Certainty.NOT_EVALUABLE
        if told is None and length is not None and length.state is State.ABSENT:
            return Certainty.RESOLVED
        found = results.NEW.get(told[1]) if told is not None else None
        if found is None and (told is None or told[1] == "present"):
            found = self.certain.get(one.lesion)
        if found is None:
            text = f"It is not said how sure the new lesion {tumour.name} is. Its TUMSTATE is UNEQUIVOCAL or EQUIVOCAL."
            one.cells.say("no-certainty", text)
        elif found in {Certainty.EQUIVOCAL, Certainty.UNEQUIVOCAL}:
            self.certain[one.lesion] = found
        return found


def _merged(rows: Mapping[str, Row], tumours: Tumours, visit: str) -> Iterator[Row]:
    """The rows of a visit, with the targets that merged by then put into the one that carries the diameter."""
    placed = dict(rows)
    for one in tumours.mergers:
        if one.since is None or Decimal(visit) >= one.since:
            placed = _joined(placed, one, tumours)
    yield from placed.values()


def _joined(rows: dict[str, Row], merger: Merger, tumours: Tumours) -> dict[str, Row]:
    placed = dict(rows)
    together = placed.pop(merger.joined, None)
    carriers = [one for one in merger.members if one in placed and _carries(placed[one])]
    if together is not None and not carriers:
        first = tumours.lesions[merger.members[0]]
        placed[merger.members[0]] = replace(together, lesion=first.name, node=None)
        carriers = [merger.members[0]]
    if len(carriers) != 1:
        return placed
    carrier = placed[carriers[0]]
    for one in merger.members:
        own = placed.get(one)
        if one != carriers[0] and (own is None or not _carries(own)):
            name = tumours.lesions[one].name
            said = Said(State.MERGED, into=carrier.lesion)
            placed[one] = replace(own or carrier, lesion=name, node=None, said=said)
    return placed


def _carries(row: Row) -> bool:
    return not (isinstance(row.said, Said) and row.said.state in _GIVES_WAY)
