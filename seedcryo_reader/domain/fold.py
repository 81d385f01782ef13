"""What a read becomes by an event. The log is folded with `applied`, and nothing else ever changes a read.

`applied` is also the judge of acts: an event it refuses is never logged, so a log that was written by this program can
always be folded, and one that cannot was not.
"""

from collections.abc import Iterable
from functools import singledispatch

from seedcryo_reader.domain import events
from seedcryo_reader.domain.case import Target, is_timepoint
from seedcryo_reader.domain.changing import replace
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.lifecycle import IllegalAct, State, next_state
from seedcryo_reader.domain.read import (
    BASELINE,
    Erratum,
    GuardAnswer,
    IncidentalFinding,
    Query,
    Read,
    Revealed,
    Sheet,
    Signature,
    Step,
    TimepointRead,
)
from seedcryo_reader.domain.sheet import rewritten, without_unrecorded
from seedcryo_reader.domain.wording import check_words


def folded(case_number: str, log: Iterable[tuple[int, Event]]) -> Read:
    """The read that these events, with their sequence numbers, make of an assigned case.

    Raises
    ------
    IllegalAct
        An event is not legal where it stands.
    """
    read = Read(case_number)
    with collector_paused():
        for seq, event in log:
            read = applied(read, event, seq)
    return read


def applied(read: Read, event: Event, seq: int) -> Read:
    """The read after an event.

    Parameters
    ----------
    seq : int
        The event's sequence number, larger than any before.

    Raises
    ------
    IllegalAct
        It may not happen now, or does not fit what is there. The read is as it was, for it is never changed.
    """
    state = next_state(read, event)
    check_words(event)
    after = _after(event, read, seq)
    return after if after.state is state else replace(after, state=state)


@singledispatch
def _after(event: Event, read: Read, seq: int) -> Read:
    """What everything that is written on a sheet does."""
    open_one = _active(read, getattr(event, "timepoint", ""))
    sheet = rewritten(read, open_one, event)
    undoable = Step(seq, open_one.sheet, open_one.undoable)
    return _with(read, replace(open_one, sheet=sheet, undoable=undoable, redoable=None))


def _active(read: Read, name: str) -> TimepointRead:
    active = read.active
    if active is None or active.name != name:
        there = "no timepoint" if active is None else active.name
        msg = f"{name} cannot be worked at now; {there} is open."
        raise IllegalAct(msg)
    if active.locked:
        msg = f"{name} is locked and waits to be reconfirmed."
        raise IllegalAct(msg)
    return active


def _with(read: Read, changed: TimepointRead) -> Read:
    return replace(read, timepoints=tuple(changed if one.name == changed.name else one for one in read.timepoints))


# --- the course of a case --------------------------------------------------------------------------------------------


@_after.register
def _opened(event: events.TimepointOpened, read: Read, _seq: int) -> Read:
    _check_part(read, event)
    if event.supersedes is not None:
        return _images_replaced(read, event)
    last = read.timepoints[-1] if read.timepoints else None
    if last is None and event.timepoint != BASELINE:
        msg = f"A case begins with {BASELINE}."
        raise IllegalAct(msg)
    if last is not None and _number(event.timepoint) <= _number(last.name):
        msg = f"{event.timepoint} does not come after {last.name}."
        raise IllegalAct(msg)
    if bool(event.targets) != (last is None):
        msg = "The prespecified targets come with the baseline, and only there."
        raise IllegalAct(msg)
    fresh = TimepointRead(event.timepoint, event.part, event.seal, event.series)
    return replace(read, timepoints=(*read.timepoints, fresh), targets=event.targets or read.targets)


def _check_part(read: Read, event: events.TimepointOpened) -> None:
    """Whether it is a part that can be opened at all, whatever is there."""
    ids = [target.target_id for target in event.targets]
    numbers = [series.number for series in event.series]
    problem = None
    if not is_timepoint(event.timepoint):
        problem = "names no timepoint"
    elif event.part in read.parts:
        problem = "was opened already"
    elif len(set(ids)) != len(ids) or len(set(numbers)) != len(numbers):
        problem = "names a target or a series twice"
    if problem:
        msg = f"Part {event.part} {problem}."
        raise IllegalAct(msg)


