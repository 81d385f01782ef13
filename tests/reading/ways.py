"""A reader at work, in short words: whole timepoints, and single acts."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from support.fake_desk import PASSWORD, UID, FakeDesk, FakeProtocols, fake_desk

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.events import Note, SheetAct
from seedcryo_reader.domain.lesion import Certainty, Mark, NewLesions, NonTargetStatus, RecordedLesion
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import Record
from seedcryo_reader.reading.ports import Leave
from seedcryo_reader.reading.reading import Reading

CASE = "C-0001"
WHY = "looked again"
ANSWERS = {"arm": ("I do not know",), "traces": ("none",)}
IMAGE = ImagePlace(1, UID)


def begun(desk: FakeDesk | None = None) -> tuple[Reading, FakeDesk]:
    """A case whose baseline is open."""
    at = desk or fake_desk()
    reading = Reading(CASE, at.desk)
    reading.open_next()
    return reading, at


def state(reading: Reading, desk: FakeDesk) -> tuple[Read, list[Record]]:
    """All that an act may change."""
    assert list(reading.records) == desk.log.records(CASE)
    return reading.read, desk.log.records(CASE)


# --- acts ---


def caliper(long: str, short: str | None = "8", places: int = 1, lesion: str = "T01") -> Caliper:
    """Axes from one corner, which lies elsewhere for every lesion: nobody measures two at one place."""
    x, y = 100 * int(lesion[1:3]), 100 * int(lesion[4:] or 0) + 1000 * "TR".index(lesion[0])
    corner = (f"{x}.000", f"{y}.000", "0.000")
    across = None if short is None else Axis.between(corner, (corner[0], f"{y + float(short):.3f}", "0.000"), places)
    return Caliper(IMAGE, Axis.between(corner, (f"{x + float(long):.3f}", corner[1], "0.000"), places), across)


def measured(
    at: str, lesion: str, long: str, short: str | None = "8", extent: Extent = Extent.WHOLE
) -> events.MeasurementMade:
    lesion_set = LesionSet.RECIST if lesion.startswith("R") else LesionSet.ENDPOINT
    return events.MeasurementMade(at, lesion, lesion_set, extent, caliper(long, short, lesion=lesion))


def revised(at: str, lesion: str, long: str, short: str | None = "8") -> events.MeasurementRevised:
    made = measured(at, lesion, long, short)
    return events.MeasurementRevised(at, lesion, made.lesion_set, made.extent, made.caliper)


def found(at: str, lesion: str, question: str, answer: str = "none", reason: str | None = None) -> SheetAct:
    return events.LocalFindingGiven(at, lesion, question, answer, reason)


def recorded(at: str, lesion: str, organ: str = "lung", place: str = "lingula") -> SheetAct:
    point = ("1.000", f"{1500 + 20 * int(lesion[-2:])}.000", "0.000")
    return events.LesionRecorded(at, RecordedLesion(lesion, organ, place, Mark(IMAGE, point)))


def non_target(at: str, lesion: str, status: str = "present", reason: str | None = None) -> SheetAct:
    return events.NonTargetAssessed(at, lesion, NonTargetStatus(status), reason)


def new_lesion(at: str, lesion: str, certainty: str = "equivocal", **more: Any) -> SheetAct:
    return events.NewLesionAssessed(at, lesion, Certainty(certainty), **more)


def none_new(at: str) -> SheetAct:
    return events.NewLesionsStated(at, NewLesions.NONE)


def called(at: str, about: str, value: str, reason: str | None = None) -> SheetAct:
    return events.CallMade(at, about, value, reason)


def said(reading: Reading, *acts: SheetAct | Note, why: str | None = None) -> None:
    for act in acts:
        reading.do(act, why)


def locked(reading: Reading, why: str | None = None) -> Record:
    """Lock, after every question before it was answered."""
    for guard in reading.guards():
        reading.answer_guard(guard, WHY)
    return reading.lock(why)


# --- the centre's leave ---


def leave(
    at: str, number: int = 1, *, and_later: bool = False, version: int | None = None, case_number: str = CASE
) -> Leave:
    """A leave; of two with the same number the second was used before."""
    return Leave(f"leave {number} for {at}", case_number, at, and_later, version, WHY)


def unlock(reading: Reading, at: str, *, and_later: bool = False) -> Record:
    """Read a timepoint again, by a leave that was never used before."""
    return reading.go_back(leave(at, len(reading.records), and_later=and_later))


def new_version(reading: Reading, at: str, *, and_later: bool = False) -> Record:
    """Open the next version of a signed read, by a leave that was never used before."""
    return reading.go_back(leave(at, len(reading.records), and_later=and_later, version=reading.read.version + 1))


# --- whole timepoints ---


def baseline(reading: Reading, *more: SheetAct) -> None:
    """Assess the baseline (T01 23.4 mm, the node T02 16 mm short) and lock it."""
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"), *more)
    reading.lock()


def answers(at: str) -> list[SheetAct]:
    return [found(at, target, question) for target in ("T01", "T02") for question in ("tissue", "contiguous")]


def assessed(at: str, t01: str = "22") -> list[SheetAct]:
    """All that a follow-up without other disease asks for, but the calls."""
    return [measured(at, "T01", t01), measured(at, "T02", "18", "16"), *answers(at), none_new(at)]


def calls(at: str, overall: str = "SD", local: str = "no LP", reason: str | None = "as I see it") -> list[SheetAct]:
    return [*(called(at, target, local, reason) for target in ("T01", "T02")), called(at, OVERALL, overall, reason)]


def follow_up(reading: Reading, t01: str = "22", acts: Iterable[SheetAct] = ()) -> str:
    """Open the next timepoint, read it and lock it; returns its name."""
    reading.open_next()
    at = reading.read.timepoints[-1].name
    said(reading, *assessed(at, t01), *acts, *calls(at))
    reading.reveal()
    locked(reading)
    return at


def closed(desk: FakeDesk | None = None) -> tuple[Reading, FakeDesk]:
    """A case with all its timepoints locked and closed by the centre."""
    reading, at = begun(desk)
    baseline(reading)
    for _ in at.images.timepoints[1:]:
        follow_up(reading)
    reading.open_next()
    return reading, at


def signed(desk: FakeDesk | None = None) -> tuple[Reading, FakeDesk]:
    reading, at = closed(desk)
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)
    return reading, at


def codes(reading: Reading) -> list[tuple[str, str, str]]:
    """The completeness list as (code, about, field)."""
    return [(one.code, one.about, one.field) for one in reading.missing()]


def with_protocol(desk: FakeDesk, protocol: Protocol) -> Reading:
    """The case of a desk, read by a changed protocol that passes for the one of the log."""
    return Reading(CASE, replace(desk.desk, protocols=FakeProtocols(protocol)))
