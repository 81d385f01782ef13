"""Whether what came and what goes out lies in the vault as the log names it."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord
from seedcryo_reader.exchange.envelope import FORMAT
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.storage.post.boxes import Inbox, Incoming, Outbox


def box_problems(database: Database, acts: Sequence[ActRecord], recipient: str) -> Iterator[Finding]:
    """Envelopes of an office role that are missing, nobody logged, or were changed; and what senders contradict.

    Parameters
    ----------
    database : Database
        Of the vault.
    acts : sequence of ActRecord
        Every act of its log; where there is none, the account has no office and nothing is looked at.
    recipient : str
        The account's ``age1…``.
    """
    if not acts:
        return
    received = {one.act.content: one for one in acts if isinstance(one.act, EnvelopeReceived)}
    inbox = Inbox(lambda: database)
    heads: dict[tuple[str, str], set[str]] = {}
    for content, record in received.items():
        one = inbox.of(content)
        if one is not None and one.head is not None:
            seq, _, digest = one.head.partition(" ")
            heads.setdefault((one.sender, seq), set()).add(digest)
        if one is None:
            text = f"The envelope that act {record.seq} names is missing in the inbox. Fetch a backup of the vault."
            yield Finding("envelope-missing", text)
        elif not _is_as_logged(one, record, recipient):
            text = f"The envelope that act {record.seq} names was changed in the inbox. Fetch a backup of the vault."
            yield Finding("envelope-changed", text)
    yield from _fork_problems(heads)
    if inbox.contents() - received.keys():
        yield Finding("envelope-foreign", "The inbox holds an envelope that the log does not name.")
    for letter in Outbox(lambda: database).all():
        if hashlib.sha256(letter.data).hexdigest() != letter.file_sha256:
            yield Finding("envelope-changed", f"The letter to {letter.account} about {letter.about} was changed.")


def _fork_problems(heads: Mapping[tuple[str, str], Collection[str]]) -> Iterator[Finding]:
    """Senders whose log went on in two ways: each envelope of an account states how far its log had gone."""
    for (sender, seq), digests in heads.items():
        if len(digests) > 1:
            text = (
                f"Account {sender} stated two different entries {seq} of its log. Its vault was replaced by an older "
                "copy, and then it went on: ask that station how it came to that."
            )
            yield Finding("log-forked", text)


def _is_as_logged(one: Incoming, record: ActRecord, recipient: str) -> bool:
    """Whether an envelope of the inbox is the one that was signed and logged."""
    logged = EnvelopeReceived(one.content, one.kind, one.sender, one.key_id, one.received_on)
    names = (record.stamp.actor, CENTRE)
    return record.act == logged and any(signed_hash(one, record, name, recipient) == one.content for name in names)


def signed_hash(one: Incoming, record: ActRecord, name: str, recipient: str) -> str:
    """SHA-256 (hex) of an envelope's signed content, put together again for whom it was addressed to."""
    seq, _, digest = (one.head or "").partition(" ")
    header = canonical.encode(
        {
            "format": FORMAT,
            "study": {"id": record.stamp.study_id, "root": record.stamp.root_id},
            "kind": one.kind,
            "from": {"name": one.sender, "key": one.key_id},
            "to": {"name": name, "recipient": recipient},
            "number": one.number,
            "head": None if one.head is None else {"seq": int(seq), "hash": digest},
            "body_sha256": hashlib.sha256(one.body).hexdigest(),
        }
    )
    return hashlib.sha256(header + b"\n" + one.body).hexdigest()
