"""The words of the adjudicator's pages for values and codes."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.adjudication.comparing import Line, Recorded, Said, Summed, What
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Counted
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import Cause, Divergence, Side
from seedcryo_reader.domain.dispute import WHOLE_CASE, Choice, DisputeState
from seedcryo_reader.domain.lesion import Absent, LocalFinding, Merged, NewLesionsAnswer, NotEvaluable, Split, TooSmall
from seedcryo_reader.domain.measurement import Caliper, Extent

NOTHING: Final = "\N{EN DASH}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Disputes", text)


def term(text: str) -> str:
    """A word of the trial's closed vocabularies, as the screen says it."""
    return QCoreApplication.translate("Terms", text)


def read(name: str) -> str:
    """What one of the two reads is called."""
    return _tr("Read A") if name == "A" else _tr("Read B")


def question(name: str) -> str:
    """What one of the protocol's questions about a target asks for, in a word or two."""
    known = {
        "tissue": _tr("tissue"),
        "enhancement": _tr("its enhancement"),
        "tissue-change": _tr("its change"),
        "contiguous": _tr("touching tumour"),
    }
    return known.get(name) or name.replace("-", " ")


def endpoint(name: str) -> str:
    """What a question is about."""
    if name == WHOLE_CASE:
        return _tr("The whole case")
    return _tr("Overall progression") if name == OVERALL else _tr("Local progression of {0}").format(name)


def choice(chosen: Choice) -> str:
    """An answer."""
    return {
        Choice.A: read("A"),
        Choice.B: read("B"),
        Choice.OWN: _tr("Own read"),
        Choice.NEITHER: _tr("Neither"),
    }[chosen]


def meaning(chosen: Choice, endpoint_name: str, timepoints: Sequence[str], targets: Sequence[str]) -> str:
    """What follows from an answer, as it is signed.

    Parameters
    ----------
    timepoints, targets : sequence of str
        Those of the case, in their order.
    """
    if chosen is Choice.NEITHER:
        return _tr("No read is accepted for it. The person whom the charter names decides, and may take either read.")
    if endpoint_name == WHOLE_CASE:
        what = _tr("{0} and the overall response").format(", ".join(targets))
    else:
        what = _tr("this endpoint alone")
    span = timepoints[0] if len(timepoints) == 1 else _tr("{0} to {1}").format(timepoints[0], timepoints[-1])
    if chosen is Choice.OWN:
        told = _tr("Your own read is accepted as a whole, {0}, for {1}. Neither read A nor read B counts for it.")
        return told.format(span, what)
    told = _tr("Its whole series is accepted and marked so: {0}, for {1}. Of {2} nothing counts for it.")
    return told.format(span, what, _tr("read B") if chosen is Choice.A else _tr("read A"))


def state(where: DisputeState, *, wants_own_read: bool = False, is_decided: bool = False) -> str:
    """Where a dispute stands."""
    if where is DisputeState.RECEIVED and wants_own_read:
        return _tr("read the case yourself first")
    if where is DisputeState.SUPERSEDED and is_decided:
        return _tr("decided, then replaced by another dispute")
    return {
        DisputeState.RECEIVED: _tr("waits"),
        DisputeState.SHOWN: _tr("looked at, not decided"),
        DisputeState.DECIDED: _tr("decided"),
        DisputeState.SUPERSEDED: _tr("replaced by another dispute"),
        DisputeState.WITHDRAWN: _tr("withdrawn, nothing is left to decide"),
    }[where]


def line_name(line: Line) -> str:
    """What a line of the comparison is about."""
    if line.what is What.LENGTH:
        return _tr("{0} viable").format(line.about) if line.extent is Extent.VIABLE else line.about
    if line.what is What.LOCAL:
        return _tr("{0} progression").format(line.about)
    if line.what is What.FINDING:
        return f"{line.lesion} · {question(line.question)}"
    if line.what in {What.NON_TARGET_LESION, What.NEW_LESION}:
        return line.about
    return {
        What.NOT_EVALUABLE: _tr("Timepoint"),
        What.SUM: _tr("Sum"),
        What.TARGET: _tr("Targets"),
        What.NON_TARGET: _tr("Non-target"),
        What.ANY_NEW_LESION: _tr("Any new lesion"),
        What.NEW_LESIONS: _tr("New lesions"),
        What.OVERALL: _tr("Overall"),
    }[line.what]


def said(what: Said | None) -> str:
    """A cell of the comparison."""
    return NOTHING if what is None else _WORDED[type(what)](what)


def _caliper(what: Caliper) -> str:
    axes = " × ".join(str(axis.mm) for axis in (what.long, what.short) if axis is not None)
    return _tr("{0} mm").format(axes)


def _answer(what: LocalFinding | NewLesionsAnswer) -> str:
    answer = term(str(what.answer))
    return answer if what.reason is None else f"{answer} ({term(what.reason)})"


def _sum(total: Summed) -> str:
    length = _tr("{0} mm").format(total.mm)
    return _tr("{0} without {1}").format(length, ", ".join(total.missing)) if total.missing else length


