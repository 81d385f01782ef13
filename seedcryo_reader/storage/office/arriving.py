"""From an envelope to what a coordinator works with: everything in it is held against the sender's accepted keys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from seedcryo_reader.adjudication.documents import CONTEXT as DECISION
from seedcryo_reader.adjudication.documents import Statement, parsed
from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.coordination.arrived import (
    Arrived,
    DecisionArrived,
    IncidentalArrived,
    ProgressArrived,
    QueryArrived,
    ReadArrived,
    ReceiptArrived,
)
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.coordination.office.answering import Answered, Asked, decision_problems
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.case import CASE_NUMBER, TIMEPOINT
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.events import ReadSigned, TimepointUnlocked, VersionOpened
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.messages.adjudicator import DecisionSent
from seedcryo_reader.domain.messages.reader import (
    ImageQuerySent,
    IncidentalFindingSent,
    LockedTimepointsSent,
    Receipt,
    SignedReadSent,
)
from seedcryo_reader.domain.office.coordinator import AccountAccepted
from seedcryo_reader.domain.record import Record, is_utc
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.office.accounts import Accounts
from seedcryo_reader.storage.office.documents import key_of, locked_read, signed_read
from seedcryo_reader.storage.reads.check import Signer, leave_problems
from seedcryo_reader.storage.reads.signed_read import SignedRead


@dataclass(frozen=True)
class Arriving:
    """Holds what came against accounts, study and protocols.

    Attributes
    ----------
    study : Study
    accounts : callable
        The accepted accounts as they are now.
    criteria : callable
        The protocol of an id and hash; raises `Refused` where the station does not have it.
    asked : callable
        The dispute of an id as it was sent; raises `Refused` where none was.
    """

    study: Study
    accounts: Callable[[], Accounts]
    criteria: Callable[[ProtocolRef], Protocol]
    asked: Callable[[str], Asked]

    def arrived(self, sender: str, message: object, shown: str) -> Arrived:
        """What an envelope brought.

        Parameters
        ----------
        sender : str
            The account whose exchange key signed the envelope.
        message : object
            Of `domain.messages`.
        shown : str
            How findings name the file.

        Raises
        ------
        Refused
            Something of it does not hold: everything that is wrong.
        ValueError
            No account sends such a message to the centre.
        """
        match message:
            case SignedReadSent(document):
                return self._read_arrived(sender, document, shown)
            case LockedTimepointsSent(document):
                return self._progress(sender, document, shown)
            case ImageQuerySent(case, timepoint, kind, text, noted_at):
                _check_note(message, shown)
                return QueryArrived(case, sender, timepoint, kind, text, noted_at)
            case IncidentalFindingSent(case, timepoint, text, noted_at):
                _check_note(message, shown)
                return IncidentalArrived(case, sender, timepoint, text, noted_at)
            case DecisionSent(document):
                return self._decision(sender, document, shown)
            case Receipt(of):
                return ReceiptArrived(sender, of)
        msg = f"no account sends {type(message).__name__} to the centre"
        raise ValueError(msg)

    def read(self, sender: str, document: bytes, shown: str) -> tuple[SignedRead, str]:
        """The signed read of a document, and the SHA-256 (hex) of what was signed.

        Raises
        ------
        Refused
            Something of it does not hold: everything that is wrong.
        """
        one = self._signer(sender, key_of(document), shown)
        found, hashed = signed_read(document, bytes.fromhex(one.public), shown)
        findings = [*self._record_problems(found.records, one), *_signing_problems(found, one, hashed)]
        _refuse(findings, shown)
        return found, hashed

    def _read_arrived(self, sender: str, document: bytes, shown: str) -> ReadArrived:
        found, hashed = self.read(sender, document, shown)
        stamp = found.records[-1].stamp
        protocol = self.criteria(ProtocolRef(stamp.protocol_id, stamp.protocol_sha256))
        result = result_of(found.read, protocol, sender, found.signing.version, hashed)
        return ReadArrived(result, found.signing.signed_at[:10])

    def _progress(self, sender: str, document: bytes, shown: str) -> ProgressArrived:
        found = locked_read(document, shown)
        _refuse([*self._record_problems(found.records, self.accounts().named(sender))], shown)
        locked = sum(one.locked for one in found.read.timepoints)
        return ProgressArrived(found.read.case_number, sender, found.version, locked)

    def _decision(self, sender: str, document: bytes, shown: str) -> DecisionArrived:
        found = parsed(document, shown)
        one = self._signer(sender, found.key_id, shown)
        if not signing.verify(bytes.fromhex(one.public), found.signed, DECISION, found.signature):
            text = "The signature under the decision does not hold: it was changed after it was signed."
            raise Refused([Finding("bad-signature", text, (shown,))])
        told = found.statement.signing
        findings = []
        if (told.account, told.name) != (sender, one.printed_name):
            findings.append(Finding("other-account", f"The decision was signed by another account than {sender}."))
        if (told.study_id, told.root_id) != (self.study.study_id, self.study.root_id):
            findings.append(Finding("other-study", f"The decision belongs to study {told.study_id}, not to this one."))
        if not is_utc(told.signed_at):
            findings.append(Finding("bad-decision", "The decision does not say when it was signed, in UTC."))
        findings += self._answer_problems(sender, found.statement)
        _refuse(findings, shown)
        return DecisionArrived(sender, found.statement.decision, told.signed_at)

    def _answer_problems(self, sender: str, told: Statement) -> Sequence[Finding]:
        """Whether a decision answers what was asked, and nothing else."""
        answered = Answered(sender, told.decision, told.dispute_sha256, told.protocol_id, told.protocol_sha256)
        try:
            return list(decision_problems(self.asked(told.decision.dispute_id), answered))
        except Refused as refused:
            return refused.findings

    def _signer(self, sender: str, key_id: str, shown: str) -> AccountAccepted:
        """The account as it was accepted with the key that a document names."""
        one = self.accounts().with_signing(sender, key_id)
        if one is None:
            text = (
                f"It is signed with key {key_id or 'of no name'}, which was not accepted for account {sender}. Accept "
                "the account's new enrolment file, or ask who signed it."
            )
            raise Refused([Finding("unknown-key", text, (shown,))])
        return one

    def _record_problems(self, records: Sequence[Record], one: AccountAccepted) -> Iterator[Finding]:
        """Whether the records are one read of the account in this study, and each return to a timepoint was allowed."""
        if not _follow(records):
            yield Finding("bad-read", "Its records are not of one case, or do not follow one another.")
        stamps = {(record.stamp.actor, record.stamp.study_id, record.stamp.root_id) for record in records}
        for actor, study_id, root_id in sorted(stamps):
            if actor != one.account:
                yield Finding("other-account", f"It holds records of account {actor}, not of {one.account} alone.")
            if (study_id, root_id) != (self.study.study_id, self.study.root_id):
                yield Finding("other-study", f"It holds records of study {study_id} with the first key {root_id}.")
        signer = Signer(one.printed_name, one.recipient, {}, {})
        for record in records:
            if isinstance(record.event, TimepointUnlocked | VersionOpened):
                yield from leave_problems(record, record.event, signer, self.study)


def _follow(records: Sequence[Record]) -> bool:
    """Whether records are of one case, in order; between them the log may hold records of other cases."""
    for before, after in pairwise(records):
        if before.case_number != after.case_number or before.seq >= after.seq:
            return False
        if before.seq + 1 == after.seq and sha256(before.body).hexdigest() != after.previous:
            return False
    return True


def _signing_problems(found: SignedRead, one: AccountAccepted, hashed: str) -> Iterator[Finding]:
    """Whether the account's person signed a read that could be signed, as the version it is."""
    told, last = found.signing, found.records[-1]
    if told.name != one.printed_name:
        yield Finding("other-name", f"The signature bears another name than the account's: {told.name}.")
    event = ReadSigned(told.version, told.name, told.meaning, told.signed_at, _id(one), "", hashed)
    try:
        applied(found.read, event, last.seq + 1)
    except IllegalAct as illegal:
        yield Finding("illegal-event", f"The read could not be signed as it is: {illegal}")
    if not is_utc(told.signed_at):
        yield Finding("bad-read", "The signature does not say when it was made, in UTC.")


def _check_note(note: ImageQuerySent | IncidentalFindingSent, shown: str) -> None:
    findings = []
    if not CASE_NUMBER.fullmatch(note.case_number) or not TIMEPOINT.fullmatch(note.timepoint):
        findings.append(Finding("bad-note", "The note names no case and timepoint such as C-0042 and TP1."))
    if not note.text.strip() or not is_utc(note.noted_at):
        findings.append(Finding("bad-note", "The note has no text, or does not say when it was made, in UTC."))
    _refuse(findings, shown)


def _refuse(findings: Sequence[Finding], shown: str) -> None:
    if findings:
        raise Refused([Finding(one.code, one.text, (shown,)) for one in findings])


def _id(one: AccountAccepted) -> str:
    return signing.key_id(bytes.fromhex(one.public))
