"""Play a script through the same acts that the screens use, on with where an earlier play ended.

One act makes one event, so the number of events in the log says how many acts are done; the answers that a lock gives
to the questions before it come on top, and belong to it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import Note, SheetAct
from seedcryo_reader.domain.lesion import (
    Certainty,
    Mark,
    NewLesions,
    NonTargetStatus,
    RecordedLesion,
)
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.record import Record
from seedcryo_reader.reading.ports import Images, Leaves
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import KINDS, Act, Script


class NotThisScript(IllegalAct):
    """The log holds acts that the script does not have."""


class Waiting(Exception):
    """The script wants the next part and it was not received: the case waits."""


class Player:
    """Plays the acts of a script at one reading."""

    def __init__(
        self, reading: Reading, images: Images, password: Callable[[], str], leaves: Leaves | None = None
    ) -> None:
        self._reading = reading
        self._images = images
        self._password = password
        self._leaves = leaves

    def done(self, script: Script) -> int:
        """How many acts of the script the log holds already.

        Raises
        ------
        NotThisScript
            The log holds something else.
        """
        k = 0
        for number, record in enumerate(self._reading.records, 1):
            if k >= len(script.acts) or not _is(script.acts[k], record):
                msg = (
                    f"acts[{k}] is not what was done as event {number} of {script.case_number}. A script goes on only "
                    "where it says what was done; put corrections behind it (undo, or measure again)."
                )
                raise NotThisScript(msg)
            k += not isinstance(record.event, events.GuardAnswered)
        return k

    def play(self, act: Act) -> Record:
        """Perform one act.

        Raises
        ------
        Waiting
            It opens the next part, which is not there.
        IllegalAct, Refused, EnvironmentFailure
            As for `Reading`.
        """
        match act.kind:
            case "open":
                record = self._open(act.why)
            case "questionnaire":
                record = self._reading.answer_questionnaire(act.fields["answers"], act.fields["confidence"], act.why)
            case "go-back":
                record = self._go_back(act.fields["leave"])
            case "lock":
                record = self._lock(act.fields.get("reason"), act.why)
            case "sign":
                record = self._reading.sign(self._password(), act.why)
            case kind if kind in _COURSE:
                record = _COURSE[kind](self._reading, act.why)
            case kind:
                record = self._reading.do(self._written(kind, act.fields), act.why)
        return record

    def _open(self, why: str | None) -> Record:
        record = self._reading.open_next(why)
        if record is None:
            raise Waiting
        return record

    def _lock(self, reason: str | None, why: str | None) -> Record:
        """Lock, and before that give the one reason to whatever is asked, unless it was given in an earlier play."""
        if reason is not None:
            for guard in self._reading.guards():
                self._reading.answer_guard(guard, reason)
        return self._reading.lock(why)

    def _go_back(self, leave: str) -> Record:
        if self._leaves is None:
            msg = "No leaves of the centre are at hand here."
            raise IllegalAct(msg)
        record = self._reading.go_back(self._leaves.leave(leave))
        self._reading.bring_images()
        return record

    # --- acts on the sheet ---

    def _written(self, kind: str, fields: Mapping[str, Any]) -> SheetAct | Note:
        if kind in _NOTES:
            return _NOTES[kind](**fields)
        timepoint = self._timepoint()
        if kind == "measure":
            return self._measure(timepoint, fields)
        if kind == "record":
            place = self._place(timepoint, fields["lesion"], fields, fields["point_mm"], fields["point_mm"])
            mark = Mark(place, fields["point_mm"])
            return events.LesionRecorded(
                timepoint, _made(RecordedLesion, fields["lesion"], fields["organ"], fields["place"], mark)
            )
        return _SHEET[kind](timepoint, **fields)

    def _timepoint(self) -> str:
        active = self._reading.read.active
        if active is None:
            msg = "No timepoint is open."
            raise IllegalAct(msg)
        return active.name

    def _measure(self, timepoint: str, fields: Mapping[str, Any]) -> SheetAct:
        lesion, extent = fields["lesion"], Extent(fields.get("extent", "whole"))
        places = self._reading.protocol.lengths.places
        ends, short_ends = fields["long_mm"], fields.get("short_mm")
        short = None if short_ends is None else Axis.between(short_ends[0], short_ends[1], places)
        place = self._place(timepoint, lesion, fields, *ends)
        caliper = _made(Caliper, place, Axis.between(ends[0], ends[1], places), short)
        lesion_set = LesionSet.RECIST if lesion.startswith("R") else LesionSet.ENDPOINT
        active = self._reading.read.active
        measured = active is not None and isinstance(active.sheet.assessed(lesion, extent), Caliper)
        kind = events.MeasurementRevised if measured else events.MeasurementMade
        return kind(timepoint, lesion, lesion_set, extent, caliper)

    def _place(self, timepoint: str, lesion: str, fields: Mapping[str, Any], start: Any, end: Any) -> ImagePlace:
        case_number = self._reading.read.case_number
        series = fields.get("series") or self._images.usual_series(case_number, timepoint, lesion)
        return self._images.image_of(case_number, timepoint, series, start, end)


def _is(act: Act, record: Record) -> bool:
    """Whether a record can be this act: the same kind of event, with everything that the act says in as many words."""
    event: Any = record.event
    if isinstance(event, events.GuardAnswered):
        return act.kind == "lock" and act.fields.get("reason") == event.reason
    if type(event) not in KINDS[act.kind].events:
        return False
    if act.kind == "go-back":  # its reason is the centre's
        return True
    if record.reason != act.why:
        return False
    if isinstance(event, events.LesionRecorded):
        event = event.lesion
    said = {name: value for name, value in act.fields.items() if hasattr(event, name) and name != "pieces"}
    lines = [(act.fields.get(f"{one}_mm"), getattr(event.caliper, one)) for one in _axes_of(event)]
    return all(getattr(event, name) == value for name, value in said.items()) and all(
        ends == (None if axis is None else (axis.start, axis.end)) for ends, axis in lines
    )


def _axes_of(event: Any) -> tuple[str, ...]:
    return ("long", "short") if isinstance(event, events.MeasurementMade | events.MeasurementRevised) else ()


def _made(kind: Callable[..., Any], *values: Any) -> Any:
    """A value that checks itself; what is wrong with it is the act's fault."""
    try:
        return kind(*values)
    except ValueError as error:
        raise IllegalAct(f"{str(error)[0].upper()}{str(error)[1:]}.") from error


