"""The envelopes of an account: those that go out, sealed once, and what came, as it was signed.

Rows are added in the transaction of the act that they belong to, so that log, outbox and inbox hold the same or nothing
of it: each method joins the transaction that is open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, insert, literal_column, select, update

from seedcryo_reader.database.opening import Database, driver
from seedcryo_reader.exchange.envelope import Opened
from seedcryo_reader.storage.post.drafts import Draft, keep_draft
from seedcryo_reader.storage.vault.tables import inbox, outbox

_IN_ORDER: Final[ColumnElement[int]] = literal_column("rowid")

# Hundreds of envelopes come at once, so these go to the driver as they are.
_HAS: Final = "SELECT 1 FROM inbox WHERE content = ?"
_ADD: Final = (
    "INSERT INTO inbox (content, kind, sender, key_id, received_on, number, head, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A sealed envelope that goes out.

    Attributes
    ----------
    about : str
        Natural key: under one key something is sealed once, and then redelivered as it is.
    account, recipient : str
        Whom it is for (an account, or ``"centre"``), and the ``age1…`` that it is encrypted to.
    content : str
        SHA-256 (hex) of its signed content, by which its receipt names it.
    file_sha256 : str
        SHA-256 (hex) of `data`, by which its file is named.
    data : bytes
        The file.
    receipted : str or None
        The UTC day that the receipt came.
    draft : Draft or None
        What the centre seals it from again, should the key that signed it be revoked; not read back with it.
    """

    about: str
    account: str
    recipient: str
    content: str
    file_sha256: str
    data: bytes = field(repr=False)
    receipted: str | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """An envelope that was opened and found sound.

    Attributes
    ----------
    content : str
        SHA-256 (hex) of its signed content.
    kind : str
        Name of its message.
    sender, key_id : str
        Who signed it, and by which key.
    received_on : str
        UTC day.
    number : str
        What its sender numbered it with.
    head : str or None
        How far the log of the sending account went, as ``"12 9f3a…"``; the centre states none.
    body : bytes
        The message as it was signed.
    size : int
        Bytes that it is kept in: as many as its envelope had inside, so that a vault tells as little as the envelope.
    """

    content: str
    kind: str
    sender: str
    key_id: str
    received_on: str
    number: str
    head: str | None
    body: bytes = field(repr=False)
    size: int = 0

    @classmethod
    def of(cls, opened: Opened, day: str) -> "Incoming":
        """The row of an envelope that came on a UTC day."""
        head = None if opened.head is None else f"{opened.head.seq} {opened.head.hash}"
        return cls(
            opened.content,
            opened.kind,
            opened.sender,
            opened.key_id,
            day,
            opened.number,
            head,
            opened.body,
            opened.size,
        )


class Outbox:
    """The table `outbox` of a vault.

    Parameters
    ----------
    database : callable
        The vault's, which may have been locked and opened again meanwhile.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def waiting(self) -> tuple[Letter, ...]:
        """The letters that no receipt came for, in the order they were added."""
        chosen = select(outbox).where(outbox.c.receipted.is_(None)).order_by(_IN_ORDER)
        with self._database().reading() as connection:
            return tuple(map(_letter, connection.execute(chosen)))

    def all(self) -> tuple[Letter, ...]:
        """Every letter, in the order they were added."""
        with self._database().reading() as connection:
            return tuple(map(_letter, connection.execute(select(outbox).order_by(_IN_ORDER))))

    def of(self, about: str) -> Letter | None:
        """The letter under a natural key."""
        with self._database().reading() as connection:
            row = connection.execute(select(outbox).where(outbox.c.about == about)).first()
        return None if row is None else _letter(row)

    def add(self, connection: Connection, letter: Letter) -> None:
        """Add a letter in a transaction; its natural key must be new."""
        connection.execute(
            insert(outbox).values(
                about=letter.about,
                account=letter.account,
                recipient=letter.recipient,
                content=letter.content,
                file_sha256=letter.file_sha256,
                data=letter.data,
                receipted=letter.receipted,
            )
        )
        if letter.draft is not None:
            keep_draft(connection, letter.about, letter.draft)

    def receipt(self, account: str, contents: Iterable[str], day: str) -> None:
        """Note that an account has these envelopes; what was not sent to it, or is noted already, stays as it is.

        Raises
        ------
        EnvironmentFailure
            It could not be written.
        """
        with self._database().writing() as connection:
            for content in contents:
                named = (outbox.c.content == content, outbox.c.account == account, outbox.c.receipted.is_(None))
                connection.execute(update(outbox).where(*named).values(receipted=day))


class Inbox:
    """The table `inbox` of a vault, whose database may have been locked and opened again meanwhile."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def contents(self) -> frozenset[str]:
        """The hashes of every envelope that came."""
        with self._database().reading() as connection:
            return frozenset(connection.scalars(select(inbox.c.content)))

    def has(self, content: str) -> bool:
        """Whether an envelope came before."""
        with self._database().reading() as connection:
            return driver(connection).execute(_HAS, (content,)).fetchone() is not None

    def add(self, connection: Connection, one: Incoming) -> None:
        """Add an envelope in a transaction; it must be new."""
        body = one.body.ljust(one.size, b"\0")
        values = (one.content, one.kind, one.sender, one.key_id, one.received_on, one.number, one.head, body)
        driver(connection).execute(_ADD, values)

    def of(self, content: str) -> Incoming | None:
        """An envelope; None where it never came."""
        with self._database().reading() as connection:
            row = connection.execute(select(inbox).where(inbox.c.content == content)).first()
        return None if row is None else _incoming(row)

    def body(self, content: str) -> bytes | None:
        """The message of an envelope as it was signed; None where it never came."""
        one = self.of(content)
        return None if one is None else one.body

    def all(self, kind: str) -> tuple[Incoming, ...]:
        """The envelopes of a kind, in the order they came."""
        chosen = select(inbox).where(inbox.c.kind == kind).order_by(_IN_ORDER)
        with self._database().reading() as connection:
            return tuple(map(_incoming, connection.execute(chosen)))


def _letter(row: Row[Any]) -> Letter:
    return Letter(row.about, row.account, row.recipient, row.content, row.file_sha256, row.data, row.receipted)


def _incoming(row: Row[Any]) -> Incoming:
    body = row.body.rstrip(b"\0")  # JSON holds no zero byte
    size = len(row.body) if len(row.body) > len(body) else 0
    return Incoming(row.content, row.kind, row.sender, row.key_id, row.received_on, row.number, row.head, body, size)
