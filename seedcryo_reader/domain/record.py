"""A record of the log: one event, who and where and when, chained to the record before by its hash.

The bytes are hashed and stored exactly as `Record.encoded` writes them. Time is told three ways: UTC and the local
offset say when it was for people, the monotonic clock says how long it was since the record before even if somebody
sets the clock, and the sequence number alone says what came first.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from seedcryo_reader.domain import canonical, upcast
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.event_codec import BadEvent, event_from, event_plain
from seedcryo_reader.domain.events import Event

SCHEMA: Final = 1
"""Version of the form of records and events that this program writes."""

FIRST_PREVIOUS: Final = "0" * 64
"""What the first record names as the hash before it."""

UTC_FORM: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_KEYS: Final = frozenset(
    {"schema", "seq", "previous", "case", "event", "data", "stamp", "reason"}
)  # fmt: skip
_STAMP_KEYS: Final = frozenset(
    {"utc", "offset_minutes", "monotonic_us", "session", "actor", "station", "software", "study", "protocol"}
)  # fmt: skip


class BadRecord(ValueError):
    """The bytes are no record; the text says why without showing the content."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who, where, when and by which rules.

    Attributes
    ----------
    utc : str
        ``2026-05-04T09:15:02.123456Z``.
    offset_minutes : int
        Local time minus UTC.
    monotonic_us : int
        The machine's monotonic clock, microseconds from an unknown start.
    session : str
        One sign-in.
    actor, station : str
        Account and station id.
    software : str
        Version of the program.
    study_id, root_id : str
        The study, and the id of its first key.
    protocol_id, protocol_sha256 : str
        The protocol that the case is read by.
    """

    utc: str
    offset_minutes: int
    monotonic_us: int
    session: str
    actor: str
    station: str
    software: str
    study_id: str
    root_id: str
    protocol_id: str
    protocol_sha256: str

    def plain(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "utc": self.utc,
            "offset_minutes": self.offset_minutes,
            "monotonic_us": self.monotonic_us,
            "session": self.session,
            "actor": self.actor,
            "station": self.station,
            "software": self.software,
            "study": {"id": self.study_id, "root": self.root_id},
            "protocol": {"id": self.protocol_id, "sha256": self.protocol_sha256},
        }


@dataclass(frozen=True, slots=True)
class Record:
    """An event at its place in the log.

    Attributes
    ----------
    seq : int
        1, 2, … over the whole log of an account.
    previous : str
        Hash of the record before; 64 zeros for the first.
    case_number : str
    event : Event
    stamp : Stamp
    reason : str or None
        Why, where a reason is asked for.
    stored : bytes or None
        The bytes it was read from, which an older program may have written in another form.
    """

    seq: int
    previous: str
    case_number: str
    event: Event
    stamp: Stamp
    reason: str | None = None
    stored: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def body(self) -> bytes:
        """The bytes that are hashed: as they were stored, or as they are to be."""
        return self.encoded() if self.stored is None else self.stored

    def encoded(self) -> bytes:
        """The canonical bytes that are hashed and stored."""
        return canonical.encode(
            {
                "schema": SCHEMA,
                "seq": self.seq,
                "previous": self.previous,
                "case": self.case_number,
                "event": type(self.event).__name__,
                "data": event_plain(self.event),
                "stamp": self.stamp.plain(),
                "reason": self.reason,
            }
        )


def read_record(data: bytes) -> Record:
    """The record of these bytes, lifted to today's schema where an older program wrote it.

    Raises
    ------
    BadRecord
        They are no canonical record, or of a newer program.
    """
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical as error:
        raise BadRecord(str(error)) from error
    return record_from(value, data)


def record_from(value: Json, stored: bytes) -> Record:
    """The record of a decoded body; `read_record` without looking at how it was written."""
    if not isinstance(value, dict) or type(value.get("schema")) is not int:
        msg = "no record"
        raise BadRecord(msg)
    try:
        whole = upcast.lifted(value, SCHEMA)
        if whole.keys() != _KEYS:
            msg = "other fields than a record has"
            raise BadRecord(msg)
        event = event_from(_text(whole["event"]), whole["data"])
        reason = whole["reason"]
        return Record(
            _from_one(whole["seq"]),
            _hash(whole["previous"]),
            _text(whole["case"]),
            event,
            _stamp(whole["stamp"]),
            None if reason is None else _text(reason),
            stored,
        )
    except (BadEvent, upcast.NewerSchema) as error:
        raise BadRecord(str(error)) from error


def _stamp(value: Json) -> Stamp:
    if not isinstance(value, dict) or value.keys() != _STAMP_KEYS:
        msg = "no stamp, or one with other fields"
        raise BadRecord(msg)
    protocol, study = value["protocol"], value["study"]
    if not isinstance(protocol, dict) or protocol.keys() != {"id", "sha256"}:
        msg = "a stamp without a protocol"
        raise BadRecord(msg)
    if not isinstance(study, dict) or study.keys() != {"id", "root"}:
        msg = "a stamp without a study"
        raise BadRecord(msg)
    return Stamp(
        _utc(value["utc"]),
        _whole_number(value["offset_minutes"]),
        _whole_number(value["monotonic_us"]),
        _text(value["session"]),
        _text(value["actor"]),
        _text(value["station"]),
        _text(value["software"]),
        _text(study["id"]),
        _text(study["root"]),
        _text(protocol["id"]),
        _hash(protocol["sha256"]),
    )


def _text(value: Json) -> str:
    if not isinstance(value, str):
        msg = "a text is no text"
        raise BadRecord(msg)
    return value


def is_hash(text: str) -> bool:
    """Whether a text is 64 hex digits in small letters."""
    return _HASH.fullmatch(text) is not None


def is_utc(text: str) -> bool:
    """Whether a text is a moment as `Stamp.utc` writes it."""
    try:
        return UTC_FORM.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _hash(value: Json) -> str:
    if not isinstance(value, str) or not is_hash(value):
        msg = "a hash is not 64 hex digits"
        raise BadRecord(msg)
    return value


def _utc(value: Json) -> str:
    text = _text(value)
    if not is_utc(text):
        msg = "a time is no UTC time"
        raise BadRecord(msg)
    return text


def _from_one(value: Json) -> int:
    number = _whole_number(value)
    if number < 1:
        msg = "a sequence number is less than 1"
        raise BadRecord(msg)
    return number


def _whole_number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        msg = "a number is no whole number"
        raise BadRecord(msg)
    return value
