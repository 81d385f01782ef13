"""What an act writes on the sheet of the timepoint that is open, and what it may not write."""

from collections.abc import Callable, Collection, Mapping
from functools import singledispatch
from typing import TypeVar

from seedcryo_reader.domain import events
from seedcryo_reader.domain.case import is_target_id
from seedcryo_reader.domain.changing import replace
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.lesion import (
    CHOSEN_ID,
    MOST_PIECES,
    NEW_LESION_ID,
    NON_TARGET_ID,
    Absent,
    Assessment,
    Certainty,
    LocalFinding,
    Merged,
    NewLesions,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    NonTargetStatus,
    NotEvaluable,
    Split,
    TooSmall,
    whole_of,
)
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.read import BASELINE, Call, Read, Sheet, TimepointRead

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def rewritten(read: Read, open_one: TimepointRead, event: Event) -> Sheet:
    """The sheet after an act.

    Raises
    ------
    IllegalAct
        The act does not fit what is on the sheet, or names a lesion that is not there.
    """
    sheet = open_one.sheet
    if isinstance(event, events.TimepointMarkedEvaluable):
        _demand(sheet.not_evaluable is not None, f"{open_one.name} was not marked as not evaluable.")
        return replace(sheet, not_evaluable=None)
    _demand(sheet.not_evaluable is None, f"{open_one.name} is marked as not evaluable as a whole; take that back.")
    return _write(event, read, open_one)


@singledispatch
def _write(event: Event, _read: Read, _one: TimepointRead) -> Sheet:
    msg = f"{type(event).__name__} writes on no sheet"
    raise TypeError(msg)


def _demand(fact: bool, sentence: str) -> None:
    if not fact:
        raise IllegalAct(sentence)


def _with(mapping: Mapping[_Key, _Value], key: _Key, value: _Value) -> dict[_Key, _Value]:
    return {**mapping, key: value}


def _without(mapping: Mapping[_Key, _Value], drop: Callable[[_Key], bool]) -> dict[_Key, _Value]:
    return {key: value for key, value in mapping.items() if not drop(key)}


def _follow_up(one: TimepointRead, what: str) -> None:
    _demand(one.name != BASELINE, f"{what} at the baseline.")


# --- targets ---------------------------------------------------------------------------------------------------------


def _say(read: Read, one: TimepointRead, lesion: str, extent: Extent, said: Assessment) -> Sheet:
    """Put an assessment in its slot; whatever it makes void goes."""
    _check_lesion(read, one, lesion)
    whole = extent is Extent.WHOLE
    merged_here = [
        other for (other, _), what in one.sheet.assessments.items() if isinstance(what, Merged) and what.into == lesion
    ]
    if whole and isinstance(said, Absent | Merged | Split):
        _demand(not merged_here, f"{', '.join(merged_here)} is merged into {lesion}; take that back first.")
    own = one.sheet.assessed(lesion)
    if not whole:
        _demand(not isinstance(own, Absent | Merged | Split), f"{lesion} has no viable part of its own here.")
    kept = dict(one.sheet.assessments)
    if whole and isinstance(own, Split):
        kept = _without(kept, lambda slot: whole_of(slot[0]) == lesion)
    if whole and isinstance(said, Absent | Merged | Split):
        kept.pop((lesion, Extent.VIABLE), None)
    return _marked(one, replace(one.sheet, assessments=_with(kept, (lesion, extent), said)), lesion, extent)


def _marked(one: TimepointRead, sheet: Sheet, lesion: str, extent: Extent) -> Sheet:
    """Note what was assessed after the computed conclusion had been seen."""
    if one.revealed is None:
        return sheet
    return replace(sheet, measured_after_reveal=sheet.measured_after_reveal | {(lesion, extent)})


def _check_lesion(read: Read, one: TimepointRead, lesion: str) -> None:
    whole = whole_of(lesion)
    if whole is not None:
        _demand(lesion in one.sheet.pieces(whole), f"{whole} was not split into a piece {lesion} at {one.name}.")
    else:
        is_target = any(target.target_id == lesion for target in read.targets)
        _demand(is_target or lesion in assessed_lesions(read), f"{lesion} is no target of this case.")


