"""A row of the long format: what it says, checked for itself. What rows say together is looked at in `long_format`."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from seedcryo_reader.coordination.batch.cells import Cells, word
from seedcryo_reader.coordination.batch.columns import (
    ANSWERS,
    KINDS,
    LOCAL_CALLS,
    NEW_STATES,
    NON_TARGET_STATES,
    OVERALL_CALLS,
    TARGET_STATES,
    VIABLE_STATES,
    Kind,
    Terms,
)
from seedcryo_reader.coordination.batch.problems import quoted
from seedcryo_reader.criteria.course import Said, State
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

_TARGET_KNOWN: Final = ", ".join(TARGET_STATES)
_VIABLE_KNOWN: Final = ", ".join(VIABLE_STATES)
_ZERO: Final = frozenset({State.ABSENT, State.MERGED})


@dataclass(frozen=True, slots=True)
class More:
    """What the optional columns of a row say.

    Attributes
    ----------
    scheduled, prespecified, in_sum : bool or None
        None where nothing is said.
    reason : str
    first_seen : str
        The earlier timepoint that shows a new lesion in hindsight.
    outside_baseline : bool
    answers : dict of question id to answer
    call : str
        The reader's own call, empty where there is none.
    """

    scheduled: bool | None = None
    prespecified: bool | None = None
    in_sum: bool | None = None
    reason: str = ""
    first_seen: str = ""
    outside_baseline: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    call: str = ""


NOTHING_MORE: Final = More()


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says.

    Attributes
    ----------
    line : int
    timepoint : str
        Its label as it is written.
    kind : Kind
    lesion : str
        As it is written; empty where the row is about the timepoint or about whether there are new lesions.
    node : bool or None
        None where nothing is said.
    said : Said or NonTargetStatus or Certainty or NewLesions or None
        The state, as the kind of row has it; None of a row about the timepoint, or where it has a problem.
    mm : Decimal or None
        The diameter.
    not_evaluable : bool
        Of a row about the timepoint: whether the whole timepoint is not evaluable.
    more : More
    """

    line: int
    reader: str
    timepoint: str
    day: int | None
    kind: Kind
    lesion: str
    node: bool | None
    said: Said | NonTargetStatus | Certainty | NewLesions | None = None
    mm: Decimal | None = None
    not_evaluable: bool = False
    more: More = NOTHING_MORE


def row_of(cells: Cells, terms: Terms) -> Row | None:
    """The row of a record; None where it cannot even be told what it is about. Every problem is named."""
    kind = cells.one_of("set", KINDS, "target, nontarget, new, timepoint")
    reader, timepoint, lesion = cells.who("reader"), cells.name("timepoint"), cells.name("lesion")
    for column, value in (("reader", reader), ("timepoint", timepoint), ("set", cells.text("set"))):
        if not value and not cells.text(column):
            cells.say("empty-cell", f"{column} is empty. Every row needs it.")
    if kind is None or not reader or not timepoint or not _names_its_lesion(cells, kind, lesion):
        return None
    mm = cells.mm("diameter_mm")
    return Row(
        line=cells.record.line,
        reader=reader,
        timepoint=timepoint,
        day=cells.day("day"),
        kind=kind,
        lesion=lesion,
        node=cells.yes_no("node"),
        said=_said(cells, kind, lesion, mm, terms),
        not_evaluable=kind is Kind.TIMEPOINT and _whole_not_evaluable(cells),
        mm=mm,
        more=_more(cells, kind, terms) if terms.more_in(cells.record) else NOTHING_MORE,
    )


def _more(cells: Cells, kind: Kind, terms: Terms) -> More:
    """What the optional columns say."""
    return More(
        scheduled=cells.yes_no("scheduled"),
        prespecified=_for(cells, kind, "prespecified"),
        in_sum=_for(cells, kind, "in_sum"),
        reason=cells.name("reason"),
        first_seen=_first_seen(cells, kind),
        outside_baseline=bool(cells.yes_no("outside_baseline")),
        answers=_answers(cells, kind, terms),
        call=_call(cells, kind),
    )


def _names_its_lesion(cells: Cells, kind: Kind, lesion: str) -> bool:
    if kind is Kind.TIMEPOINT and lesion:
        cells.say("lesion-not-expected", "A row about the timepoint names no lesion. Leave the lesion empty.")
        return False
    if kind in {Kind.TARGET, Kind.NON_TARGET} and not lesion:
        if not cells.text("lesion"):
            cells.say("empty-cell", f"lesion is empty. A row of the set {kind} needs it.")
        return False
    return True


def _said(
    cells: Cells, kind: Kind, lesion: str, mm: Decimal | None, terms: Terms
) -> Said | NonTargetStatus | Certainty | NewLesions | None:
    if kind is Kind.TARGET:
        return _target(cells, mm, terms)
    if kind is Kind.NON_TARGET:
        return _non_target(cells, mm)
    if kind is Kind.NEW:
        return _new(cells, mm) if lesion else _answer(cells)
    _no_diameter(cells, "A row about the timepoint")
    return None


def _target(cells: Cells, mm: Decimal | None, terms: Terms) -> Said | None:
    state = cells.one_of("state", TARGET_STATES, _TARGET_KNOWN)
    if not cells.text("state"):
        if not cells.text("diameter_mm"):
            cells.say("no-state", "state and diameter_mm are empty. Say what became of the lesion.")
        elif mm is not None:
            state = State.MEASURED
    whole = _extent(cells, state, mm, "diameter_mm", terms)
    if state is State.MERGED and not cells.text("merged_into"):
        cells.say("merged-into-nothing", "The lesion is merged, and merged_into is empty. Say which lesion it joined.")
    if not terms.more_in(cells.record):
        return whole
    viable = _viable(cells, terms)
    attenuation = cells.hounsfield("attenuation_hu")
    into = cells.name("merged_into")
    if state is not None and state is not State.MERGED and into:
        cells.say("wrong-state", f"merged_into says {quoted(into)}, and the state is {state.value}. One is wrong.")
    return None if whole is None else replace(whole, into=into, viable=viable, attenuation_hu=attenuation)


