"""Whether the post of an account lies in its vault as it came and went: every row follows from another or from the log.

What the centre signed is not kept with its signature, so a row that somebody made up whole, with all that follows from
it, is not told from one that came; the centre's own log names every envelope that it sent.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, create_engine, literal_column, select
from sqlalchemy.pool import StaticPool

from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.coding import BadMessage, kinds, message_from
from seedcryo_reader.domain.messages.reader import TO_READER, Receipt
from seedcryo_reader.exchange.envelope import FORMAT
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.storage.post import assigned
from seedcryo_reader.storage.post.boxes import Inbox, Incoming, Letter, Outbox
from seedcryo_reader.storage.post.expected import Addresses, Expected
from seedcryo_reader.storage.post.receipts import answered_by
from seedcryo_reader.storage.vault.tables import allowed, assignment, inbox, metadata, training

_HEAD: Final = re.compile(r"(0|[1-9][0-9]{0,14}) [0-9a-f]{64}")
_RECEIPT: Final = kinds(Receipt)
_NUMBER: Final[ColumnElement[int]] = literal_column("rowid")
_BACKUP: Final = "Fetch a backup of the vault."


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose post it is: the study, the name of the account, and its ``age1…``."""

    study: Study
    name: str
    recipient: str


def inbox_problems(database: Database, whose: Whose) -> Iterator[Finding]:
    """Envelopes that are missing or were changed in the inbox of an account that logs none.

    None is ever removed by the program, so SQLite numbers them without a gap; and what was answered was there.
    """
    box = Inbox(lambda: database)
    for content in sorted(box.contents()):
        one = box.of(content)
        if one is not None and signed_hash(one, whose.study, whose.name, whose.recipient) != content:
            text = f"The envelope {content[:16]} ({one.kind}) was changed in the inbox. {_BACKUP}"
            yield Finding("envelope-changed", text)
    with database.reading() as connection:
        numbers = connection.scalars(select(_NUMBER).select_from(inbox)).all()
    last, count = max(numbers, default=0), len(numbers)
    if last != count:
        text = f"Of {last} envelopes that came {last - count} are missing in the inbox. {_BACKUP}"
        yield Finding("envelope-missing", text)


def letter_problems(database: Database, expected: Iterable[Expected], addresses: Addresses) -> Iterator[Finding]:
    """Letters that are missing in the outbox, were changed, or follow from nothing."""
    known = {one.about: one for one in expected}
    letters = {one.about: one for one in Outbox(lambda: database).all()}
    for about in sorted(known.keys() - letters.keys()):
        if known[about].must_be:
            yield Finding("sent-missing", f"The envelope about {about} is missing in the outbox. {_BACKUP}")
    box = Inbox(lambda: database)
    receipts, came = _receipts(box), _came(database)
    for letter in letters.values():
        yield from _letter_problems(letter, known.get(letter.about), receipts, came)
        yield from _address_problems(letter, addresses.recipients.get(letter.account, frozenset()))
    sent = {(one.account, one.content) for one in letters.values()}
    for account, content in sorted(receipts.keys() - sent) if not addresses.anew else ():
        text = f"{account} acknowledged an envelope ({content[:16]}) that is not in the outbox. {_BACKUP}"
        yield Finding("sent-changed", text)


def _address_problems(letter: Letter, recipients: Collection[str]) -> Iterator[Finding]:
    """A letter to another recipient; where the centre was before is not known, so what it has is not looked at."""
    if letter.recipient not in recipients and (letter.account != CENTRE or letter.receipted is None):
        text = (
            f"The envelope to {letter.account} about {letter.about} is addressed to {letter.recipient[:16]}…, "
            f"which was never known as that of {letter.account}. {_BACKUP}"
        )
        yield Finding("sent-changed", text)