def _extent(extent: str = "whole") -> Extent:
    return Extent(extent)


def _split(timepoint: str, lesion: str, pieces: int) -> SheetAct:
    return events.LesionMarkedSplit(timepoint, lesion, tuple(f"{lesion}.{k}" for k in range(1, pieces + 1)))


def _non_target(timepoint: str, lesion: str, status: str, reason: str | None = None) -> SheetAct:
    return events.NonTargetAssessed(timepoint, lesion, _made(NonTargetStatus, status), reason)


def _new_lesion(
    timepoint: str, lesion: str, certainty: str, *, first_seen: str | None = None, reason: str | None = None
) -> SheetAct:
    return events.NewLesionAssessed(timepoint, lesion, _made(Certainty, certainty), first_seen, reason)


_COURSE: Final[Mapping[str, Callable[[Reading, str | None], Record]]] = {
    "reconfirm": Reading.reconfirm,
    "reveal": Reading.reveal,
    "undo": Reading.undo,
    "redo": Reading.redo,
}

_NOTES: Final[Mapping[str, Callable[..., Note]]] = {
    "erratum": events.ErratumNoted,
    "query": events.ImageQueried,
    "incidental": events.IncidentalFindingReported,
}

_SHEET: Final[Mapping[str, Callable[..., SheetAct]]] = {
    "absent": lambda timepoint, lesion, **more: events.LesionMarkedAbsent(timepoint, lesion, _extent(**more)),
    "too-small": lambda timepoint, lesion, **more: events.LesionMarkedTooSmall(timepoint, lesion, _extent(**more)),
    "not-evaluable": lambda timepoint, lesion, reason, **more: events.LesionMarkedNotEvaluable(
        timepoint, lesion, _extent(**more), reason
    ),
    "merged": events.LesionMarkedMerged,
    "split": _split,
    "remove": lambda timepoint, lesion, **more: events.AssessmentRemoved(timepoint, lesion, _extent(**more)),
    "finding": events.LocalFindingGiven,
    "drop": events.LesionDropped,
    "recist-set": events.RecistSetChosen,
    "non-target": _non_target,
    "new-lesion": _new_lesion,
    "new-lesions": lambda timepoint, answer, reason=None: events.NewLesionsStated(
        timepoint, _made(NewLesions, answer), reason
    ),
    "timepoint-not-evaluable": events.TimepointMarkedNotEvaluable,
    "timepoint-evaluable": events.TimepointMarkedEvaluable,
    "call": events.CallMade,
}
