"""Records around events, as the log of a station holds them."""

import hashlib
from collections.abc import Iterable, Iterator

from domain.acts import CASE

from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.record import FIRST_PREVIOUS, Record, Stamp

STAMP = Stamp(
    utc="2026-05-04T09:15:02.123456Z",
    offset_minutes=480,
    monotonic_us=12_000_345,
    session="5e" * 16,
    actor="reader-1",
    station="57" * 16,
    software="0.3.0",
    study_id="SEED-CRYO",
    root_id="0d" * 8,
    protocol_id="seed-cryo/0.1",
    protocol_sha256="fe" * 32,
)


def record(event: Event, seq: int = 1, previous: str = FIRST_PREVIOUS) -> Record:
    return Record(seq, previous, CASE, event, STAMP)


def logged(log: Iterable[Event]) -> Iterator[bytes]:
    """The records of these events, chained, as bytes."""
    previous = FIRST_PREVIOUS
    for seq, event in enumerate(log, 1):
        data = record(event, seq, previous).encoded()
        previous = hashlib.sha256(data).hexdigest()
        yield data