def _counted(what: Counted) -> str:
    told = value(what.value)
    if what.dates_from is not None:
        told = _tr("{0} since {1}").format(told, what.dates_from)
    return _tr("{0}, by the reader's call").format(told) if what.called else told


def _recorded(what: Recorded) -> str:
    place = f"{term(what.lesion.organ)}, {term(what.lesion.place)}" if what.lesion.place else term(what.lesion.organ)
    if what.state is None:
        return place
    how = getattr(what.state, "status", None) or getattr(what.state, "certainty", "")
    return f"{place}: {term(str(how))}"


def value(concluded: str) -> str:
    """A value of the criteria; those of RECIST stay as they are."""
    words = {
        "UNEQUIVOCAL": _tr("unequivocal"),
        "EQUIVOCAL": _tr("equivocal"),
        "NO": _tr("none"),
        "NA": _tr("none"),
        "baseline": _tr("baseline"),
    }
    return ", ".join(words.get(part, part) for part in concluded.split(", "))


_WORDED: Final[dict[type, Callable[[Any], str]]] = {
    str: value,
    Caliper: _caliper,
    Absent: lambda _what: _tr("absent"),
    TooSmall: lambda _what: _tr("too small to measure"),
    NotEvaluable: lambda what: _tr("not evaluable: {0}").format(term(what.reason)),
    Merged: lambda what: _tr("merged with {0}").format(what.into),
    Split: lambda what: _tr("in {0} pieces").format(len(what.pieces)),
    LocalFinding: _answer,
    NewLesionsAnswer: _answer,
    Summed: _sum,
    Counted: _counted,
    Recorded: _recorded,
}
"""How each kind of cell is said."""


# --- where the reads first part --------------------------------------------------------------------------------------


def parting_at(parting: Divergence) -> str:
    """Timepoint and subject: ``"TP3, T02"``."""
    about = {
        TARGET: _tr("sum of diameters"),
        NON_TARGET: _tr("non-target disease"),
        NEW_LESIONS: _tr("new lesions"),
        OVERALL: _tr("overall response"),
    }.get(parting.about, parting.about)
    return f"{parting.timepoint}, {about}"


def parting_side(name: str, side: Side, deciding: Sequence[Line], cause: Cause) -> str:
    """What one read says there, and what it rests on: ``"24.1 mm (LP)"``, ``"tissue: none (no LP)"``.

    Parameters
    ----------
    deciding : sequence of Line
        The lines that decide there; a length that decides nothing is not said.
    """
    cells = [(line, cell) for line in deciding if (cell := line.a if name == "A" else line.b) is not None]
    told = next((said(cell) for _, cell in cells if isinstance(cell, Counted)), value(side.value))
    grounds = "; ".join(_ground(*one) for one in cells if not isinstance(one[1], Counted))
    if cause in {Cause.TARGET_MEASURE, Cause.CALL}:
        grounds = "" if side.mm is None else _tr("{0} mm").format(side.mm)
    if told in grounds:
        return grounds
    return f"{grounds} ({told})" if grounds else told


def _ground(line: Line, cell: Said) -> str:
    if line.what is What.FINDING:
        return f"{question(line.question)}: {said(cell)}"
    return _tr("{0} in {1}").format(line.about, said(cell)) if isinstance(cell, Recorded) else said(cell)


def parting_more(parting: Divergence, slices: int | None) -> str:
    """How far apart the images are, and in which lesion two sums differ most.

    Parameters
    ----------
    slices : int or None
        How many slices the two images lie apart; None where that is not known.
    """
    found = [_images(parting, slices)]
    if parting.lesion is not None and parting.about == TARGET:
        found.insert(0, _tr("they differ most in {0}").format(parting.lesion))
    return " · ".join(one for one in found if one)


def _images(parting: Divergence, slices: int | None) -> str:
    one, other = parting.first.image, parting.second.image
    if one is None or other is None:
        return ""
    if one.series != other.series:
        return _tr("other series")
    if one.plane != other.plane:
        return _tr("other plane")
    if one == other or slices == 0:
        return _tr("same slice")
    if slices is None:
        return _tr("other slice")
    return _tr("1 slice apart") if slices == 1 else _tr("{0} slices apart").format(slices)


def turning(parting: Divergence, side: Side) -> str:
    """What would turn a read: ``"0.2 mm less, 24.9 mm, would no longer be LP"``; empty where nothing would."""
    if side.turning_mm is None or side.mm is None:
        return ""
    by, progressed = side.turning_mm, "PD" if parting.about == TARGET else "LP"
    has_progressed = side.value.partition(",")[0] == progressed
    told = (
        _tr("{0} mm more, {1} mm, would be {2}"),
        _tr("{0} mm less, {1} mm, would be {2}"),
        _tr("{0} mm more, {1} mm, would no longer be {2}"),
        _tr("{0} mm less, {1} mm, would no longer be {2}"),
    )[2 * has_progressed + (by < 0)]
    return told.format(_short(abs(by)), side.mm + by, progressed)


def _short(length: Decimal) -> str:
    return f"{length.normalize():f}" if length % 1 else str(length.quantize(Decimal(1)))
