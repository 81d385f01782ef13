"""Receipts: every envelope but a receipt is answered, those of one sender that were not yet by one receipt.

A receipt's natural key says up to which of the sender's envelopes it goes, in the order they came: so none is ever
answered twice or forgotten, wherever the program is ended.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, literal_column, select

from seedcryo_reader.domain.messages.reader import Receipt
from seedcryo_reader.storage.vault.tables import inbox, outbox

RECEIPT: Final = "receipt"
_FORM: Final = re.compile(rf"{RECEIPT} (\S+) ([1-9][0-9]{{0,17}})")


@dataclass(frozen=True, slots=True)
class Owed:
    """A receipt that a sender has not got: its natural key, and what it says."""

    about: str
    sender: str
    receipt: Receipt


def owed(connection: Connection) -> Iterator[Owed]:
    """The receipts that are due, by sender."""
    chosen = select(inbox.c.sender, inbox.c.content).where(inbox.c.kind != Receipt.__name__)
    came: dict[str, list[str]] = {}
    for sender, content in connection.execute(chosen.order_by(literal_column("rowid"))):
        came.setdefault(sender, []).append(content)
    answered = _answered(connection)
    for sender, contents in sorted(came.items()):
        due = contents[answered.get(sender, 0) :]
        if due:
            yield Owed(f"{RECEIPT} {sender} {len(contents)}", sender, Receipt(tuple(due)))


def is_receipt(about: str) -> bool:
    """Whether a letter is a receipt: none is answered, so it goes into every folder."""
    return about.startswith(f"{RECEIPT} ")


def answered_by(about: str) -> tuple[str, int] | None:
    """Of which sender a letter answers envelopes, and up to which of them; None where it is no receipt."""
    found = _FORM.fullmatch(about)
    return None if found is None else (found[1], int(found[2]))


def _answered(connection: Connection) -> dict[str, int]:
    """Sender → how many of its envelopes were answered."""
    most: dict[str, int] = {}
    for about in connection.scalars(select(outbox.c.about).where(outbox.c.about.like(f"{RECEIPT} %"))):
        _, sender, count = about.split(" ")
        most[sender] = max(most.get(sender, 0), int(count))
    return most