def _extent(cells: Cells, state: State | None, mm: Decimal | None, column: str, terms: Terms) -> Said | None:
    """What is said of the lesion or its viable part, its state held against its length."""
    if state is None:
        return None
    given = cells.text(column)
    if state is State.MEASURED:
        if not given:
            cells.say("no-length", f"The state is measured, and {column} is empty. Give the length.")
        if mm is None:
            return None
        return Said(State.ABSENT) if mm == 0 else Said(State.MEASURED, mm)
    fine = not given or (mm == 0 and state in _ZERO) or (mm == terms.too_small_mm and state is State.TOO_SMALL)
    if not fine:
        cells.say(
            "wrong-state", f"The state is {state.value}, and {column} says {quoted(given)}. One of them is wrong."
        )
    return Said(state) if fine else None


def _viable(cells: Cells, terms: Terms) -> Said | None:
    state = cells.one_of("viable_state", VIABLE_STATES, _VIABLE_KNOWN, may_be_empty=True)
    mm = cells.mm("viable_mm")
    if not cells.text("viable_state") and mm is not None:
        state = State.MEASURED
    return _extent(cells, state, mm, "viable_mm", terms)


def _non_target(cells: Cells, mm: Decimal | None) -> NonTargetStatus | None:
    state = cells.one_of("state", NON_TARGET_STATES, "present, absent, progressed, not evaluable")
    if not cells.text("state"):
        cells.say("no-state", "state is empty. Say what became of the lesion.")
    gone = state is NonTargetStatus.ABSENT and cells.text("node") and not cells.yes_no("node")
    if mm and (gone or state is NonTargetStatus.NOT_EVALUABLE):
        text = f"The state is {cells.text('state')}, and diameter_mm says {quoted(cells.text('diameter_mm'))}"
        cells.say("wrong-state", f"{text}. One of them is wrong.")
    return state


def _new(cells: Cells, mm: Decimal | None) -> Certainty | None:
    if word(cells.text("state")) == "present":
        text = "does not say how sure the new lesion is. Say equivocal or unequivocal, at every timepoint that shows it"
        cells.say("unknown-word", f"state {quoted(cells.text('state'))} {text}.")
        return None
    state = cells.one_of("state", NEW_STATES, "equivocal, unequivocal, resolved, absent, not evaluable")
    if not cells.text("state"):
        cells.say("no-state", "state is empty. Say how sure the new lesion is.")
    if mm and state in {Certainty.RESOLVED, Certainty.NOT_EVALUABLE}:
        text = f"The state is {cells.text('state')}, and diameter_mm says {quoted(cells.text('diameter_mm'))}"
        cells.say("wrong-state", f"{text}. One of them is wrong.")
    return state


def _answer(cells: Cells) -> NewLesions | None:
    if not cells.text("state"):
        cells.say("no-state", "lesion and state are empty. Name the new lesion, or say none or not evaluable.")
    _no_diameter(cells, "A row without a lesion")
    return cells.one_of("state", ANSWERS, "none, not evaluable (a row of the set new without a lesion)")


def _no_diameter(cells: Cells, what: str) -> None:
    if cells.text("diameter_mm"):
        cells.say("wrong-state", f"{what} has a diameter_mm. Name the lesion, or leave diameter_mm empty.")


def _whole_not_evaluable(cells: Cells) -> bool:
    if not cells.text("state"):
        if not cells.text("call"):
            cells.say("no-state", "The row says nothing about the timepoint: state and call are empty.")
        return False
    return bool(cells.one_of("state", {"not evaluable": True}, "not evaluable (a row of the set timepoint)"))


def _for(cells: Cells, kind: Kind, column: str) -> bool | None:
    """Yes or no of a target; another row cannot say it."""
    value = cells.yes_no(column)
    if value is not None and kind is not Kind.TARGET:
        cells.say("not-of-a-target", f"{column} is said of targets only. Leave it empty in this row.")
    return value


def _first_seen(cells: Cells, kind: Kind) -> str:
    text = cells.name("first_seen")
    if text and kind is not Kind.NEW:
        cells.say("not-of-a-new-lesion", "first_seen is said of new lesions only. Leave it empty in this row.")
    return text


def _answers(cells: Cells, kind: Kind, terms: Terms) -> dict[str, str]:
    found = {}
    for column in terms.questions.keys() & cells.record.cells.keys():
        asked = terms.questions[column]
        answer = cells.one_of(column, asked.answers, asked.known, may_be_empty=True)
        if answer is not None:
            found[asked.question] = answer
        if kind is not Kind.TARGET:
            text = f"{column} is a question about targets. Leave it empty in this row."
            cells.say("not-of-a-target", text)
    return found


def _call(cells: Cells, kind: Kind) -> str:
    if kind in {Kind.TARGET, Kind.TIMEPOINT}:
        calls = LOCAL_CALLS if kind is Kind.TARGET else OVERALL_CALLS
        return cells.one_of("call", calls, ", ".join(calls.values()), may_be_empty=True) or ""
    if cells.text("call"):
        text = "A call is made of a target, or of the timepoint in a row of the set timepoint. Leave it empty here."
        cells.say("not-of-a-target", text)
    return ""
