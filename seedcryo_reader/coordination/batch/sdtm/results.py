"""SDTM's TR: what was measured and seen of one lesion at one visit (SDTMIG 3.4; CDISC terminology C96779, C124309)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from seedcryo_reader.coordination.batch.cells import Cells, decimal, word
from seedcryo_reader.coordination.batch.files import Shape
from seedcryo_reader.coordination.batch.problems import quoted
from seedcryo_reader.criteria.course import Said, State
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

COLUMNS: Final = ("usubjid", "trlnkid", "trtestcd", "visitnum")
OPTIONAL: Final = (
    "trorres",
    "trorresu",
    "trstresc",
    "trstresn",
    "trstresu",
    "trstat",
    "trreasnd",
    "trgrpid",
    "visit",
    "trdtc",
    "treval",
    "trevalid",
    "studyid",
)
SHAPE: Final = Shape("usubjid", COLUMNS, frozenset((*COLUMNS, *OPTIONAL)), gathered="visitnum")

DIAMETERS: Final = ("DIAMETER", "LDIAM", "LPERP")
STATES: Final = ("TUMSTATE", "LNSTATE")
ALL: Final = "TRALL"
"""Of every lesion at once: that nothing was done."""

_SUMS: Final = ("SUMDIAM", "SUMNLNLD", "SUMLDIAM", "SUMLPERP", "SUMVOL", "SUMAREA", "SUMPPD")
_CHANGES: Final = ("ACNSD", "PCNSD", "ACBSD", "PCBSD", "ACHNAD", "PCHGNAD", "ACHGBL", "PCHGBL")
DERIVED: Final = frozenset({*_SUMS, *_CHANGES, "VOLUME", "VDIAM", "AREA", "PPD", "RADIODEN", "NEWCONF"})
"""Sums, changes and other tests that are often there, and are worked out anew or not needed."""

NON_TARGET: Final = {
    "present": NonTargetStatus.PRESENT,
    "equivocal": NonTargetStatus.PRESENT,
    "pathological": NonTargetStatus.PRESENT,
    "absent": NonTargetStatus.ABSENT,
    "non pathological": NonTargetStatus.ABSENT,
    "unequivocal": NonTargetStatus.PROGRESSION,
    "unequivocal progression": NonTargetStatus.PROGRESSION,
    "not evaluable": NonTargetStatus.NOT_EVALUABLE,
}
NEW: Final = {
    "unequivocal": Certainty.UNEQUIVOCAL,
    "equivocal": Certainty.EQUIVOCAL,
    "absent": Certainty.RESOLVED,
    "not evaluable": Certainty.NOT_EVALUABLE,
}
_UNITS: Final = {"": Decimal(1), "mm": Decimal(1), "cm": Decimal(10)}
_WORDS: Final = {
    "too small to measure": State.TOO_SMALL,
    "absent": State.ABSENT,
    "not evaluable": State.NOT_EVALUABLE,
    "tumor merged": State.MERGED,
}
_LENGTHS: Final = ("trstresc", "trorres", "trstresn")
_NOISE_PLACES: Final = 9
_SAME_MM: Final = Decimal("0.001")
_LARGEST_MM: Final = 1000

Tests = Mapping[str, Cells]
"""The records of one lesion at one visit, by TRTESTCD."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured: a state, and of a measured one its mm."""

    state: State
    mm: Decimal | None = None


def length(tests: Tests, name: str, *, node: bool) -> Result | None:
    """The diameter that counts, of a node the short axis; None where no diameter has a row, or with a problem."""
    wanted = ("LPERP", "DIAMETER") if node else ("LDIAM", "DIAMETER")
    given = next((one for one in (*wanted, *DIAMETERS) if one in tests), None)
    if given is None:
        return None
    found = _result(tests[given])
    if given not in wanted and found is not None and found.state is State.MEASURED:
        kind = "a node, whose LPERP" if node else "no node, so that its LDIAM or DIAMETER"
        tests[given].say("wrong-diameter", f"{name} is {kind} counts; there is {given} only.")
        return None
    return found


