"""Signed reads of one case, written in short words, and pairs of them that differ in a way that has a name.

A read is written as what is to be said, timepoint by timepoint: ``"TP2: T01 28, new tissue at T02; TP3: not
evaluable"``. What is not said is uneventful: lengths stay as they were (T01 23.4 mm at the baseline and 22 mm since,
the node T02 16 mm in its short axis), new lesions and non-target disease too, nothing else is seen. Calls are those
that the criteria compute, unless one is written.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import SheetAct
from seedcryo_reader.domain.lesion import Certainty, Mark, NewLesions, NonTargetStatus, RecordedLesion
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import Record
from seedcryo_reader.reading.ports import NewEvent
from seedcryo_reader.reading.reading import Reading
from support.fake_desk import PASSWORD, PROTOCOL_FILE, UID, FakeLog, FakeProtocols, FakeSigner, fake_desk

CASE: Final = "C-0001"
_WHY: Final = "poor scan quality"


@dataclass(frozen=True)
class Reader:
    """Who reads, where; `remark` is what this hand writes wherever a reason in words is asked for."""

    account: str = "reader1"
    name: str = "Dr A. Reader"
    station: str = "f" * 16
    session: str = "s" * 16
    remark: str = "as I see it"


FIRST: Final = Reader()
SECOND: Final = Reader("reader2", "Dr B. Reader", "e" * 16, "t" * 16, "looks so to me")


@dataclass(frozen=True)
class SignedRead:
    """A read with its log."""

    reader: Reader
    read: Read
    records: tuple[Record, ...]

    @property
    def sha256(self) -> str:
        """Of the canonical read that was signed."""
        return self.read.signatures[-1].read_sha256


@dataclass(frozen=True)
class Pair:
    """Two reads of one case."""

    first: SignedRead
    second: SignedRead

    @property
    def reads(self) -> tuple[Read, Read]:
        return self.first.read, self.second.read


APART: Final[Mapping[str, tuple[str, str]]] = {
    "alike": ("", ""),
    "new lesion": ("TP2: new lesion in lung (lingula)", ""),
    "target measurement": ("TP2: T01 27.5", "TP2: T01 26.5"),
    "non-target disease": (
        "TP0: NT01 in liver (segment V); TP2: NT01 progression",
        "TP0: NT01 in liver (segment V)",
    ),
    "evaluability": ("TP2: T01 28", "TP2: T01 not evaluable; TP3: T01 not evaluable"),
    "timepoint only": ("TP2: T01 28", "TP3: T01 28"),
    "different new lesion": ("TP2: new lesion in lung (lingula)", "TP2: new lesion in liver (segment II)"),
    "local finding": ("TP2: new tissue at T01; TP3: larger tissue at T01", ""),
    "call": ("TP2: T01 28, call T01 no LP; TP3: call T01 no LP", "TP2: T01 28"),
}
"""What two reads of a case with three follow-ups say, by what sets them apart."""


def shipped() -> Protocol:
    """The trial's protocol."""
    return load_protocol(PROTOCOL_FILE)


def apart(how: str, readers: tuple[Reader, Reader] = (FIRST, SECOND), protocol: Protocol | None = None) -> Pair:
    """Two signed reads that are apart in a way of `APART`."""
    return pair(*APART[how], readers=readers, protocol=protocol)


def pair(
    first: str,
    second: str,
    *,
    readers: tuple[Reader, Reader] = (FIRST, SECOND),
    follow_ups: int = 3,
    protocol: Protocol | None = None,
) -> Pair:
    """Two signed reads of one case that say this."""
    by = protocol or shipped()
    one, other = (signed_read(*said, follow_ups, by) for said in zip((first, second), readers, strict=True))
    return Pair(one, other)


def signed_read(said: str, reader: Reader, follow_ups: int, protocol: Protocol) -> SignedRead:
    """A read of a case with so many follow-ups, signed."""
    told = dict(re.findall(r"(TP\d): ([^;]+)", said))
    at = fake_desk()
    at.images.timepoints = [f"TP{number}" for number in range(follow_ups + 1)]
    log, signer = _SignedLog(reader=reader), FakeSigner()
    signer.printed_name = reader.name
    reading = Reading(CASE, replace(at.desk, log=log, signer=signer, protocols=FakeProtocols(protocol)))
    hand = _Hand(reading, reader.remark)
    for name in at.images.timepoints:
        reading.open_next()
        hand.read(name, told.pop(name, ""))
    assert not told, f"nobody reads {told}"
    reading.open_next()
    reading.answer_questionnaire({"arm": ("I do not know",), "traces": ("none",)}, "a guess")
    reading.sign(PASSWORD)
    return SignedRead(reader, reading.read, reading.records)


