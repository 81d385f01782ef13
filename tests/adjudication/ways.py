"""Two reads of one case that part at TP2, their dispute, and a log in memory."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from reading.ways import answers, begun, calls, locked, none_new, said
from support.fake_desk import UID, FakeSigner

from seedcryo_reader.adjudication.ports import Desk, Seated
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain import events
from seedcryo_reader.domain.discordance import Cause, Divergence, Side
from seedcryo_reader.domain.dispute import WHOLE_CASE, Dispute, Mode, Question, Unit
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.messages.adjudicator import DecisionSent, DisputeSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord, ActStamp
from seedcryo_reader.domain.projection import ProjectedRead, projected
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.reading import Reading

CASE = "C-0001"
UTC = "2026-05-04T10:00:00.000000Z"
REASONS = ("new lesion", "target measurement", "slip of entry")


def at_ball(at: str, lesion: str, length: str, frame: int = 31) -> events.MeasurementMade:
    """A caliper through the ball of the made images (T01), or beside it (the node T02), on the slice of a frame."""
    x, y, z = (12.0, -8.0, frame - 1.0) if lesion == "T01" else (-25.0, 4.0, frame - 1.0)
    half, third = float(length) / 2, float(length) / 3

    def point(dx: float, dy: float) -> tuple[str, str, str]:
        return f"{x + dx:.3f}", f"{y + dy:.3f}", f"{z:.3f}"

    across = Axis.between(point(0, -third), point(0, third), 1)
    made = Caliper(ImagePlace(1, UID, frame), Axis.between(point(-half, 0), point(half, 0), 1), across)
    return events.MeasurementMade(at, lesion, LesionSet.ENDPOINT, Extent.WHOLE, made)


@cache
def read_with(t01: str, local: str = "no LP", frame: int = 31) -> Reading:
    """A read of three timepoints in which T01 measures so much at TP2, on the slice of a frame, and is called so."""
    reading, _desk = begun()
    said(reading, at_ball("TP0", "T01", "23.4"), at_ball("TP0", "T02", "24.0"))
    reading.lock()
    for at, length in (("TP1", "20"), ("TP2", t01)):
        reading.open_next()
        where = frame if at == "TP2" else 31
        said(reading, at_ball(at, "T01", length, where), at_ball(at, "T02", "23.4"), *answers(at), none_new(at))
        wanted = calls(at, "PD" if local == "LP" and at == "TP2" else "SD")
        said(reading, *(calls(at, "SD", local)[:1] if at == "TP2" else wanted[:1]), *wanted[1:])
        reading.reveal()
        locked(reading)
    return reading


def protocol() -> Protocol:
    return read_with("20").protocol


def read_a() -> Read:
    return read_with("25.1", "LP").read


def read_b() -> Read:
    return read_with("24.2", frame=34).read


def parting() -> Divergence:
    return Divergence(
        "TP2",
        "T01",
        "T01",
        Side("LP", Decimal("25.1"), ImagePlace(1, UID, 31), Decimal("-0.2")),
        Side("no LP", Decimal("24.2"), ImagePlace(1, UID, 34), Decimal("0.8")),
        Cause.TARGET_MEASURE,
    )


def dispute(
    dispute_id: str = "a" * 16,
    *,
    mode: Mode = Mode.FORCED_CHOICE,
    endpoints: tuple[str, ...] = (WHOLE_CASE,),
    case_number: str = CASE,
    sides: tuple[ProjectedRead, ProjectedRead] | None = None,
) -> Dispute:
    a, b = sides or (projected(read_a()), projected(read_b()))
    unit = Unit.CASE if endpoints == (WHOLE_CASE,) else Unit.ENDPOINT
    questions = tuple(Question(one, ("Local progression of T01: TP2.",), ("None.",)) for one in endpoints)
    ids = (protocol().protocol_id, protocol().sha256)
    return Dispute(dispute_id, case_number, *ids, unit, mode, REASONS, a, b, questions, parting())


@dataclass
class FakeDecisionLog:
    """Acts and messages in memory; it can be told to fail."""

    stored: list[ActRecord] = field(default_factory=list)
    messages: dict[str, object] = field(default_factory=dict)
    sent: list[DecisionSent] = field(default_factory=list)
    fails: bool = False

    def records(self) -> list[ActRecord]:
        return list(self.stored)

    def message(self, content: str) -> object:
        return self.messages[content]

    def append(self, act: object, send: DecisionSent | None = None) -> ActRecord:
        if self.fails:
            msg = "The disk is full. Make room; nothing was lost."
            raise EnvironmentFailure(msg)
        seq = len(self.stored) + 1
        stamp = ActStamp(UTC, 0, seq, "s" * 16, "judge", "f" * 16, "0.1", "SEED-CRYO", "0" * 16)
        record = ActRecord(seq, "0" * 64, act, stamp)
        self.stored.append(record)
        if send is not None:
            self.sent.append(send)
        return record

    def receive(self, *messages: DisputeSent | DisputeWithdrawn | NothingToDecide) -> None:
        for one in messages:
            content = hashlib.sha256(repr(one).encode()).hexdigest()
            if content not in self.messages:
                self.messages[content] = one
                self.append(EnvelopeReceived(content, type(one).__name__, "centre", "k" * 16, "2026-05-04"))


@dataclass
class FakeOwnReads:
    """Own reads by case number."""

    there: dict[str, str] = field(default_factory=dict)

    def signed(self, case_number: str) -> str | None:
        return self.there.get(case_number)


class FakeCriteria:
    """The one protocol."""

    def criteria(self, protocol_id: str, sha256: str) -> Protocol:
        if (protocol_id, sha256) != (protocol().protocol_id, protocol().sha256):
            raise Refused([Finding("no-protocol", f"The station has no protocol {protocol_id}.")])
        return protocol()


def desk(log: FakeDecisionLog, own: FakeOwnReads | None = None) -> Desk:
    seated = Seated("judge", "f" * 16, "SEED-CRYO", "0" * 16)
    return Desk(log, FakeSigner(), FakeCriteria(), own or FakeOwnReads(), seated, lambda: UTC)


def log_with(disputes: Iterable[Dispute]) -> FakeDecisionLog:
    made = FakeDecisionLog()
    made.receive(*(DisputeSent(one) for one in disputes))
    return made
