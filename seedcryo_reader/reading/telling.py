"""What a record says, in words, for whoever reads the audit trail: what was done, to what, from what to what.

Nothing that unblinds can be told from it: what is logged about a case knows no arm, name or date, and the answers to
the blinding questionnaire are sealed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lesion import Absent, Assessment, Merged, NewLesionState, NotEvaluable, Split, TooSmall
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import Read, Sheet
from seedcryo_reader.domain.record import Record


@dataclass(frozen=True, slots=True)
class Told:
    """A record in words.

    Attributes
    ----------
    record : Record
    timepoint : str
        Empty where it is about the whole case.
    about : str
        The lesion or other thing it is about; may be empty.
    what : str
        What was done.
    old, new : str
        What was said before and after; empty where there is no such thing.
    """

    record: Record
    timepoint: str
    about: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Said:
    what: str
    about: str = ""
    old: str = ""
    new: str = ""


def told(case_number: str, records: Sequence[Record]) -> Iterator[Told]:
    """Every record of a case in words, in order."""
    read = Read(case_number)
    acts: dict[int, _Said] = {}
    for record in records:
        after = applied(read, record.event, record.seq)
        match record.event:
            case events.ActUndone(seq=seq):
                act = acts[seq]
                said = _Said(f"undid act {seq}: {act.what}", act.about, act.new, act.old)
            case events.ActRedone(seq=seq):
                said = replace(acts[seq], what=f"did act {seq} again: {acts[seq].what}")
            case event:
                said = _tell(event, read, after)
        acts[record.seq] = said
        timepoint = getattr(record.event, "timepoint", "")
        yield Told(record, timepoint, said.about, said.what, said.old, said.new)
        read = after


def _sheet(read: Read, name: str) -> Sheet:
    one = read.timepoint(name)
    return Sheet() if one is None else one.sheet


def assessment_text(said: Assessment | None) -> str:
    """An assessment in words; empty for none."""
    match said:
        case None:
            text = ""
        case Caliper():
            short = "" if said.short is None else f" × {said.short.mm}"
            text = f"{said.long.mm}{short} mm"
        case Absent():
            text = "absent"
        case TooSmall():
            text = "too small to measure"
        case NotEvaluable():
            text = f"not evaluable ({said.reason})"
        case Merged():
            text = f"merged with {said.into}"
        case Split():
            text = f"split into {', '.join(said.pieces)}"
    return text


def _assessment(what: str, lesion: str, extent: Extent, timepoint: str, reads: tuple[Read, Read]) -> _Said:
    old, new = (assessment_text(_sheet(read, timepoint).assessed(lesion, extent)) for read in reads)
    about = lesion if extent is Extent.WHOLE else f"{lesion} ({extent})"
    return _Said(what, about, old, new)


@singledispatch
def _tell(event: Event, _before: Read, _after: Read) -> _Said:
    msg = f"{type(event).__name__} cannot be told"
    raise TypeError(msg)


@_tell.register
def _opened(event: events.TimepointOpened, before: Read, _after: Read) -> _Said:
    images = ", ".join(f"{one.label}" for one in event.series)
    what = "timepoint opened" if event.supersedes is None else "new images opened"
    old = before.timepoint(event.timepoint)
    return _Said(what, "", "" if old is None else f"part {old.part}", f"part {event.part}: {images}")


@_tell.register
def _course(
    event: events.TimepointLocked | events.TimepointReconfirmed | events.CaseClosed | events.QuestionnaireAnswered,
    before: Read,
    after: Read,
) -> _Said:
    what = {
        events.TimepointLocked: "timepoint locked",
        events.TimepointReconfirmed: "timepoint reconfirmed",
        events.CaseClosed: "case closed by the centre",
        events.QuestionnaireAnswered: "blinding questionnaire answered (sealed)",
    }[type(event)]
    return _Said(what, "", str(before.state), str(after.state))


@_tell.register
def _unlocked(event: events.TimepointUnlocked, before: Read, after: Read) -> _Said:
    what = "timepoints unlocked from here" if event.and_later else "timepoint unlocked"
    return _Said(f"{what} by the centre's leave", "", str(before.state), str(after.state))


@_tell.register
def _signed(event: events.ReadSigned, before: Read, after: Read) -> _Said:
    what = f"read signed by {event.name}, key {event.key_id}: {event.meaning}"
    return _Said(what, f"version {event.version}", str(before.state), str(after.state))


@_tell.register
def _version(_event: events.VersionOpened, before: Read, after: Read) -> _Said:
    return _Said("new version begun by the centre's leave", "", f"version {before.version}", f"version {after.version}")


@_tell.register
def _measured(event: events.MeasurementMade | events.MeasurementRevised, before: Read, after: Read) -> _Said:
    what = "measured" if isinstance(event, events.MeasurementMade) else "measured again"
    return _assessment(what, event.lesion, event.extent, event.timepoint, (before, after))


@_tell.register
def _marked(
    event: events.LesionMarkedAbsent
    | events.LesionMarkedTooSmall
    | events.LesionMarkedNotEvaluable
    | events.AssessmentRemoved,
    before: Read,
    after: Read,
) -> _Said:
    what = "assessment removed" if isinstance(event, events.AssessmentRemoved) else "assessed"
    return _assessment(what, event.lesion, event.extent, event.timepoint, (before, after))


@_tell.register
def _merged(event: events.LesionMarkedMerged | events.LesionMarkedSplit, before: Read, after: Read) -> _Said:
    return _assessment("assessed", event.lesion, Extent.WHOLE, event.timepoint, (before, after))


@_tell.register
def _finding(event: events.LocalFindingGiven, before: Read, _after: Read) -> _Said:
    old = _sheet(before, event.timepoint).findings.get((event.lesion, event.question))
    before_text = "" if old is None else _with_reason(old.answer, old.reason)
    return _Said(f"answered {event.question}", event.lesion, before_text, _with_reason(event.answer, event.reason))


def _with_reason(answer: str, reason: str | None) -> str:
    return answer if reason is None else f"{answer} ({reason})"


@_tell.register
def _recorded(event: events.LesionRecorded, _before: Read, _after: Read) -> _Said:
    return _Said("lesion recorded", event.lesion.lesion, "", f"{event.lesion.organ}, {event.lesion.place}")


@_tell.register
def _dropped(event: events.LesionDropped, before: Read, _after: Read) -> _Said:
    old = _sheet(before, event.timepoint).recorded[event.lesion]
    return _Said("lesion dropped", event.lesion, f"{old.organ}, {old.place}", "")


@_tell.register
def _recist(event: events.RecistSetChosen, before: Read, _after: Read) -> _Said:
    old = _sheet(before, event.timepoint).recist_set
    return _Said("RECIST set chosen", "", "" if old is None else ", ".join(old), ", ".join(event.lesions))


@_tell.register
def _non_target(event: events.NonTargetAssessed, before: Read, _after: Read) -> _Said:
    old = _sheet(before, event.timepoint).non_targets.get(event.lesion)
    before_text = "" if old is None else _with_reason(old.status, old.reason)
    return _Said("non-target assessed", event.lesion, before_text, _with_reason(event.status, event.reason))


@_tell.register
def _new_lesion(event: events.NewLesionAssessed, before: Read, _after: Read) -> _Said:
    old = _sheet(before, event.timepoint).new_lesions.get(event.lesion)
    return _Said("new lesion assessed", event.lesion, "" if old is None else _certainty(old), _certainty(event))


def _certainty(said: NewLesionState | events.NewLesionAssessed) -> str:
    since = "" if said.first_seen is None else f", seen since {said.first_seen}"
    return f"{_with_reason(said.certainty, said.reason)}{since}"


@_tell.register
def _new_lesions(event: events.NewLesionsStated, before: Read, _after: Read) -> _Said:
    old = _sheet(before, event.timepoint).any_new_lesion
    before_text = "" if old is None else _with_reason(old.answer, old.reason)
    return _Said("new lesions", "", before_text, _with_reason(event.answer, event.reason))


@_tell.register
def _evaluable(
    event: events.TimepointMarkedNotEvaluable | events.TimepointMarkedEvaluable, before: Read, after: Read
) -> _Said:
    old, new = (_sheet(read, event.timepoint).not_evaluable for read in (before, after))
    words = ["evaluable" if reason is None else f"not evaluable ({reason})" for reason in (old, new)]
    return _Said("whole timepoint", "", *words)


@_tell.register
def _called(event: events.CallMade, before: Read, after: Read) -> _Said:
    old = _sheet(before, event.timepoint).calls.get(event.about)
    one = after.timepoint(event.timepoint)
    late = one is not None and one.revealed is not None
    what = "call made after the computed conclusion" if late else "call made"
    old_text = "" if old is None else _with_reason(old.value, old.reason)
    return _Said(what, event.about, old_text, _with_reason(event.value, event.reason))


@_tell.register
def _revealed(event: events.ConclusionRevealed, _before: Read, _after: Read) -> _Said:
    values = [f"{one.about}: {one.value}" for one in event.conclusions]
    return _Said("computed conclusion shown", OVERALL, "", "; ".join(values))


@_tell.register
def _guarded(event: events.GuardAnswered, _before: Read, _after: Read) -> _Said:
    return _Said(f"answered before the lock: {event.question}", event.about, "", event.reason)


@_tell.register
def _noted(event: events.ErratumNoted | events.IncidentalFindingReported, _before: Read, _after: Read) -> _Said:
    what = "erratum noted" if isinstance(event, events.ErratumNoted) else "incidental finding reported"
    return _Said(what, "", "", event.text)


@_tell.register
def _queried(event: events.ImageQueried, _before: Read, _after: Read) -> _Said:
    return _Said(f"image query: {event.kind}", "", "", event.text)
