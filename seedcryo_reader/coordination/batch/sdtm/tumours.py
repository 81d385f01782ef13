"""SDTM's TU: the lesions that an assessor identified, and those that merged (SDTMIG 3.4; CDISC terminology C123650)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from seedcryo_reader.coordination.batch.case import Assessor
from seedcryo_reader.coordination.batch.cells import Cells, decimal, word
from seedcryo_reader.coordination.batch.columns import Kind
from seedcryo_reader.coordination.batch.files import Record, Shape
from seedcryo_reader.coordination.batch.lesions import lesion_key
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted

COLUMNS: Final = ("usubjid", "tulnkid")
SHAPE: Final = Shape(
    "usubjid",
    COLUMNS,
    frozenset((*COLUMNS, "tuorres", "tustresc", "tutestcd", "tuloc", "tueval", "tuevalid", "tugrpid", "visitnum")),
)
_IDENTIFIED: Final = frozenset({"", "TUMIDENT", "LESIDENT", "TUSPLIT"})
_JOINED: Final = re.compile(r"\s*[/+&,;]\s*")


@dataclass(frozen=True, slots=True)
class Tumour:
    """A lesion as it was identified; `node` is None where neither its place nor its class says it.

    A `place` without the words "lymph node" does not say that it is none: an axilla is where nodes are.
    """

    line: int
    name: str
    kind: Kind
    node: bool | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Merger:
    """Targets that merged, by key, and from which visit on; `joined` is the id of all of them together, or empty."""

    line: int
    since: Decimal | None
    members: tuple[str, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class Tumours:
    """What TU says for one assessor: the lesions by key, when new ones were identified, and the mergers."""

    lesions: dict[str, Tumour]
    new_at: tuple[tuple[int, str, str], ...]
    mergers: tuple[Merger, ...]


def tumours_of(records: Sequence[Record], assessor: Assessor, file: str, problems: Problems) -> Tumours:
    """The lesions of an assessor. Where TU has none of this one, those without an id serve, then those of nobody."""
    ways = (assessor, Assessor(assessor.evaluator, ""), Assessor("", ""))
    said = [(_assessor(Cells(one, file, problems)), one) for one in records]
    own = next(filter(None, ([one for whose, one in said if whose == way] for way in ways)), [])
    told: dict[str, list[Tumour]] = {}
    new_at: list[tuple[int, str, str]] = []
    for one in own:
        if one.cells.get("tutestcd", "").upper() in _IDENTIFIED and "tulnkid" in one.cells:
            tumour = _tumour(one, file, problems)
            if tumour is None:
                continue
            told.setdefault(lesion_key(tumour.name), []).append(tumour)
            if tumour.kind is Kind.NEW:
                new_at.append((one.line, lesion_key(tumour.name), one.cells.get("visitnum", "")))
    lesions = {key: _agreed(tumours, file, problems) for key, tumours in told.items()}
    merged = [Cells(one, file, problems) for one in own if one.cells.get("tutestcd", "").upper() == "TUMERGE"]
    return Tumours(lesions, tuple(new_at), tuple(_mergers(merged, lesions)))


def _assessor(cells: Cells) -> Assessor:
    return Assessor(cells.name("tueval"), cells.name("tuevalid"))


def _tumour(record: Record, file: str, problems: Problems) -> Tumour | None:
    cells, name = record.cells, Cells(record, file, problems).name("tulnkid")
    said = word(cells.get("tustresc") or cells.get("tuorres", ""))
    kind = _kind(said)
    if kind is None:
        text = f"tuorres {quoted(said)} of {quoted(name)} is not known. It is TARGET, NON-TARGET or NEW."
        problems.add(Place(file, record.line), "unknown-word", text)
        return None
    place = word(cells.get("tuloc", ""))
    node = _node(f"{said} {word(cells.get('tuorres', ''))}", place)
    return Tumour(record.line, name, kind, node, place)


def _agreed(tumours: Sequence[Tumour], file: str, problems: Problems) -> Tumour:
    """What the rows of one lesion say together, in whatever order they stand."""
    first = tumours[0]
    for one in tumours:
        if one.kind is not first.kind:
            text = f"{one.name} is {one.kind} here, and {first.kind} in line {first.line}. Keep one."
            problems.add(Place(file, one.line), "set-differs", text)
    says = next((one for one in tumours if one.node is not None), first)
    places = {one.place for one in tumours if one.node is not None}
    for one in tumours:
        silent = one.node is None and (not one.place or one.place in places or not any(places))
        if one.node is not says.node and not silent:
            text = (
                f"Line {says.line} says that {one.name} is {'a' if says.node else 'no'} lymph node, and this line does"
            )
            problems.add(Place(file, one.line), "node-differs", f"{text} not. Make TUORRES and TULOC of both the same.")
    return replace(first, node=says.node)


def _kind(said: str) -> Kind | None:
    if said.startswith("new"):
        return Kind.NEW
    if said.startswith("non target"):
        return Kind.NON_TARGET
    return Kind.TARGET if said.startswith("target") else None


def _node(said: str, place: str) -> bool | None:
    if "extra nodal" in said or "non nodal" in said:
        return False
    return True if "nodal" in said or "lymph node" in place else None


def _mergers(rows: Iterable[Cells], lesions: dict[str, Tumour]) -> Iterator[Merger]:
    """Rows of one group id are about one merger; a row's id may name all of its members, as ``T01/T02`` does."""
    groups: dict[str, list[Cells]] = {}
    for one in rows:
        group = one.text("tugrpid")
        groups.setdefault(f"group {group}" if group else f"line {one.record.line}", []).append(one)
    for own in groups.values():
        found = _merger(own, lesions)
        if found is not None:
            yield found


def _merger(rows: Sequence[Cells], lesions: dict[str, Tumour]) -> Merger | None:
    """A merger, since the first of the visits that its rows name; None with a problem."""
    ids = {lesion_key(row.name("tulnkid")): row for row in reversed(rows)}
    parts = {one: [part for part in _JOINED.split(one) if part] for one in ids}
    unknown = [(part, ids[one]) for one in ids if parts[one][1:] for part in parts[one] if part not in lesions]
    own_names = [one for one in sorted(ids) if one not in lesions]
    unknown += [(one, ids[one]) for one in own_names[1:]]
    for part, row in unknown:
        row.say("not-identified", f"{quoted(part.upper())} merges, and no row identifies it. Look the id up.")
    members = dict.fromkeys(part for one in sorted(ids) for part in parts[one] if part in lesions)
    if not unknown and len(members) < 2:
        text = "Fewer than two lesions merge here. Give the rows of one merger one TUGRPID, or one id such as T01/T02."
        rows[0].say("merged-alone", text)
    since = []
    for row in rows:
        visit = row.text("visitnum")
        number = decimal(visit)
        if visit and number is None:
            row.say("no-visit", f"visitnum {quoted(visit)} is no number.")
        elif number is not None:
            since.append(number)
    if unknown or len(members) < 2:
        return None
    return Merger(rows[0].record.line, min(since, default=None), tuple(members), "".join(own_names[:1]))
