"""One read in progress: what the screens and the scripted read do, each act logged before it is shown as saved."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.events import Event, Note, SheetAct
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import applied, folded
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.domain.measurement import Plane
from seedcryo_reader.domain.read import BASELINE, Read, TimepointRead
from seedcryo_reader.domain.record import Record
from seedcryo_reader.domain.wording import check_text
from seedcryo_reader.reading.answers import check_answer
from seedcryo_reader.reading.canonical_read import CONTEXT, Signing, canonical_read, read_hash
from seedcryo_reader.reading.completeness import Missing, missing, missing_before_reveal
from seedcryo_reader.reading.guards import Guard, guards
from seedcryo_reader.reading.places import drawn
from seedcryo_reader.reading.ports import (
    Images,
    Leave,
    Log,
    NewEvent,
    NextPart,
    ProtocolRef,
    Protocols,
    Sealing,
    Signer,
)
from seedcryo_reader.reading.questionnaire import questionnaire_bytes
from seedcryo_reader.reading.worked_out import WorkedOut

Answers: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Desk:
    """What a reader works with: the log, the images, the key, the protocols, and the UTC time as records state it."""

    log: Log
    images: Images
    signer: Signer
    protocols: Protocols
    sealing: Sealing
    utc: Callable[[], str]


class Reading:
    """A case on the desk. Every act either is committed and returns its record, or raises and changes nothing.

    Acts raise `IllegalAct` with a sentence for the reader, `EnvironmentFailure` where the log cannot be written, and
    `Refused` where images or log are not what they were. The log keeps the reason of an act where one is given.
    """

    def __init__(self, case_number: str, desk: Desk) -> None:
        self._desk = desk
        self._case_number = case_number
        self._protocol: Protocol | None = None
        self._records: list[Record] = []
        self._read = Read(case_number)
        self._worked_out: WorkedOut | None = None
        self.reload()

    def reload(self) -> None:
        """Take the read from the log again, after a pause in which somebody else may have written.

        Raises
        ------
        Refused
            The log was changed, or holds what cannot have happened.
        """
        self._records = list(self._desk.log.records(self._case_number))
        try:
            self._read = folded(self._case_number, ((one.seq, one.event) for one in self._records))
        except IllegalAct as illegal:
            text = f"The log of {self._case_number} holds an event that cannot have happened there: {illegal}"
            raise Refused([Finding("illegal-event", text)]) from illegal

    @property
    def read(self) -> Read:
        """The read as it is now."""
        return self._read

    @property
    def records(self) -> tuple[Record, ...]:
        """Its log."""
        return tuple(self._records)

    @property
    def printed_name(self) -> str:
        """The name that stands under its signature."""
        return self._desk.signer.printed_name

    @property
    def protocol(self) -> Protocol:
        """The protocol the case is read by; known once the baseline was opened.

        Raises
        ------
        IllegalAct
            The case was not opened yet.
        Refused
            The station does not have it.
        """
        if self._protocol is None:
            self._protocol = self._desk.protocols.protocol(self._ref())
        return self._protocol

    @property
    def worked_out(self) -> WorkedOut:
        """What the criteria make of the read as it is now: one object for all who ask, until the read changes.

        Raises
        ------
        IllegalAct, Refused
            As `protocol`.
        """
        known = self._worked_out
        if known is None or known.read is not self._read or known.protocol is not self.protocol:
            known = self._worked_out = WorkedOut(self._read, self.protocol)
        return known

    # --- the course of the case ---

    def open_next(self, reason: str | None = None) -> Record | None:
        """Open the part that comes next; None where the case waits for the centre.

        While a timepoint is open only new images of one that was read can come; whether the next timepoint is at the
        station already is not told.
        """
        part = self._desk.images.next_part(self._read)
        self._check_turn(part)
        if part is None:
            return None
        opened = self._desk.images.open(self._read, part)
        protocol = self._desk.protocols.protocol(opened.protocol)
        if self._records and opened.protocol != self._ref():
            msg = f"Part {part.part} is to be read by another protocol than the case was begun with. Ask the centre."
            raise IllegalAct(msg)
        record = self._commit(opened.event, reason, opened.protocol)
        self._protocol = protocol
        return record

    def _check_turn(self, part: NextPart | None) -> None:
        """Nothing is decoded that may not be opened now."""
        active = self._read.active
        if self._read.state is State.SIGNED:
            msg = "The read is signed and frozen. A correction needs the coordinator."
            raise IllegalAct(msg)
        if active is not None and (part is None or part.supersedes is None):
            msg = f"{active.name} is open; finish and lock it first."
            raise IllegalAct(msg)

    def lock(self, reason: str | None = None) -> Record:
        """Lock the timepoint that is open."""
        active = self._open_one()
        self._complete(missing(self.worked_out))
        if asked := self.guards():
            questions = " ".join(one.question for one in asked)
            msg = f"{questions} Correct what is wrong, or answer with a reason."
            raise IllegalAct(msg)
        self._desk.images.check(self._read, active.name)
        return self._commit(events.TimepointLocked(active.name), reason)

    def guards(self) -> tuple[Guard, ...]:
        """What is asked before the open timepoint can be locked, as far as it was not answered yet."""
        return guards(self.worked_out)

    def answer_guard(self, guard: Guard, reason: str) -> Record:
        """Say why what a guard asks about stands."""
        if guard not in self.guards():
            msg = "It is not asked (any more)."
            raise IllegalAct(msg)
        active = self._open_one()
        return self._commit(events.GuardAnswered(active.name, guard.code, guard.about, guard.question, reason))

    def reconfirm(self, reason: str | None = None) -> Record:
        """Say that a locked timepoint still holds after an earlier one was changed.

        What the change has made to be asked there cannot be answered while it is locked: it has to be unlocked too.
        """
        active = self._read.active
        if active is None or not active.reconfirm:
            msg = "No timepoint waits to be reconfirmed."
            raise IllegalAct(msg)
        left = missing(self.worked_out)
        if left:
            texts = " ".join(one.text for one in left)
            msg = f"{texts} {active.name} is locked: ask the coordinator for leave to read it again too."
            raise IllegalAct(msg)
        conclusions = self.worked_out.conclusions(active.name)
        if self.protocol.calls.reason_if_different and not reason:
            self._check_calls_stand(active, conclusions)
        return self._commit(events.TimepointReconfirmed(active.name, conclusions), reason)

    def _check_calls_stand(self, active: TimepointRead, conclusions: tuple[Conclusion, ...]) -> None:
        """A reason that was given for another difference is none for the one that there is now."""
        now = {one.about: one.value for one in conclusions}
        for about, call in active.sheet.calls.items():
            before = None if active.revealed is None else active.revealed.value(about)
            explained = call.reason is not None and before == now.get(about)
            if now.get(about, call.value) != call.value and not explained:
                msg = (
                    f"After the change the criteria say {now[about]} about {about} at {active.name}; you called "
                    f"{call.value}. Give a reason why it stands, or ask the centre for leave to read it again too."
                )
                raise IllegalAct(msg)

    def go_back(self, leave: Leave) -> Record:
        """Read a timepoint again by the centre's leave, which counts once."""
        if leave.case_number != self._read.case_number:
            msg = f"The leave is for {leave.case_number}, not for {self._read.case_number}."
            raise IllegalAct(msg)
        if any(getattr(one.event, "leave", None) == leave.document for one in self._records):
            msg = "The leave was used before; it counts once."
            raise IllegalAct(msg)
        if leave.version is None:
            event: Event = events.TimepointUnlocked(leave.timepoint, leave.document, leave.and_later)
        else:
            event = events.VersionOpened(leave.version, leave.timepoint, leave.document, leave.and_later)
        return self._commit(event, leave.reason)

    def bring_images(self) -> None:
        """Decode again what is missing of the opened timepoints of a read that is not signed.

        To be called when a case is put on the desk, and after `go_back`.
        """
        if not self._read.is_signed:
            self._desk.images.bring(self._read)

    # --- the timepoint that is open ---

    def do(self, act: SheetAct | Note, reason: str | None = None) -> Record:
        """Write on the sheet of the open timepoint, or a note beside the read.

        Raises
        ------
        TypeError
            It is an event that only the program may make; a mistake of whoever calls.
        """
        if not isinstance(act, (*events.SHEET_ACTS, *events.NOTES)):
            msg = f"{type(act).__name__} is no act of a reader on a sheet"
            raise TypeError(msg)
        check_answer(act, self.protocol)
        self._check_reason(act, reason)
        if isinstance(act, events.LocalFindingGiven):
            act = self._asked(act)
        if isinstance(act, events.MeasurementMade | events.MeasurementRevised | events.LesionRecorded):
            applied(self._read, act, self._next_seq())
            self._check_place(act)
        return self._commit(act, reason)

    def _asked(self, act: events.LocalFindingGiven) -> events.LocalFindingGiven:
        """The answer to a question that is asked, with the questions that it makes void."""
        active = self._open_one()
        if (act.lesion, act.question) not in self.worked_out.demands(active.name).questions:
            msg = f"The question {act.question!r} is not asked about {act.lesion} at {active.name}."
            raise IllegalAct(msg)
        answered = {question for lesion, question in active.sheet.findings if lesion == act.lesion}
        void = tuple(
            one.id
            for one in self.protocol.questions
            if one.id in answered
            and one.asked_if is not None
            and one.asked_if.question == act.question
            and act.answer not in one.asked_if.answers
        )
        return replace(act, clears=void)

    def _check_place(self, act: events.MeasurementMade | events.MeasurementRevised | events.LesionRecorded) -> None:
        """What is drawn on an acquired image lies on that image: what counts was seen there."""
        image, lines = drawn(act)
        if image.plane is not Plane.ACQUIRED:
            return
        for ends in lines:
            place = self._desk.images.image_of(self._read.case_number, act.timepoint, image.series, *ends, named=image)
            if place != image:
                msg = "What is drawn lies on one image, the one that it names: a mark, and both axes of a measurement."
                raise IllegalAct(msg)

    def undo(self, reason: str | None = None) -> Record:
        """Take the last act back."""
        active = self._open_one()
        if active.undoable is None:
            msg = "There is nothing to undo."
            raise IllegalAct(msg)
        return self._commit(events.ActUndone(active.name, active.undoable.seq), reason)

    def redo(self, reason: str | None = None) -> Record:
        """Do again what was undone last."""
        active = self._open_one()
        if active.redoable is None:
            msg = "There is nothing to redo."
            raise IllegalAct(msg)
        return self._commit(events.ActRedone(active.name, active.redoable.seq), reason)

    def missing(self) -> tuple[Missing, ...]:
        """What is left to do before the open timepoint can be locked."""
        return missing(self.worked_out)

    def reveal(self, reason: str | None = None) -> Record:
        """Show the computed conclusions, once everything is assessed and, unless shown live, every call is made."""
        active = self._open_one()
        if active.name == BASELINE:
            msg = "Nothing is concluded at the baseline."
            raise IllegalAct(msg)
        self._complete(missing_before_reveal(self.worked_out))
        conclusions = self.worked_out.conclusions(active.name)
        return self._commit(events.ConclusionRevealed(active.name, conclusions), reason)

    # --- the end ---

    def answer_questionnaire(self, answers: Answers, confidence: str, reason: str | None = None) -> Record:
        """Answer the blinding questionnaire, once; the answers can be opened after the trial only."""
        data = questionnaire_bytes(self._read.case_number, self.protocol, answers, confidence)
        applied(self._read, events.QuestionnaireAnswered(""), self._next_seq())
        sealed = self._desk.sealing.seal(data)
        return self._commit(events.QuestionnaireAnswered(sealed), reason)

    def sign(self, password: str, reason: str | None = None) -> Record:
        """Sign the read; its decoded images are removed, if that fails by the next start of the station.

        Raises
        ------
        IllegalAct
            It is not at its end.
        Refused
            ``wrong-password``.
        """
        if self._read.state is State.CLOSED and self.protocol.questionnaire.asked:
            msg = "The blinding questionnaire comes before the signature."
            raise IllegalAct(msg)
        name = self._desk.signer.printed_name
        signing = Signing(name, self.protocol.signature.meaning, self._desk.utc(), self._read.version)
        applied(self._read, self._signed(signing, b"", "", b""), self._next_seq())
        data = canonical_read(self._records, signing)
        key_id, signature = self._desk.signer.sign(password, data, CONTEXT)
        record = self._commit(self._signed(signing, data, key_id, signature), reason)
        with suppress(EnvironmentFailure):  # signed is signed
            self._desk.images.purge(self._read.case_number)
        return record

    def _signed(self, signing: Signing, data: bytes, key_id: str, signature: bytes) -> events.ReadSigned:
        return events.ReadSigned(
            signing.version,
            signing.name,
            signing.meaning,
            signing.signed_at,
            key_id,
            signature.hex(),
            read_hash(data),
        )

    # --- within ---

    def _commit(self, event: Event, reason: str | None = None, protocol: ProtocolRef | None = None) -> Record:
        if reason is not None:
            check_text(reason, "reason")
        last = self._records[-1].seq if self._records else 0
        new = NewEvent(self._read.case_number, event, reason, protocol or self._ref(), last)
        record, read = self._desk.log.append(new, lambda seq: applied(self._read, event, seq))
        self._records.append(record)
        self._read = read
        return record

    def _ref(self) -> ProtocolRef:
        if not self._records:
            msg = "The case was not opened yet."
            raise IllegalAct(msg)
        stamp = self._records[-1].stamp
        return ProtocolRef(stamp.protocol_id, stamp.protocol_sha256)

    def _next_seq(self) -> int:
        return self._records[-1].seq + 1 if self._records else 1

    def _open_one(self) -> TimepointRead:
        active = self._read.active
        if active is None:
            msg = "No timepoint is open."
            raise IllegalAct(msg)
        return active

    def _complete(self, left: tuple[Missing, ...]) -> None:
        if left:
            msg = " ".join(one.text for one in left)
            raise IllegalAct(msg)

    def _check_reason(self, act: SheetAct | Note, reason: str | None) -> None:
        """After a lock, whatever changes what was said needs a reason (21 CFR Part 11, ALCOA: why)."""
        active = self._read.active
        said = reason or (act.reason if isinstance(act, events.CallMade) else None)
        if active is not None and active.reopened and isinstance(act, SheetAct) and not said:
            msg = "This timepoint was locked before: give a reason for the change."
            raise IllegalAct(msg)
