"""Whether the rows of a vault hold values of the kinds that its columns are for: SQLite takes any."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from seedcryo_reader.database.migrating import current_version
from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.vault.tables import POST, models_at

_KINDS: Final = {Integer: "integer", LargeBinary: "blob"}
"""What SQLite calls a value of a column; a text where nothing is said."""


def has_post(database: Database) -> bool:
    """Whether a vault has tables for envelopes: one of before is not brought to the newest by looking at it."""
    with database.reading() as connection:
        return set(POST) <= set(models_at(current_version(connection)).tables)


def row_problems(database: Database) -> Iterator[Finding]:
    """Rows about envelopes that hold something that the program never writes there."""
    with database.reading() as connection:
        tables = models_at(current_version(connection)).tables
        for name in POST:
            if name in tables:
                yield from _odd_rows(connection, tables[name])


def _odd_rows(connection: Connection, table: Table) -> Iterator[Finding]:
    first = next(iter(table.primary_key.columns))
    chosen = select(func.quote(first)).where(or_(*map(_is_odd, table.columns))).order_by(first)
    for named in connection.scalars(chosen):
        text = f"The row {str(named)[:80]} of the table {table.name} was changed. Fetch a backup of the vault."
        yield Finding("row-changed", text)


def _is_odd(column: Column[object]) -> ColumnElement[bool]:
    kind = next((kind for one, kind in _KINDS.items() if isinstance(column.type, one)), "text")
    may_be = (kind, "null") if column.nullable else (kind,)
    return func.typeof(column).not_in(may_be)
