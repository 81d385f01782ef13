"""Checking the log of a vault: every record is one, reads fold, what is derived is right, signatures hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.leave import read_leave
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.events import ReadSigned, TimepointOpened, TimepointUnlocked, VersionOpened
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.office.record import SUBJECT, ActRecord
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import Record
from seedcryo_reader.reading.canonical_read import CONTEXT, canonical_read, read_hash, signing_of
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.office.acts import ACTS, act_of
from seedcryo_reader.storage.reads.derived import derived_cases, derived_rows, stored_rows
from seedcryo_reader.storage.reads.log import record_of


@dataclass
class Checked:
    """What was found.

    Attributes
    ----------
    reads, last_seqs : dict
        Case number → the read as far as it folds, and the number of its last event.
    protocols : set of ProtocolRef
        What the reads are read by.
    acts : list of ActRecord
        What a coordinator or an adjudicator did.
    events : int
    findings : list of Finding
        Everything that is wrong.
    notices : list of Finding
        What a person should know, though nothing is wrong with the log.
    """

    reads: dict[str, Read] = field(default_factory=dict)
    last_seqs: dict[str, int] = field(default_factory=dict)
    protocols: set[ProtocolRef] = field(default_factory=set)
    acts: list[ActRecord] = field(default_factory=list)
    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose log it is.

    Attributes
    ----------
    name : str
        The printed name.
    recipient : str
        The ``age1…`` that leaves for this account name.
    keys : mapping of key id to public key
        Every signing key the account ever had.
    retired : mapping of key id to UTC time
        Since when those that hold no more do not.
    """

    name: str
    recipient: str
    keys: Mapping[str, bytes]
    retired: Mapping[str, str]


def check_reads(entries: Iterable[Entry], signer: Signer, study: Study) -> Checked:
    """Fold every read of a log, and look at every act of a coordinator or an adjudicator in it.

    Parameters
    ----------
    entries : iterable of Entry
        The whole log, in order.
    signer : Signer
    study : Study
        Whose centre gave the leaves in it.
    """
    with collector_paused():
        return _checked(entries, signer, study)


def _checked(entries: Iterable[Entry], signer: Signer, study: Study) -> Checked:
    checked = Checked()
    records: dict[str, list[Record]] = {}
    broken: set[str] = set()
    last_utc = ""
    for entry in entries:
        checked.events += 1
        if entry.subject in broken:
            continue
        record = _act(entry, checked) if entry.subject == SUBJECT else _folded(entry, checked)
        if record is None:
            broken.add(entry.subject)
            continue
        if record.stamp.utc < last_utc:
            checked.notices.append(_clock_notice(record, last_utc))
        last_utc = record.stamp.utc
        if isinstance(record, ActRecord):
            checked.acts.append(record)
            continue
        own = records.setdefault(entry.subject, [])
        match record.event:
            case ReadSigned() as signed:
                checked.findings += _signature_problems(own, record, signed, signer)
            case TimepointUnlocked() | VersionOpened() as again:
                checked.findings += leave_problems(record, again, signer, study)
            case TimepointOpened():
                checked.protocols.add(ProtocolRef(record.stamp.protocol_id, record.stamp.protocol_sha256))
        own.append(record)
    return checked


def _folded(entry: Entry, checked: Checked) -> Record | None:
    """The record of an entry, folded into its read; None where that cannot be, and the finding is noted."""
    try:
        record = record_of(entry)
        read = checked.reads.get(entry.subject) or Read(entry.subject)
        checked.reads[entry.subject] = applied(read, record.event, record.seq)
    except Refused as refused:
        checked.findings += refused.findings
        return None
    except IllegalAct as illegal:
        text = f"Event {entry.seq} ({entry.subject}) cannot have happened there: {illegal}"
        checked.findings.append(Finding("illegal-event", text))
        return None
    checked.last_seqs[entry.subject] = entry.seq
    return record


def _act(entry: Entry, checked: Checked) -> ActRecord | None:
    """The act of an entry; None where it is none, and the finding is noted."""
    try:
        return act_of(entry, ACTS)
    except Refused as refused:
        checked.findings += refused.findings
        return None


def _clock_notice(record: Record | ActRecord, before: str) -> Finding:
    moment = f"from {before} to {record.stamp.utc}"
    text = f"The clock was set back before event {record.seq}, {moment}; the numbers tell the order."
    return Finding("clock-set-back", text)


def leave_problems(
    record: Record, event: TimepointUnlocked | VersionOpened, signer: Signer, study: Study
) -> Iterator[Finding]:
    """Whether the centre's leave that an event names allows just this event."""
    shown = f"The leave of event {record.seq} ({record.case_number})"
    try:
        day = date.fromisoformat(record.stamp.utc[:10])
        leave = read_leave(event.leave.encode("utf-8"), study, day, f"event {record.seq}")
    except Refused as refused:
        yield Finding("bad-leave", f"{shown} does not hold: {refused.findings[0].text}")
        return
    version = event.version if isinstance(event, VersionOpened) else None
    said = (record.case_number, event.timepoint, event.and_later, version, record.reason, signer.recipient)
    if said != (leave.case_number, leave.timepoint, leave.and_later, leave.version, leave.reason, leave.recipient):
        yield Finding("bad-leave", f"{shown} allows something else than was done.")


def _signature_problems(before: list[Record], record: Record, signed: ReadSigned, signer: Signer) -> Iterator[Finding]:
    shown = f"The signature of {record.case_number}, version {signed.version} (event {record.seq})"
    public = signer.keys.get(signed.key_id)
    data = canonical_read(before, signing_of(signed))
    if signed.name != signer.name:
        yield Finding("other-name", f"{shown} bears another name than the account's: {signed.name}.")
    if record.stamp.utc > signer.retired.get(signed.key_id, record.stamp.utc):
        yield Finding("retired-key", f"{shown} is by key {signed.key_id}, which was replaced or lost before.")
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
    """Where the tables derived from reads say something else than the log does."""
    with database.reading() as connection:
        for case_number in sorted(derived_cases(connection) | set(checked.reads)):
            read = checked.reads.get(case_number)
            expected = ([], []) if read is None else derived_rows(read, checked.last_seqs[case_number])
            if stored_rows(connection, case_number) != expected:
                text = f"The tables derived from the log of {case_number} do not say what the log says."
                yield Finding("derived-differs", text)