def state(tests: Tests) -> tuple[Cells, str] | None:
    """The state in words, and the record that says it; None where no state has a row."""
    found = [(tests[one], _state_word(tests[one])) for one in STATES if one in tests]
    if len(found) > 1 and _plain(found[0][1]) != _plain(found[1][1]):
        text = f"TUMSTATE and LNSTATE of the lesion say {quoted(found[0][1])} and {quoted(found[1][1])}. Keep one."
        found[1][0].say("states-differ", text)
    return found[0] if found else None


def target(tests: Tests, name: str, *, node: bool) -> Said | None:
    """What is said of a target; None with a problem."""
    told = state(tests)
    if not any(one in tests for one in DIAMETERS):
        return None if told is None else _target_by_state(*told, name)
    found = length(tests, name, node=node)
    if found is None:
        return None
    if told is not None and found.mm and told[1] == "absent":
        told[0].say("wrong-state", f"{name} is ABSENT here, and its diameter is {found.mm:f} mm. One of them is wrong.")
    return Said(found.state, found.mm)


def _target_by_state(cells: Cells, told: str, name: str) -> Said | None:
    if told in _WORDS:
        return Said(_WORDS[told])
    cells.say("no-length", f"{name} is a target with the state {quoted(told)} and without a diameter.")
    return None


def _plain(told: str) -> object:
    return NON_TARGET.get(told, told)


def _state_word(cells: Cells) -> str:
    if not_done(cells):
        return "not evaluable"
    said = word(cells.text("trstresc") or cells.text("trorres"))
    return "not evaluable" if said == "ne" else said


def not_done(cells: Cells) -> bool:
    """Whether a record says that nothing was done."""
    return word(cells.text("trstat")) == "not done"


def _result(cells: Cells) -> Result | None:
    if not_done(cells):
        said = next((cells.text(one) for one in _LENGTHS if decimal(cells.text(one)) is not None), "")
        if said:
            cells.say("done-and-not-done", f"TRSTAT says NOT DONE, and there is the result {quoted(said)}. Keep one.")
        return Result(State.NOT_EVALUABLE)
    for column in ("trorres", "trstresc"):
        found = _WORDS.get(word(cells.text(column)))
        if found is not None:
            return Result(found)
    mm = _mm(cells)
    if mm is None:
        return None
    return Result(State.ABSENT) if mm == 0 else Result(State.MEASURED, mm)


def _mm(cells: Cells) -> Decimal | None:
    """The length in mm, from the text that is exact; a number with many places is a binary one written out."""
    unit = cells.text("trstresu") or cells.text("trorresu")
    units = {"trstresc": unit, "trorres": cells.text("trorresu") or unit, "trstresn": unit}
    for one in dict.fromkeys(units.values()):
        if one.casefold() not in _UNITS:
            cells.say("unknown-unit", f"The unit {quoted(one)} is not known. It is mm or cm.")
            return None
    read = ((column, decimal(cells.text(column))) for column in units)
    values = [number * _UNITS[units[column].casefold()] for column, number in read if number is not None]
    if not values:
        said = " ".join(filter(None, (cells.text(one) for one in ("trorres", "trstresc")))) or "nothing"
        cells.say("no-number", f"The result {quoted(said)} is no length, and TRSTAT does not say NOT DONE.")
        return None
    if max(values) - min(values) > _SAME_MM:
        said = ", ".join(cells.text(one) for one in units if cells.text(one))
        cells.say("lengths-differ", f"TRSTRESC, TRORRES and TRSTRESN do not agree: {quoted(said)}. Give one length.")
        return None
    best = min(values, key=lambda one: _places(one) > _NOISE_PLACES)
    if _places(best) > _NOISE_PLACES:
        best = Decimal(f"{round(best, _NOISE_PLACES).normalize():f}")
    if not 0 <= best <= _LARGEST_MM:
        what = "negative" if best < 0 else f"more than {_LARGEST_MM} mm"
        cells.say("wrong-length", f"The length {best:f} mm is {what}. Look it up.")
        return None
    return best


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
