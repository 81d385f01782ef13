"""Reading the records of a log quickly, where they are written as nearly all are.

`domain.record.read_record` says what a record is. Here the same is decoded in one go, straight into the classes of the
events, which check themselves, and written again: bytes that come back as they were have every field, no other, in
canonical form. Whatever is not so plain is left to `read_record`, which also says what is wrong with it.
"""

import re
from functools import cache
from typing import Any, Final

import msgspec

from seedcryo_reader.domain.events import EVENTS
from seedcryo_reader.domain.record import SCHEMA, Record, Stamp, is_hash, is_utc

_LONG_NUMBER: Final = re.compile(rb'":[-0-9][0-9]{15}')
"""Perhaps an integer beyond 2^53 - 1, which has no canonical form. No event has a list of integers, so one stands
behind a key."""


class _Protocol(msgspec.Struct):
    id: str
    sha256: str


class _Study(msgspec.Struct):
    id: str
    root: str


class _Stamp(msgspec.Struct):
    utc: str
    offset_minutes: int
    monotonic_us: int
    session: str
    actor: str
    station: str
    software: str
    study: _Study
    protocol: _Protocol


class _Body(msgspec.Struct):
    schema: int
    seq: int
    previous: str
    case: str
    event: str
    data: msgspec.Raw
    stamp: _Stamp
    reason: str | None


_BODY: Final = msgspec.json.Decoder(_Body)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def quick_record(data: bytes) -> Record | None:
    """The record of these bytes; None where `read_record` has to look at them."""
    if not data.isascii() or b"\\" in data or _LONG_NUMBER.search(data):
        return None
    try:
        body = _BODY.decode(data)
        kind: Any = EVENTS.get(body.event)
        if kind is None or body.schema != SCHEMA or body.seq < 1:
            return None
        event = _event_decoder(kind).decode(body.data)
    except msgspec.MsgspecError:
        return None
    body.data = msgspec.Raw(_ENCODER.encode(event))
    stamp, protocol = body.stamp, body.stamp.protocol
    sound = is_hash(body.previous) and is_hash(protocol.sha256) and is_utc(stamp.utc)
    if not sound or _ENCODER.encode(body) != data:
        return None
    said = Stamp(
        stamp.utc,
        stamp.offset_minutes,
        stamp.monotonic_us,
        stamp.session,
        stamp.actor,
        stamp.station,
        stamp.software,
        stamp.study.id,
        stamp.study.root,
        protocol.id,
        protocol.sha256,
    )
    return Record(body.seq, body.previous, body.case, event, said, body.reason, data)


@cache
def _event_decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
