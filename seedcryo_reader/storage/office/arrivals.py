"""What came to a coordinator, as it works with it: the table `arrived`, which is derived from the inbox once."""

from collections.abc import Callable
from typing import Any, Final, get_args

from sqlalchemy import Connection, select

from seedcryo_reader.coordination.arrived import Arrived
from seedcryo_reader.database.opening import Database, driver
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.codec import BadValue, plain, value_from
from seedcryo_reader.storage.vault.tables import arrived

_KINDS: Final[dict[str, Any]] = {one.__name__: one for one in get_args(Arrived)}

_ADD: Final = "INSERT INTO arrived (content, kind, body) VALUES (?, ?, ?)"

_STEP: Final = 1024
"""Rows are as long as one another, in steps of so many characters: the size of a vault says nothing of what came."""


class Arrivals:
    """The table `arrived` of a vault, whose database may have been locked and opened again meanwhile."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def add(self, connection: Connection, content: str, value: Arrived) -> None:
        """Add what an envelope brought, in the transaction in which it is received."""
        body = canonical.encode(plain(value)).decode("utf-8")
        body += " " * (-len(body) % _STEP)
        driver(connection).execute(_ADD, (content, type(value).__name__, body))

    def of(self, content: str) -> Arrived | None:
        """What an envelope brought; None where that was not derived, or by a program that derived something else."""
        with self._database().reading() as connection:
            row = connection.execute(select(arrived.c.kind, arrived.c.body).where(arrived.c.content == content)).first()
        return None if row is None else _value(row.kind, row.body)


def _value(kind: str, body: str) -> Arrived | None:
    try:
        value: Arrived = value_from(_KINDS[kind], canonical.decode(body.rstrip(" ").encode("utf-8")))
    except (KeyError, BadValue, canonical.NotCanonical):
        return None  # it is derived from the inbox again
    return value