def assessed_lesions(read: Read) -> tuple[str, ...]:
    """Ids of the lesions that are measured: prespecified targets, then those chosen for the RECIST set."""
    chosen = sorted(lesion for lesion in read.recorded(BASELINE) if CHOSEN_ID.fullmatch(lesion))
    return (*(target.target_id for target in read.targets), *chosen)


@_write.register
def _measured(event: events.MeasurementMade | events.MeasurementRevised, read: Read, one: TimepointRead) -> Sheet:
    _check_lesion(read, one, event.lesion)
    _check_series(one, event.caliper.image)
    own_set = LesionSet.ENDPOINT if event.lesion.startswith("T") else LesionSet.RECIST
    _demand(event.lesion_set is own_set, f"{event.lesion} belongs to the {own_set} set.")
    there = isinstance(one.sheet.assessed(event.lesion, event.extent), Caliper)
    if isinstance(event, events.MeasurementRevised):
        _demand(there, f"{event.lesion} ({event.extent}) was not measured at {one.name} yet.")
    else:
        _demand(not there, f"{event.lesion} ({event.extent}) is measured at {one.name} already; revise it.")
    return _say(read, one, event.lesion, event.extent, event.caliper)


def _check_series(one: TimepointRead, image: ImagePlace) -> None:
    known = {series.number for series in one.series}
    _demand(image.series in known, f"{one.name} has no series {image.series}.")


@_write.register
def _removed(event: events.AssessmentRemoved, _read: Read, one: TimepointRead) -> Sheet:
    slot = (event.lesion, event.extent)
    _demand(slot in one.sheet.assessments, f"Nothing is said of {event.lesion} ({event.extent}) at {one.name}.")
    pieces = one.sheet.pieces(event.lesion) if event.extent is Extent.WHOLE else ()
    kept = _without(one.sheet.assessments, lambda key: key == slot or key[0] in pieces)
    return _marked(one, replace(one.sheet, assessments=kept), *slot)


@_write.register
def _absent(event: events.LesionMarkedAbsent, read: Read, one: TimepointRead) -> Sheet:
    return _say(read, one, event.lesion, event.extent, Absent())


@_write.register
def _too_small(event: events.LesionMarkedTooSmall, read: Read, one: TimepointRead) -> Sheet:
    return _say(read, one, event.lesion, event.extent, TooSmall())


@_write.register
def _not_evaluable(event: events.LesionMarkedNotEvaluable, read: Read, one: TimepointRead) -> Sheet:
    return _say(read, one, event.lesion, event.extent, NotEvaluable(event.reason))


@_write.register
def _merged(event: events.LesionMarkedMerged, read: Read, one: TimepointRead) -> Sheet:
    _demand(whole_of(event.lesion) is None, "A piece of a lesion is not merged; take back the split instead.")
    known = event.into in assessed_lesions(read) and event.into != event.lesion
    _demand(known, f"{event.lesion} can only merge with another target.")
    into = one.sheet.assessed(event.into)
    _demand(
        not isinstance(into, Absent | Merged | Split), f"{event.into} has no diameter of its own here to merge into."
    )
    return _say(read, one, event.lesion, Extent.WHOLE, Merged(event.into))


@_write.register
def _split(event: events.LesionMarkedSplit, read: Read, one: TimepointRead) -> Sheet:
    _demand(whole_of(event.lesion) is None, "A piece of a lesion is not split again; give it more pieces.")
    expected = tuple(f"{event.lesion}.{number}" for number in range(1, len(event.pieces) + 1))
    fits = 2 <= len(event.pieces) <= MOST_PIECES and event.pieces == expected
    _demand(fits, f"The pieces of {event.lesion} are {event.lesion}.1, {event.lesion}.2 and so on, two to nine.")
    return _say(read, one, event.lesion, Extent.WHOLE, Split(event.pieces))


