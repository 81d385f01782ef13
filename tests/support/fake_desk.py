"""A desk without a station: log, images and key in memory, so that reading can be tested by itself."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.case import MarkMm, Target
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.events import CaseClosed, TimepointOpened
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.images import SeriesImages
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.read import BASELINE, Read
from seedcryo_reader.domain.record import FIRST_PREVIOUS, Record, Stamp
from seedcryo_reader.reading.ports import Leave, NewEvent, NextPart, Opened, ProtocolRef
from seedcryo_reader.reading.reading import Desk

PROTOCOL_FILE = Path(__file__).resolve().parents[2] / "resources" / "protocols" / "seed-cryo" / "1.0.toml"
PASSWORD = "correct horse battery"  # noqa: S105 - opens nothing
SEED = bytes(range(32))
UID = "2.25.123456789012345678901234567890123456789"
TARGETS = (
    Target("T01", "liver", "segment VI", node=False, mark_mm=("0.000", "0.000", "5.000")),
    Target("T02", "lymph node", "paraaortic", node=True),
)


@dataclass
class FakeLog:
    """A log in memory that can be told to fail."""

    stored: list[Record] = field(default_factory=list)
    fails: bool = False

    def records(self, case_number: str) -> list[Record]:
        return [one for one in self.stored if one.case_number == case_number]

    def append(self, act: NewEvent, after: Callable[[int], Read]) -> tuple[Record, Read]:
        seq = len(self.stored) + 1
        read = after(seq)
        own = self.records(act.case_number)
        if self.fails or (own[-1].seq if own else 0) != act.last:
            msg = "The disk is full." if self.fails else "The case was changed in another window meanwhile."
            raise EnvironmentFailure(msg)
        previous = hashlib.sha256(self.stored[-1].body).hexdigest() if self.stored else FIRST_PREVIOUS
        utc = f"2026-05-04T09:{seq // 60:02}:{seq % 60:02}.000000Z"
        stamp = Stamp(
            utc,
            480,
            seq,
            "s" * 16,
            "reader1",
            "f" * 16,
            "0.1",
            "SEED-CRYO",
            "0" * 16,
            act.protocol.protocol_id,
            act.protocol.sha256,
        )
        record = Record(seq, previous, act.case_number, act.event, stamp, act.reason)
        self.stored.append(record)
        return record, read


@dataclass
class FakeImages:
    """Parts that are there: timepoints in order, new images by their part's number, and perhaps the closing part."""

    protocol: ProtocolRef
    timepoints: list[str] = field(default_factory=lambda: ["TP0", "TP1", "TP2"])
    closing: bool = True
    targets: tuple[Target, ...] = TARGETS
    changed: set[str] = field(default_factory=set)
    replaced: dict[str, int] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    purged: list[str] = field(default_factory=list)
    brought: list[str] = field(default_factory=list)
    purge_fails: bool = False
    slice_mm: str | None = None

    def next_part(self, read: Read) -> NextPart | None:
        for name, part in self.replaced.items():
            old = read.timepoint(name)
            if old is not None and old.part < part:
                return NextPart(part, name, old.part)
        number = max(read.parts, default=-1) + 1
        for name in self.timepoints:
            if read.timepoint(name) is None:
                return NextPart(number, name)
        return NextPart(number, None) if self.closing and read.closing_part is None else None

    def open(self, read: Read, part: NextPart) -> Opened:
        self.opened.append(part.part)
        if part.timepoint is None:
            return Opened(CaseClosed(part.part, "c" * 64), self.protocol)
        series = (SeriesImages(1, "CT", "CT portal venous", "e" * 64, slice_mm=self.slice_mm),)
        targets = self.targets if part.timepoint == BASELINE else ()
        event = TimepointOpened(part.timepoint, part.part, f"{part.part:064}", series, targets, part.supersedes)
        return Opened(event, self.protocol)

    def image_of(
        self,
        case_number: str,
        timepoint: str,
        series: int,
        start_mm: MarkMm,
        end_mm: MarkMm,
        *,
        named: ImagePlace | None = None,
    ) -> ImagePlace:
        """Images lie one millimetre apart along z; the one below a point is its frame."""
        frames = {int(float(point[2])) + 1 for point in (start_mm, end_mm)}
        if len(frames) > 1 or series != 1:
            raise Refused([Finding("off-image", "The points lie on no image.")])
        return ImagePlace(series, UID, frames.pop())

    def usual_series(self, case_number: str, timepoint: str, lesion: str) -> int:
        return 1

    def check(self, read: Read, timepoint: str) -> None:
        if timepoint in self.changed:
            raise Refused([Finding("other-images", f"The images of {timepoint} are not the ones that were opened.")])

    def bring(self, read: Read) -> None:
        self.brought.append(read.case_number)

    def purge(self, case_number: str) -> None:
        if self.purge_fails:
            msg = "The folder is read-only."
            raise EnvironmentFailure(msg)
        self.purged.append(case_number)


class FakeSigner:
    """A real key that a password opens."""

    public = signing.public_of(SEED)
    printed_name = "Dr A. Reader"

    def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
        if password != PASSWORD:
            raise Refused([Finding("wrong-password", "The password is not the one of this account.")])
        return signing.key_id(self.public), signing.sign(data, context, SEED)


@dataclass
class FakeProtocols:
    """One protocol."""

    one: Protocol

    def protocol(self, wanted: ProtocolRef) -> Protocol:
        if wanted != ProtocolRef(self.one.protocol_id, self.one.sha256):
            raise Refused([Finding("no-protocol", f"The station has no protocol {wanted.protocol_id}.")])
        return self.one


class FakeSealing:
    """No secret at all: base64."""

    def seal(self, data: bytes) -> str:
        return base64.b64encode(data).decode("ascii")


@dataclass
class FakeDesk:
    """The desk and what lies behind it."""

    log: FakeLog
    images: FakeImages
    desk: Desk


def fake_desk(file: Path = PROTOCOL_FILE) -> FakeDesk:
    """A desk with the shipped protocol."""
    protocol = load_protocol(file)
    log = FakeLog()
    images = FakeImages(ProtocolRef(protocol.protocol_id, protocol.sha256))
    desk = Desk(
        log, images, FakeSigner(), FakeProtocols(protocol), FakeSealing(), lambda: "2026-05-04T10:00:00.000000Z"
    )
    return FakeDesk(log, images, desk)


@dataclass
class FakeLeaves:
    """Leaves by the name of their file."""

    there: dict[str, Leave] = field(default_factory=dict)

    def leave(self, name: str) -> Leave:
        if name not in self.there:
            raise Refused([Finding("bad-signature", "It was changed after the centre signed it.", (name,))])
        return self.there[name]
