"""Checking all reads of a vault: every record is one, the events fold, what is derived is right, signatures hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.events import ReadSigned
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import Record
from seedcryo_reader.reading.canonical_read import CONTEXT, canonical_read, read_hash, signing_of
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.reads.derived import derived_cases, derived_rows, stored_rows
from seedcryo_reader.storage.reads.log import record_of


@dataclass
class Checked:
    """What was found: the reads as far as they fold, their last events, how many events, and all that is wrong."""

    reads: dict[str, Read] = field(default_factory=dict)
    last_seqs: dict[str, int] = field(default_factory=dict)
    protocols: set[ProtocolRef] = field(default_factory=set)
    events: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose log it is: the printed name, and every signing key the account ever had (key id → public half)."""

    name: str
    keys: Mapping[str, bytes]


def check_reads(entries: Iterable[Entry], signer: Signer) -> Checked:
    """Fold every read of a log.

    Parameters
    ----------
    entries : iterable of Entry
        The whole log, in order.
    signer : Signer
    """
    checked = Checked()
    records: dict[str, list[Record]] = {}
    broken: set[str] = set()
    for entry in entries:
        checked.events += 1
        if entry.subject in broken:
            continue
        own = records.setdefault(entry.subject, [])
        try:
            record = record_of(entry)
            read = checked.reads.get(entry.subject) or Read(entry.subject)
            checked.reads[entry.subject] = applied(read, record.event, record.seq)
            checked.last_seqs[entry.subject] = entry.seq
        except Refused as refused:
            checked.findings += refused.findings
            broken.add(entry.subject)
            continue
        except IllegalAct as illegal:
            text = f"Event {entry.seq} ({entry.subject}) cannot have happened there: {illegal}"
            checked.findings.append(Finding("illegal-event", text))
            broken.add(entry.subject)
            continue
        if isinstance(record.event, ReadSigned):
            checked.findings += _signature_problems(own, record, record.event, signer)
        if not own:
            stamp = record.stamp
            checked.protocols.add(ProtocolRef(stamp.protocol_id, stamp.protocol_sha256))
        own.append(record)
    return checked


def _signature_problems(before: list[Record], record: Record, signed: ReadSigned, signer: Signer) -> Iterator[Finding]:
    shown = f"The signature of {record.case_number}, version {signed.version} (event {record.seq})"
    public = signer.keys.get(signed.key_id)
    data = canonical_read(before, signing_of(signed))
    if signed.name != signer.name:
        yield Finding("other-name", f"{shown} bears another name than the account's: {signed.name}.")
    if public is None:
        yield Finding("unknown-key", f"{shown} is by key {signed.key_id}, which is not this account's.")
    elif read_hash(data) != signed.read_sha256:
        yield Finding("bad-signature", f"{shown} is over another read.")
    elif not signing.verify(public, data, CONTEXT, _bytes(signed.signature)):
        yield Finding("bad-signature", f"{shown} does not hold: it belongs to another read or was changed.")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def derived_problems(database: Database, checked: Checked) -> Iterator[Finding]:
    """Where the derived tables say something else than the log does."""
    with database.reading() as connection:
        for case_number in sorted(derived_cases(connection) | set(checked.reads)):
            read = checked.reads.get(case_number)
            expected = ([], []) if read is None else derived_rows(read, checked.last_seqs[case_number])
            if stored_rows(connection, case_number) != expected:
                text = f"The tables derived from the log of {case_number} do not say what the log says."
                yield Finding("derived-differs", text)
