"""The log of a session: the port `Log` of reading, over the chain of an account's vault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import BadRecord, Record, Stamp, read_record
from seedcryo_reader.reading.ports import NewEvent, ProtocolRef
from seedcryo_reader.storage.chain.chain import Chain, Entry
from seedcryo_reader.storage.clock import Clock, written
from seedcryo_reader.storage.reads.derived import last_seq, write_derived
from seedcryo_reader.storage.reads.quick import quick_record


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: session id, account, station id, version of the program, and the study with its first key's id."""

    session: str
    account: str
    station: str
    software: str
    study_id: str
    root_id: str


class VaultLog:
    """The account's append-only log of events."""

    def __init__(self, chain: Callable[[], Chain], writer: Writer, clock: Clock) -> None:
        self._chain = chain
        self._writer = writer
        self._clock = clock

    def records(self, case_number: str) -> Sequence[Record]:
        """Every record of a case, in order.

        Raises
        ------
        Refused
            ``damaged``: one is none.
        """
        with collector_paused():
            return [record_of(entry) for entry in self._chain().entries(subject=case_number)]

    def append(self, act: NewEvent, after: Callable[[int], Read]) -> tuple[Record, Read]:
        """Commit an event with all that is derived from it; it is on disk when this returns.

        Raises
        ------
        EnvironmentFailure
            It could not be written, or the case was changed elsewhere meanwhile; the log is as it was.
        """
        stamp = self._stamp(act.protocol)
        made: list[tuple[Record, Read]] = []

        def make(seq: int, previous: str) -> bytes:
            read = after(seq)
            record = Record(seq, previous, act.case_number, act.event, stamp, act.reason)
            made.append((record, read))
            return record.encoded()

        def derive(connection: Connection, entry: Entry) -> None:
            if last_seq(connection, act.case_number) != act.last:
                msg = f"{act.case_number} was changed in another window meanwhile. Open it again; nothing was written."
                raise EnvironmentFailure(msg)
            write_derived(connection, made[-1][1], act.event, entry.seq)

        self._chain().append(act.case_number, make, derive)
        return made[-1]

    def _stamp(self, protocol: ProtocolRef) -> Stamp:
        now = self._clock()
        return Stamp(
            utc=written(now.utc),
            offset_minutes=now.offset_minutes,
            monotonic_us=now.monotonic_us,
            session=self._writer.session,
            actor=self._writer.account,
            station=self._writer.station,
            software=self._writer.software,
            study_id=self._writer.study_id,
            root_id=self._writer.root_id,
            protocol_id=protocol.protocol_id,
            protocol_sha256=protocol.sha256,
        )


def record_of(entry: Entry) -> Record:
    """The record that an entry of the chain holds.

    Raises
    ------
    Refused
        ``damaged``: it holds none, or one of another place or case.
    """
    try:
        record = quick_record(entry.body) or read_record(entry.body)
    except BadRecord as error:
        raise Refused([Finding("damaged", f"Event {entry.seq} of the log is damaged: {error}.")]) from error
    if (record.seq, record.previous, record.case_number) != (entry.seq, entry.previous, entry.subject):
        raise Refused([Finding("damaged", f"Event {entry.seq} of the log stands in another's place.")])
    return record