def _letter_problems(
    letter: Letter, expected: Expected | None, receipts: Mapping[tuple[str, str], str], came: Counter[str]
) -> Iterator[Finding]:
    shown = f"The envelope to {letter.account} about {letter.about}"
    answered = answered_by(letter.about)
    if answered is not None:
        account, count = answered
        if count > came[account]:
            text = f"{account} was told that {count} envelopes came, and {came[account]} are in the inbox. {_BACKUP}"
            yield Finding("envelope-missing", text)
    elif expected is None:
        yield Finding("sent-foreign", f"{shown} follows from nothing that the log names.")
        return
    else:
        account = expected.account or letter.account
    if hashlib.sha256(letter.data).hexdigest() != letter.file_sha256:
        yield Finding("envelope-changed", f"{shown} was changed. {_BACKUP}")
    if letter.account != account:
        yield Finding("sent-changed", f"{shown} was for {account} when it was sealed. {_BACKUP}")
    elif receipts.get((account, letter.content)) != letter.receipted:
        day = receipts.get((account, letter.content)) or "no day"
        text = f"{shown} was acknowledged on {letter.receipted or 'no day'}; the inbox says on {day}. {_BACKUP}"
        yield Finding("sent-changed", text)


def _receipts(box: Inbox) -> dict[tuple[str, str], str]:
    """Sender and content of what was acknowledged → the UTC day on which that came first."""
    days: dict[tuple[str, str], str] = {}
    for one in box.all(Receipt.__name__):
        try:
            message = message_from(one.kind, one.body, _RECEIPT)
        except BadMessage:
            continue  # it was changed, which is told by its content
        for content in message.of if isinstance(message, Receipt) else ():
            days.setdefault((one.sender, content), one.received_on)
    return days


def _came(database: Database) -> Counter[str]:
    """Sender → how many envelopes came that are answered."""
    chosen = select(inbox.c.sender).where(inbox.c.kind != Receipt.__name__)
    with database.reading() as connection:
        return Counter(connection.scalars(chosen))


def told_problems(database: Database) -> Iterator[Finding]:
    """Where the tables of what the centre told a reader say something else than the envelopes that came."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with database.reading() as connection, engine.begin() as again:
            metadata.create_all(again, [assignment, training, allowed])
            for content in connection.scalars(select(inbox.c.content).order_by(_NUMBER)).all():
                _note(again, Inbox(lambda: database).of(content))
            for table in (assignment, training, allowed):
                yield from _differing(table, _rows(connection, table), _rows(again, table))
    finally:
        engine.dispose()


def _note(connection: Connection, one: Incoming | None) -> None:
    if one is not None and one.kind in TO_READER:
        try:
            assigned.note(connection, one.content, message_from(one.kind, one.body, TO_READER))
        except BadMessage:
            return  # it was changed, which is told by its content


def _rows(connection: Connection, table: Table) -> dict[str, tuple[object, ...]]:
    """The rows by their key; when a leave was used is told by the log, not by an envelope."""
    told = [one for one in table.columns if one.name != "used"]
    key = next(iter(table.primary_key.columns)).name
    return {str(row[key]): tuple(row.values()) for row in connection.execute(select(*told)).mappings()}


def _differing(
    table: Table, there: Mapping[str, tuple[object, ...]], told: Mapping[str, tuple[object, ...]]
) -> Iterator[Finding]:
    for key in sorted({*there, *told}):
        if there.get(key) != told.get(key):
            how = "is missing" if key not in there else "came with no envelope" if key not in told else "was changed"
            text = f"The row {key[:80]} of the table {table.name} {how}. {_BACKUP}"
            yield Finding("told-differs", text)


def signed_hash(one: Incoming, study: Study, name: str, recipient: str) -> str | None:
    """SHA-256 (hex) of an envelope's signed content, put together again for whom it was addressed to.

    None where it says something of the sender's log that no envelope says.
    """
    if one.head is not None and _HEAD.fullmatch(one.head) is None:
        return None
    seq, _, digest = (one.head or "").partition(" ")
    header = canonical.encode(
        {
            "format": FORMAT,
            "study": {"id": study.study_id, "root": study.root_id},
            "kind": one.kind,
            "from": {"name": one.sender, "key": one.key_id},
            "to": {"name": name, "recipient": recipient},
            "number": one.number,
            "head": None if one.head is None else {"seq": int(seq), "hash": digest},
            "body_sha256": hashlib.sha256(one.body).hexdigest(),
        }
    )
    return hashlib.sha256(header + b"\n" + one.body).hexdigest()