@_write.register
def _finding(event: events.LocalFindingGiven, read: Read, one: TimepointRead) -> Sheet:
    _follow_up(one, "Local findings are not asked")
    _demand(event.lesion in {target.target_id for target in read.targets}, f"{event.lesion} is no prespecified target.")
    given = LocalFinding(event.answer, event.reason)
    kept = _without(one.sheet.findings, lambda key: key[0] == event.lesion and key[1] in event.clears)
    return replace(one.sheet, findings=_with(kept, (event.lesion, event.question), given))


# --- disease besides the targets -------------------------------------------------------------------------------------


@_write.register
def _recorded(event: events.LesionRecorded, read: Read, one: TimepointRead) -> Sheet:
    lesion = event.lesion.lesion
    _check_series(one, event.lesion.mark.image)
    _demand(lesion not in read.recorded(), f"{lesion} is recorded already.")
    used = any(lesion in other.sheet.dropped for other in read.timepoints)
    _demand(not used, f"{lesion} was another lesion, which was dropped; take the next number.")
    new = NEW_LESION_ID.fullmatch(lesion) is not None
    _demand(new != (one.name == BASELINE), "New lesions are recorded after the baseline, all others at the baseline.")
    sheet = replace(one.sheet, recorded=_with(one.sheet.recorded, lesion, event.lesion))
    return replace(sheet, any_new_lesion=None) if new else sheet


@_write.register
def _dropped(event: events.LesionDropped, read: Read, one: TimepointRead) -> Sheet:
    lesion, sheet = event.lesion, one.sheet
    _demand(lesion in sheet.recorded, f"{lesion} was not recorded at {one.name}.")
    chosen = sheet.recist_set
    _demand(chosen is None or lesion not in chosen, f"{lesion} is in the RECIST set; take it out first.")
    into = {what.into for what in sheet.assessments.values() if isinstance(what, Merged)}
    _demand(lesion not in into, f"Another target is merged into {lesion}; take that back first.")
    later = [other.name for other in read.timepoints if other.name != one.name and lesion in _named(other.sheet)]
    _demand(not later, f"{lesion} was followed at {', '.join(later)}: it cannot be dropped any more.")
    return replace(
        sheet,
        recorded=_without(sheet.recorded, lambda key: key == lesion),
        dropped=sheet.dropped | {lesion},
        assessments=_without(sheet.assessments, lambda slot: _whole(slot[0]) == lesion),
        new_lesions=_without(sheet.new_lesions, lambda key: key == lesion),
    )


def _whole(lesion: str) -> str:
    return whole_of(lesion) or lesion


def _named(sheet: Sheet) -> set[str]:
    """The lesions that a sheet says something of."""
    merged = {said.into for said in sheet.assessments.values() if isinstance(said, Merged)}
    assessed = {_whole(lesion) for lesion, _ in sheet.assessments}
    return {*assessed, *merged, *sheet.non_targets, *sheet.new_lesions}


def without_unrecorded(sheet: Sheet, known: Collection[str]) -> Sheet:
    """The sheet without what it says of lesions that are not among those known any more."""
    kept = {
        (lesion, extent): said
        for (lesion, extent), said in sheet.assessments.items()
        if _whole(lesion) in known and not (isinstance(said, Merged) and said.into not in known)
    }
    return replace(
        sheet,
        assessments=kept,
        measured_after_reveal=frozenset(slot for slot in sheet.measured_after_reveal if _whole(slot[0]) in known),
        non_targets=_without(sheet.non_targets, lambda lesion: lesion not in known),
        new_lesions=_without(sheet.new_lesions, lambda lesion: lesion not in known),
    )


@_write.register
def _recist_set(event: events.RecistSetChosen, read: Read, one: TimepointRead) -> Sheet:
    _demand(one.name == BASELINE, "The RECIST set is chosen at the baseline.")
    known = set(assessed_lesions(read))
    fits = set(event.lesions) <= known and len(set(event.lesions)) == len(event.lesions)
    _demand(fits, "The RECIST set holds targets and lesions chosen at the baseline, each once.")
    return replace(one.sheet, recist_set=event.lesions)