@dataclass
class _SignedLog(FakeLog):
    """A log that is written by this reader at this station."""

    reader: Reader = FIRST

    def append(self, act: NewEvent, after: Callable[[int], Read]) -> tuple[Record, Read]:
        record, read = super().append(act, after)
        who = {"actor": self.reader.account, "station": self.reader.station, "session": self.reader.session}
        self.stored[-1] = replace(record, stamp=replace(record.stamp, **who))
        return self.stored[-1], read


@dataclass
class _Hand:
    """A reader at a case: what is said, and everything that is asked besides."""

    reading: Reading
    remark: str
    lengths: dict[str, tuple[str, int]] = field(default_factory=lambda: {"T01": ("23.4", 0), "T02": ("16", 0)})
    new: dict[str, Certainty] = field(default_factory=dict)
    asked: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, at: str, text: str) -> None:
        self.asked = {}
        if at == "TP1":
            self.lengths["T01"] = ("22", 0)
        said = [one.strip() for one in text.split(",") if one.strip()]
        calls = dict(one.split(" ", 2)[1:] for one in said if one.startswith("call "))
        for one in said:
            if not one.startswith("call "):
                self._say(at, one)
        self._rest(at)
        if at != "TP0":
            self._call(at, calls)
            self.reading.reveal()
        for guard in self.reading.guards():
            self.reading.answer_guard(guard, self.remark)
        self.reading.lock()

    def _do(self, act: SheetAct) -> None:
        self.reading.do(act, self.remark)

    def _say(self, at: str, text: str) -> None:
        """One of the phrases."""
        for form, say in _PHRASES:
            if found := re.fullmatch(form, text):
                for act in say(self, at, *found.groups()):
                    self._do(act)
                return
        msg = f"no phrase of a read: {text!r}"
        raise ValueError(msg)

    def _rest(self, at: str) -> None:
        """Everything that is asked and was not said."""
        sheet = self.reading.read.active.sheet
        if sheet.not_evaluable is not None:
            return
        for lesion, length in self.lengths.items():
            if sheet.assessed(lesion) is None:
                self._do(_measured(at, lesion, *length))
        wanted = self.reading.worked_out.demands(at)
        for lesion in wanted.non_targets:
            if lesion not in sheet.non_targets:
                self._do(events.NonTargetAssessed(at, lesion, NonTargetStatus.PRESENT))
        for lesion in wanted.new_lesions:
            if lesion not in sheet.new_lesions:
                self._do(events.NewLesionAssessed(at, lesion, self.new[lesion]))
        if wanted.any_new_lesion and sheet.any_new_lesion is None:
            self._do(events.NewLesionsStated(at, NewLesions.NONE))
        self._answer(at)

    def _answer(self, at: str) -> None:
        """The questions about targets; one answer may bring another question."""
        while left := self._open_questions(at):
            lesion, question = left[0]
            usual = {"enhancement": "yes", "tissue-change": "same"}.get(question, "none")
            answer = self.asked.get((lesion, question), usual)
            self._do(
                events.LocalFindingGiven(at, lesion, question, answer, _WHY if answer == "not assessable" else None)
            )

    def _open_questions(self, at: str) -> list[tuple[str, str]]:
        answered = self.reading.read.active.sheet.findings
        return [one for one in self.reading.worked_out.demands(at).questions if one not in answered]

    def _call(self, at: str, calls: Mapping[str, str]) -> None:
        computed = {one.about: one.value for one in self.reading.worked_out.conclusions(at)}
        for about in self.reading.worked_out.demands(at).calls:
            self._do(events.CallMade(at, about, calls.get(about, computed[about]), self.remark))

    # --- the phrases ---

    def length(self, at: str, lesion: str, mm: str, slice_number: str | None) -> Iterator[SheetAct]:
        self.lengths[lesion] = (mm, int(slice_number or 0))
        yield _measured(at, lesion, *self.lengths[lesion])

    def state(self, at: str, lesion: str, words: str) -> Iterator[SheetAct]:
        made: dict[str, Callable[[], SheetAct]] = {
            "absent": lambda: events.LesionMarkedAbsent(at, lesion, Extent.WHOLE),
            "too small": lambda: events.LesionMarkedTooSmall(at, lesion, Extent.WHOLE),
            "not evaluable": lambda: events.LesionMarkedNotEvaluable(at, lesion, Extent.WHOLE, _WHY),
        }
        yield made[words]()

    def merged(self, at: str, lesion: str, into: str) -> Iterator[SheetAct]:
        yield events.LesionMarkedMerged(at, lesion, into)

    def split(self, at: str, lesion: str, *pieces: str) -> Iterator[SheetAct]:
        names = tuple(f"{lesion}.{number}" for number in range(1, len(pieces) + 1))
        yield events.LesionMarkedSplit(at, lesion, names)
        yield from (_measured(at, name, mm, 0) for name, mm in zip(names, pieces, strict=True))

    def tissue(self, _at: str, doubt: str | None, change: str | None, lesion: str) -> Iterator[SheetAct]:
        self.asked[lesion, "tissue"] = "uncertain" if doubt else "present"
        if change:
            self.asked[lesion, "tissue-change"] = change.strip()
        yield from ()

    def unassessed(self, _at: str, what: str, lesion: str) -> Iterator[SheetAct]:
        self.asked[lesion, "tissue" if what == "tissue" else "contiguous"] = "not assessable"
        yield from ()

    def touching(self, _at: str, doubt: str | None, lesion: str) -> Iterator[SheetAct]:
        self.asked[lesion, "contiguous"] = "uncertain" if doubt else "present"
        yield from ()

    def found(self, at: str, doubt: str | None, organ: str, place: str, since: str | None) -> Iterator[SheetAct]:
        name = f"NL{len(self.new) + 1:02}"
        self.new[name] = Certainty.EQUIVOCAL if doubt else Certainty.UNEQUIVOCAL
        yield events.LesionRecorded(at, _recorded(name, organ, place))
        yield events.NewLesionAssessed(at, name, self.new[name], since)

    def again(self, at: str, lesion: str, certainty: str) -> Iterator[SheetAct]:
        self.new[lesion] = Certainty(certainty)
        yield events.NewLesionAssessed(at, lesion, self.new[lesion])

    def beside(self, at: str, lesion: str, organ: str, place: str) -> Iterator[SheetAct]:
        yield events.LesionRecorded(at, _recorded(lesion, organ, place))

    def non_target(self, at: str, lesion: str, words: str) -> Iterator[SheetAct]:
        status = NonTargetStatus("unequivocal progression" if words == "progression" else words)
        yield events.NonTargetAssessed(at, lesion, status, _WHY if words == "not evaluable" else None)

    def sum_of(self, at: str, lesion: str) -> Iterator[SheetAct]:
        yield events.RecistSetChosen(at, (lesion,))

    def no_news(self, at: str) -> Iterator[SheetAct]:
        yield events.NewLesionsStated(at, NewLesions.NOT_ASSESSABLE, _WHY)

    def nothing(self, at: str) -> Iterator[SheetAct]:
        yield events.TimepointMarkedNotEvaluable(at, _WHY)


