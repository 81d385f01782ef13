"""How many letters of each account wait for a receipt, counted without reading what is in them."""

from dataclasses import dataclass

from sqlalchemy import select

from seedcryo_reader.database.opening import Database
from seedcryo_reader.storage.post.receipts import is_receipt
from seedcryo_reader.storage.vault.tables import outbox


@dataclass(frozen=True, slots=True)
class Tally:
    """How many letters to an account wait for a receipt, and of how many it came."""

    waiting: int = 0
    receipted: int = 0


def tally(database: Database) -> dict[str, Tally]:
    """The letters of a vault by the account that they are for; receipts are not counted: nobody answers them."""
    found: dict[str, Tally] = {}
    with database.reading() as connection:
        rows = connection.execute(select(outbox.c.account, outbox.c.about, outbox.c.receipted.is_(None)))
        for account, about, waits in rows:
            if not is_receipt(about):
                before = found.get(account, Tally())
                found[account] = Tally(before.waiting + bool(waits), before.receipted + (not waits))
    return found
