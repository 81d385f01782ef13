"""Whether what came and what goes out lies in the vault as the log names it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.adjudicator import DecisionSigned
from seedcryo_reader.domain.office.coordinator import (
    AccountAccepted,
    AdjudicatorReplaced,
    BatchAssigned,
    NoteHandled,
    PartsReleased,
    ReaderReplaced,
    ReadingAllowedAgain,
    ReadsCompared,
    RepeatsDrawn,
    TrainingPassed,
)
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.post.boxes import Inbox, Incoming
from seedcryo_reader.storage.post.checking import Whose, signed_hash
from seedcryo_reader.storage.post.expected import Expected
from seedcryo_reader.storage.post.sent_logs import contradictions, seal_problems
from seedcryo_reader.storage.vault.tables import addressed, received


def box_problems(database: Database, acts: Sequence[ActRecord], whose: Whose) -> Iterator[Finding]:
    """Envelopes of an office role that are missing, nobody logged, or were changed; and what senders contradict.

    Parameters
    ----------
    database : Database
        Of the vault.
    acts : sequence of ActRecord
        Every act of its log.
    whose : Whose
    """
    logged = {one.act.content: one for one in acts if isinstance(one.act, EnvelopeReceived)}
    inbox = Inbox(lambda: database)
    sound: list[str] = []
    for content, record in logged.items():
        one = inbox.of(content)
        if one is None:
            text = f"The envelope that act {record.seq} names is missing in the inbox. Fetch a backup of the vault."
            yield Finding("envelope-missing", text)
        elif not _is_as_logged(one, record, whose):
            text = f"The envelope that act {record.seq} names was changed in the inbox. Fetch a backup of the vault."
            yield Finding("envelope-changed", text)
        else:
            sound.append(content)
    came = [one for one in map(inbox.of, sound) if one is not None]
    yield from contradictions(came)
    yield from seal_problems(came, ReceivedParts(lambda: database))
    for content in sorted(inbox.contents() - logged.keys()):
        text = f"The inbox holds an envelope ({content[:16]}) that the log does not name."
        yield Finding("envelope-foreign", text)
    yield from _released_problems(database, acts)


def _is_as_logged(one: Incoming, record: ActRecord, whose: Whose) -> bool:
    """Whether an envelope of the inbox is the one that was signed and logged."""
    logged = EnvelopeReceived(one.content, one.kind, one.sender, one.key_id, one.received_on)
    hashes = (signed_hash(one, whose.study, name, whose.recipient) for name in (whose.name, CENTRE))
    return record.act == logged and one.content in hashes


def _released_problems(database: Database, acts: Sequence[ActRecord]) -> Iterator[Finding]:
    """Released parts whose files the vault does not know as those of that part any more."""
    chosen = select(addressed.c.file_sha256, received.c.case_number, received.c.part).join_from(
        addressed, received, addressed.c.part_sha256 == received.c.part_sha256
    )
    with database.reading() as connection:
        known = {(row[0], row[1], row[2]) for row in connection.execute(chosen)}
    for record in acts:
        if isinstance(record.act, PartsReleased):
            act = record.act
            for part, file in zip(act.parts, act.files, strict=True):
                if (file, act.case_number, part) not in known:
                    text = (
                        f"The file of part {part} of {act.case_number} that act {record.seq} released is missing in "
                        "the table addressed, or was changed there. Fetch a backup of the vault."
                    )
                    yield Finding("released-differs", text)


def recipients(acts: Sequence[ActRecord]) -> dict[str, frozenset[str]]:
    """Account → every ``age1…`` that was accepted for it."""
    found: dict[str, frozenset[str]] = {}
    for record in acts:
        if isinstance(record.act, AccountAccepted):
            found[record.act.account] = found.get(record.act.account, frozenset()) | {record.act.recipient}
    return found


def expected(acts: Sequence[ActRecord]) -> Iterator[Expected]:
    """The letters that acts sent, under the natural keys that `coordination.office` gives them."""
    leaves: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for record in acts:
        match record.act:
            case ReadingAllowedAgain(case, account):
                leaves[case] += 1
                yield Expected(f"leave {case} {account} {leaves[case]}", account)
            case AdjudicatorReplaced(case, before):
                yield Expected(f"adjudicator {case} {others[case]}", before, must_be=False)
                others[case] += 1
            case act:
                yield from _sent_by(act)


def _sent_by(act: object) -> Iterator[Expected]:
    """What an act sends by itself; who is revoked gets nothing, and which intake account did is not logged."""
    match act:
        case BatchAssigned():
            yield from (
                Expected(f"assigned {case} {one.reader}", one.reader) for one in act.orders for case in one.cases
            )
        case ReaderReplaced(case, before, after):
            yield Expected(f"reassigned {case} {before}", before, must_be=False)
            yield Expected(f"assigned {case} {after}", after)
        case PartsReleased(case, accounts, parts):
            yield from (Expected(f"part {case} {part} {one}", one) for one in accounts for part in parts)
        case ReadsCompared():
            yield Expected(f"compared {act.case_number} {act.dispute_id}", act.adjudicator)
        case TrainingPassed(account, _, sha256, passed, taken_on, valid_until):
            ended = "passed" if passed else "failed"
            yield Expected(f"training {account} {sha256} {ended} {taken_on} {valid_until}", account)
        case RepeatsDrawn():
            yield from (Expected(f"repeat {one.as_number}", "") for one in act.plans)
        case NoteHandled(content):
            yield Expected(f"query {content}", "", must_be=False)
        case DecisionSigned(dispute_id):
            yield Expected(f"decision {dispute_id}", CENTRE)