def _number(timepoint: str) -> int:
    return int(timepoint.removeprefix("TP"))


def _images_replaced(read: Read, event: events.TimepointOpened) -> Read:
    """New images for a timepoint that was read: it is read again, and everything after it too."""
    old = read.timepoint(event.timepoint)
    if old is None or event.supersedes != old.part or event.part <= old.part:
        msg = f"The new images do not replace those of {event.timepoint}."
        raise IllegalAct(msg)
    if bool(event.targets) != (old.name == BASELINE):
        msg = "The prespecified targets come with the baseline, and only there."
        raise IllegalAct(msg)
    if len(read.timepoints) > 1 and event.targets and _ids(event.targets) != _ids(read.targets):
        msg = "The targets of a case are fixed once a follow-up was opened."
        raise IllegalAct(msg)
    reopened = _read_again(read, old, and_later=True)
    hindsight = old.hindsight or old.name != read.timepoints[-1].name
    # What was found on the old images is gone; its ids are given to nothing else.
    gone = Sheet(dropped=old.sheet.dropped | old.sheet.recorded.keys())
    fresh = TimepointRead(old.name, event.part, event.seal, event.series, gone, hindsight=hindsight)
    after = replace(_with(reopened, fresh), targets=event.targets or read.targets)
    # What was recorded on the old images is gone, and with it whatever later sheets say of it.
    known = {*after.recorded(), *_ids(after.targets)}
    kept = tuple(replace(one, sheet=without_unrecorded(one.sheet, known)) for one in after.timepoints)
    return replace(after, timepoints=kept)


def _ids(targets: Iterable[Target]) -> tuple[str, ...]:
    return tuple(target.target_id for target in targets)


@_after.register
def _unlocked_by_centre(event: events.TimepointUnlocked, read: Read, _seq: int) -> Read:
    return _unlocked(read, event.timepoint, and_later=event.and_later)


def _unlocked(read: Read, name: str, *, and_later: bool) -> Read:
    chosen = read.timepoint(name)
    if chosen is None or not chosen.locked:
        msg = f"{name} is not locked."
        raise IllegalAct(msg)
    if chosen.reconfirm and chosen is not read.active:
        msg = f"{name} waits to be reconfirmed, and so does an earlier one; begin with that."
        raise IllegalAct(msg)
    return _read_again(read, chosen, and_later=and_later)


def _read_again(read: Read, chosen: TimepointRead, *, and_later: bool) -> Read:
    """A timepoint is open again; later ones are too, or are to be reconfirmed where they are locked."""
    place = read.timepoints.index(chosen)
    later = tuple(
        _reopened(one, hindsight=one is not read.timepoints[-1])
        if and_later or not one.locked
        else replace(one, reconfirm=True, revealed=_outdated(one))
        for one in read.timepoints[place + 1 :]
    )
    again = _reopened(chosen, hindsight=bool(later))
    resume = read.resume if read.state is State.IN_PROGRESS else read.state
    return replace(read, timepoints=(*read.timepoints[:place], again, *later), resume=resume)


def _reopened(one: TimepointRead, *, hindsight: bool) -> TimepointRead:
    """It is open, and neither its conclusions nor its undoing reach back before what happened to an earlier one."""
    return replace(
        one,
        locked=False,
        reconfirm=False,
        reopened=one.reopened or one.locked,
        hindsight=one.hindsight or hindsight,
        revealed=_outdated(one),
        undoable=None,
        redoable=None,
    )


def _outdated(one: TimepointRead) -> Revealed | None:
    """The conclusions as they were shown, which an earlier timepoint may have changed since."""
    return None if one.revealed is None else Revealed(one.revealed.conclusions)


@_after.register
def _reconfirmed(event: events.TimepointReconfirmed, read: Read, _seq: int) -> Read:
    active = read.active
    if active is None or active.name != event.timepoint or not active.reconfirm:
        msg = f"{event.timepoint} does not wait to be reconfirmed, or an earlier one is still open."
        raise IllegalAct(msg)
    revealed = Revealed(event.conclusions, active.sheet) if event.conclusions else active.revealed
    return _with(read, replace(active, reconfirm=False, revealed=revealed))