_LESION: Final = r"([TR]\d\d)"
_NUMBER: Final = r"(\d+(?:\.\d)?)"

_PHRASES: Final[tuple[tuple[str, Callable[..., Iterator[Any]]], ...]] = (
    (rf"{_LESION} {_NUMBER}(?: on slice (\d+))?", _Hand.length),
    (rf"{_LESION} (absent|too small|not evaluable)", _Hand.state),
    (rf"{_LESION} merged into {_LESION}", _Hand.merged),
    (rf"{_LESION} split {_NUMBER} \+ {_NUMBER}", _Hand.split),
    (rf"(uncertain )?(new |larger |same |smaller )?tissue at {_LESION}", _Hand.tissue),
    (rf"(tissue|touching tumour) not assessable at {_LESION}", _Hand.unassessed),
    (rf"(uncertain )?tumour touching {_LESION}", _Hand.touching),
    (r"(equivocal )?new lesion in ([a-z ]+) \(([^)]+)\)(?: since (TP\d))?", _Hand.found),
    (r"(NL\d\d) (equivocal|unequivocal|resolved)", _Hand.again),
    (r"(NT\d\d) in ([a-z ]+) \(([^)]+)\)", _Hand.beside),
    (r"(NT\d\d) (present|absent|progression|not evaluable)", _Hand.non_target),
    (rf"sum of {_LESION}", _Hand.sum_of),
    (r"new lesions not assessable", _Hand.no_news),
    (r"not evaluable", _Hand.nothing),
)
"""Every phrase of a read, and what it makes of it."""


def _measured(at: str, lesion: str, mm: str, slice_number: int) -> SheetAct:
    """A caliper; of the node T02 the length is the short axis. Each lesion lies elsewhere, one millimetre a slice."""
    x, y, z = 100 * int(lesion[1:3]), 100 * int(lesion[4:] or 0), f"{slice_number}.000"
    long, short = (float(mm) + 3, float(mm)) if lesion.startswith("T02") else (float(mm), float(mm) / 2)
    corner = (f"{x}.000", f"{y}.000", z)
    ends = (f"{x + long:.3f}", f"{y}.000", z), (f"{x}.000", f"{y + short:.3f}", z)
    axes = [Axis.between(corner, end, 1) for end in ends]
    image = ImagePlace(1, UID, slice_number + 1)
    chosen = LesionSet.RECIST if lesion.startswith("R") else LesionSet.ENDPOINT
    return events.MeasurementMade(at, lesion, chosen, Extent.WHOLE, Caliper(image, *axes))


def _recorded(lesion: str, organ: str, place: str) -> RecordedLesion:
    point = ("1.000", f"{1500 + 40 * int(lesion[-2:])}.000", "0.000")
    return RecordedLesion(lesion, organ, place, Mark(ImagePlace(1, UID), point))