@_write.register
def _non_target(event: events.NonTargetAssessed, read: Read, one: TimepointRead) -> Sheet:
    _follow_up(one, "Non-target disease is recorded, not assessed,")
    known = NON_TARGET_ID.fullmatch(event.lesion) is not None and event.lesion in read.recorded()
    _demand(known or _outside_the_sum(read, event.lesion), f"{event.lesion} is no non-target disease of this read.")
    _demand_reason(event.reason, needed=event.status is NonTargetStatus.NOT_EVALUABLE)
    if not known:
        said = event.status in {NonTargetStatus.PRESENT, NonTargetStatus.PROGRESSION}
        _demand(said, f"{event.lesion} is measured: say only whether it progressed unequivocally or is present.")
    state = NonTargetState(event.status, event.reason)
    return replace(one.sheet, non_targets=_with(one.sheet.non_targets, event.lesion, state))


def _outside_the_sum(read: Read, lesion: str) -> bool:
    """Whether it is a prespecified target that is not in the RECIST set: to RECIST it is non-target disease."""
    in_sum = read.timepoints[0].sheet.recist_set
    return in_sum is not None and lesion not in in_sum and any(one.target_id == lesion for one in read.targets)


@_write.register
def _new_lesion(event: events.NewLesionAssessed, read: Read, one: TimepointRead) -> Sheet:
    lesion = event.lesion
    known = NEW_LESION_ID.fullmatch(lesion) is not None and lesion in read.recorded(one.name)
    _demand(known, f"{lesion} is no new lesion of this read at {one.name}.")
    just_found = lesion in one.sheet.recorded
    if just_found:
        seen = event.certainty in {Certainty.EQUIVOCAL, Certainty.UNEQUIVOCAL}
        _demand(seen, f"{lesion} is recorded at {one.name} for the first time: it is equivocal or unequivocal.")
    if event.first_seen is not None:
        earlier = {before.name for before in read.before(one.name)} - {BASELINE}
        _demand(event.first_seen in earlier, "A lesion is first seen at an earlier timepoint after the baseline.")
    _demand_reason(event.reason, needed=event.certainty is Certainty.NOT_EVALUABLE)
    state = NewLesionState(event.certainty, event.first_seen, event.reason)
    return replace(one.sheet, new_lesions=_with(one.sheet.new_lesions, lesion, state))


@_write.register
def _new_lesions(event: events.NewLesionsStated, _read: Read, one: TimepointRead) -> Sheet:
    _follow_up(one, "New lesions are not asked for")
    new = [lesion for lesion in one.sheet.recorded if NEW_LESION_ID.fullmatch(lesion)]
    _demand(not new, f"{', '.join(new)} is recorded at {one.name}: that says it already.")
    _demand_reason(event.reason, needed=event.answer is NewLesions.NOT_ASSESSABLE)
    return replace(one.sheet, any_new_lesion=NewLesionsAnswer(event.answer, event.reason))


def _demand_reason(reason: str | None, *, needed: bool) -> None:
    _demand((reason is not None) == needed, "Say why it cannot be evaluated, and only then.")


@_write.register
def _timepoint_not_evaluable(event: events.TimepointMarkedNotEvaluable, _read: Read, one: TimepointRead) -> Sheet:
    return replace(one.sheet, not_evaluable=event.reason, calls={})


@_write.register
def _call(event: events.CallMade, read: Read, one: TimepointRead) -> Sheet:
    _follow_up(one, "No call is made")
    known = event.about == OVERALL or (
        is_target_id(event.about) and event.about in {target.target_id for target in read.targets}
    )
    _demand(known, f"A call is about a prespecified target or {OVERALL!r}.")
    call = Call(event.value, event.reason, one.revealed is not None)
    return replace(one.sheet, calls=_with(one.sheet.calls, event.about, call))