@_after.register
def _new_version(event: events.VersionOpened, read: Read, _seq: int) -> Read:
    if event.version != read.version + 1:
        msg = f"The next version of this read is {read.version + 1}."
        raise IllegalAct(msg)
    after = _unlocked(read, event.timepoint, and_later=event.and_later)
    # The questionnaire is asked once per case, so a corrected read goes back to where it was before its signature.
    resume = State.CLOSED if read.questionnaire is None else State.QUESTIONNAIRE
    return replace(after, version=event.version, resume=resume)


@_after.register
def _signed(event: events.ReadSigned, read: Read, _seq: int) -> Read:
    if event.version != read.version:
        msg = f"The version to be signed is {read.version}."
        raise IllegalAct(msg)
    signature = Signature(
        event.version,
        event.name,
        event.meaning,
        event.signed_at,
        event.key_id,
        event.signature,
        event.read_sha256,
    )
    return replace(read, signatures=(*read.signatures, signature))


@_after.register
def _locked(event: events.TimepointLocked, read: Read, _seq: int) -> Read:
    return _with(read, replace(_active(read, event.timepoint), locked=True, undoable=None, redoable=None))


@_after.register
def _closed(event: events.CaseClosed, read: Read, _seq: int) -> Read:
    if event.part in read.parts:
        msg = f"Part {event.part} was opened already."
        raise IllegalAct(msg)
    return replace(read, closing_part=event.part)


@_after.register
def _answered(event: events.QuestionnaireAnswered, read: Read, _seq: int) -> Read:
    return replace(read, questionnaire=event.sealed)


# --- calls and undoing -----------------------------------------------------------------------------------------------


@_after.register
def _shown(event: events.ConclusionRevealed, read: Read, _seq: int) -> Read:
    open_one = _active(read, event.timepoint)
    revealed = Revealed(event.conclusions, open_one.sheet)
    return _with(read, replace(open_one, revealed=revealed, undoable=None, redoable=None))


@_after.register
def _undone(event: events.ActUndone, read: Read, _seq: int) -> Read:
    open_one = _active(read, event.timepoint)
    back = _latest(open_one.undoable, event.seq, "undo")
    redoable = Step(event.seq, open_one.sheet, open_one.redoable)
    return _with(read, replace(open_one, sheet=back.sheet, undoable=back.before, redoable=redoable))


@_after.register
def _redone(event: events.ActRedone, read: Read, _seq: int) -> Read:
    open_one = _active(read, event.timepoint)
    again = _latest(open_one.redoable, event.seq, "redo")
    undoable = Step(event.seq, open_one.sheet, open_one.undoable)
    return _with(read, replace(open_one, sheet=again.sheet, undoable=undoable, redoable=again.before))


def _latest(step: Step | None, seq: int, what: str) -> Step:
    if step is None:
        msg = f"There is nothing to {what}."
        raise IllegalAct(msg)
    if step.seq != seq:
        msg = f"It is not the act that is next to {what}."
        raise IllegalAct(msg)
    return step


@_after.register
def _guard_answered(event: events.GuardAnswered, read: Read, _seq: int) -> Read:
    _active(read, event.timepoint)
    answer = GuardAnswer(event.timepoint, event.guard, event.about, event.question, event.reason)
    return replace(read, guards_answered=(*read.guards_answered, answer))


# --- notes -----------------------------------------------------------------------------------------------------------


@_after.register
def _erratum(event: events.ErratumNoted, read: Read, _seq: int) -> Read:
    if not _seen(read, event.timepoint).locked:
        msg = f"{event.timepoint} is open: correct it instead of writing a note."
        raise IllegalAct(msg)
    return replace(read, errata=(*read.errata, Erratum(event.timepoint, event.text)))


@_after.register
def _queried(event: events.ImageQueried, read: Read, _seq: int) -> Read:
    _seen(read, event.timepoint)
    return replace(read, queries=(*read.queries, Query(event.timepoint, event.kind, event.text)))


@_after.register
def _reported(event: events.IncidentalFindingReported, read: Read, _seq: int) -> Read:
    _seen(read, event.timepoint)
    return replace(read, incidental=(*read.incidental, IncidentalFinding(event.timepoint, event.text)))


def _seen(read: Read, name: str) -> TimepointRead:
    about = read.timepoint(name)
    if about is None:
        msg = f"{name} was not opened yet."
        raise IllegalAct(msg)
    return about
